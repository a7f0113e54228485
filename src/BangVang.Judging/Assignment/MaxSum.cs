using System.Runtime.CompilerServices;

namespace BangVang.Judging.Assignment;

/// <summary>An assignment with the prices that prove it best.</summary>
/// <param name="Jurors">For each entry the jurors, pinned ones included, ascending.</param>
/// <param name="Value">The sum of the values of its pairs.</param>
/// <param name="Prices">What a place with each juror is worth: above 0 only for those at their largest load, below 0 only for those at their least.</param>
internal sealed record MaxSumSolution(int[][] Jurors, long Value, long[] Prices, long Pivots, int Arcs);

/// <summary>
/// Assignments of the largest total value, exactly. The network simplex runs on the best pairs of each entry; all other pairs are
/// then priced with its potentials, those that could help are added, and it goes on from where it was, until none could.
/// </summary>
internal sealed class MaxSum
{
    private readonly PanelGraph graph;
    private readonly int[] value;
    private readonly int[] openDemand, least, most, groupRoom;
    private readonly int unit, cap;
    private readonly int sink;
    private NetworkSimplex flow = null!;
    private readonly List<(int Entry, int Juror, int Arc)> arcs = [];
    private readonly bool[] used;

    /// <param name="value">For each entry in turn, each juror's value; between −2^30 and 2^30.</param>
    /// <param name="unit">Into how many parts a place can be split; all demands in these parts sum to less than 2^31.</param>
    /// <param name="cap">The most parts of one pair that is not pinned; at most <paramref name="unit"/>.</param>
    public MaxSum(PanelGraph graph, int[] value, int unit = 1, int cap = 1)
    {
        (this.graph, this.value, this.unit, this.cap) = (graph, value, unit, cap);
        var (n, m) = (graph.Entries.Length, graph.Jurors.Length);
        openDemand = [.. graph.Entries.Select(e => e.Demand)];
        // A load above the number of entries never binds, however large it is written.
        (least, most) = ([.. graph.Jurors.Select(j => j.MinLoad)], [.. graph.Jurors.Select(j => Math.Min(j.MaxLoad, Math.Max(n + 1, j.MinLoad)))]);
        foreach (var (e, j) in graph.Pinned)
        {
            openDemand[e]--;
            (least[j], most[j]) = (Math.Max(0, least[j] - 1), most[j] - 1);
        }
        groupRoom = GroupRoom(graph, openDemand);
        used = new bool[n * m];
        sink = n + m + (graph.IsUngrouped ? 0 : n * graph.GroupCount);
    }

    /// <summary>The best assignment; null when there is none.</summary>
    public MaxSumSolution? Solve() => Run() ? Read() : null;

    /// <summary>Finds the best flow; false when there is none. Call once.</summary>
    public bool Run()
    {
        var (n, m) = (graph.Entries.Length, graph.Jurors.Length);
        if (openDemand.Any(d => d < 0 || d > m) || most.Any(l => l < 0) || least.Any(l => l > n)) return false;
        Build();
        do flow.Run(); while (AddHelpful() > 0);
        return flow.Unplaced() == 0;
    }

    /// <summary>Places that each group may still have with each entry beside the pinned ones, entry by entry; empty where no cap can bind.</summary>
    public static int[] GroupRoom(PanelGraph graph) => GroupRoom(graph, [.. graph.Entries.Select((e, i) => e.Demand - graph.Pinned.Count(p => p.Entry == i))]);

    private static int[] GroupRoom(PanelGraph graph, int[] openDemand)
    {
        if (graph.IsUngrouped) return [];
        var room = new int[openDemand.Length * graph.GroupCount];
        Array.Fill(room, graph.GroupCap);
        foreach (var (e, j) in graph.Pinned.Where(p => graph.GroupOf[p.Juror] >= 0)) room[e * graph.GroupCount + graph.GroupOf[j]]--;
        for (var i = 0; i < room.Length; i++) room[i] = Math.Clamp(room[i], 0, Math.Max(0, openDemand[i / graph.GroupCount]));
        return room;
    }

