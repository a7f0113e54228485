using BangVang.Domain.Editions;
using BangVang.Judging.Ranks;

namespace BangVang.Domain.Scoring;

/// <summary>How sure the place of a dossier in its category is.</summary>
/// <param name="Low">The best rank of the 90 % interval.</param>
/// <param name="High">The worst rank of the 90 % interval.</param>
/// <param name="First">The chance of being truly the best.</param>
/// <param name="Within">The chance of truly being above the line of <see cref="CategoryDoubt.Within"/> places; null where there is no such line.</param>
public sealed record RankDoubt(int Low, int High, double First, double? Within);

/// <summary>Two dossiers on different sides of a line whose order the sheets do not settle.</summary>
/// <param name="Above">Reference of the one whose score puts it above.</param>
/// <param name="Chance">P(<paramref name="Above"/> is truly better than <paramref name="Below"/>), under <see cref="TooClose.Settled"/>.</param>
public sealed record UnsettledPair(string Above, string Below, double Chance);

/// <summary>A dossier of which the sheets do not settle whether it truly reaches a minimum score.</summary>
/// <param name="IsAbove">Its score reaches the minimum.</param>
/// <param name="Chance">P(it truly reaches the minimum).</param>
public sealed record UnsettledScore(string Reference, bool IsAbove, double Chance)
{
    /// <summary>P(it is truly on the side where its score puts it), under <see cref="TooClose.Settled"/>.</summary>
    public double Sureness => IsAbove ? Chance : 1 - Chance;
}

/// <summary>A line across which sheets do not settle who belongs above: the end of a tier's places or of the shortlist, or a tier's minimum score.</summary>
/// <param name="CategoryCode">Null for places in all categories together.</param>
/// <param name="Places">How many places are above it; 0 for a minimum score.</param>
/// <param name="TierCode">The tier that ends there; null for the shortlist.</param>
/// <param name="Pairs">The least sure first; empty for a minimum score.</param>
public sealed record UnsettledLine(string? CategoryCode, int Places, string? TierCode, IReadOnlyList<UnsettledPair> Pairs)
{
    /// <summary>Hundredths of a point, where the line is a minimum score.</summary>
    public int? MinScore { get; init; }

    /// <summary>At a minimum score, the least sure first.</summary>
    public IReadOnlyList<UnsettledScore> Scores { get; init; } = [];

    /// <summary>References of the dossiers in doubt that stand above, and <see cref="Below"/> of those below.</summary>
    public IReadOnlyList<string> Above => [.. Pairs.Select(p => p.Above).Concat(Scores.Where(s => s.IsAbove).Select(s => s.Reference)).Distinct()];

    /// <inheritdoc cref="Above"/>
    public IReadOnlyList<string> Below => [.. Pairs.Select(p => p.Below).Concat(Scores.Where(s => !s.IsAbove).Select(s => s.Reference)).Distinct()];

    /// <summary>The chance of the least sure pair, or that the least sure dossier is on its side of the minimum.</summary>
    public double LeastSure => Pairs.Select(p => p.Chance).Concat(Scores.Select(s => s.Sureness)).Min();

    /// <summary>The same without some dossiers, by reference; null when nothing is left in doubt.</summary>
    public UnsettledLine? Without(IReadOnlySet<string> hidden)
    {
        var left = this with { Pairs = [.. Pairs.Where(p => !hidden.Contains(p.Above) && !hidden.Contains(p.Below))], Scores = [.. Scores.Where(s => !hidden.Contains(s.Reference))] };
        return left.Pairs.Count + left.Scores.Count == 0 ? null : left;
    }
}

/// <summary>A category with the doubt about its ranks.</summary>
/// <param name="Within">How many places are above the shortlist's line, in the last round above that of the lowest prize with a number; null without one.</param>
/// <param name="ByReference">Every dossier with a score.</param>
public sealed record CategoryDoubt(string CategoryCode, int? Within, IReadOnlyDictionary<string, RankDoubt> ByReference, IReadOnlyList<UnsettledLine> Lines)
{
    /// <summary>The same without some dossiers, by reference.</summary>
    public CategoryDoubt Without(IReadOnlySet<string> hidden) => this with
    {
        ByReference = ByReference.Where(d => !hidden.Contains(d.Key)).ToDictionary(StringComparer.Ordinal),
        Lines = [.. Lines.Select(l => l.Without(hidden)).OfType<UnsettledLine>()],
    };
}

