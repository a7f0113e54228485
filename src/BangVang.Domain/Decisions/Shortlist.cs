using BangVang.Domain.Scoring;
using NodaTime;

namespace BangVang.Domain.Decisions;

/// <summary>The dossiers of a category that go from one round to the next, fixed in one act from the scores.</summary>
public sealed class Shortlist
{
    public Guid Id { get; init; }
    public required string EditionKey { get; init; }
    public required string RoundCode { get; init; }
    public required string CategoryCode { get; init; }
    public Instant FixedAt { get; init; }
    public Guid FixedBy { get; init; }
    public List<ShortlistLine> Lines { get; init; } = [];
}

/// <param name="Score">Hundredths of a point; null when too few sheets are signed.</param>
/// <param name="Rank">1 for the best of the category; equal entries share a rank.</param>
/// <param name="IsIn">True when it goes on.</param>
/// <param name="Reason"><c>decisions.shortlist_…</c>: why in, why not.</param>
/// <param name="Note">What the secretariat wrote where it had to choose between equals; null otherwise.</param>
/// <param name="Strength">Thousandths of a logit in a round of pairs, where there are no points; null elsewhere.</param>
public sealed record ShortlistLine(Guid DossierId, string Reference, int? Score, int? Rank, bool IsIn, string Reason, string? Note = null, int? Strength = null)
{
    /// <summary>Raw and calibrated score; null without a score.</summary>
    public BothScores? Both { get; init; }
}

/// <summary>Who goes on, by the edition's threshold and limits.</summary>
public static class Shortlisting
{
    public const string In = "decisions.shortlist_in";
    public const string InByTie = "decisions.shortlist_in_by_tie";
    public const string BelowScore = "decisions.shortlist_below_score";
    public const string BeyondLimit = "decisions.shortlist_beyond_limit";
    public const string TieAtLimit = "decisions.shortlist_tie_at_limit";
    public const string NoScore = "decisions.shortlist_no_score";

    /// <summary>
    /// A line per dossier by category. Where equals meet a limit, all go on if the rule keeps ties, otherwise none does and
    /// the reason says so: the council settles it. Limits per category are applied first, the limit in all afterwards by score.
    /// </summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<ShortlistLine>> Apply(Editions.ShortlistRule rule, IEnumerable<DossierScore> scores)
    {
        var byCategory = scores.GroupBy(s => s.CategoryCode, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Select(s => (Score: s, Reason: Qualifies(rule, s))).ToList(), StringComparer.Ordinal);
        foreach (var (category, lines) in byCategory)
            if (rule.LimitFor(category) is { } limit) Limit(lines, limit, rule.KeepTies, s => s.Rank!.Value);

        if (rule.InAll is { } inAll)
        {
            var all = byCategory.Values.SelectMany(l => l).ToList();
            Limit(all, inAll, rule.KeepTies, s => s.Score is { } points ? -points : s.Rank!.Value);
            foreach (var (category, lines) in byCategory)
                byCategory[category] = [.. lines.Select(l => all.Single(a => a.Score.DossierId == l.Score.DossierId))];
        }
        return byCategory.ToDictionary(c => c.Key, c => (IReadOnlyList<ShortlistLine>)[.. c.Value.Select(l => new ShortlistLine(
            l.Score.DossierId, l.Score.Reference, l.Score.Score, l.Score.Rank, l.Reason is In or InByTie, l.Reason, null, l.Score.Pairs?.Strength) { Both = l.Score.Both })], StringComparer.Ordinal);
    }

    private static string Qualifies(Editions.ShortlistRule rule, DossierScore score) =>
        score.Rank is null ? NoScore : rule.MinScore is { } least && !(score.Score >= least) ? BelowScore : In;

    /// <summary>Lets the first <paramref name="limit"/> of those still in stay in; <paramref name="place"/> is equal for equals, less is better.</summary>
    private static void Limit(List<(DossierScore Score, string Reason)> lines, int limit, bool keepTies, Func<DossierScore, int> place)
    {
        var qualified = lines.Where(l => l.Reason is In or InByTie).OrderBy(l => place(l.Score)).ToList();
        if (qualified.Count <= limit) return;
        var border = limit == 0 ? int.MinValue : place(qualified[limit - 1].Score);
        var isContested = limit > 0 && place(qualified[limit].Score) == border;
        for (var i = 0; i < lines.Count; i++)
        {
            if (lines[i].Reason is not (In or InByTie)) continue;
            var at = place(lines[i].Score);
            var reason = at < border || (at == border && !isContested) ? lines[i].Reason
                : at > border ? BeyondLimit
                : keepTies ? InByTie : TieAtLimit;
            lines[i] = (lines[i].Score, reason);
        }
    }
}
