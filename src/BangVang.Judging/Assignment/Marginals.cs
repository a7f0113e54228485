using System.Runtime.CompilerServices;

namespace BangVang.Judging.Assignment;

/// <summary>Probabilities of pairs, as whole parts of a unit, with which every entry's and every juror's expected places keep their bounds.</summary>
/// <param name="Parts">For each entry in turn, each juror's parts of <paramref name="Unit"/>; pinned pairs have all of them.</param>
internal sealed record Marginals(int[] Parts, int Unit);

/// <summary>
/// The most random among the best assignments with no pair above a cap: PLRA (Jecmen et al., Mitigating Manipulation in Peer Review via
/// Randomized Reviewer Assignments, NeurIPS 2020) gives the largest expected total, as a flow whose prices tell which pairs are at the cap,
/// at nothing or free in every best solution. Among the free pairs the probabilities of largest entropy are found by iterative scaling with
/// caps (Bregman projections). So the total loses nothing, unlike in Perturbed Maximization (Xu et al., NeurIPS 2023), whose aim this shares.
/// </summary>
internal sealed class MarginalsSearch
{
    private const int LargestUnit = 1 << 20;
    private const int Rounds = 2000;
    private const double Precision = 1e-10;
    private const sbyte None = 0, AtCap = 1, Free = 2, IsPinned = 3;

    private readonly PanelGraph graph;
    private readonly int[] value;
    private readonly MaxSum flow;
    private readonly int n, m;
    private readonly sbyte[] status;

    // In units: what the free pairs of each entry, group of an entry and juror share.
    private readonly double[] openOfEntry, openOfJuror, openOfGroup;
    private readonly bool[] groupIsTight;
    private readonly int[] groupRoom;

    /// <param name="cap">The largest probability of a pair that is not pinned; above 0, at most 1. Rounded down to a whole part of the unit.</param>
    public MarginalsSearch(PanelGraph graph, int[] value, double cap)
    {
        (this.graph, this.value, n, m) = (graph, value, graph.Entries.Length, graph.Jurors.Length);
        (Unit, Cap) = Grid(graph, cap);
        flow = new(graph, value, Unit, Cap);
        (status, openOfEntry, openOfJuror) = (new sbyte[n * m], new double[n], new double[m]);
        groupRoom = MaxSum.GroupRoom(graph);
        (openOfGroup, groupIsTight) = ([.. groupRoom.Select(r => (double)r)], new bool[groupRoom.Length]);
    }

    /// <summary>Parts of a whole place.</summary>
    public int Unit { get; }

    /// <summary>The cap in parts.</summary>
    public int Cap { get; }

    /// <summary>The largest expected total, in parts of the unit; after <see cref="Solve"/>.</summary>
    public Int128 Value { get; private set; }

    /// <summary>No probabilities under the cap have a larger expected total, by the prices of <see cref="Solve"/>; in parts of the unit.</summary>
    public Int128 Bound { get; private set; }

    /// <summary>The probabilities; null when none keep the cap.</summary>
    public Marginals? Solve()
    {
        if (!flow.Run()) return null;
        var best = new int[n * m];
        foreach (var (e, j) in graph.Pinned) best[graph.At(e, j)] = Unit;
        foreach (var (e, j, parts) in flow.Parts()) best[graph.At(e, j)] = parts;
        for (var i = 0; i < best.Length; i++) Value += (Int128)value[i] * best[i];
        Bound = PricedBound();
        ReadFace();
        var prices = Enumerable.Range(0, m).Select(flow.Price).ToArray();
        return new(new NearestWhole(graph, best, Scale(), status, prices, groupIsTight, Cap, Unit).Solve(), Unit);
    }

    /// <summary>The unit that splits the cap exactly with the largest number of parts, or the largest one where none does.</summary>
    private static (int Unit, int Cap) Grid(PanelGraph graph, double cap)
    {
        var places = Math.Max(1, graph.Entries.Sum(e => (long)Math.Min(e.Demand, graph.Jurors.Length)) + graph.Jurors.Sum(j => (long)Math.Min(j.MinLoad, graph.Entries.Length)));
        var largest = (int)Math.Clamp((int.MaxValue - 1) / places, 1, LargestUnit);
        for (var unit = 1; unit <= largest; unit++)
        {
            var parts = Math.Round(cap * unit);
            if (parts >= 1 && Math.Abs(parts / unit - cap) <= 1e-12) return (unit * (largest / unit), (int)parts * (largest / unit));
        }
        return (largest, Math.Max(1, (int)Math.Floor(cap * largest)));
    }