/// <summary>The dossiers of one scale, and draws from the joint posterior of all of them.</summary>
public sealed record ScaleDraws(ScaleCalibration Scale, RankDraws Draws)
{
    /// <summary>Whether anything can be said of the dossiers of that category.</summary>
    public bool Knows(string category) => Scale.Categories.Contains(category) && Scale.GapOf(category) is null;
}

/// <summary>What the sheets of a round leave open about its ranks, counted in draws from the joint posterior of the calibration: the agenda of the council, never a decision.</summary>
public static class RankDoubts
{
    /// <summary>Fixed by edition and round, so that anyone draws the same.</summary>
    public static string SeedOf(Edition edition, ScoringRound round) => $"{edition.Key}/{round.Code}";

    /// <summary>Draws of all dossiers of a round, one for each scale that could be calibrated.</summary>
    public static IReadOnlyList<ScaleDraws> DrawsOf(Edition edition, ScoringRound round, RoundCalibration calibration) =>
        [.. calibration.Scales.Where(s => s.Fit is not null).Select(s => new ScaleDraws(s, RankDraws.Of(s.Fit!, SeedOf(edition, round))))];

    /// <summary>The categories that could be calibrated, by code; nothing can be said of the others.</summary>
    /// <param name="scores">Of the whole round, as they count: they say who stands above a line.</param>
    public static IReadOnlyList<CategoryDoubt> Of(Edition edition, ScoringRound round, IReadOnlyList<DossierScore> scores, IReadOnlyList<ScaleDraws> drawn)
    {
        var doubts = new List<CategoryDoubt>();
        foreach (var (scale, draws) in drawn)
        {
            foreach (var category in scale.Categories.Where(c => scale.GapOf(c) is null))
            {
                // As the list stands: by rank, equals by reference.
                var order = scores.Where(s => s.CategoryCode == category && s.Rank is not null).OrderBy(s => s.Rank).ThenBy(s => s.Reference, StringComparer.Ordinal).Select(s => s.Reference).ToList();
                if (order.Count > 0) doubts.Add(Of(category, order, [.. LinesOf(edition, round, category).Where(l => l.Places < order.Count)], draws.Among(order)));
            }
        }
        return [.. doubts.OrderBy(d => d.CategoryCode, StringComparer.Ordinal)];
    }

    private static CategoryDoubt Of(string category, List<string> order, IReadOnlyList<(int Places, string? Tier)> lines, RankDraws draws)
    {
        int? within = lines.Count == 0 ? null : lines.Max(l => l.Places);
        var top = within is { } k ? draws.PTop(k) : null;
        return new(category, within,
            draws.Ranking().ToDictionary(r => r.Entry, r => new RankDoubt(r.RankLow, r.RankHigh, r.PTop1, top?[r.Entry]), StringComparer.Ordinal),
            [.. lines.Select(l => new UnsettledLine(category, l.Places, l.Tier, Unsettled(order, l.Places, draws))).Where(l => l.Pairs.Count > 0)]);
    }

    /// <summary>Only dossiers whose order with the one next to the line is unsure are looked at, so that a list stays short enough for a meeting.</summary>
    private static IReadOnlyList<UnsettledPair> Unsettled(List<string> order, int places, RankDraws draws)
    {
        var above = order[..places].Where(a => draws.PBefore(a, order[places]) < TooClose.Settled).ToList();
        var below = order[places..].Where(b => draws.PBefore(order[places - 1], b) < TooClose.Settled).ToList();
        return [.. above.SelectMany(a => below.Select(b => new UnsettledPair(a, b, draws.PBefore(a, b)))).Where(p => p.Chance < TooClose.Settled)
            .OrderBy(p => p.Chance).ThenBy(p => p.Above, StringComparer.Ordinal).ThenBy(p => p.Below, StringComparer.Ordinal)];
    }

    /// <summary>Where the shortlist ends, and in a category's last round where each tier with a settled number ends; from the top down.</summary>
    private static IEnumerable<(int Places, string? Tier)> LinesOf(Edition edition, ScoringRound round, string category)
    {
        if (round.Shortlist is { } shortlist && shortlist.TryGet(out var rule) && rule.LimitFor(category) is { } limit) yield return (limit, null);
        if (edition.DecidingRound(category)?.Code != round.Code) yield break;
        var places = 0;
        foreach (var tier in edition.SettledTiers.Where(t => t.IsFor(category)))
        {
            if (!tier.Quota.TryGet(out var quota) || quota.LimitFor(category) is not { } most) yield break;
            var ends = quota.CountsHigherTiers ? most : places + most;
            if (ends > places) yield return (places = ends, tier.Code);
        }
    }
}
