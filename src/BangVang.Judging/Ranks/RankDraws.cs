using BangVang.Judging.Calibration;
using BangVang.Judging.Choices;
using BangVang.Judging.Numbers;

namespace BangVang.Judging.Ranks;

/// <summary>How sure the place of an entry is.</summary>
/// <param name="Rank">By the estimate; equals share a rank and the next one is skipped.</param>
/// <param name="RankLow">The best rank of the 90 % interval: it is truly better with a chance of at most 5 %.</param>
/// <param name="RankHigh">The worst rank of the 90 % interval.</param>
public sealed record RankedEntry(string Entry, int Rank, int RankLow, int RankHigh, double PTop1, double PTop3, double PTop10);

/// <summary>
/// Ranks with their doubt, counted in draws from the joint posterior of all entries. A draw says how things may truly be, so that whatever
/// is asked of it (who is first, who is before whom) is answered by the share of draws in which it holds.
/// </summary>
public sealed class RankDraws
{
    /// <summary>As many draws as keep the numbers below three million, within these limits.</summary>
    private const int Fewest = 1000, Most = 10_000, MostNumbers = 3_000_000;

    private readonly string[] entries;
    private readonly double[] estimates;
    private readonly double[][] draws;
    private readonly int[][] ranks;

    private RankDraws(string[] entries, double[] estimates, double[][] draws)
    {
        (this.entries, this.estimates, this.draws) = (entries, estimates, draws);
        ranks = new int[draws.Length][];
        var (keys, order) = (new double[entries.Length], new int[entries.Length]);
        for (var d = 0; d < draws.Length; d++)
        {
            for (var e = 0; e < entries.Length; e++) (keys[e], order[e]) = (-draws[d][e], e);
            Array.Sort(keys, order);
            ranks[d] = new int[entries.Length];
            for (var place = 0; place < order.Length; place++) ranks[d][order[place]] = place + 1;
        }
    }

    /// <summary>How many draws the shares are counted in.</summary>
    public int Count => draws.Length;

    /// <summary>Draws from what a calibration knows. The same seed gives the same draws on every machine.</summary>
    /// <param name="count">How many draws; null for enough that shares are good to about 0.01.</param>
    public static RankDraws Of(CalibrationResult calibration, string seed = "1", int? count = null) => Of(calibration.Posterior, seed, count);

    /// <summary>Draws from what choices tell.</summary>
    public static RankDraws Of(ChoiceResult choices, string seed = "1", int? count = null) => Of(choices.Posterior, seed, count);

    private static RankDraws Of(IJointPosterior posterior, string seed, int? count)
    {
        var n = posterior.Entries.Count;
        var random = new NormalRandom($"ranks {seed}");
        var draws = new double[count ?? Math.Clamp(MostNumbers / n, Fewest, Most)][];
        for (var d = 0; d < draws.Length; d++) posterior.Draw(random, draws[d] = new double[n]);
        return new([.. posterior.Entries], [.. posterior.Estimates], draws);
    }

    /// <summary>The same draws for some of the entries, ranked among themselves: a category.</summary>
    /// <exception cref="ArgumentException">None of them has been calibrated.</exception>
    public RankDraws Among(IReadOnlyCollection<string> some)
    {
        var chosen = some.ToHashSet(StringComparer.Ordinal);
        var index = Enumerable.Range(0, entries.Length).Where(e => chosen.Contains(entries[e])).ToArray();
        if (index.Length == 0) throw new ArgumentException("None of these entries has been calibrated.", nameof(some));
        return new([.. index.Select(e => entries[e])], [.. index.Select(e => estimates[e])], [.. draws.Select(d => index.Select(e => d[e]).ToArray())]);
    }

    /// <summary>All entries from the first to the last; equals by name.</summary>
    public IReadOnlyList<RankedEntry> Ranking()
    {
        var digit = Summaries.Digit(estimates);
        var keys = estimates.Select(e => Math.Round(e / digit)).ToArray();
        var sorted = keys.OrderDescending().ToArray();
        var counts = new int[entries.Length + 1];
        var lines = new List<RankedEntry>(entries.Length);
        for (var e = 0; e < entries.Length; e++)
        {
            Array.Clear(counts);
            foreach (var draw in ranks) counts[draw[e]]++;
            lines.Add(new(
                entries[e], 1 + Array.BinarySearch(sorted, keys[e] + 0.5, Comparer<double>.Create((a, b) => b.CompareTo(a))) switch { < 0 and var i => ~i, var i => i },
                Quantile(counts, 0.05), Quantile(counts, 0.95), Share(counts, 1), Share(counts, 3), Share(counts, 10)));
        }
        return [.. lines.OrderBy(l => l.Rank).ThenBy(l => l.Entry, Names.ByValue)];
    }

    /// <summary>P(among the first <paramref name="k"/>) of each entry. They sum to <paramref name="k"/>, or to the number of entries if that is less.</summary>
    public IReadOnlyDictionary<string, double> PTop(int k) => entries.Select((entry, e) => (entry, Share: ranks.Count(d => d[e] <= k) / (double)Count))
        .ToDictionary(p => p.entry, p => p.Share, StringComparer.Ordinal);

    /// <summary>P(<paramref name="first"/> is truly better than <paramref name="second"/>).</summary>
    /// <exception cref="ArgumentException">One of them is not among these entries.</exception>
    public double PBefore(string first, string second)
    {
        var (a, b) = (IndexOf(first), IndexOf(second));
        return ranks.Count(d => d[a] < d[b]) / (double)Count;
    }

    /// <summary>P(<paramref name="entry"/> is truly at least <paramref name="value"/>), in the units of the estimates.</summary>
    /// <exception cref="ArgumentException">It is not among these entries.</exception>
    public double PAtLeast(string entry, double value)
    {
        var e = IndexOf(entry);
        return draws.Count(d => d[e] >= value) / (double)Count;
    }

    private int IndexOf(string entry) => Array.IndexOf(entries, entry) is >= 0 and var i ? i : throw new ArgumentException($"{entry} is not among the entries.", nameof(entry));

    private double Share(int[] counts, int k)
    {
        var sum = 0;
        for (var rank = 1; rank <= Math.Min(k, entries.Length); rank++) sum += counts[rank];
        return sum / (double)Count;
    }

    /// <summary>The smallest rank that at least this share of draws does not exceed.</summary>
    private int Quantile(int[] counts, double share)
    {
        var sum = 0;
        for (var rank = 1; ; rank++)
        {
            sum += counts[rank];
            if (sum >= share * Count || rank == entries.Length) return rank;
        }
    }
}
