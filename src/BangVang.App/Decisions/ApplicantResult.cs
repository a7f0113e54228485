using BangVang.App.Dossiers;
using BangVang.App.Editions;
using BangVang.App.Panels;
using BangVang.App.Scoring;
using BangVang.App.Storage;
using BangVang.Domain.Decisions;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Domain.Scoring;
using BangVang.Domain.Screening;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Decisions;

/// <summary>A released comment, without the juror's name.</summary>
/// <param name="Criterion">Null for a comment on the whole.</param>
public sealed record ReleasedComment(Criterion? Criterion, string Text);

/// <param name="Score">Hundredths of a point, of all jurors together.</param>
public sealed record CriterionResult(Criterion Criterion, int Score);

/// <summary>What the applicant may know of one round. Null and empty mean: not to be known, not yet, or not there.</summary>
/// <param name="Score">The one that counts.</param>
/// <param name="Raw">The score before calibration; null where raw scores count.</param>
/// <param name="GoesOn">Whether the round let the dossier through; null where nothing is said.</param>
/// <param name="Of">How many dossiers of the category were ranked.</param>
/// <param name="Pairs">In place of the score, in a round of pairs; nothing of a neighbour.</param>
public sealed record ApplicantRound(
    JudgedRound Round, bool? GoesOn, int? Score, int? Raw, int? Rank, int? Of, IReadOnlyList<CriterionResult> Criteria, IReadOnlyList<ReleasedComment> Comments, PairStanding? Pairs = null)
{
    public bool IsEmpty => GoesOn is null && Score is null && Pairs is null && Rank is null && Criteria.Count == 0 && Comments.Count == 0;
}

/// <summary>The result of an own dossier, as far as the edition's visibility matrix lets the applicant know it.</summary>
/// <param name="PublishedAt">Null before the decision is published: then no part of it is here.</param>
/// <param name="IsTierKnown">Whether <paramref name="Tier"/> says something: null is then no prize.</param>
public sealed record ApplicantResult(
    Guid DossierId, string Reference, string ProductName, Edition Edition, string CategoryCode, Instant? PublishedAt, string? DocumentNumber, LocalDate? DocumentDate,
    bool IsTierKnown, Tier? Tier, IReadOnlyList<ApplicantRound> Rounds);

public static class ApplicantResultQueries
{
    /// <summary>
    /// Null for dossiers of others, and for those that were not accepted: their end is the verdict. Whatever the matrix says,
    /// nothing that rests on the decision is told before it is published; what the matrix does not list is never told.
    /// </summary>
    public static async Task<ApplicantResult?> ResultForApplicantAsync(this BangVangDb db, EditionBook editions, Actor actor, Guid dossierId, Instant now, CancellationToken ct)
    {
        var dossier = await db.OwnDossiers(actor).AsNoTracking().Where(d => d.Id == dossierId && d.State == DossierState.Accepted)
            .Select(d => new { d.Id, d.Reference, d.ProductName, d.EditionKey, d.CategoryCode }).SingleOrDefaultAsync(ct);
        if (dossier is null || await editions.CurrentAsync(dossier.EditionKey, ct) is not { Edition: { } edition }) return null;

        var decision = await db.AwardDecisions.AsNoTracking().SingleOrDefaultAsync(d => d.EditionKey == edition.Key && d.State == DecisionState.Published, ct);
        var visible = new VisibleToApplicant(edition, decision?.PublishedAt, now);
        var rounds = new List<ApplicantRound>();
        foreach (var round in edition.JudgedRounds.Where(r => r.IsFor(dossier.CategoryCode)))
            if (await db.RoundForApplicantAsync(actor, visible, round, dossierId, dossier.CategoryCode, ct) is { IsEmpty: false } told) rounds.Add(told);

        var isTierKnown = visible.AfterPublication(VisibleItem.Laureates);
        var line = isTierKnown ? decision!.Lines.FirstOrDefault(l => l.DossierId == dossierId) : null;
        return new(dossier.Id, dossier.Reference, dossier.ProductName, edition, dossier.CategoryCode, decision?.PublishedAt, decision?.DocumentNumber, decision?.DocumentDate,
            isTierKnown, line?.Tier is { } tier ? edition.Tier(tier) : null, rounds);
    }

    /// <summary>When the result of an own accepted dossier became public; null before that, for others' dossiers and for those without a result.</summary>
    public static Task<Instant?> ResultPublishedAtAsync(this BangVangDb db, Actor actor, Guid dossierId, CancellationToken ct) =>
        (from d in db.OwnDossiers(actor)
         join decision in db.AwardDecisions on d.EditionKey equals decision.EditionKey
         where d.Id == dossierId && d.State == DossierState.Accepted && decision.State == DecisionState.Published
         select decision.PublishedAt).SingleOrDefaultAsync(ct);

