using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Domain.Scoring;
using BangVang.Judging;
using NodaTime;

namespace BangVang.Domain.Decisions;

public enum DecisionState { Proposed, Approved, Published }

/// <param name="Rank">Within the category by score; null without a score.</param>
/// <param name="Score">Hundredths of a point of the deciding round.</param>
/// <param name="ProposedTier">What the edition's rules give; null means none, or that the council has to settle a tie.</param>
/// <param name="Tier">What it is after the motions.</param>
/// <param name="Reason">Code of the reason for the proposed tier, <c>allocate.…</c>.</param>
/// <param name="Args">Values the reason's sentence quotes.</param>
/// <param name="WhyNotHigher">Code of the reason against the next higher tier; null when there is none.</param>
/// <param name="MotionId">The motion by which <paramref name="Tier"/> was set; null when the proposal stands.</param>
/// <param name="Strength">Thousandths of a logit, where the deciding round was one of pairs and there are no points; null elsewhere.</param>
public sealed record DecisionLine(
    Guid DossierId, string Reference, string CategoryCode, int? Rank, int? Score, string? ProposedTier, string? Tier,
    string Reason, IReadOnlyDictionary<string, string> Args, string? WhyNotHigher, IReadOnlyDictionary<string, string> HigherArgs, Guid? MotionId, int? Strength = null)
{
    /// <summary>Raw and calibrated score; null without a score.</summary>
    public BothScores? Both { get; init; }

    /// <summary>The tie chain left it between tiers, or its tier hangs on such a tie above it, and no motion has settled it yet.</summary>
    public bool IsUnsettled => Reason is "allocate.council_decides" or "allocate.waits_for_council" && MotionId is null;
}

/// <summary>A change of the published result: an upheld appeal asked for it, a carried motion made it. Everyone reads it.</summary>
/// <param name="Appeal">Reference of the appeal.</param>
/// <param name="Reference">Of the dossier.</param>
/// <param name="FromTier">Code; null for no prize.</param>
/// <param name="ToTier">Code; null for no prize.</param>
/// <param name="Reason">Of the motion.</param>
/// <param name="DocumentNumber">Of the amending decision, as printed.</param>
public sealed record DecisionAmendment(
    Guid AppealId, string Appeal, Guid DossierId, string Reference, string? FromTier, string? ToTier, Guid MotionId, string Reason,
    string DocumentNumber, LocalDate DocumentDate, Instant At, Guid By);

/// <summary>Who is honoured: proposed by rule, changed by motions, approved by the chair, published in one act. Under embargo until then.</summary>
public sealed class AwardDecision
{
    public const int LongestNumber = 100;

    public Guid Id { get; init; }
    public required string EditionKey { get; init; }
    public DecisionState State { get; set; }
    public Instant ProposedAt { get; set; }
    public Guid ProposedBy { get; set; }
    public Instant? ApprovedAt { get; set; }
    public Guid? ApprovedBy { get; set; }
    public Instant? PublishedAt { get; set; }
    public Guid? PublishedBy { get; set; }
    /// <summary>Number and date of the ministerial decision, as printed on it; null until known.</summary>
    public string? DocumentNumber { get; set; }
    public LocalDate? DocumentDate { get; set; }
    public List<DecisionLine> Lines { get; set; } = [];
    /// <summary>After publication, in their order. What stood before is the tier each came from.</summary>
    public List<DecisionAmendment> Amendments { get; set; } = [];
    /// <summary>Key of the forum on whose stage it becomes public name by name; null when it is published in one act.</summary>
    public string? Stage { get; set; }
    public int Version { get; set; }

    /// <summary>The lines the edition's rules give for the scores of the deciding round, with the reason on each.</summary>
    public static List<DecisionLine> Propose(Edition edition, IReadOnlyCollection<DossierScore> scores)
    {
        var ranked = scores.Where(s => s.Rank is not null).ToList();
        var byReference = ranked.ToDictionary(s => s.Reference, StringComparer.Ordinal);
        var proposal = PrizeAllocation.Propose(RulesOf(edition), [.. ranked.Select(s => new PrizeContender(s.Reference, s.CategoryCode, s.Keys))]);
        var lines = proposal.Lines.Select(l => new DecisionLine(
            byReference[l.Entry].DossierId, l.Entry, l.Category, l.Rank, byReference[l.Entry].Score, l.Tier, l.Tier,
            l.Reason.Code, ArgsOf(l.Reason), l.WhyNotHigher?.Code, ArgsOf(l.WhyNotHigher), MotionId: null, byReference[l.Entry].Pairs?.Strength)
        { Both = byReference[l.Entry].Both });
        var unscored = scores.Where(s => s.Rank is null).Select(s => new DecisionLine(
            s.DossierId, s.Reference, s.CategoryCode, null, null, null, null, s.Pairs is null ? "decisions.no_score" : "decisions.no_place", new Dictionary<string, string> { ["sheets"] = $"{s.Sheets}" },
            null, new Dictionary<string, string>(), MotionId: null));
        return [.. lines, .. unscored];
    }

