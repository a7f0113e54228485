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
using BangVang.Domain.Scoring;
using BangVang.Judging;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Scoring;

/// <summary>What an assignment would be, before anything is changed.</summary>
/// <param name="Seed">64 hexadecimal digits; the same seed and facts give the same pairs.</param>
/// <param name="Fingerprint">Changes when the facts behind the preview change, so that what is applied is what was shown.</param>
public sealed record AssignmentPreview(string Seed, IReadOnlyList<AssignmentPair> Pairs, string Fingerprint);

/// <param name="IsNew">False when the pair is assigned already and stays.</param>
public sealed record AssignmentPair(Guid DossierId, string Reference, Guid JurorId, bool IsNew);

/// <summary>Who judges what, balanced at random from a recorded seed. Pairs already assigned stay; conflicts are kept out.</summary>
public sealed class AssignJurors(BangVangDb db, EditionBook editions, IClock clock)
{
    private const string Method = "balanced_random";

    /// <param name="seed">Null draws a new one.</param>
    public async Task<Result<AssignmentPreview>> PreviewAsync(Actor actor, string editionKey, string roundCode, string categoryCode, string? seed, CancellationToken ct)
    {
        var loaded = await LoadAsync(actor, editionKey, roundCode, categoryCode, ct);
        if (!loaded.TryGet(out var facts, out var problem)) return problem;
        seed ??= Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        if (seed.Length != 64 || !seed.All(char.IsAsciiHexDigitLower)) return Problem.Invalid("panels.seed_invalid", "Seed");

        var result = BalancedAssignment.Random(facts.Request, SeededRandom.FromHex(seed));
        if (result.Shortage is { } shortage) return ToProblem(shortage, facts);
        var pairs = result.Pairs.Select(p => new AssignmentPair(
            facts.DossierByReference[p.Entry], p.Entry, Guid.Parse(p.Juror), !facts.Pinned.Contains((p.Entry, Guid.Parse(p.Juror))))).ToList();
        return new AssignmentPreview(seed, pairs, Fingerprint(facts.Request));
    }

    /// <summary>Applies what was previewed: all of it or nothing.</summary>
    public async Task<Result<int>> RunAsync(Actor actor, string editionKey, string roundCode, string categoryCode, string seed, string fingerprint, CancellationToken ct)
    {
        var preview = await PreviewAsync(actor, editionKey, roundCode, categoryCode, seed, ct);
        if (!preview.TryGet(out var plan, out var problem)) return problem;
        if (plan.Fingerprint != fingerprint) return Problem.Conflict("panels.changed_since_preview");
        var added = plan.Pairs.Where(p => p.IsNew).ToList();
        if (added.Count == 0) return Problem.Conflict("panels.nothing_to_assign");

        var now = clock.GetCurrentInstant();
        var record = new AssignmentPlan { Id = Ids.New(now), EditionKey = editionKey, RoundCode = roundCode, CategoryCode = categoryCode, Method = Method, Seed = seed, AppliedAt = now, AppliedBy = actor.PersonId!.Value };
        db.AssignmentPlans.Add(record);
        foreach (var juror in added.GroupBy(p => p.JurorId))
        {
            // Every juror reads in an order of their own, drawn from the same seed: later entries would else score higher for all.
            var order = juror.OrderBy(p => p.Reference, StringComparer.Ordinal).ToArray();
            new SeededRandom($"{seed}/{juror.Key}").Shuffle(order.AsSpan());
            for (var i = 0; i < order.Length; i++) db.Assignments.Add(NewAssignment(order[i].DossierId, juror.Key, i, now));
        }
        db.Audit(actor, now, "panels.assigned", record.Id, editionKey, $"{roundCode}/{categoryCode}: {added.Count}");
        db.Log(now, "assignment.sealed", editionKey, record.Id, new JsonObject
        {
            ["round"] = roundCode, ["category"] = categoryCode, ["method"] = Method, ["seed"] = seed,
            ["pairs"] = new JsonArray([.. plan.Pairs.Select(p => (JsonNode)new JsonArray(p.Reference, p.JurorId.ToString()))]),
        });
        try { await db.SaveChangesAsync(ct); }
        catch (DbUpdateException) { return Problem.Conflict("panels.changed_since_preview"); }
        return added.Count;

        Assignment NewAssignment(Guid dossier, Guid juror, int ordinal, Instant at) => new()
        {
            Id = Ids.New(at), EditionKey = editionKey, RoundCode = roundCode, CategoryCode = categoryCode, DossierId = dossier, JurorId = juror,
            PlanId = record.Id, Ordinal = ordinal, AssignedAt = at, AssignedBy = actor.PersonId!.Value,
        };
    }

