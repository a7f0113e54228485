using BangVang.Domain.Editions;
using BangVang.Judging;
using BangVang.Judging.Choices;
using NodaTime;

namespace BangVang.Domain.Scoring;

/// <summary>A signed choice, or order, as it counts.</summary>
/// <param name="Order">From the best to the last, two or more, each once.</param>
public sealed record CountedOrder(IReadOnlyList<Guid> Order);

/// <summary>A dossier in a round of pairs with everything its place may rest on.</summary>
/// <param name="EarlierScores">Hundredths of a point by code of an earlier round.</param>
public sealed record PairEntrant(
    Guid DossierId, string Reference, string CategoryCode, Instant SubmittedAt, int Ballots, IReadOnlyDictionary<string, int> EarlierScores);

/// <summary>Why a dossier has no place, or no number that says how strong it is.</summary>
public enum PairDoubt
{
    None,
    /// <summary>Fewer choices than the quorum.</summary>
    TooFew,
    /// <summary>The choices leave dossiers in groups of which no one was ever compared with another.</summary>
    NotConnected,
    /// <summary>It, or the group it is in, never lost to one of the others: at least so strong, how strong nobody knows.</summary>
    NeverLost,
    /// <summary>It, or the group it is in, never won against one of the others.</summary>
    NeverWon,
}

/// <summary>What the place of a dossier in a round of pairs rests on.</summary>
/// <param name="Strength">
/// Thousandths of a logit above the mean of the category: chosen before another with odds exp(difference). Held together by a weak prior
/// (<see cref="PairwiseJudging.Prior"/>), so that who never lost has one to be ordered by; <see cref="Doubt"/> says when it is no measure. Null without a choice.
/// </param>
/// <param name="StandardError">Thousandths of a logit; null without a choice.</param>
/// <param name="Choices">Counted choices, or orders, with it.</param>
/// <param name="Won">Of them, those in which it was chosen, or put first.</param>
/// <param name="Group">1, 2, …: dossiers of different groups were never compared, directly or through others; 0 without a choice.</param>
/// <param name="Next">The dossier one place below; null for the last and without a place.</param>
/// <param name="BeforeNext">The chance that it truly is before <paramref name="Next"/>; null where that is null.</param>
public sealed record PairStanding(int? Strength, int? StandardError, int Choices, int Won, PairDoubt Doubt, int Group, Guid? Next, double? BeforeNext)
{
    /// <summary>Choices have not settled who is before whom: matter for the council.</summary>
    public bool IsTooClose => BeforeNext < Judging.Ranks.TooClose.Settled;

    /// <summary>The number says how strong it is; otherwise it only serves to be ordered by.</summary>
    public bool IsMeasured => Strength is not null && Doubt is PairDoubt.None;
}

/// <summary>From signed choices to places, by Bradley and Terry's model, for orders Luce and Plackett's, and the edition's tie chain.</summary>
public static class PairScores
{
    /// <summary>
    /// Ranks the entrants of one category. Who has fewer choices than the quorum comes last, unranked; where those who have enough were
    /// never compared with each other, nobody is ranked. Order of the input and names change nothing: equal entries are listed by reference.
    /// </summary>
    /// <param name="orders">Of each the entrants count, where they are two or more; the others are dossiers that left the round. That is as if these had never been shown: in Luce and Plackett's model the order of a part does not depend on the rest.</param>
    /// <exception cref="InvalidOperationException">A value the round needs is unpublished: ask <see cref="Edition.MissingFor"/> before the round opens.</exception>
    public static IReadOnlyList<DossierScore> Of(PairwiseRound round, string category, IEnumerable<PairEntrant> entrants, IEnumerable<CountedOrder> orders)
    {
        var all = entrants.OrderBy(e => e.Reference, StringComparer.Ordinal).ToList();
        var references = all.ToDictionary(e => e.DossierId, e => e.Reference);
        var contests = orders.Select(o => o.Order.Where(references.ContainsKey).Select(d => references[d]).ToList()).Where(o => o.Count > 1)
            .GroupBy(o => string.Join(' ', o), StringComparer.Ordinal).OrderBy(o => o.Key, StringComparer.Ordinal)
            .Select(o => new Contest(o.Key, o.First(), o.Count())).ToList();
        var (fit, _) = ChoiceModel.Fit(contests, PairwiseJudging.Prior);
        var known = Comparability.Of(contests);
        var standings = all.ToDictionary(e => e.Reference, e => StandingOf(e.Reference, contests, fit, known, round.Quorum.Value), StringComparer.Ordinal);

        var enough = all.Where(e => standings[e.Reference].Doubt is not PairDoubt.TooFew).ToList();
        if (enough.Select(e => standings[e.Reference].Group).Distinct().Count() > 1)
        {
            foreach (var entrant in enough) standings[entrant.Reference] = standings[entrant.Reference] with { Doubt = PairDoubt.NotConnected };
            enough = [];
        }
        var keys = enough.ToDictionary(e => e.Reference, e => KeysOf(e, standings[e.Reference], round), StringComparer.Ordinal);
        var ranked = Ranking.Of([.. keys.Select(k => new Contender(k.Key, k.Value))]);
        return [.. Ranked(category, all, ranked, keys, WithNeighbours(ranked, standings, all, fit)), .. Unranked(category, all, keys, standings)];
    }

