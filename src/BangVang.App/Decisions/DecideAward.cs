using System.Text.Json.Nodes;
using BangVang.App.Editions;
using BangVang.App.Scoring;
using BangVang.App.Storage;
using BangVang.Domain.Decisions;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Domain.Scoring;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;

namespace BangVang.App.Decisions;

/// <summary>Prepares the decision: the tiers that the edition's rules give for the scores of each category's last round. May be repeated until it is approved.</summary>
public sealed class ProposeDecision(BangVangDb db, EditionBook editions, IClock clock)
{
    public async Task<Result<AwardDecision>> RunAsync(Actor actor, string editionKey, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        if (await editions.CurrentAsync(editionKey, ct) is not { Edition: { } edition }) return Problem.NotFound("editions.not_found");
        if (!actor.Is(Role.Secretariat, editionKey)) return Problem.Forbidden("decisions.only_secretariat");
        if (edition.JudgedRounds.Count == 0 || edition.SettledTiers.Any(t => !t.Quota.IsSettled || t.MinScore is { IsSettled: false })) return Problem.NotNow("decisions.tiers_unpublished");
        var last = edition.JudgedRounds[^1];
        if (FixShortlist.RoundProblem(edition, last, now) is { } problem) return problem;

        var decision = await db.AwardDecisions.SingleOrDefaultAsync(d => d.EditionKey == editionKey, ct);
        if (decision is { State: not DecisionState.Proposed }) return Problem.Conflict("decisions.already_approved");
        if (decision is null) db.AwardDecisions.Add(decision = new() { Id = Ids.New(now), EditionKey = editionKey, State = DecisionState.Proposed });
        (decision.ProposedAt, decision.ProposedBy) = (now, actor.PersonId!.Value);
        decision.Lines = AwardDecision.Propose(edition, DecisionFacts.Aligned(edition, await db.DecidingRoundsAsync(edition, ct)));
        decision.Apply(await db.CarriedMotions(editionKey).ToListAsync(ct));

        db.Audit(actor, now, "decisions.proposed", decision.Id, editionKey, $"{decision.Lines.Count}");
        try { await db.SaveChangesAsync(ct); }
        catch (DbUpdateConcurrencyException) { return Problem.Conflict("decisions.changed_meanwhile"); }
        return decision;
    }
}

/// <summary>The chair approves what the council accepted. Nothing is public yet.</summary>
public sealed class ApproveDecision(BangVangDb db, EditionBook editions, IClock clock)
{
    public async Task<Problem?> RunAsync(Actor actor, string editionKey, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        if (await editions.CurrentAsync(editionKey, ct) is not { Edition: { } edition }) return Problem.NotFound("editions.not_found");
        if (!actor.Is(Role.Chair, editionKey)) return Problem.Forbidden("decisions.only_chair");
        if (await db.DecisionsVisibleTo(actor).SingleOrDefaultAsync(d => d.EditionKey == editionKey, ct) is not { } decision) return Problem.NotFound("decisions.not_proposed");

        if (await db.WaitingForMarksAsync(editionKey, now, ct) is { } until) return Problem.NotNow("decisions.extra_marks_open").With("until", until);
        var rounds = await db.DecidingRoundsAsync(edition, ct);
        if (decision.State is DecisionState.Proposed && HasChanged(decision, DecisionFacts.Aligned(edition, rounds))) return Problem.NotNow("decisions.scores_changed");
        var motions = await db.CarriedMotions(editionKey).ToListAsync(ct);
        var current = motions.Where(m => m.ClosedAt >= decision.ProposedAt && m.Kind is MotionKind.AcceptProposal).ToList();
        var accepted = edition.Categories.Select(c => c.Code).Where(code => current.Any(m => m.CategoryCode is null || m.CategoryCode == code)).ToHashSet(StringComparer.Ordinal);
        decision.Apply(motions);
        if (decision.Approve(edition, accepted, actor.PersonId!.Value, now) is { } problem) return problem;

        await db.CloseExtraMarksAsync(editionKey, now, ct);
        db.Audit(actor, now, "decisions.approved", decision.Id, editionKey);
        var approved = decision.ToJson();
        approved["calibrations"] = DecisionFacts.CalibrationsOf(edition, rounds, (await db.PseudonymsAsync(editionKey, ct)).Of);
        db.Log(now, "decision.approved", editionKey, decision.Id, approved);
        try { await db.SaveChangesAsync(ct); }
        catch (DbUpdateConcurrencyException) { return Problem.Conflict("decisions.changed_meanwhile"); }
        return null;
    }

