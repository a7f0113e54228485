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
using BangVang.Judging;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Scoring;

/// <summary>What an assignment would be, before anything is changed.</summary>
/// <param name="Seed">64 hexadecimal digits; the same seed, wishes and facts give the same pairs.</param>
/// <param name="Fingerprint">Changes when the facts behind the preview change, so that what is applied is what was shown.</param>
public sealed record AssignmentPreview(string Seed, IReadOnlyList<AssignmentPair> Pairs, string Fingerprint)
{
    public required PanelWish Wish { get; init; }
    public required PanelProposal Proposal { get; init; }
    public required PanelFacts Facts { get; init; }
}

/// <param name="IsNew">False when the pair is assigned already and stays.</param>
public sealed record AssignmentPair(Guid DossierId, string Reference, Guid JurorId, bool IsNew);

/// <summary>
/// Who judges what: by lot or by affinity (<see cref="PanelObjective"/>), from a recorded seed. Pairs already assigned stay; conflicts are kept out.
/// </summary>
public sealed class AssignJurors(BangVangDb db, EditionBook editions, IClock clock)
{
    public Task<Result<AssignmentPreview>> PreviewAsync(Actor actor, string editionKey, string roundCode, string categoryCode, PanelWish wish, CancellationToken ct) =>
        PlanAsync(actor, editionKey, roundCode, categoryCode, wish, compares: true, ct);

    private async Task<Result<AssignmentPreview>> PlanAsync(Actor actor, string editionKey, string roundCode, string categoryCode, PanelWish wish, bool compares, CancellationToken ct)
    {
        if (!actor.Is(Role.Secretariat, editionKey)) return Problem.Forbidden("panels.only_secretariat");
        var loaded = await db.PanelFactsAsync(actor, (await editions.CurrentAsync(editionKey, ct))?.Edition, roundCode, categoryCode, clock.GetCurrentInstant(), ct);
        if (!loaded.TryGet(out var facts, out var problem)) return problem;
        var seed = wish.Seed ?? Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        if (seed.Length != 64 || !seed.All(char.IsAsciiHexDigitLower)) return Problem.Invalid("panels.seed_invalid", "Seed");
        if (wish.MostEach is < 1) return Problem.Invalid("panels.most_each_range", "MostEach");
        if (wish.MostOfOne is < 1) return Problem.Invalid("panels.most_of_one_range", "MostOfOne");
        if (wish.LeastEach is < 1) return Problem.Invalid("panels.least_each_range", "LeastEach");
        if (wish.LeastEach > wish.MostEach) return Problem.Invalid("panels.least_above_most", "LeastEach");
        if (wish.Floor is < 1) return Problem.Invalid("panels.floor_range", "Floor");
        if (wish.GiveUpPermille is < 0 or > PanelWish.MostGiveUpPermille) return Problem.Invalid("panels.give_up_range", "GiveUpPermille");
        if (wish.CapPercent is < 1 or > 100) return Problem.Invalid("panels.cap_range", "CapPercent");

        if (!PanelProposal.Of(facts, wish, seed, compares).TryGet(out var proposal, out problem)) return problem;
        var pairs = proposal.Pairs.Select(p => new AssignmentPair(facts.DossierByReference[p.Entry], p.Entry, Guid.Parse(p.Juror), !facts.Kept.Contains(p))).ToList();
        return new AssignmentPreview(seed, pairs, facts.Fingerprint) { Wish = wish with { Seed = seed, Swaps = [.. wish.Swaps.Except(proposal.Refused.Select(r => r.Swap))] }, Proposal = proposal, Facts = facts };
    }