    /// <summary>Sets each line's tier from the proposal and the carried motions, in their order.</summary>
    public void Apply(IEnumerable<Motion> carried)
    {
        var lines = Lines.Select(l => l with { Tier = l.ProposedTier, MotionId = null }).ToList();
        foreach (var motion in carried)
        {
            for (var i = 0; i < lines.Count; i++)
            {
                var concerned = motion.Kind switch
                {
                    MotionKind.ChangeTier or MotionKind.SettleTie => lines[i].DossierId == motion.DossierId,
                    MotionKind.Withhold => lines[i].CategoryCode == motion.CategoryCode && lines[i].Tier == motion.TierCode,
                    _ => false,
                };
                if (concerned) lines[i] = lines[i] with { Tier = motion.Kind is MotionKind.Withhold ? null : motion.TierCode, MotionId = motion.Id };
            }
        }
        (Lines, Version) = (lines, Version + 1);
    }

    /// <summary>The chair's approval. Null when done, otherwise the first reason it was refused.</summary>
    /// <param name="accepted">Codes of the categories whose proposal, with the changes, the council accepted by a carried motion.</param>
    public Problem? Approve(Edition edition, IReadOnlySet<string> accepted, Guid chair, Instant now)
    {
        if (State is not DecisionState.Proposed) return Problem.Conflict("decisions.already_approved");
        if (Lines.FirstOrDefault(l => l.IsUnsettled) is { } tied) return Problem.NotNow("decisions.tie_unsettled").With("reference", tied.Reference);
        if (Lines.FirstOrDefault(l => !accepted.Contains(l.CategoryCode)) is { } open)
            return Problem.NotNow("decisions.category_not_accepted").With("category", (object?)edition.Category(open.CategoryCode)?.Name ?? open.CategoryCode);
        if (OverQuota(edition) is { } over) return over;

        (State, ApprovedAt, ApprovedBy, Version) = (DecisionState.Approved, now, chair, Version + 1);
        return null;
    }

    /// <summary>The one act that ends the embargo. Null when done, otherwise the first reason it was refused.</summary>
    /// <param name="number">Of the ministerial decision, as printed.</param>
    /// <param name="date">Of the ministerial decision; not after <paramref name="today"/>, in the zone of the edition.</param>
    /// <param name="onStage">By the last cue of its ceremony.</param>
    public Problem? Publish(Edition edition, string number, LocalDate? date, LocalDate today, Guid by, Instant now, bool onStage = false)
    {
        if (MayBecomePublic(edition, now) is { } early) return early;
        if (Stage is not null && !onStage) return Problem.NotNow("decisions.announced_on_stage");
        if (DocumentProblem(number, date, today) is { } problem) return problem;

        (State, PublishedAt, PublishedBy, DocumentNumber, DocumentDate, Version) = (DecisionState.Published, now, by, number.Trim(), date, Version + 1);
        return null;
    }

    /// <summary>
    /// Changes the published tier of the dossier that <paramref name="motion"/> is about. Null when done, otherwise the first
    /// reason it was refused. The number of prizes that the regulation gives holds for amendments too.
    /// </summary>
    /// <param name="motion">Carried after the appeal was upheld, <see cref="MotionKind.ChangeTier"/>.</param>
    /// <param name="number">Of the amending decision, as printed.</param>
    /// <param name="date">Its date; not after <paramref name="today"/>, in the zone of the edition.</param>
    public Problem? Amend(Edition edition, Guid appealId, string appeal, Motion motion, string number, LocalDate? date, LocalDate today, Guid chair, Instant now)
    {
        if (State is not DecisionState.Published) return Problem.NotNow("decisions.not_published");
        if (Amendments.Any(a => a.AppealId == appealId)) return Problem.Conflict("decisions.already_amended");
        if (DocumentProblem(number, date, today) is { } problem) return problem;
        var line = Lines.Single(l => l.DossierId == motion.DossierId);
        if (line.Tier == motion.TierCode) return Problem.Conflict("decisions.amendment_changes_nothing").With("reference", line.Reference);

        var before = Lines;
        Lines = [.. before.Select(l => l == line ? l with { Tier = motion.TierCode, MotionId = motion.Id } : l)];
        if (OverQuota(edition) is { } over)
        {
            Lines = before;
            return over;
        }
        Amendments = [.. Amendments, new(appealId, appeal, line.DossierId, line.Reference, line.Tier, motion.TierCode, motion.Id, motion.Reason, number.Trim(), date!.Value, now, chair)];
        Version++;
        return null;
    }