    private void ReadFace()
    {
        for (var e = 0; e < n; e++)
        {
            openOfEntry[e] = graph.Entries[e].Demand;
            for (var g = 0; g < (graph.IsUngrouped ? 0 : graph.GroupCount); g++)
                groupIsTight[e * graph.GroupCount + g] = flow.ReducedGroupCost(e, g) < 0;
        }
        for (var j = 0; j < m; j++)
        {
            var price = flow.Price(j);
            openOfJuror[j] = price < 0 ? graph.Jurors[j].MinLoad : graph.Jurors[j].MaxLoad;
        }
        for (var e = 0; e < n; e++)
        {
            for (var j = 0; j < m; j++) Classify(e, j);
        }
    }

    private void Classify(int e, int j)
    {
        var at = graph.At(e, j);
        if (!graph.Allows(e, j)) return;
        var group = graph.IsUngrouped ? -1 : graph.GroupOf[j];
        if (graph.IsPinned(e, j)) status[at] = IsPinned;
        else if (group >= 0 && flow.ReducedGroupCost(e, group) > 0) return;
        else status[at] = flow.ReducedCost(e, j) switch { < 0 => AtCap, 0 => Free, _ => None };
        var taken = status[at] switch { IsPinned => 1, AtCap => (double)Cap / Unit, _ => 0 };
        openOfEntry[e] -= taken;
        openOfJuror[j] -= taken;
        if (group >= 0 && status[at] == AtCap) openOfGroup[e * graph.GroupCount + group] -= taken;
    }

    /// <summary>Probabilities min(cap, a·g·b) of the free pairs, with a factor a per entry, g per group of an entry and b per juror.</summary>
    private double[] Scale()
    {
        var cap = (double)Cap / Unit;
        var pairs = FreePairs();
        var (a, b, g) = (new double[n], new double[m], new double[openOfGroup.Length]);
        Array.Fill(a, 1);
        Array.Fill(b, 1);
        Array.Fill(g, 1);
        var byEntry = Lists(pairs, n, p => p.Entry);
        var byJuror = Lists(pairs, m, p => p.Juror);
        var byGroup = Lists(pairs, openOfGroup.Length, p => GroupNode(p.Entry, p.Juror));
        double Group((int Entry, int Juror) p) => GroupNode(p.Entry, p.Juror) is >= 0 and var at ? g[at] : 1;
        var weights = new double[Math.Max(n, m)];
        for (var round = 0; round < Rounds; round++)
        {
            for (var e = 0; e < n; e++)
            {
                for (var i = 0; i < byEntry[e].Length; i++) weights[i] = b[pairs[byEntry[e][i]].Juror] * Group(pairs[byEntry[e][i]]);
                a[e] = Factor(weights.AsSpan(0, byEntry[e].Length), openOfEntry[e], cap);
            }
            for (var k = 0; k < g.Length; k++)
            {
                for (var i = 0; i < byGroup[k].Length; i++) weights[i] = a[pairs[byGroup[k][i]].Entry] * b[pairs[byGroup[k][i]].Juror];
                var factor = Factor(weights.AsSpan(0, byGroup[k].Length), openOfGroup[k], cap);
                g[k] = groupIsTight[k] ? factor : Math.Min(1, factor);
            }
            var change = 0.0;
            for (var j = 0; j < m; j++)
            {
                for (var i = 0; i < byJuror[j].Length; i++) weights[i] = a[pairs[byJuror[j][i]].Entry] * Group(pairs[byJuror[j][i]]);
                var factor = JurorFactor(j, weights.AsSpan(0, byJuror[j].Length), cap);
                if (byJuror[j].Length > 0) change = Math.Max(change, Math.Abs(factor - b[j]) / Math.Max(factor, b[j]));
                b[j] = factor;
            }
            if (change < Precision) break;
        }
        var probability = new double[n * m];
        foreach (var p in pairs) probability[graph.At(p.Entry, p.Juror)] = Math.Min(cap, a[p.Entry] * Group(p) * b[p.Juror]);
        return probability;
    }