    /// <summary>Applies what was previewed: all of it or nothing.</summary>
    /// <returns>How many pairs are new.</returns>
    public async Task<Result<int>> RunAsync(Actor actor, string editionKey, string roundCode, string categoryCode, PanelWish wish, string fingerprint, CancellationToken ct)
    {
        // What else could have been wished was for whoever looked at the preview.
        var preview = await PlanAsync(actor, editionKey, roundCode, categoryCode, wish, compares: false, ct);
        if (!preview.TryGet(out var plan, out var problem)) return problem;
        if (plan.Fingerprint != fingerprint || plan.Proposal.Refused.Count > 0 || wish.Seed is null) return Problem.Conflict("panels.changed_since_preview");
        var added = plan.Pairs.Where(p => p.IsNew).ToList();
        if (added.Count == 0) return Problem.Conflict("panels.nothing_to_assign");

        var now = clock.GetCurrentInstant();
        var record = new AssignmentPlan { Id = Ids.New(now), EditionKey = editionKey, RoundCode = roundCode, CategoryCode = categoryCode, Method = MethodOf(wish.Objective), Seed = plan.Seed, CapPercent = plan.Proposal.Figures.Lot?.CapPercent, AppliedAt = now, AppliedBy = actor.PersonId!.Value };
        db.AddToPlan(record, added);
        db.Audit(actor, now, "panels.assigned", record.Id, editionKey, $"{roundCode}/{categoryCode}: {added.Count} ({record.Method})");
        var sealing = Sealed(record, plan, await db.PseudonymsAsync(editionKey, ct));
        db.Log(now, "assignment.sealed", editionKey, record.Id, sealing, new() { ["jurors"] = new JsonArray([.. plan.Facts.Request.Jurors.Select(j => (JsonNode)j.Juror)]) });
        try { await db.SaveChangesAsync(ct); }
        catch (DbUpdateException) { return Problem.Conflict("panels.changed_since_preview"); }
        return added.Count;
    }

    /// <summary>Everything that anyone who has the facts needs to find the same pairs.</summary>
    private static JsonObject Sealed(AssignmentPlan record, AssignmentPreview plan, Pseudonyms names)
    {
        JsonArray Listed(IEnumerable<PanelPair> pairs) => new([.. pairs.Select(p => (JsonNode)new JsonArray(p.Entry, names.Of(Guid.Parse(p.Juror))))]);
        var sealing = new JsonObject { ["round"] = record.RoundCode, ["category"] = record.CategoryCode, ["method"] = record.Method, ["seed"] = record.Seed, ["pairs"] = Listed(plan.Proposal.Pairs) };
        // The first is what was asked, the other what held: with it the pairs are found by the library alone.
        if (plan.Wish.MostEach is { } most) sealing["most_each"] = most;
        sealing["most_each_held"] = plan.Proposal.MostEach;
        if (plan.Wish.LeastEach is { } least) sealing["least_each"] = least;
        if (plan.Proposal.Figures.Lot is { } lot) sealing["cap_percent"] = lot.CapPercent;
        if (plan.Wish is { Objective: PanelObjective.Fair, Floor: { } floor }) sealing["floor"] = floor;
        if (plan.Wish is { IsDrawn: false, GiveUpPermille: { } permille }) sealing["give_up_permille"] = permille;
        if (plan.Wish.MostOfOne is { } ofOne) sealing["most_of_one_organisation"] = ofOne;
        if (plan.Wish.Pinned.Count > 0) sealing["pinned"] = Listed(plan.Wish.Pinned);
        if (plan.Wish.Forbidden.Count > 0) sealing["forbidden"] = Listed(plan.Wish.Forbidden);
        if (plan.Wish.Swaps.Count > 0) sealing["exchanged"] = new JsonArray([.. plan.Wish.Swaps.Select(s => (JsonNode)Listed([s.First, s.Second]))]);
        sealing["panel"] = PanelOf(plan.Proposal.Panel.Panel, names);
        return sealing;
    }