    /// <summary>After <see cref="Run"/>: the parts of each pair that has some and is not pinned.</summary>
    public IEnumerable<(int Entry, int Juror, int Parts)> Parts() =>
        arcs.Select(a => (a.Entry, a.Juror, Parts: flow.Flow(a.Arc))).Where(a => a.Parts > 0);

    /// <summary>
    /// After <see cref="Run"/>: below 0, the pair has its cap in every best flow; above 0, it has nothing in any; at 0, best flows differ or
    /// may differ (complementary slackness).
    /// </summary>
    public long ReducedCost(int entry, int juror) => flow.Potential(EntryNode(entry, juror)) - value[graph.At(entry, juror)] - flow.Potential(graph.Entries.Length + juror);

    /// <summary>As <see cref="ReducedCost"/>, for the places of a group with an entry: its cap, or none.</summary>
    public long ReducedGroupCost(int entry, int group) => flow.Potential(entry) - flow.Potential(GroupNode(entry, group));

    /// <summary>What a place with a juror is worth: above 0, the juror has the largest load in every best flow; below 0, the least.</summary>
    public long Price(int juror) => flow.Potential(sink) - flow.Potential(graph.Entries.Length + juror);

    private int EntryNode(int entry, int juror) =>
        graph.IsUngrouped || graph.GroupOf[juror] < 0 ? entry : GroupNode(entry, graph.GroupOf[juror]);

    private int GroupNode(int entry, int group) => graph.Entries.Length + graph.Jurors.Length + entry * graph.GroupCount + group;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Build()
    {
        var (n, m) = (graph.Entries.Length, graph.Jurors.Length);
        var supplies = new int[sink + 1];
        for (var e = 0; e < n; e++) supplies[e] = unit * openDemand[e];
        for (var j = 0; j < m; j++) supplies[n + j] = -unit * least[j];
        supplies[sink] = unit * (least.Sum() - openDemand.Sum());
        var largest = 0L;
        foreach (var v in value) largest = Math.Max(largest, Math.Abs((long)v));
        var width = Math.Min(m, Math.Max(StartWidth, 4 * (int)((long)(n == 0 ? 0 : openDemand.Max()) * unit / cap)));
        flow = new(supplies, largest, n * width + m + sink);

        var load = new int[m];
        var keys = new long[m];
        var last = new int[n];
        for (var e = 0; e < n; e++) last[e] = AddBest(e, width, keys, load);
        AddForLeastLoads(last);
        for (var j = 0; j < m; j++)
        {
            var arc = flow.Add(n + j, sink, unit * (most[j] - least[j]), 0);
            flow.Hang(arc);
        }
        for (var i = 0; i < groupRoom.Length; i++) flow.Add(i / graph.GroupCount, n + m + i, unit * groupRoom[i], 0);
    }

    private const int StartWidth = 24;

    /// <summary>Adds the best pairs of an entry, full as long as there is room, so that the start is near the end.</summary>
    /// <returns>The value of the last juror that it would take if it had its choice.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int AddBest(int entry, int width, long[] keys, int[] load)
    {
        var (m, count) = (graph.Jurors.Length, 0);
        for (var j = 0; j < m; j++)
        {
            if (graph.Allows(entry, j) && !graph.IsPinned(entry, j)) keys[count++] = Key(-(long)value[entry * m + j], j);
        }
        Select(keys, count, width);
        Array.Sort(keys, 0, Math.Min(count, width));
        var open = graph.IsUngrouped ? unit * openDemand[entry] : 0;
        for (var i = 0; i < Math.Min(count, width); i++)
        {
            var juror = Index(keys[i]);
            var full = open >= cap && load[juror] + cap <= unit * most[juror];
            if (full) (open, load[juror]) = (open - cap, load[juror] + cap);
            Add(entry, juror, full);
        }
        return count == 0 || openDemand[entry] == 0 ? 0 : value[entry * m + Index(keys[Math.Min(openDemand[entry], count) - 1])];
    }

