using System.Runtime.CompilerServices;

namespace BangVang.Judging.Assignment;

/// <summary>
/// Minimal-cost flow with integer costs by the primal network simplex method over flat arrays: strongly feasible trees
/// (no cycling), entering arcs by block search, arcs addable between runs. Supplies must sum to zero.
/// </summary>
internal sealed class NetworkSimplex
{
    private const sbyte AtLower = 1, InTree = 0, AtUpper = -1;
    private const int Unbounded = int.MaxValue;

    private readonly int nodes;
    private readonly int root;
    private readonly long artificialCost;

    // Arcs: the first `nodes` lead between a node and the root and are artificial.
    private int arcs;
    private int[] source, target, capacity, flow;
    private long[] cost;
    private sbyte[] state;
    private int next;

    // The spanning tree: the arc to the parent, whether it leads up, and the children as a doubly linked list.
    private readonly int[] parent, arcToParent, depth, firstChild, nextSibling, previousSibling;
    private readonly bool[] leadsUp;
    private readonly long[] potential;
    private readonly int[] stack;

    /// <param name="supplies">What each node sends (more than 0) or takes (less than 0).</param>
    /// <param name="largestCost">No arc costs more than this, or less than its negative.</param>
    /// <param name="expectedArcs">How many arcs to make room for.</param>
    public NetworkSimplex(int[] supplies, long largestCost, int expectedArcs)
    {
        nodes = root = supplies.Length;
        artificialCost = (largestCost + 1) * (nodes + 1);
        arcs = nodes;
        var room = nodes + expectedArcs;
        (source, target, capacity, flow) = (new int[room], new int[room], new int[room], new int[room]);
        (cost, state) = (new long[room], new sbyte[room]);
        (parent, arcToParent, depth) = (new int[nodes + 1], new int[nodes + 1], new int[nodes + 1]);
        (firstChild, nextSibling, previousSibling) = (new int[nodes + 1], new int[nodes + 1], new int[nodes + 1]);
        (leadsUp, potential, stack) = (new bool[nodes + 1], new long[nodes + 1], new int[nodes + 1]);
        Array.Fill(firstChild, -1);
        (parent[root], nextSibling[root], previousSibling[root]) = (-1, -1, -1);
        for (var node = 0; node < nodes; node++)
        {
            leadsUp[node] = supplies[node] >= 0;
            (source[node], target[node]) = leadsUp[node] ? (node, root) : (root, node);
            (capacity[node], flow[node], cost[node]) = (Unbounded, Math.Abs(supplies[node]), artificialCost);
            (arcToParent[node], depth[node]) = (node, 1);
            potential[node] = leadsUp[node] ? -artificialCost : artificialCost;
            Link(node, root);
        }
    }

    /// <summary>Pivots made so far.</summary>
    public long Pivots { get; private set; }

    /// <summary>Adds an arc and returns its number. A <paramref name="full"/> one starts with its capacity as flow: give such arcs before the first run.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Add(int from, int to, int most, long costPerUnit, bool full = false)
    {
        if (arcs == source.Length) Grow();
        (source[arcs], target[arcs], capacity[arcs], cost[arcs]) = (from, to, most, costPerUnit);
        (flow[arcs], state[arcs]) = (0, AtLower);
        if (full)
        {
            (flow[arcs], state[arcs]) = (most, AtUpper);
            Relieve(from, -most);
            Relieve(to, most);
        }
        return arcs++;
    }

    /// <summary>Lets what <paramref name="arc"/> can carry of its source's supply go that way from the start; both its ends hang from the root, and no run was made.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Hang(int arc)
    {
        var (from, to) = (source[arc], target[arc]);
        if (!leadsUp[from] || flow[from] >= capacity[arc]) return;
        (flow[arc], state[arc]) = (flow[from], InTree);
        (flow[from], state[from], arcToParent[from]) = (0, AtLower, arc);
        Relieve(to, flow[arc]);
        Unlink(from);
        Link(from, to);
    }

    public int Flow(int arc) => flow[arc];

    public long Potential(int node) => potential[node];

    /// <summary>Units that only artificial arcs carry: the flow exists only when there are none.</summary>
    public long Unplaced()
    {
        long units = 0;
        for (var node = 0; node < nodes; node++) units += flow[node];
        return units;
    }

    /// <summary>Pivots until no arc can lower the cost.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run()
    {
        if (Pivots == 0) RefreshAll();
        var block = Math.Max(20, (int)Math.Sqrt(arcs));
        while (true)
        {
            var entering = FindEntering(block);
            if (entering < 0) return;
            Pivot(entering);
            Pivots++;
        }
    }