    /// <summary>
    /// What was drawn or searched in. Jurors stand in the order of the codes they had: whoever repeats the draw gives them codes in that order, for
    /// nothing else of a code counts. Organisations are numbered.
    /// </summary>
    private static JsonObject PanelOf(PanelRequest panel, Pseudonyms names)
    {
        var jurors = panel.Jurors.OrderBy(j => j.Juror, StringComparer.Ordinal).ToList();
        var groups = jurors.Select(j => j.Group).OfType<string>().Distinct().ToList();
        JsonArray Listed(IEnumerable<PanelPair> pairs) => new([.. pairs.Order().Select(p => (JsonNode)new JsonArray(p.Entry, names.Of(Guid.Parse(p.Juror))))]);
        return new()
        {
            ["entries"] = new JsonArray([.. panel.Entries.OrderBy(e => e.Entry, StringComparer.Ordinal).Select(e => (JsonNode)new JsonArray(e.Entry, e.Demand))]),
            ["jurors"] = new JsonArray([.. jurors.Select(j => (JsonNode)new JsonArray(names.Of(Guid.Parse(j.Juror)), j.MinLoad, j.MaxLoad, j.Group is null ? null : (JsonNode)groups.IndexOf(j.Group)))]),
            ["conflicts"] = Listed(panel.Conflicts), ["pinned"] = Listed(panel.Pinned), ["group_cap"] = panel.GroupCap,
        };
    }

    private static string MethodOf(PanelObjective objective) => objective switch
    {
        PanelObjective.BalancedRandom => "balanced_random",
        PanelObjective.LargestTotal => "max_sum",
        PanelObjective.HighestLowest => "max_min",
        PanelObjective.CappedRandom => "capped_random",
        _ => "fair",
    };
}

internal static class AssignmentPlans
{
    /// <summary>Every juror reads in an order of their own, drawn from the plan's seed: later entries would else score higher for all.</summary>
    public static void AddToPlan(this BangVangDb db, AssignmentPlan plan, IEnumerable<AssignmentPair> added)
    {
        db.AssignmentPlans.Add(plan);
        foreach (var juror in added.GroupBy(p => p.JurorId))
        {
            var order = juror.OrderBy(p => p.Reference, StringComparer.Ordinal).ToArray();
            new SeededRandom($"{plan.Seed}/{juror.Key}").Shuffle(order.AsSpan());
            for (var i = 0; i < order.Length; i++)
            {
                db.Assignments.Add(new()
                {
                    Id = Ids.New(plan.AppliedAt), EditionKey = plan.EditionKey, RoundCode = plan.RoundCode, CategoryCode = plan.CategoryCode, DossierId = order[i].DossierId, JurorId = juror.Key,
                    PlanId = plan.Id, Ordinal = i, AssignedAt = plan.AppliedAt, AssignedBy = plan.AppliedBy,
                });
            }
        }
    }
}

/// <summary>Gives one dossier to one juror by hand, or takes it away.</summary>
public sealed class AssignByHand(BangVangDb db, EditionBook editions, IClock clock)
{
    public async Task<Problem?> RunAsync(Actor actor, string editionKey, string roundCode, Guid dossierId, Guid jurorId, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        if (!actor.Is(Role.Secretariat, editionKey)) return Problem.Forbidden("panels.only_secretariat");
        if (await editions.CurrentAsync(editionKey, ct) is not { Edition: { } edition } || edition.Round(roundCode) is not JudgedRound round) return Problem.NotFound("panels.round_unknown");
        if (edition.PanelProblem(round, now) is { } over) return over;
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
        db.Log(now, "assignment.sealed", editionKey, assignment.Id, new JsonObject
        {
            ["round"] = roundCode, ["category"] = dossier.CategoryCode, ["method"] = "by_hand", ["pairs"] = new JsonArray(new JsonArray(dossier.Reference, (await db.PseudonymsAsync(editionKey, ct)).Of(jurorId))),
        }, new() { ["juror"] = jurorId.ToString() });
        await db.SaveChangesAsync(ct);
        return null;
    }
}