    /// <summary>A juror with a price has a fixed number of places; others keep their bounds, with a factor of 1 between them.</summary>
    private double JurorFactor(int j, ReadOnlySpan<double> weights, double cap)
    {
        var factor = Factor(weights, openOfJuror[j], cap);
        if (flow.Price(j) != 0) return factor;
        if (factor < 1) return factor;
        var least = openOfJuror[j] - graph.Jurors[j].MaxLoad + graph.Jurors[j].MinLoad;
        return least <= 0 ? 1 : Math.Max(1, Factor(weights, least, cap));
    }

    /// <summary>The factor at which the weights, each times it and at most <paramref name="cap"/>, sum to <paramref name="open"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Factor(ReadOnlySpan<double> weights, double open, double cap)
    {
        if (open <= 1e-12 || weights.Length == 0) return 0;
        var factor = 0.0;
        // Rises to the answer from below in finitely many steps: each counts those at the cap for the last factor.
        while (true)
        {
            var (rest, sum, least) = (open, 0.0, double.MaxValue);
            foreach (var weight in weights)
            {
                if (weight <= 0) continue;
                if (weight * factor >= cap) rest -= cap;
                else sum += weight;
                least = Math.Min(least, weight);
            }
            if (sum <= 0) return least == double.MaxValue ? 0 : Math.Max(factor, Math.Min(cap / least, 1e12));
            var next = Math.Min(rest / sum, 1e12);
            if (next <= factor * (1 + 1e-15)) return Math.Max(factor, next);
            factor = next;
        }
    }

    private int GroupNode(int entry, int juror) => graph.IsUngrouped || graph.GroupOf[juror] < 0 ? -1 : entry * graph.GroupCount + graph.GroupOf[juror];

    private (int Entry, int Juror)[] FreePairs()
    {
        var pairs = new List<(int, int)>();
        for (var e = 0; e < n; e++)
        {
            for (var j = 0; j < m; j++)
            {
                if (status[graph.At(e, j)] == Free) pairs.Add((e, j));
            }
        }
        return [.. pairs];
    }

    private static int[][] Lists((int Entry, int Juror)[] pairs, int count, Func<(int Entry, int Juror), int> of)
    {
        var lists = new List<int>[count];
        for (var i = 0; i < count; i++) lists[i] = [];
        for (var p = 0; p < pairs.Length; p++)
        {
            if (of(pairs[p]) is >= 0 and var at) lists[at].Add(p);
        }
        return [.. lists.Select(list => list.ToArray())];
    }

    /// <summary>As <see cref="LoadPrices.Bound"/>, with parts of places up to the cap.</summary>
    private Int128 PricedBound()
    {
        Int128 bound = 0;
        var pinned = new int[m];
        foreach (var (e, j) in graph.Pinned)
        {
            pinned[j]++;
            bound += (Int128)Unit * value[graph.At(e, j)];
        }
        for (var j = 0; j < m; j++)
        {
            var price = flow.Price(j);
            bound += (Int128)Unit * price * (price > 0 ? graph.Jurors[j].MaxLoad - pinned[j] : Math.Max(0, graph.Jurors[j].MinLoad - pinned[j]));
        }
        var (order, keys) = (new int[m], new long[m]);
        for (var e = 0; e < n; e++) bound += BestOf(e, order, keys);
        return bound;
    }

    /// <summary>The most that an entry's open places can be worth at value less price.</summary>
    private Int128 BestOf(int e, int[] order, long[] keys)
    {
        var (count, open) = (0, (long)Unit * graph.Entries[e].Demand);
        var room = new long[graph.IsUngrouped ? 0 : graph.GroupCount];
        Array.Fill(room, (long)Unit * graph.GroupCap);
        for (var j = 0; j < m; j++)
        {
            if (graph.IsPinned(e, j))
            {
                open -= Unit;
                if (GroupNode(e, j) >= 0) room[graph.GroupOf[j]] -= Unit;
            }
            else if (graph.Allows(e, j)) (order[count], keys[count++]) = (j, flow.Price(j) - value[graph.At(e, j)]);
        }
        Array.Sort(keys, order, 0, count);
        Int128 sum = 0;
        for (var i = 0; i < count && open > 0; i++)
        {
            var parts = Math.Min(open, Cap);
            if (GroupNode(e, order[i]) >= 0)
            {
                parts = Math.Min(parts, room[graph.GroupOf[order[i]]]);
                room[graph.GroupOf[order[i]]] -= parts;
            }
            sum -= (Int128)parts * keys[i];
            open -= parts;
        }
        return sum;
    }
}