    /// <summary>Whether a name may become public now. Null, or: decisions.not_approved, decisions.already_published, decisions.announcement_not_begun {start}.</summary>
    public Problem? MayBecomePublic(Edition edition, Instant now) => State switch
    {
        DecisionState.Proposed => Problem.NotNow("decisions.not_approved"),
        DecisionState.Published => Problem.Conflict("decisions.already_published"),
        _ => AnnouncementOf(edition) is { } start && now < start ? Problem.NotNow("decisions.announcement_not_begun").With("start", start) : null,
    };

    /// <summary>Null, or: decisions.document_number_missing {max}, decisions.document_date_wrong.</summary>
    /// <param name="today">The date must not be after it.</param>
    public static Problem? DocumentProblem(string number, LocalDate? date, LocalDate today) =>
        number.Trim().Length is 0 or > LongestNumber ? Problem.Invalid("decisions.document_number_missing", nameof(DocumentNumber)).With("max", LongestNumber)
        : date is not { } day || day > today ? Problem.Invalid("decisions.document_date_wrong", nameof(DocumentDate)) : null;

    /// <summary>When the regulation lets the result out; null when it dates no announcement.</summary>
    private static Instant? AnnouncementOf(Edition edition) =>
        edition.Phases.Where(p => p.Kind is PhaseKind.Announcement).Select(p => edition.WindowOf(p.Code)?.Start).Where(s => s is not null).Min();

    /// <summary>The edition's quotas and minimum scores as prize rules.</summary>
    /// <exception cref="InvalidOperationException">A quota is unpublished: ask <see cref="Edition.MissingFor"/> first.</exception>
    public static PrizeRules RulesOf(Edition edition) => new(
        [.. edition.SettledTiers.Select(t => new TierRule(t.Code, t.MayBeShared, t.Quota.Value.InAll, t.Quota.Value.CountsHigherTiers))],
        [.. from tier in edition.SettledTiers
            from category in edition.Categories
            where tier.IsFor(category.Code)
            select new CategoryQuota(category.Code, tier.Code, tier.Quota.Value.LimitFor(category.Code), tier.MinScore is { } min ? min.Value : null)]);

    /// <summary>Motions may depart from the order of scores, never from the number of prizes the regulation gives, unless the tier may be shared.</summary>
    private Problem? OverQuota(Edition edition)
    {
        foreach (var tier in edition.SettledTiers)
        {
            var quota = tier.Quota.Value;
            foreach (var category in edition.Categories.Where(c => tier.IsFor(c.Code)))
            {
                var given = Lines.Count(l => l.CategoryCode == category.Code && l.Tier == tier.Code);
                if (quota.LimitFor(category.Code) is { } limit && given > limit && !tier.MayBeShared)
                    return new Problem(ProblemKind.Conflict, "decisions.quota_exceeded") { Article = tier.Article }
                        .With("tier", tier.Name).With("category", category.Name).With("given", given).With("quota", limit);
            }
            var all = Lines.Count(l => l.Tier == tier.Code);
            if (quota.InAll is { } inAll && all > inAll && !tier.MayBeShared)
                return new Problem(ProblemKind.Conflict, "decisions.quota_in_all_exceeded") { Article = tier.Article }
                    .With("tier", tier.Name).With("given", all).With("quota", inAll);
        }
        return null;
    }

    private static Dictionary<string, string> ArgsOf(Reason? reason) => reason is null ? []
        : reason.Args.ToDictionary(a => a.Name, a => Convert.ToString(a.Value, System.Globalization.CultureInfo.InvariantCulture) ?? "");
}