    /// <summary>Changes the supply that the artificial arc of <paramref name="node"/> carries, turning the arc where its flow would be negative.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Relieve(int node, int change)
    {
        var sent = (leadsUp[node] ? flow[node] : -flow[node]) + change;
        leadsUp[node] = sent >= 0;
        (source[node], target[node]) = leadsUp[node] ? (node, root) : (root, node);
        flow[node] = Math.Abs(sent);
        potential[node] = leadsUp[node] ? -artificialCost : artificialCost;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int FindEntering(int block)
    {
        var (source, target, cost, state, potential) = (this.source, this.target, this.cost, this.state, this.potential);
        var (best, least, left) = (-1, 0L, block);
        var arc = next;
        if (arc >= arcs) arc = 0;
        for (var seen = 0; seen < arcs; seen++)
        {
            var reduced = state[arc] * (cost[arc] + potential[source[arc]] - potential[target[arc]]);
            if (reduced < least) (least, best) = (reduced, arc);
            if (++arc == arcs) arc = 0;
            if (--left == 0)
            {
                if (best >= 0) break;
                left = block;
            }
        }
        next = arc;
        return best;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Pivot(int entering)
    {
        var (first, second) = state[entering] == AtLower ? (source[entering], target[entering]) : (target[entering], source[entering]);
        var join = Join(first, second);

        // The last blocking arc along the cycle, seen from the join in the direction of the flow, leaves: the tree stays strongly feasible.
        var (delta, leaving, onFirst) = (capacity[entering], -1, false);
        for (var node = first; node != join; node = parent[node])
        {
            var arc = arcToParent[node];
            var room = leadsUp[node] ? flow[arc] : capacity[arc] == Unbounded ? Unbounded : capacity[arc] - flow[arc];
            if (room < delta) (delta, leaving, onFirst) = (room, node, true);
        }
        for (var node = second; node != join; node = parent[node])
        {
            var arc = arcToParent[node];
            var room = leadsUp[node] ? capacity[arc] == Unbounded ? Unbounded : capacity[arc] - flow[arc] : flow[arc];
            if (room <= delta) (delta, leaving, onFirst) = (room, node, false);
        }

        if (delta > 0)
        {
            flow[entering] += state[entering] * delta;
            for (var node = first; node != join; node = parent[node]) flow[arcToParent[node]] += leadsUp[node] ? -delta : delta;
            for (var node = second; node != join; node = parent[node]) flow[arcToParent[node]] += leadsUp[node] ? delta : -delta;
        }
        if (leaving < 0)
        {
            state[entering] = (sbyte)-state[entering];
            return;
        }
        var leavingArc = arcToParent[leaving];
        state[leavingArc] = flow[leavingArc] == 0 ? AtLower : AtUpper;
        state[entering] = InTree;
        var (inner, outer) = onFirst ? (first, second) : (second, first);
        Rehang(entering, inner, outer, leaving);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Join(int a, int b)
    {
        while (depth[a] > depth[b]) a = parent[a];
        while (depth[b] > depth[a]) b = parent[b];
        while (a != b) (a, b) = (parent[a], parent[b]);
        return a;
    }

    /// <summary>Cuts the subtree of <paramref name="cut"/> off, turns its path to <paramref name="inner"/> around and hangs it from <paramref name="outer"/> by the entering arc.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Rehang(int entering, int inner, int outer, int cut)
    {
        var (node, newParent, newArc, newUp) = (inner, outer, entering, source[entering] == inner);
        while (true)
        {
            var (oldParent, oldArc, oldUp) = (parent[node], arcToParent[node], leadsUp[node]);
            Unlink(node);
            Link(node, newParent);
            (arcToParent[node], leadsUp[node]) = (newArc, newUp);
            if (node == cut) break;
            (newParent, newArc, newUp) = (node, oldArc, !oldUp);
            node = oldParent;
        }
        var change = potential[outer] + (leadsUp[inner] ? -cost[entering] : cost[entering]) - potential[inner];
        Refresh(inner, change);
    }

    /// <summary>Adds to the potentials of a subtree and sets its depths.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Refresh(int top, long change)
    {
        var (stack, potential, depth, parent, firstChild, nextSibling) = (this.stack, this.potential, this.depth, this.parent, this.firstChild, this.nextSibling);
        var height = 0;
        stack[height++] = top;
        while (height > 0)
        {
            var node = stack[--height];
            potential[node] += change;
            depth[node] = depth[parent[node]] + 1;
            for (var child = firstChild[node]; child >= 0; child = nextSibling[child]) stack[height++] = child;
        }
    }

    private void RefreshAll()
    {
        for (var child = firstChild[root]; child >= 0; child = nextSibling[child])
        {
            for (var low = firstChild[child]; low >= 0; low = nextSibling[low])
            {
                potential[low] = potential[child] - cost[arcToParent[low]];
                depth[low] = 2;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Link(int node, int to)
    {
        (parent[node], previousSibling[node], nextSibling[node]) = (to, -1, firstChild[to]);
        if (firstChild[to] >= 0) previousSibling[firstChild[to]] = node;
        firstChild[to] = node;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Unlink(int node)
    {
        var (before, after) = (previousSibling[node], nextSibling[node]);
        if (before >= 0) nextSibling[before] = after;
        else firstChild[parent[node]] = after;
        if (after >= 0) previousSibling[after] = before;
    }

    private void Grow()
    {
        var room = source.Length + Math.Max(1024, source.Length / 2);
        Array.Resize(ref source, room);
        Array.Resize(ref target, room);
        Array.Resize(ref capacity, room);
        Array.Resize(ref flow, room);
        Array.Resize(ref cost, room);
        Array.Resize(ref state, room);
    }
}
