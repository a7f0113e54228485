using NodaTime;

namespace BangVang.Domain.Editions;

/// <summary>What no amendment changes once a round has opened: by what rules its sheets become scores, and who goes on.</summary>
internal static class FixedRules
{
    private static readonly (LocalizedText Name, Func<Edition, ScoringRound, ScoringRound, Edition, bool> Same)[] Rules =
    [
        (new("số phiếu tối thiểu", "the quorum"), (_, a, b, _) => Same(a.Quorum, b.Quorum, (x, y) => x == y)),
        (new("cách tổng hợp điểm", "the aggregation"), (_, a, b, _) => Same(a.Aggregate, b.Aggregate, (x, y) => x == y)),
        (new("hiệu chỉnh điểm", "the calibration"), (_, a, b, _) => a.Calibrate == b.Calibrate),
        (new("thứ tự xét khi bằng điểm", "the tie chain"), (_, a, b, _) => Same(a.Ties, b.Ties, (x, y) => x.SequenceEqual(y))),
        (new("quy định vào vòng trong", "the rule of the shortlist"), (_, a, b, _) => SameShortlists(a, b)),
        (new("bộ tiêu chí chấm", "the rubric"), SameRubrics),
    ];

    /// <summary>The name of the first rule of an opened round that <paramref name="next"/> changes, with the round; null when there is none.</summary>
    /// <param name="opened">Codes of the rounds that have opened, see <see cref="OpenedIn"/>.</param>
    public static (JudgedRound Round, LocalizedText Rule)? ChangedBy(this Edition next, Edition current, IReadOnlySet<string> opened)
    {
        foreach (var round in current.JudgedRounds.Where(r => opened.Contains(r.Code)))
        {
            if (next.Round(round.Code)?.GetType() != round.GetType()) return (round, new("việc tổ chức vòng này", "that there is this round"));
            if (round is PairwiseRound pairs && !Same(pairs, (PairwiseRound)next.Round(round.Code)!)) return (round, new("quy tắc so sánh từng cặp", "the rules of its pairs"));
            if (round is ScoringRound before && Rules.FirstOrDefault(r => !r.Same(current, before, (ScoringRound)next.Round(round.Code)!, next)) is { Name: { } rule }) return (round, rule);
        }
        return null;
    }

    /// <summary>Codes of the rounds that have opened by a moment under the edition that was in force then.</summary>
    public static IEnumerable<string> OpenedIn(Edition edition, Instant until) => edition.JudgedRounds.Where(r => HasOpened(edition, r, until)).Select(r => r.Code);

    private static bool Same(PairwiseRound a, PairwiseRound b) => (a.ProductsAtOnce ?? PairwiseRound.Pair) == (b.ProductsAtOnce ?? PairwiseRound.Pair)
        && Same(a.ChoicesPerJuror, b.ChoicesPerJuror, (x, y) => x == y) && Same(a.Quorum, b.Quorum, (x, y) => x == y) && Same(a.Ties, b.Ties, (x, y) => x.SequenceEqual(y)) && SameShortlists(a, b);

    private static bool SameShortlists(JudgedRound a, JudgedRound b) => a.Shortlist is null ? b.Shortlist is null : b.Shortlist is not null && Same(a.Shortlist, b.Shortlist, Same);

    private static bool HasOpened(Edition edition, JudgedRound round, Instant now) =>
        round.Phase is { } phase && edition.WindowOf(phase) is { } window && window.HasStarted(now) && edition.MissingFor(phase).Count == 0;

    private static bool Same<T>(Published<T> before, Published<T> after, Func<T, T, bool> same) => after.TryGet(out var value) && same(before.Value, value);

    private static bool Same(ShortlistRule a, ShortlistRule b) => a with { ByCategory = b.ByCategory } == b
        && a.ByCategory.Count == b.ByCategory.Count && a.ByCategory.All(c => b.ByCategory.TryGetValue(c.Key, out var limit) && limit == c.Value);

    /// <summary>Names and explanations may be put right; what is marked, on which scale, with which weight may not.</summary>
    private static bool SameRubrics(Edition current, ScoringRound a, ScoringRound b, Edition next) => current.Categories.All(c => a.IsFor(c.Code) == b.IsFor(c.Code)
        && (!a.IsFor(c.Code) || Same(current.RubricFor(a, c.Code), next.RubricFor(b, c.Code))));

    private static bool Same(Rubric? a, Rubric? b) => a is null || b is null ? a == b : a.Scale == b.Scale && Weights(a).SequenceEqual(Weights(b));

    private static IEnumerable<(string, string?, int)> Weights(Rubric rubric) =>
        rubric.Criteria.SelectMany(c => c.Parts.Select(p => (c.Code, (string?)p.Code, p.Weight)).Prepend((c.Code, null, c.Weight)));
}
