namespace BangVang.Judging.Assignment;

/// <summary>
/// Prices for the places with each juror when every entry must reach a floor, and the bound they prove: each entry takes its best jurors at
/// value less price among the sets that reach the floor, and the prices are paid back as in <see cref="LoadPrices"/> (Lagrangian relaxation
/// of the loads, Fisher, Management Science 27, 1981; improved by subgradient steps). As sets are chosen whole, the bound is that of
/// Dantzig and Wolfe's decomposition, closer than the linear relaxation of the floors.
/// </summary>
internal sealed class FlooredPrices
{
    /// <summary>Sets looked at for one entry; beyond it the relaxed value is taken, which is no less.</summary>
    private const int MostSets = 20_000;

    private readonly PanelGraph graph;
    private readonly int[] value;
    private readonly long floor;
    private readonly int n, m;
    private readonly int[] least, most;
    private readonly int[][] jurorsOf, pinnedOf;

    // One entry's jurors while its best set is looked for.
    private readonly long[] net;
    private readonly double[] weight;
    private readonly int[] order, chosen, bestSet;
    private int open, seen;
    private long bestNet, pinnedValue;
    private double multiplier;
    private bool floorBinds;

    public FlooredPrices(PanelGraph graph, int[] value, long floor)
    {
        (this.graph, this.value, this.floor, n, m) = (graph, value, floor, graph.Entries.Length, graph.Jurors.Length);
        least = [.. graph.Jurors.Select(j => j.MinLoad)];
        most = [.. graph.Jurors.Select(j => Math.Min(j.MaxLoad, Math.Max(n + 1, j.MinLoad)))];
        foreach (var (_, j) in graph.Pinned) (least[j], most[j]) = (Math.Max(0, least[j] - 1), most[j] - 1);
        jurorsOf = [.. Enumerable.Range(0, n).Select(e => Enumerable.Range(0, m).Where(j => graph.Allows(e, j) && !graph.IsPinned(e, j) && most[j] > 0).ToArray())];
        pinnedOf = [.. Enumerable.Range(0, n).Select(e => Enumerable.Range(0, m).Where(j => graph.IsPinned(e, j)).ToArray())];
        (net, weight, order) = (new long[m], new double[m], new int[m]);
        var largest = graph.Entries.Select(e => e.Demand).DefaultIfEmpty(0).Max();
        (chosen, bestSet) = (new int[largest], new int[largest]);
    }

    /// <summary>Improves prices from where they are.</summary>
    /// <param name="prices">Replaced by the prices of the best bound found.</param>
    /// <param name="reached">The total of an assignment above the floor, or a guess of it.</param>
    /// <returns>No assignment with every entry at the floor or above has a larger total; null when an entry cannot reach the floor at all.</returns>
    /// <param name="tally">Counts the sets that entries take in the later rounds; null for none.</param>
    public long? Improve(long[] prices, long reached, int rounds, Func<bool> stop, SetTally? tally = null, double pace = 1)
    {
        var (now, best, idle) = ((long[])prices.Clone(), long.MaxValue, 0);
        var used = new int[m];
        var direction = new double[m];
        for (var round = 0; round < rounds && best > reached && !stop(); round++)
        {
            if (Bound(now, used, round >= rounds / 3 ? tally : null) is not { } bound) return null;
            if (bound < best)
            {
                best = bound;
                now.CopyTo(prices, 0);
                idle = 0;
            }
            else if (++idle == 20)
            {
                (pace, idle) = (pace * 0.7, 0);
            }
            Step(now, used, direction, pace * Math.Max(bound - reached, Math.Abs(bound) * 1e-5));
        }
        return best;
    }

    private void Step(long[] prices, int[] used, double[] slope, double gap)
    {
        for (var j = 0; j < m; j++)
        {
            slope[j] = 0.6 * slope[j] + 0.4 * (prices[j] > 0 ? used[j] - most[j] : prices[j] < 0 ? used[j] - least[j] : used[j] > most[j] ? used[j] - most[j] : Math.Min(0, used[j] - least[j]));
        }
        var square = slope.Sum(s => s * s);
        if (square == 0) return;
        for (var j = 0; j < m; j++)
        {
            var next = prices[j] + (long)Math.Round(gap / square * slope[j]);
            // A price does not jump over zero: there the number of places it is paid for changes.
            prices[j] = prices[j] != 0 && least[j] != most[j] && Math.Sign(next) == -Math.Sign(prices[j]) ? 0 : next;
        }
    }