    /// <summary>A sheet was set aside or a dossier left since the proposal: its scores are no longer those of the sheets.</summary>
    private static bool HasChanged(AwardDecision decision, IReadOnlyList<DossierScore> scores) =>
        !scores.Select(s => (s.DossierId, s.Score, s.Rank, s.Pairs?.Strength)).Order().SequenceEqual(decision.Lines.Select(l => (l.DossierId, l.Score, l.Rank, l.Strength)).Order());
}

/// <summary>What the log fixes of a decision, and where its scores come from.</summary>
internal static class DecisionFacts
{
    /// <summary>The rounds that are the last one of some category, with all their scores.</summary>
    internal static async Task<IReadOnlyList<ScoredRound>> DecidingRoundsAsync(this BangVangDb db, Edition edition, CancellationToken ct)
    {
        var rounds = new List<ScoredRound>();
        foreach (var round in edition.JudgedRounds.Where(r => edition.Categories.Any(c => edition.Decides(r, c.Code)))) rounds.Add(await db.ScoresAsync(edition, round, ct));
        return rounds;
    }

    private static bool Decides(this Edition edition, JudgedRound round, string category) => edition.DecidingRound(category)?.Code == round.Code;

    internal static JsonObject ToJson(this AwardDecision decision) => new()
    {
        ["decision"] = decision.Id.ToString(), ["document"] = decision.DocumentNumber,
        ["dated"] = decision.DocumentDate is { } date ? LocalDatePattern.Iso.Format(date) : null,
        ["lines"] = new JsonArray([.. decision.Lines.Select(l => new JsonObject
        {
            ["dossier"] = l.Reference, ["category"] = l.CategoryCode, ["rank"] = l.Rank, [l.Strength is null ? "score" : "strength"] = l.Strength ?? l.Score, ["raw"] = l.Both?.Raw, ["calibrated"] = l.Both?.Calibrated, ["proposed"] = l.ProposedTier, ["tier"] = l.Tier,
            ["reason"] = l.Reason, ["motion"] = l.MotionId?.ToString(),
        })]),
    };

    internal static JsonObject ToJson(this ShortlistLine line) => new()
    {
        ["dossier"] = line.Reference, [line.Strength is null ? "score" : "strength"] = line.Strength ?? line.Score, ["raw"] = line.Both?.Raw, ["calibrated"] = line.Both?.Calibrated, ["rank"] = line.Rank,
        ["in"] = line.IsIn, ["reason"] = line.Reason,
    };

    /// <summary>By category, what its scores were calibrated with.</summary>
    internal static JsonArray CalibrationsOf(Edition edition, IReadOnlyList<ScoredRound> rounds, Func<Guid, string> names) =>
    [
        .. from category in edition.Categories
           from round in rounds
           where edition.Decides(round.Round, category.Code)
           select new JsonObject { ["category"] = category.Code, ["round"] = round.Round.Code, ["calibration"] = round.Calibration?.ToJson(category.Code, names) },
    ];

    /// <summary>What is needed to recompute a category's scores from its sheets: severities in ten-thousandths of a point, given back to every sheet, and of the mixed model the variances they follow from. Written where raw scores count too: the calibrated ones inform. Null for a category without dossiers.</summary>
    internal static JsonObject? ToJson(this RoundCalibration calibration, string category, Func<Guid, string> names) => calibration.Of(category) is not { } scale ? null : new()
    {
        ["model"] = EditionWords.Written(calibration.Model), ["gap"] = scale.GapOf(category) is { } gap ? EditionWords.Written(gap) : null,
        ["severities"] = new JsonObject([.. scale.Jurors.Select(j => KeyValuePair.Create(names(j.JurorId), (JsonNode?)j.Severity))]),
        ["variances"] = scale.Fit?.Variances is { Entry: { } entry, Juror: { } juror, Residual: { } residual } ? new JsonArray(Written(entry), Written(juror), Written(residual)) : null,
    };

    /// <summary>The shortest decimal that reads back as the same number: hundredths of a point, squared.</summary>
    private static JsonNode Written(double variance) => variance.ToString("R", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Every accepted dossier with the score of the last round it reached: a dossier that was not let through gets no tier and is not listed.</summary>
    internal static IReadOnlyList<DossierScore> Aligned(Edition edition, IEnumerable<ScoredRound> rounds) =>
        Aligned([.. rounds.SelectMany(r => r.Scores.Where(s => edition.Decides(r.Round, s.CategoryCode)))]);

    /// <summary>Categories whose last rounds have tie chains of different length are compared by the part they share: the score.</summary>
    internal static IReadOnlyList<DossierScore> Aligned(List<DossierScore> scores)
    {
        var longest = scores.Select(s => s.Keys.Count).DefaultIfEmpty(0).Max();
        return [.. scores.Select(s => s.Keys.Count is 0 || s.Keys.Count == longest ? s : s with { Keys = [.. s.Keys, .. Enumerable.Repeat(0L, longest - s.Keys.Count)] })];
    }
}