    private sealed record Facts(PanelRequest Request, IReadOnlyDictionary<string, Guid> DossierByReference, IReadOnlySet<(string, Guid)> Pinned, IReadOnlyDictionary<Guid, string> Names);

    private async Task<Result<Facts>> LoadAsync(Actor actor, string editionKey, string roundCode, string categoryCode, CancellationToken ct)
    {
        if (!actor.Is(Role.Secretariat, editionKey)) return Problem.Forbidden("panels.only_secretariat");
        if (await editions.CurrentAsync(editionKey, ct) is not { Edition: { } edition }) return Problem.NotFound("editions.not_found");
        if (edition.Round(roundCode) is not ScoringRound round || !round.IsFor(categoryCode)) return Problem.Invalid("panels.round_unknown");
        if (!round.PanelSize.TryGet(out var size)) return Problem.NotNow("panels.size_unpublished");

        var dossiers = await db.DossiersInRound(edition, round).Where(d => d.CategoryCode == categoryCode).Select(d => new { d.Id, d.Reference }).ToListAsync(ct);
        if (dossiers.Count == 0) return Problem.NotNow("panels.no_dossiers");
        var jurors = await (from s in db.PanelSeats join p in db.People on s.PersonId equals p.Id
                            where s.EditionKey == editionKey && s.RoundCode == roundCode && s.CategoryCode == categoryCode && s.EndedAt == null
                            select new { p.Id, p.FullName }).ToListAsync(ct);
        if (jurors.Count == 0) return Problem.NotNow("panels.no_jurors");

        var (dossierIds, jurorIds) = (dossiers.Select(d => d.Id).ToArray(), jurors.Select(j => j.Id).ToArray());
        var references = dossiers.ToDictionary(d => d.Id, d => d.Reference);
        var conflicts = await db.Conflicts.Where(c => dossierIds.Contains(c.DossierId) && jurorIds.Contains(c.PersonId) && c.State != ConflictState.Dismissed)
            .Select(c => new { c.DossierId, c.PersonId }).Distinct().ToListAsync(ct);
        var running = await db.Assignments.Where(a => a.RoundCode == roundCode && dossierIds.Contains(a.DossierId) && a.EndedAt == null).Select(a => new { a.DossierId, a.JurorId }).ToListAsync(ct);
        var unscored = await db.Scoresheets.Where(s => s.RoundCode == roundCode && dossierIds.Contains(s.DossierId) && jurorIds.Contains(s.JurorId)
            && (s.State == ScoresheetState.Abstained || s.State == ScoresheetState.Recused)).Select(s => new { s.DossierId, PersonId = s.JurorId }).ToListAsync(ct);

        var tied = conflicts.Select(c => (references[c.DossierId], c.PersonId)).ToHashSet();
        var pinned = running.Where(a => jurorIds.Contains(a.JurorId)).Select(a => (references[a.DossierId], a.JurorId)).Where(p => !tied.Contains(p)).ToHashSet();
        // Who abstained and was taken off is not drawn again for the same dossier.
        tied.UnionWith(unscored.Select(u => (references[u.DossierId], u.PersonId)).Where(p => !pinned.Contains(p)));
        // A juror who left the panel keeps the dossiers signed before: those sheets count, so nobody is drawn in their place.
        var kept = running.Where(a => !jurorIds.Contains(a.JurorId)).CountBy(a => references[a.DossierId]).ToDictionary(StringComparer.Ordinal);

        var request = new PanelRequest(
            [.. dossiers.OrderBy(d => d.Reference, StringComparer.Ordinal).Select(d => new EntryDemand(d.Reference, Math.Max(size - kept.GetValueOrDefault(d.Reference), pinned.Count(p => p.Item1 == d.Reference))))],
            [.. jurors.OrderBy(j => j.Id).Select(j => new JurorLoad(j.Id.ToString(), 0, dossiers.Count))],
            [.. tied.Select(c => new PanelPair(c.Item1, c.Item2.ToString())).Order()],
            [.. pinned.Select(p => new PanelPair(p.Item1, p.JurorId.ToString())).Order()]);
        return new Facts(request, dossiers.ToDictionary(d => d.Reference, d => d.Id, StringComparer.Ordinal), pinned, jurors.ToDictionary(j => j.Id, j => j.FullName));
    }