    private long? Bound(long[] prices, int[] used, SetTally? tally)
    {
        Array.Clear(used);
        long bound = 0;
        for (var j = 0; j < m; j++) bound += prices[j] * (prices[j] > 0 ? most[j] : least[j]);
        for (var e = 0; e < n; e++)
        {
            if (BestOf(e, prices) is not { } worth) return null;
            bound += worth;
            for (var i = 0; i < open; i++) used[bestSet[i]]++;
            tally?.Count(e, bestSet.AsSpan(0, open), floorBinds);
        }
        return bound;
    }

    /// <summary>The most an entry's set is worth at value less price, or a little more; null when no set reaches the floor. Leaves a set in <see cref="bestSet"/>.</summary>
    private long? BestOf(int e, long[] prices)
    {
        var jurors = jurorsOf[e];
        (open, pinnedValue) = (graph.Entries[e].Demand - pinnedOf[e].Length, 0);
        foreach (var j in pinnedOf[e]) pinnedValue += value[e * m + j];
        foreach (var j in jurors) net[j] = value[e * m + j] - prices[j];
        var missing = floor - pinnedValue;
        if (jurors.Length < open) return null;
        Top(e, jurors, 0);
        floorBinds = Sum(e).Value < missing;
        if (!floorBinds) return Keep() + pinnedValue;

        // The multiplier at which the set of largest net + multiplier × value comes to reach the floor.
        var (low, high) = (0.0, 1.0);
        for (Top(e, jurors, high); Sum(e).Value < missing; Top(e, jurors, high))
        {
            if (high > 1e9) return null;
            (low, high) = (high, high * 4);
        }
        for (var i = 0; i < 24; i++)
        {
            var middle = (low + high) / 2;
            Top(e, jurors, middle);
            if (Sum(e).Value >= missing) high = middle;
            else low = middle;
        }
        Top(e, jurors, high);
        (multiplier, bestNet, seen) = (high, Keep(), 0);
        foreach (var j in jurors) (order[Array.IndexOf(jurors, j)], weight[j]) = (j, net[j] + multiplier * value[e * m + j]);
        Array.Sort(order, 0, jurors.Length, Comparer<int>.Create((a, b) => weight[a] != weight[b] ? weight[b].CompareTo(weight[a]) : a.CompareTo(b)));
        Search(e, jurors.Length, 0, 0, 0, missing, 0);
        if (seen < MostSets) return bestNet + pinnedValue;
        var relaxed = -multiplier * missing;
        for (var i = 0; i < open; i++) relaxed += weight[order[i]];
        return Math.Max(bestNet, (long)Math.Ceiling(relaxed)) + pinnedValue;
    }

    /// <summary>Branch and bound over sets in the order of their weights.</summary>
    private void Search(int e, int count, int start, int depth, long netSoFar, long missing, double weightSoFar)
    {
        if (seen >= MostSets) return;
        seen++;
        if (depth == open)
        {
            if (missing > 0 || netSoFar <= bestNet) return;
            bestNet = netSoFar;
            Array.Copy(chosen, bestSet, open);
            return;
        }
        for (var i = start; i <= count - (open - depth); i++)
        {
            var rest = weightSoFar - multiplier * missingAtStart(e);
            for (var k = 0; k < open - depth; k++) rest += weight[order[i + k]];
            if (rest <= bestNet) return;
            var j = order[i];
            chosen[depth] = j;
            Search(e, count, i + 1, depth + 1, netSoFar + net[j], missing - value[e * m + j], weightSoFar + weight[j]);
        }
    }

    private long missingAtStart(int e) => floor - pinnedValue;

    /// <summary>Puts the <see cref="open"/> jurors of largest net + multiplier × value into <see cref="chosen"/>.</summary>
    private void Top(int e, int[] jurors, double times)
    {
        Span<double> best = stackalloc double[open];
        var count = 0;
        foreach (var j in jurors)
        {
            var worth = net[j] + times * value[e * m + j];
            if (count == open && (open == 0 || worth <= best[count - 1])) continue;
            var at = count < open ? count++ : count - 1;
            for (; at > 0 && best[at - 1] < worth; at--) (best[at], chosen[at]) = (best[at - 1], chosen[at - 1]);
            (best[at], chosen[at]) = (worth, j);
        }
    }

    private (long Value, long Net) Sum(int e)
    {
        var (values, nets) = (0L, 0L);
        for (var i = 0; i < open; i++) (values, nets) = (values + value[e * m + chosen[i]], nets + net[chosen[i]]);
        return (values, nets);
    }

    private long Keep()
    {
        Array.Copy(chosen, bestSet, open);
        var nets = 0L;
        for (var i = 0; i < open; i++) nets += net[chosen[i]];
        return nets;
    }
}
