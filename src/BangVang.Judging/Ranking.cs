namespace BangVang.Judging;

/// <summary>What ranks an entry.</summary>
/// <param name="Entry">Its code, unique among those ranked.</param>
/// <param name="Keys">The score first, then the tie-break chain in order; more is better (negate where less is better). Equally many for all.</param>
public sealed record Contender(string Entry, IReadOnlyList<long> Keys);

/// <summary>The place of an entry.</summary>
/// <param name="Rank">1 for the best; equal entries share a rank and the next rank is skipped: 1, 2, 2, 4.</param>
/// <param name="Tied">Another entry has the same rank: the tie-break chain did not part them.</param>
/// <param name="DecidedBy">The key that put it below the rank before: 0 is the score, 1 the first tie-break, …; null on rank 1.</param>
public sealed record Ranked(string Entry, int Rank, bool Tied, int? DecidedBy);

/// <summary>Standard competition ranking with a chain of tie-breaks.</summary>
public static class Ranking
{
    /// <summary>
    /// Ranks by the first key, then by the next ones. A tie that remains is shown as a tie: its entries are listed by code
    /// (ordinal), which says nothing about their worth. The order of <paramref name="contenders"/> changes nothing.
    /// </summary>
    /// <exception cref="ArgumentException">An entry occurs twice, or the numbers of keys differ.</exception>
    public static IReadOnlyList<Ranked> Of(IReadOnlyCollection<Contender> contenders)
    {
        if (contenders.DistinctBy(c => c.Entry, StringComparer.Ordinal).Count() != contenders.Count)
            throw new ArgumentException("An entry occurs twice.", nameof(contenders));
        if (contenders.Select(c => c.Keys.Count).Distinct().Count() > 1)
            throw new ArgumentException("Every entry needs the same number of keys.", nameof(contenders));

        var ranked = new List<Ranked>(contenders.Count);
        IReadOnlyList<long>? before = null;
        foreach (var tie in Groups(contenders))
        {
            var rank = ranked.Count + 1;
            var decidedBy = before is null ? (int?)null : FirstDifference(before, tie[0].Keys);
            ranked.AddRange(tie.Select(c => new Ranked(c.Entry, rank, tie.Count > 1, decidedBy)));
            before = tie[0].Keys;
        }
        return ranked;
    }

    /// <summary>The contenders from best to worst, those with equal keys together, in the order of their codes.</summary>
    internal static IEnumerable<List<Contender>> Groups(IEnumerable<Contender> contenders)
    {
        var tie = new List<Contender>();
        foreach (var contender in contenders.OrderByDescending(c => c.Keys, Chain).ThenBy(c => c.Entry, StringComparer.Ordinal))
        {
            if (tie.Count > 0 && Chain.Compare(tie[0].Keys, contender.Keys) != 0)
            {
                yield return tie;
                tie = [];
            }
            tie.Add(contender);
        }
        if (tie.Count > 0) yield return tie;
    }

    /// <summary>Compares two chains key by key; a chain that ends first comes before.</summary>
    internal static readonly Comparer<IReadOnlyList<long>> Chain = Comparer<IReadOnlyList<long>>.Create((a, b) =>
        FirstDifference(a, b) is var i && i < Math.Min(a.Count, b.Count) ? a[i].CompareTo(b[i]) : a.Count.CompareTo(b.Count));

    private static int FirstDifference(IReadOnlyList<long> a, IReadOnlyList<long> b)
    {
        var i = 0;
        while (i < Math.Min(a.Count, b.Count) && a[i] == b[i]) i++;
        return i;
    }
}
