using BangVang.Domain.Editions;
using BangVang.Domain.Scoring;
using BangVang.Judging.Ranks;

namespace BangVang.Domain.Decisions;

/// <summary>
/// What the sheets of a deciding round leave open about prizes beside the places of a category: whether a dossier truly reaches the minimum score
/// of a tier, and who belongs among a number of prizes for all categories together. The agenda of the council, never a decision.
/// </summary>
public static class PrizeDoubts
{
    /// <summary>In the order of tiers, minimum scores by category before the line of all; empty while a number of the tiers is unpublished.</summary>
    /// <param name="scores">Of the whole round, as they count.</param>
    public static IReadOnlyList<UnsettledLine> Of(Edition edition, ScoringRound round, IReadOnlyList<DossierScore> scores, IReadOnlyList<ScaleDraws> drawn)
    {
        if (drawn.Count == 0 || edition.SettledTiers.Any(t => !t.Quota.IsSettled || t.MinScore is { IsSettled: false })) return [];
        var deciding = scores.Where(s => s.Rank is not null && edition.DecidingRound(s.CategoryCode)?.Code == round.Code).ToList();
        if (deciding.Count == 0) return [];
        var lines = AwardDecision.Propose(edition, deciding).OrderByDescending(l => l.Score).ThenBy(l => l.Reference, StringComparer.Ordinal).ToList();
        var onScale = new Dictionary<string, RankDraws>(StringComparer.Ordinal);
        foreach (var category in deciding.Select(s => s.CategoryCode).Distinct().Where(c => edition.SettledTiers.Any(t => t.MinScore is not null && t.IsFor(c))))
        {
            if (drawn.FirstOrDefault(d => d.Knows(category)) is not { } known || known.Scale.FitOnScale(category) is not { } fit) continue;
            onScale[category] = fit == known.Scale.Fit ? known.Draws : RankDraws.Of(fit, RankDoubts.SeedOf(edition, round));
        }
        return
        [
            .. from tier in edition.SettledTiers
               from line in edition.Categories.Select(c => MinimumOf(edition, tier, c.Code, lines, onScale)).Append(InAllOf(tier, lines, drawn))
               where line is not null
               select line,
        ];
    }

    /// <summary>Those who got the tier, and those whose score alone kept them from a place that is left.</summary>
    private static UnsettledLine? MinimumOf(Edition edition, Tier tier, string category, IReadOnlyList<DecisionLine> lines, IReadOnlyDictionary<string, RankDraws> onScale)
    {
        if (tier.MinScore is not { } min || !tier.IsFor(category) || !onScale.TryGetValue(category, out var draws)) return null;
        var own = lines.Where(l => l.CategoryCode == category).ToList();
        var placed = own.Where(l => l.ProposedTier == tier.Code).ToList();
        var left = (tier.Quota.Value.LimitFor(category) ?? int.MaxValue) - (tier.Quota.Value.CountsHigherTiers ? own.Count(l => RankOf(edition, l.ProposedTier) <= RankOf(edition, tier.Code)) : placed.Count);
        UnsettledScore Score(DecisionLine line, bool isAbove) => new(line.Reference, isAbove, draws.PAtLeast(line.Reference, min.Value));
        var unsettled = placed.Select(l => Score(l, true)).Concat(own.Where(l => Missed(l, "allocate.below_minimum", tier)).Take(Math.Max(0, left)).Select(l => Score(l, false)))
            .Where(s => s.Sureness < TooClose.Settled).OrderBy(s => s.Sureness).ThenBy(s => s.Reference, StringComparer.Ordinal).ToList();
        return unsettled.Count == 0 ? null : new(category, 0, tier.Code, []) { MinScore = min.Value, Scores = unsettled };
    }

    /// <summary>Those who got the tier, and those whom the number in all kept out; dossiers that no juror connects are not compared.</summary>
    private static UnsettledLine? InAllOf(Tier tier, IReadOnlyList<DecisionLine> lines, IReadOnlyList<ScaleDraws> drawn)
    {
        if (tier.Quota.Value.InAll is not { } places) return null;
        var (placed, kept) = (lines.Where(l => l.ProposedTier == tier.Code).ToList(), lines.Where(l => Missed(l, "allocate.quota_in_all_filled", tier)).ToList());
        // Points of different scales are not compared: the line is that of the first scale on which it is open.
        var pairs = (from known in drawn
                     let above = placed.Where(l => known.Knows(l.CategoryCode)).Select(l => l.Reference).ToList()
                     let below = kept.Where(l => known.Knows(l.CategoryCode)).Select(l => l.Reference).ToList()
                     where above.Count > 0 && below.Count > 0
                     from a in above.Where(a => known.Draws.PBefore(a, below[0]) < TooClose.Settled)
                     from b in below.Where(b => known.Draws.PBefore(above[^1], b) < TooClose.Settled)
                     where known.Scale.AreConnected(a, b)
                     let chance = known.Draws.PBefore(a, b)
                     where chance < TooClose.Settled
                     orderby chance, a, b
                     select (Known: known, Pair: new UnsettledPair(a, b, chance))).GroupBy(p => p.Known, p => p.Pair).FirstOrDefault()?.ToList() ?? [];
        return pairs.Count == 0 ? null : new(null, places, tier.Code, pairs);
    }

    private static bool Missed(DecisionLine line, string reason, Tier tier) => line.WhyNotHigher == reason && line.HigherArgs.GetValueOrDefault("tier") == tier.Code;

    private static int RankOf(Edition edition, string? tier)
    {
        var tiers = edition.SettledTiers.ToList();
        return tiers.FindIndex(t => t.Code == tier) is >= 0 and var rank ? rank : int.MaxValue;
    }
}