    private static async Task<ApplicantRound> RoundForApplicantAsync(this BangVangDb db, Actor actor, VisibleToApplicant visible, JudgedRound round, Guid dossierId, string category, CancellationToken ct)
    {
        bool? goesOn = null;
        if (visible.AfterClose(VisibleItem.Shortlist, round)
            && await db.Shortlists.AsNoTracking().SingleOrDefaultAsync(s => s.EditionKey == visible.Edition.Key && s.RoundCode == round.Code && s.CategoryCode == category, ct) is { } list)
            goesOn = list.Lines.FirstOrDefault(l => l.DossierId == dossierId)?.IsIn;

        var (maySeeScore, maySeeRank) = (visible.AfterPublication(VisibleItem.Score), visible.AfterPublication(VisibleItem.Rank));
        var ranking = maySeeScore || maySeeRank ? await db.RankingAsync(actor, visible, round, category, ct) : [];
        var own = ranking.FirstOrDefault(s => s.DossierId == dossierId);
        return new(round, goesOn, maySeeScore ? own?.Score : null, maySeeScore && own?.Both is { CountsCalibrated: true } both ? both.Raw : null, maySeeRank ? own?.Rank : null, maySeeRank && own?.Rank is not null ? ranking.Count(s => s.Rank is not null) : null,
            round is ScoringRound scoring ? await db.CriteriaForApplicantAsync(visible, scoring, dossierId, category, ct) : [],
            round is ScoringRound commented ? await db.CommentsForApplicantAsync(visible, commented, dossierId, category, ct) : [],
            maySeeScore && own?.Pairs is { } pairs ? pairs with { Next = null, BeforeNext = null, Group = 0 } : null);
    }

    /// <summary>The category as it stands; from the kept standing, so that a published result read by many is calibrated once.</summary>
    private static async Task<IReadOnlyList<ResultRow>> RankingAsync(this BangVangDb db, Actor actor, VisibleToApplicant visible, JudgedRound round, string category, CancellationToken ct)
    {
        var hasEnded = visible.Edition.HasEnded(round, visible.Now);
        var standing = await db.StandingAsync(await db.ResultsStateAsync(actor, visible.Edition.Key, visible.Now, ct), visible.Edition, round, hasEnded, ct);
        return [.. standing.Rows.Where(r => r.CategoryCode == category)];
    }

    private static async Task<IReadOnlyList<CriterionResult>> CriteriaForApplicantAsync(
        this BangVangDb db, VisibleToApplicant visible, ScoringRound round, Guid dossierId, string category, CancellationToken ct)
    {
        if (!visible.AfterPublication(VisibleItem.CriterionScores) || visible.Edition.RubricFor(round, category) is not { } rubric) return [];
        var sheets = await db.Scoresheets.AsNoTracking().Where(s => s.RoundCode == round.Code && s.DossierId == dossierId && s.State == ScoresheetState.Signed)
            .Select(s => new CountedSheet(s.Marks, s.Score!.Value, s.JurorId)).ToListAsync(ct);
        var aggregate = round.Aggregate.Value;
        if (sheets.Count < Math.Max(round.Quorum.Value, aggregate.NeedsAtLeast)) return [];
        return [.. rubric.Criteria.Select(c => new CriterionResult(c, RoundScores.OfCriterion(rubric, aggregate, c, sheets)))];
    }

    private static async Task<IReadOnlyList<ReleasedComment>> CommentsForApplicantAsync(
        this BangVangDb db, VisibleToApplicant visible, ScoringRound round, Guid dossierId, string category, CancellationToken ct)
    {
        if (!visible.AfterPublication(VisibleItem.Comments) || visible.Edition.RubricFor(round, category) is not { } rubric) return [];
        var comments = await db.Scoresheets.AsNoTracking().Where(s => s.RoundCode == round.Code && s.DossierId == dossierId && s.State == ScoresheetState.Signed
            && db.CommentReleases.Any(r => r.RoundCode == round.Code && r.DossierId == dossierId)).Select(s => s.Comments).ToListAsync(ct);
        var byCode = rubric.Lines.Select(l => (l.Code, l.Criterion)).Concat(rubric.Criteria.Select(c => (c.Code, c))).DistinctBy(c => c.Code).ToDictionary(c => c.Code, c => c.Item2);
        // By the rubric, then by the words: the order says nothing of who wrote them.
        return [.. comments.SelectMany(c => c).Select(c => new ReleasedComment(byCode.GetValueOrDefault(c.Key), c.Value))
            .OrderBy(c => c.Criterion is null ? int.MaxValue : rubric.Criteria.ToList().IndexOf(c.Criterion)).ThenBy(c => c.Text, StringComparer.Ordinal)];
    }

    /// <summary>The matrix as it stands for an applicant at a moment.</summary>
    private sealed record VisibleToApplicant(Edition Edition, Instant? PublishedAt, Instant Now)
    {
        public bool AfterPublication(VisibleItem item) => PublishedAt is { } at && Edition.VisibleFrom(item, Viewer.Applicant) switch
        {
            VisibleFrom.Never => false,
            VisibleFrom.AppealsClosed => Appeal.EndOf(Edition, AppealAgainst.Result, at) is { } end && Now >= end,
            _ => true,
        };

        public bool AfterClose(VisibleItem item, JudgedRound round) => Edition.VisibleFrom(item, Viewer.Applicant) switch
        {
            VisibleFrom.Never => false,
            VisibleFrom.Publication or VisibleFrom.AppealsClosed => AfterPublication(item),
            _ => Edition.HasEnded(round, Now),
        };
    }
}