    private static PairStanding StandingOf(string reference, List<Contest> contests, ChoiceResult? fit, Comparability known, int quorum)
    {
        var own = contests.Where(c => c.Order.Contains(reference)).ToList();
        var (choices, won) = ((int)own.Sum(c => c.Count), (int)own.Where(c => c.Order[0] == reference).Sum(c => c.Count));
        if (choices == 0) return new(null, null, 0, 0, PairDoubt.TooFew, 0, null, null);
        var (strength, error) = fit!.AgainstMean(reference);
        var doubt = choices < quorum ? PairDoubt.TooFew
            : known.NeverLost.Contains(reference) ? PairDoubt.NeverLost
            : known.NeverWon.Contains(reference) ? PairDoubt.NeverWon : PairDoubt.None;
        return new(Thousandths(strength), Thousandths(error), choices, won, doubt, 1 + known.GroupOf(reference), null, null);
    }

    private static Dictionary<string, PairStanding> WithNeighbours(IReadOnlyList<Ranked> ranked, Dictionary<string, PairStanding> standings, List<PairEntrant> all, ChoiceResult? fit)
    {
        var ids = all.ToDictionary(e => e.Reference, e => e.DossierId, StringComparer.Ordinal);
        var found = new Dictionary<string, PairStanding>(standings, StringComparer.Ordinal);
        foreach (var (above, below) in ranked.Zip(ranked.Skip(1)))
            found[above.Entry] = found[above.Entry] with { Next = ids[below.Entry], BeforeNext = fit!.PBefore(above.Entry, below.Entry) };
        return found;
    }

    private static IEnumerable<DossierScore> Ranked(
        string category, List<PairEntrant> all, IReadOnlyList<Ranked> ranked, Dictionary<string, IReadOnlyList<long>> keys, Dictionary<string, PairStanding> standings)
    {
        var entrants = all.ToDictionary(e => e.Reference, StringComparer.Ordinal);
        return ranked.Select(r => new DossierScore(entrants[r.Entry].DossierId, r.Entry, category, null, entrants[r.Entry].Ballots, keys[r.Entry], r.Rank, r.Tied, r.DecidedBy, Pairs: standings[r.Entry]));
    }

    private static IEnumerable<DossierScore> Unranked(string category, List<PairEntrant> all, Dictionary<string, IReadOnlyList<long>> keys, Dictionary<string, PairStanding> standings) =>
        all.Where(e => !keys.ContainsKey(e.Reference)).Select(e => new DossierScore(e.DossierId, e.Reference, category, null, e.Ballots, [], null, false, null, Pairs: standings[e.Reference]));

    private static IReadOnlyList<long> KeysOf(PairEntrant entrant, PairStanding standing, PairwiseRound round)
    {
        var keys = new List<long> { standing.Strength!.Value };
        foreach (var tie in round.Ties.Value)
        {
            if (tie.By is TieBreakKind.Council) break;
            keys.Add(tie.By switch
            {
                TieBreakKind.EarlierRound => entrant.EarlierScores.GetValueOrDefault(tie.Round!),
                TieBreakKind.SubmittedEarlier => -entrant.SubmittedAt.ToUnixTimeMilliseconds(),
                _ => throw new InvalidOperationException($"Tie chain link {tie.By} needs points, which a round of pairs has not."),
            });
        }
        return keys;
    }

    private static int Thousandths(double logit) => (int)Math.Round(logit * 1_000, MidpointRounding.AwayFromZero);
}