    private static string Fingerprint(PanelRequest request) => Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(string.Join('\n',
        request.Entries.Select(e => $"{e.Entry} {e.Demand}").Concat(request.Jurors.Select(j => j.Juror)).Concat(request.Conflicts.Select(c => $"- {c.Entry} {c.Juror}")).Concat(request.Pinned.Select(p => $"+ {p.Entry} {p.Juror}"))))))[..16];

    private static Problem ToProblem(Reason shortage, Facts facts) => shortage.Args.Aggregate(
        Problem.NotNow(CodeOf(shortage)),
        (problem, arg) => problem.With(arg.Name, arg.Value is string text && Guid.TryParse(text, out var id) && facts.Names.TryGetValue(id, out var name) ? name : arg.Value));

    private static string CodeOf(Reason shortage) => shortage.Code switch
    {
        "assign.pinned_above_demand" => "panels.pinned_above_demand",
        "assign.pinned_above_load" => "panels.pinned_above_load",
        "assign.pinned_above_cap" => "panels.pinned_above_cap",
        "assign.loads_below_demands" => "panels.loads_below_demands",
        "assign.least_loads_above_demands" => "panels.least_loads_above_demands",
        "assign.entry_short" => "panels.entry_short",
        "assign.juror_short" => "panels.juror_short",
        "assign.entries_short" => "panels.entries_short",
        "assign.jurors_short" => "panels.jurors_short",
        _ => throw new InvalidOperationException($"No sentence says why: {shortage.Code}."),
    };
}

/// <summary>Gives one dossier to one juror by hand, or takes it away.</summary>
public sealed class AssignByHand(BangVangDb db, EditionBook editions, IClock clock)
{
    public async Task<Problem?> RunAsync(Actor actor, string editionKey, string roundCode, Guid dossierId, Guid jurorId, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        if (!actor.Is(Role.Secretariat, editionKey)) return Problem.Forbidden("panels.only_secretariat");
        if (await editions.CurrentAsync(editionKey, ct) is not { Edition: { } edition } || edition.Round(roundCode) is not ScoringRound round) return Problem.NotFound("panels.round_unknown");
        var dossier = await db.DossiersInRound(edition, round).SingleOrDefaultAsync(d => d.Id == dossierId && db.DossiersVisibleTo(actor).Any(v => v.Id == d.Id), ct);
        if (dossier is null) return Problem.NotFound("panels.dossier_unknown");
        if (!await db.PanelSeats.AnyAsync(s => s.EditionKey == editionKey && s.RoundCode == roundCode && s.CategoryCode == dossier.CategoryCode && s.PersonId == jurorId && s.EndedAt == null, ct))
            return Problem.Invalid("panels.not_on_panel", "JurorId");
        if (await db.Conflicts.AnyAsync(c => c.DossierId == dossierId && c.PersonId == jurorId && c.State != ConflictState.Dismissed, ct)) return Problem.Conflict("panels.juror_in_conflict");
        if (await db.Assignments.AnyAsync(a => a.RoundCode == roundCode && a.DossierId == dossierId && a.JurorId == jurorId && a.EndedAt == null, ct)) return Problem.Conflict("panels.already_assigned");

        var ordinal = await db.Assignments.CountAsync(a => a.RoundCode == roundCode && a.JurorId == jurorId && a.EditionKey == editionKey, ct);
        var assignment = new Assignment
        {
            Id = Ids.New(now), EditionKey = editionKey, RoundCode = roundCode, CategoryCode = dossier.CategoryCode, DossierId = dossierId, JurorId = jurorId, Ordinal = ordinal,
            AssignedAt = now, AssignedBy = actor.PersonId!.Value,
        };
        db.Assignments.Add(assignment);
        db.Audit(actor, now, "panels.assigned_by_hand", assignment.Id, editionKey);
        db.Log(now, "assignment.sealed", editionKey, assignment.Id, new JsonObject { ["round"] = roundCode, ["category"] = dossier.CategoryCode, ["method"] = "by_hand", ["pairs"] = new JsonArray(new JsonArray(dossier.Reference, jurorId.ToString())) });
        await db.SaveChangesAsync(ct);
        return null;
    }
}
