namespace BangVang.Judging.Assignment;

/// <summary>
/// Fair assignments: the lowest entry as high as can be found, and the largest total above a floor. Both are hard problems; what is
/// found is kept, and bounds say how far from the best it can be at most.
/// </summary>
internal sealed class FairSearch(PanelGraph graph, int[] value, MaxSumSolution best, string seed, Func<bool> stop)
{
    /// <summary>Floors tried, as shares of the bound, from the highest down.</summary>
    private static readonly double[] Shares = [1, 0.995, 0.99, 0.98, 0.97, 0.95, 0.92, 0.88, 0.84, 0.8, 0.7, 0.6, 0.5, 0.3];

    private static readonly Cooling Lifting = new(40_000, (0.03, 0.001), (1, 4), (0.01, 0.1), Worth: 0.02);
    private static readonly Cooling Gentle = new(56_000, (0.01, 0.0005), (1, 10), (0.03, 1));
    private static readonly Cooling Long = new(170_000, (0.1, 0.02), (1.5, 5), (0.05, 0.5));
    private static readonly Cooling Longest = new(340_000, (0.05, 0.012), (1.5, 4), (0.05, 0.7));

    /// <summary>A floor this much below the highest found is taken instead where the total gains more than <see cref="WorthLowering"/> of itself.</summary>
    private const double Lowering = 0.025, WorthLowering = 0.0025;

    private int searches;

    /// <summary>No entry can have a total above this in every assignment at once: each entry's own best jurors, the poorest of them.</summary>
    public long LowestBound() => Enumerable.Range(0, graph.Entries.Length).Select(OwnBest).DefaultIfEmpty(0).Min();

    /// <summary>An entry that cannot reach <paramref name="floor"/> in any assignment, and the most it can; null when each can by itself.</summary>
    public (int Entry, long Most)? Unreachable(long floor)
    {
        for (var e = 0; e < graph.Entries.Length; e++)
        {
            if (OwnBest(e) is var most && most < floor) return (e, most);
        }
        return null;
    }

    /// <summary>An assignment whose lowest entry is as high as was found; between equals, with the larger total.</summary>
    public Found HighestLowest()
    {
        var bound = LowestBound();
        var start = best.Jurors;
        var lowest = Lowest(start);
        foreach (var share in Shares)
        {
            var floor = (long)Math.Floor(bound - (1 - share) * Math.Abs(bound));
            if (floor <= lowest || stop()) break;
            var found = Try(floor, Lifting, start);
            if (found.Shortfall > 0) found = Try(floor, Gentle, found.Jurors);
            if (found.Shortfall == 0) return found;
            if (Lowest(found.Jurors) is var reached && reached > lowest) (lowest, start) = (reached, found.Jurors);
        }
        return AsFound(start, lowest);
    }

    /// <summary>An assignment with every entry at <paramref name="floor"/> or above, with as large a total as was found, or with the least shortfall.</summary>
    /// <param name="start">An assignment to begin with.</param>
    public Found LargestAbove(long floor, int[][] start)
    {
        var found = AsFound(start, floor);
        if (AsFound(best.Jurors, floor) is { Shortfall: 0 } already) return already;
        var (bound, prices) = Priced(floor);
        if (new FloorDive(graph, value, floor, stop).Run([.. prices], (bound ?? best.Value) - Math.Abs(best.Value) / 100) is { } dived)
            found = Better(AsFound(dived, floor), found);
        var strictness = 1.0;
        foreach (var (cooling, fromBest) in new[] { (Gentle, false), (Long, false), (Longest, false), (Gentle, true) })
        {
            if (stop() || IsNear(found, bound)) break;
            var next = Try(floor, cooling.Strict(strictness), fromBest ? found.Jurors : best.Jurors);
            if (next.Shortfall > 0) strictness *= 2;
            found = Better(next, found);
        }
        return found;
    }

    private static Found Better(Found one, Found other) => one.IsBetterThan(other) ? one : other;

    /// <summary>So near to the bound that a search is not worth its time.</summary>
    private bool IsNear(Found found, long? bound) =>
        found.Shortfall == 0 && (Math.Min(best.Value, bound ?? long.MaxValue) - found.Total) * NearEnough <= Math.Abs(best.Value);

    private const long NearEnough = 100_000;