    /// <summary>Jurors whom few entries want need their best pairs too, or their least load is reached only after many rounds of pricing.</summary>
    /// <param name="last">The value of the last juror that each entry would take if it had its choice.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddForLeastLoads(int[] last)
    {
        var (n, m) = (graph.Entries.Length, graph.Jurors.Length);
        var has = new int[m];
        foreach (var (_, j, _) in arcs) has[j]++;
        var keys = new long[n];
        for (var j = 0; j < m; j++)
        {
            var wanted = least[j] == 0 ? 0 : LeastLoadWidth * least[j] + StartWidth - has[j];
            if (wanted <= 0) continue;
            var count = 0;
            for (var e = 0; e < n; e++)
            {
                if (!used[e * m + j] && graph.Allows(e, j) && !graph.IsPinned(e, j)) keys[count++] = Key((long)last[e] - value[e * m + j], e);
            }
            Select(keys, count, wanted);
            for (var i = 0; i < Math.Min(count, wanted); i++) Add(Index(keys[i]), j);
        }
    }

    private const int LeastLoadWidth = 5;

    /// <summary>Orders by <paramref name="cost"/>, at most 2^31 from 0, then by index.</summary>
    private static long Key(long cost, int index) => cost * (1L << 31) + index;

    private static int Index(long key) => (int)(key & int.MaxValue);

    /// <summary>Brings the <paramref name="width"/> smallest of the first <paramref name="count"/> to the front, in any order (quickselect).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Select(long[] keys, int count, int width)
    {
        for (var (low, high) = (0, count - 1); low < high && width < count;)
        {
            var (a, b, c) = (keys[low], keys[(low + high) / 2], keys[high]);
            var pivot = Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));
            var (i, j) = (low, high);
            while (i <= j)
            {
                while (keys[i] < pivot) i++;
                while (keys[j] > pivot) j--;
                if (i <= j) (keys[i], keys[j]) = (keys[j--], keys[i++]);
            }
            if (width <= j) high = j;
            else if (width > i) low = i;
            else return;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Add(int entry, int juror, bool full = false)
    {
        var m = graph.Jurors.Length;
        arcs.Add((entry, juror, flow.Add(EntryNode(entry, juror), graph.Entries.Length + juror, cap, -(long)value[entry * m + juror], full)));
        used[entry * m + juror] = true;
    }

    /// <summary>Adds, per entry, the pairs that would lower the cost most at the present potentials.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int AddHelpful()
    {
        var (n, m) = (graph.Entries.Length, graph.Jurors.Length);
        if (arcs.Count == n * m) return 0;
        var jurorPotential = new long[m];
        for (var j = 0; j < m; j++) jurorPotential[j] = flow.Potential(n + j);
        var (least, jurors) = (new long[AddedPerEntry], new int[AddedPerEntry]);
        var added = 0;
        for (var e = 0; e < n; e++)
        {
            var (count, entryPotential) = (0, flow.Potential(e));
            for (var j = 0; j < m; j++)
            {
                var reduced = (graph.IsUngrouped ? entryPotential : flow.Potential(EntryNode(e, j))) - value[e * m + j] - jurorPotential[j];
                if (reduced >= 0 || used[e * m + j] || !graph.Allows(e, j) || graph.IsPinned(e, j)) continue;
                if (count == AddedPerEntry && reduced >= least[^1]) continue;
                var at = count < AddedPerEntry ? count++ : count - 1;
                for (; at > 0 && least[at - 1] > reduced; at--) (least[at], jurors[at]) = (least[at - 1], jurors[at - 1]);
                (least[at], jurors[at]) = (reduced, j);
            }
            for (var i = 0; i < count; i++) Add(e, jurors[i]);
            added += count;
        }
        return added;
    }

    private const int AddedPerEntry = 16;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private MaxSumSolution Read()
    {
        var (n, m) = (graph.Entries.Length, graph.Jurors.Length);
        var jurors = new List<int>[n];
        for (var e = 0; e < n; e++) jurors[e] = [];
        foreach (var (e, j) in graph.Pinned) jurors[e].Add(j);
        foreach (var (e, j, arc) in arcs)
        {
            if (flow.Flow(arc) > 0) jurors[e].Add(j);
        }
        long total = 0;
        for (var e = 0; e < n; e++)
        {
            jurors[e].Sort();
            foreach (var j in jurors[e]) total += value[e * m + j];
        }
        var prices = new long[m];
        for (var j = 0; j < m; j++) prices[j] = Price(j);
        return new([.. jurors.Select(j => j.ToArray())], total, prices, flow.Pivots, arcs.Count);
    }
}
