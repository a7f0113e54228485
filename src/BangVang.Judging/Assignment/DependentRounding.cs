namespace BangVang.Judging.Assignment;

/// <summary>
/// Draws one assignment whose pairs have exactly the given probabilities: dependent rounding along cycles (Gandhi, Khuller, Parthasarathy
/// and Srinivasan, J. ACM 53, 2006; for reviewers with groups, Jecmen et al., NeurIPS 2020; in general, Budish et al., Designing Random
/// Allocation Mechanisms, AER 2013). The parts flow from entries, through their groups where a cap may bind, over jurors into one sink;
/// along a cycle of split arcs parts are moved one way or the other, with the chances that keep every arc's expectation, until an arc is
/// whole. All sums at a node stay, and every arc ends at its parts rounded down or up: so loads and group caps hold in every draw.
/// </summary>
internal sealed class DependentRounding
{
    private readonly int unit;
    private readonly SeededRandom random;

    // Split arcs: parts above a whole number, from 1 to unit − 1 until they are whole.
    private readonly List<int> from = [], to = [], parts = [], pair = [];
    private readonly List<int>[] arcsOf;
    private readonly int[] placeOnPath;
    private readonly bool[] assigned;

    public DependentRounding(PanelGraph graph, Marginals marginals, SeededRandom random)
    {
        (unit, this.random) = (marginals.Unit, random);
        var (n, m, groups) = (graph.Entries.Length, graph.Jurors.Length, graph.IsUngrouped ? 0 : graph.GroupCount);
        var sink = n + m + n * groups;
        arcsOf = [.. Enumerable.Range(0, sink + 1).Select(_ => new List<int>())];
        placeOnPath = new int[sink + 1];
        assigned = new bool[n * m];
        var (ofJuror, ofGroup) = (new long[m], new long[n * groups]);
        for (var e = 0; e < n; e++)
        {
            for (var j = 0; j < m; j++)
            {
                var at = graph.At(e, j);
                var group = groups > 0 && graph.GroupOf[j] >= 0 ? e * groups + graph.GroupOf[j] : -1;
                ofJuror[j] += marginals.Parts[at];
                if (group >= 0) ofGroup[group] += marginals.Parts[at];
                assigned[at] = marginals.Parts[at] == unit;
                Add(group >= 0 ? n + m + group : e, n + j, marginals.Parts[at], at);
            }
        }
        for (var i = 0; i < ofGroup.Length; i++) Add(i / groups, n + m + i, ofGroup[i], -1);
        for (var j = 0; j < m; j++) Add(n + j, sink, ofJuror[j], -1);
    }

    /// <summary>Draws; call once.</summary>
    /// <returns>For each entry in turn, whether each juror has it.</returns>
    public bool[] Draw()
    {
        Array.Fill(placeOnPath, -1);
        for (var arc = 0; arc < from.Count; arc++)
        {
            while (IsSplit(arc)) FollowFrom(from[arc]);
        }
        return assigned;
    }

    private void Add(int source, int target, long amount, int at)
    {
        var split = (int)(amount % unit);
        if (split == 0) return;
        arcsOf[source].Add(from.Count);
        arcsOf[target].Add(from.Count);
        from.Add(source);
        to.Add(target);
        parts.Add(split);
        pair.Add(at);
    }

    private bool IsSplit(int arc) => parts[arc] > 0 && parts[arc] < unit;

    /// <summary>Walks over split arcs until a node is met again, and shifts parts around that cycle. At no node is a split arc alone: the sums are whole.</summary>
    private void FollowFrom(int start)
    {
        var (path, nodes) = (new List<int>(), new List<int> { start });
        placeOnPath[start] = 0;
        while (true)
        {
            var node = nodes[^1];
            var arc = NextOf(node, path.Count == 0 ? -1 : path[^1]);
            path.Add(arc);
            var next = from[arc] == node ? to[arc] : from[arc];
            if (placeOnPath[next] is >= 0 and var first)
            {
                foreach (var seen in nodes) placeOnPath[seen] = -1;
                Shift(path[first..], nodes[first]);
                return;
            }
            placeOnPath[next] = nodes.Count;
            nodes.Add(next);
        }
    }

    private int NextOf(int node, int except)
    {
        var arcs = arcsOf[node];
        for (var i = arcs.Count - 1; i >= 0; i--)
        {
            if (!IsSplit(arcs[i])) arcs.RemoveAt(i);
            else if (arcs[i] != except) return arcs[i];
        }
        throw new InvalidOperationException("The parts at a node do not sum to whole places.");
    }

    private void Shift(List<int> cycle, int start)
    {
        var (up, down) = (unit, unit);
        var alongs = new bool[cycle.Count];
        for (var (i, node) = (0, start); i < cycle.Count; i++)
        {
            var arc = cycle[i];
            alongs[i] = from[arc] == node;
            node = alongs[i] ? to[arc] : from[arc];
            up = Math.Min(up, alongs[i] ? unit - parts[arc] : parts[arc]);
            down = Math.Min(down, alongs[i] ? parts[arc] : unit - parts[arc]);
        }
        // Up with chance down / (up + down): the expectation of every arc stays.
        var change = random.Next(up + down) < down ? up : -down;
        for (var i = 0; i < cycle.Count; i++)
        {
            var arc = cycle[i];
            parts[arc] += alongs[i] ? change : -change;
            if (parts[arc] == unit && pair[arc] >= 0) assigned[pair[arc]] = true;
        }
    }
}
