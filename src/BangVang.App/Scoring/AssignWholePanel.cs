using System.Security.Cryptography;
using System.Text.Json.Nodes;
using BangVang.App.Dossiers;
using BangVang.App.Editions;
using BangVang.App.Panels;
using BangVang.App.Storage;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Domain.Panels;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Scoring;

/// <summary>A dossier and a juror on its panel who has not got it.</summary>
internal sealed record MissingPair
{
    public Guid DossierId { get; init; }
    public required string Reference { get; init; }
    public required string CategoryCode { get; init; }
    public Guid JurorId { get; init; }
}

public static class MissingPairsQueries
{
    /// <summary>How many pairs of dossier and juror a round of pairs still has to assign, by category; empty for everyone but the secretariat.</summary>
    public static async Task<IReadOnlyDictionary<string, int>> MissingPairsAsync(this BangVangDb db, Actor actor, Edition edition, PairwiseRound round, CancellationToken ct) =>
        actor.Is(Role.Secretariat, edition.Key)
            ? await db.MissingPairs(edition, round).GroupBy(p => p.CategoryCode).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct)
            : new Dictionary<string, int>();

    internal static IQueryable<MissingPair> MissingPairs(this BangVangDb db, Edition edition, PairwiseRound round)
    {
        var (key, code) = (edition.Key, round.Code);
        return from d in db.DossiersInRound(edition, round)
               from s in db.PanelSeats.Where(s => s.EditionKey == key && s.RoundCode == code && s.CategoryCode == d.CategoryCode && s.EndedAt == null)
               where !db.Conflicts.Any(c => c.DossierId == d.Id && c.PersonId == s.PersonId && c.State != ConflictState.Dismissed)
                   && !db.Assignments.Any(a => a.RoundCode == code && a.DossierId == d.Id && a.JurorId == s.PersonId && a.EndedAt == null)
               select new MissingPair { DossierId = d.Id, Reference = d.Reference, CategoryCode = d.CategoryCode, JurorId = s.PersonId };
    }
}

/// <summary>For a round of pairs: everyone on the panel of a category judges every dossier of it, except in conflict.</summary>
public sealed class AssignWholePanel(BangVangDb db, EditionBook editions, IClock clock)
{
    /// <summary>The pairs of dossier and juror that are missing; what is assigned stays.</summary>
    public async Task<Result<IReadOnlyList<AssignmentPair>>> PreviewAsync(Actor actor, string editionKey, string roundCode, string categoryCode, CancellationToken ct)
    {
        if (!actor.Is(Role.Secretariat, editionKey)) return Problem.Forbidden("panels.only_secretariat");
        if (await editions.CurrentAsync(editionKey, ct) is not { Edition: { } edition } || edition.Round(roundCode) is not PairwiseRound round || !round.IsFor(categoryCode)) return Problem.Invalid("panels.round_unknown");
        if (edition.PanelProblem(round, clock.GetCurrentInstant()) is { } over) return over;
        var dossiers = db.DossiersInRound(edition, round).Where(d => d.CategoryCode == categoryCode);
        if (!await dossiers.AnyAsync(ct)) return Problem.NotNow("panels.no_dossiers");
        var seats = db.PanelSeats.Where(s => s.EditionKey == editionKey && s.RoundCode == roundCode && s.CategoryCode == categoryCode && s.EndedAt == null);
        if (!await seats.AnyAsync(ct)) return Problem.NotNow("panels.no_jurors");
        return await db.MissingPairs(edition, round).Where(p => p.CategoryCode == categoryCode).OrderBy(p => p.Reference).ThenBy(p => p.JurorId)
            .Select(p => new AssignmentPair(p.DossierId, p.Reference, p.JurorId, true)).ToListAsync(ct);
    }

    /// <summary>Assigns them: all or nothing.</summary>
    /// <returns>How many pairs are new.</returns>
    public async Task<Result<int>> RunAsync(Actor actor, string editionKey, string roundCode, string categoryCode, CancellationToken ct)
    {
        if (!(await PreviewAsync(actor, editionKey, roundCode, categoryCode, ct)).TryGet(out var added, out var problem)) return problem;
        if (added.Count == 0) return Problem.Conflict("panels.nothing_to_assign");

        var now = clock.GetCurrentInstant();
        var plan = new AssignmentPlan
        {
            Id = Ids.New(now), EditionKey = editionKey, RoundCode = roundCode, CategoryCode = categoryCode, Method = "whole_panel", Seed = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)),
            AppliedAt = now, AppliedBy = actor.PersonId!.Value,
        };
        db.AddToPlan(plan, added);
        db.Audit(actor, now, "panels.assigned", plan.Id, editionKey, $"{roundCode}/{categoryCode}: {added.Count} ({plan.Method})");
        var names = await db.PseudonymsAsync(editionKey, ct);
        db.Log(now, "assignment.sealed", editionKey, plan.Id, new()
        {
            ["round"] = roundCode, ["category"] = categoryCode, ["method"] = plan.Method, ["seed"] = plan.Seed,
            ["pairs"] = new JsonArray([.. added.Select(p => (JsonNode)new JsonArray(p.Reference, names.Of(p.JurorId)))]),
        }, new() { ["jurors"] = new JsonArray([.. added.Select(p => p.JurorId).Distinct().Select(j => (JsonNode)j.ToString())]) });
        try { await db.SaveChangesAsync(ct); }
        catch (DbUpdateException) { return Problem.Conflict("panels.changed_since_preview"); }
        return added.Count;
    }
}