    /// <summary>
    /// The largest total above the highest floor found. The very highest floor may cost much of the total for next to nothing: a
    /// floor 2.5 % lower is taken where that raises the total by more than 0.25 %.
    /// </summary>
    public (long Floor, Found Found) Fair()
    {
        var highest = HighestLowest();
        var floor = Lowest(highest.Jurors);
        var found = LargestAbove(floor, highest.Jurors);
        var lower = (long)Math.Ceiling(floor - Lowering * Math.Abs(floor));
        if (found.Total >= best.Value * (1 - WorthLowering)) return (floor, found);
        // Searched as hard as above the highest floor: a quick look finds too little to tell what lowering is worth.
        var other = LargestAbove(lower, found.Jurors);
        return other.Shortfall == 0 && other.Total > found.Total * (1 + WorthLowering) ? (lower, other) : (floor, found);
    }

    /// <summary>The lowest total of an entry.</summary>
    public long Lowest(int[][] jurors) => jurors.Select((js, e) => Total(e, js)).DefaultIfEmpty(0).Min();

    /// <summary>
    /// No assignment with every entry at <paramref name="floor"/> or above has a larger total than this (Lagrangian relaxation of the
    /// floors, improved by subgradient steps; each step is an exact assignment with weighted values, rounded upward).
    /// </summary>
    public long TotalBound(long floor, long reached)
    {
        var n = graph.Entries.Length;
        var extra = new double[n];
        var (bound, jurors, step) = (Math.Min(best.Value, Priced(floor).Bound ?? best.Value), best.Jurors, 2.0);
        for (var iteration = 0; iteration < 60 && bound > reached && !stop(); iteration++)
        {
            var lacking = jurors.Select((js, e) => (double)(floor - Total(e, js))).ToArray();
            var square = Enumerable.Range(0, n).Sum(e => extra[e] > 0 || lacking[e] > 0 ? lacking[e] * lacking[e] : 0);
            if (square == 0) break;
            for (var e = 0; e < n; e++) extra[e] = Math.Max(0, extra[e] + step * (bound - reached) / square * lacking[e]);
            var (value, solution) = Relaxed(extra, floor);
            jurors = solution;
            if (value < bound) bound = value;
            else step *= 0.9;
        }
        return bound;
    }

    private (long Bound, int[][] Jurors) Relaxed(double[] extra, long floor)
    {
        var m = graph.Jurors.Length;
        var heaviest = 1 + extra.DefaultIfEmpty(0).Max();
        var weighted = new int[value.Length];
        for (var i = 0; i < value.Length; i++) weighted[i] = (int)Math.Round(value[i] * ((1 + extra[i / m]) / heaviest));
        var solution = new MaxSum(graph, weighted).Solve() ?? throw new InvalidOperationException("Other values made an assignment impossible.");
        // Each weighted value was rounded by at most one half.
        var rounding = graph.Entries.Sum(e => (double)e.Demand) / 2;
        return ((long)Math.Ceiling((solution.Value + rounding) * heaviest - extra.Sum() * floor), solution.Jurors);
    }

    private readonly Dictionary<long, (long? Bound, long[] Prices)> priced = [];

    private (long? Bound, long[] Prices) Priced(long floor)
    {
        if (priced.TryGetValue(floor, out var known)) return known;
        var prices = (long[])best.Prices.Clone();
        var bound = new FlooredPrices(graph, value, floor).Improve(prices, best.Value - Math.Abs(best.Value) / 16, 600, stop);
        return priced[floor] = (bound, prices);
    }

    private Found Try(long floor, Cooling cooling, int[][] start) =>
        new FloorSearch(graph, value, best.Prices, floor, start, new SeededRandom($"{seed}/fair/{searches++}")).Run(cooling, stop);

    private Found AsFound(int[][] jurors, long floor)
    {
        var totals = jurors.Select((js, e) => Total(e, js)).ToList();
        return new(jurors, totals.Sum(t => Math.Max(0, floor - t)), totals.Sum());
    }

    private long Total(int entry, int[] jurors) => jurors.Sum(j => (long)value[entry * graph.Jurors.Length + j]);

    private long OwnBest(int entry)
    {
        var taken = new Dictionary<int, int>();
        var (sum, open) = (0L, graph.Entries[entry].Demand);
        var m = graph.Jurors.Length;
        foreach (var j in Enumerable.Range(0, m).Where(j => graph.Allows(entry, j) && graph.Jurors[j].MaxLoad > 0)
            .OrderByDescending(j => graph.IsPinned(entry, j)).ThenByDescending(j => value[entry * m + j]))
        {
            if (open == 0) break;
            var group = graph.GroupOf[j];
            if (group >= 0 && taken.GetValueOrDefault(group) >= graph.GroupCap) continue;
            if (group >= 0) taken[group] = taken.GetValueOrDefault(group) + 1;
            (sum, open) = (sum + value[entry * m + j], open - 1);
        }
        return sum;
    }
}
