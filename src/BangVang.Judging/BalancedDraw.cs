namespace BangVang.Judging;

/// <summary>
/// Builds and mixes one balanced assignment. Each place of an entry goes along a path of exchanges to the reachable juror with
/// the least load (those below their least load first), which keeps the sum of squared loads least at every step: a path
/// to a juror two or more below another would have been taken before.
/// </summary>
internal sealed class BalancedDraw
{
    private const int None = -1;

    private readonly PanelGraph graph;
    private readonly IRandom random;
    private readonly int[] jurorOrder;
    private readonly bool[] has;
    private readonly int[] load;
    private readonly int[] ofGroup;

    // The search: which juror led to an entry (or to one group of an entry), which entry led to a juror.
    private readonly int[] entryFrom;
    private readonly int[] jurorFrom;
    private readonly bool[] entrySeen;
    private readonly bool[] jurorSeen;
    private readonly Queue<int> queue = new();

    public BalancedDraw(PanelGraph graph, IRandom random)
    {
        (this.graph, this.random) = (graph, random);
        jurorOrder = [.. Enumerable.Range(0, graph.Jurors.Length)];
        random.Shuffle(jurorOrder);
        has = new bool[graph.Entries.Length * graph.Jurors.Length];
        load = new int[graph.Jurors.Length];
        ofGroup = new int[graph.IsUngrouped ? 0 : graph.Entries.Length * graph.GroupCount];
        var nodes = graph.Entries.Length + ofGroup.Length;
        (entryFrom, entrySeen) = (new int[nodes], new bool[nodes]);
        (jurorFrom, jurorSeen) = (new int[graph.Jurors.Length], new bool[graph.Jurors.Length]);
    }

    /// <summary>Places all demands; false when that is impossible.</summary>
    public bool TryPlace()
    {
        var places = new List<int>();
        for (var e = 0; e < graph.Entries.Length; e++)
        {
            var open = graph.Entries[e].Demand;
            for (var j = 0; j < load.Length; j++)
            {
                if (!graph.IsPinned(e, j)) continue;
                Set(e, j, true);
                open--;
            }
            if (open < 0) return false;
            places.AddRange(Enumerable.Repeat(e, open));
        }
        if (load.Where((count, j) => count > graph.Jurors[j].MaxLoad).Any() || ofGroup.Any(count => count > graph.GroupCap)) return false;

        var order = places.ToArray();
        random.Shuffle(order);
        return order.All(TryPlaceOne) && !load.Where((count, j) => count < graph.Jurors[j].MinLoad).Any();
    }

    /// <summary>Mixes by exchanging jurors between two entries, and by moving an entry to a juror with one entry less.</summary>
    public void Mix(int stepsPerPair)
    {
        var pairs = AssignedPairs().Where(p => !graph.IsPinned(p.Entry, p.Juror)).ToArray();
        if (pairs.Length < 1) return;
        for (var step = 0L; step < (long)stepsPerPair * pairs.Length; step++)
        {
            ref var first = ref pairs[random.Next(pairs.Length)];
            if (random.Next(2) == 0) TryExchange(ref first, ref pairs[random.Next(pairs.Length)]);
            else TryMove(ref first, random.Next(load.Length));
        }
    }

    public PanelPair[] Pairs() => [.. AssignedPairs().Select(p => new PanelPair(graph.Entries[p.Entry].Entry, graph.Jurors[p.Juror].Juror))];

    private IEnumerable<(int Entry, int Juror)> AssignedPairs()
    {
        for (var e = 0; e < graph.Entries.Length; e++)
        {
            for (var j = 0; j < load.Length; j++)
            {
                if (has[e * load.Length + j]) yield return (e, j);
            }
        }
    }

    private bool TryPlaceOne(int entry)
    {
        var target = Search(entry);
        if (target == None) return false;
        for (var juror = target; ;)
        {
            var at = jurorFrom[juror];
            var owner = at < graph.Entries.Length ? at : (at - graph.Entries.Length) / graph.GroupCount;
            Set(owner, juror, true);
            var freed = entryFrom[at];
            if (freed == None) return true;
            Set(owner, freed, false);
            juror = freed;
        }
    }

    /// <summary>The juror with the least load that can take one more, so that <paramref name="entry"/> gets one more juror.</summary>
    private int Search(int entry)
    {
        Array.Clear(entrySeen);
        Array.Clear(jurorSeen);
        queue.Clear();
        Reach(entry, None);
        var least = Enumerable.Range(0, load.Length).Where(HasRoom).Select(Urgency).DefaultIfEmpty().Min();
        var best = None;
        while (queue.TryDequeue(out var node))
        {
            foreach (var juror in jurorOrder)
            {
                if (jurorSeen[juror] || !Leads(node, juror)) continue;
                (jurorSeen[juror], jurorFrom[juror]) = (true, node);
                if (HasRoom(juror) && (best == None || Urgency(juror) < Urgency(best))) best = juror;
                if (best != None && Urgency(best) == least) return best;
                ReachEntriesOf(juror);
            }
        }
        return best;
    }

    private bool HasRoom(int juror) => load[juror] < graph.Jurors[juror].MaxLoad;

    /// <summary>Lower is served first: the load, and all who are below their least load before all others.</summary>
    private long Urgency(int juror) => load[juror] - (load[juror] < graph.Jurors[juror].MinLoad ? 1L << 40 : 0);

    /// <summary>Can the entry (or the group of an entry) of <paramref name="node"/> take <paramref name="juror"/> in exchange for who led to it?</summary>
    private bool Leads(int node, int juror)
    {
        var entries = graph.Entries.Length;
        var group = graph.GroupOf[juror];
        if (node >= entries)
            return (node - entries) % graph.GroupCount == group && Free((node - entries) / graph.GroupCount, juror);
        return Free(node, juror) && (graph.IsUngrouped || group < 0 || ofGroup[node * graph.GroupCount + group] < graph.GroupCap);
    }

    private bool Free(int entry, int juror) => !has[entry * load.Length + juror] && graph.Allows(entry, juror);

    private void ReachEntriesOf(int juror)
    {
        for (var e = 0; e < graph.Entries.Length; e++)
        {
            if (!has[e * load.Length + juror] || graph.IsPinned(e, juror)) continue;
            Reach(e, juror);
            if (!graph.IsUngrouped && graph.GroupOf[juror] is >= 0 and var group)
                Reach(graph.Entries.Length + e * graph.GroupCount + group, juror);
        }
    }

    private void Reach(int node, int from)
    {
        if (entrySeen[node]) return;
        (entrySeen[node], entryFrom[node]) = (true, from);
        queue.Enqueue(node);
    }

    private void TryExchange(ref (int Entry, int Juror) a, ref (int Entry, int Juror) b)
    {
        if (a.Entry == b.Entry || a.Juror == b.Juror || !Free(a.Entry, b.Juror) || !Free(b.Entry, a.Juror)) return;
        if (!GroupsAllow(a.Entry, a.Juror, b.Juror) || !GroupsAllow(b.Entry, b.Juror, a.Juror)) return;
        Set(a.Entry, a.Juror, false);
        Set(b.Entry, b.Juror, false);
        Set(a.Entry, b.Juror, true);
        Set(b.Entry, a.Juror, true);
        (a.Juror, b.Juror) = (b.Juror, a.Juror);
    }

    private void TryMove(ref (int Entry, int Juror) pair, int juror)
    {
        if (load[juror] + 1 != load[pair.Juror] || !HasRoom(juror) || load[pair.Juror] <= graph.Jurors[pair.Juror].MinLoad) return;
        if (!Free(pair.Entry, juror) || !GroupsAllow(pair.Entry, pair.Juror, juror)) return;
        Set(pair.Entry, pair.Juror, false);
        Set(pair.Entry, juror, true);
        pair.Juror = juror;
    }

    private bool GroupsAllow(int entry, int leaving, int coming)
    {
        var group = graph.GroupOf[coming];
        return graph.IsUngrouped || group < 0 || group == graph.GroupOf[leaving]
            || ofGroup[entry * graph.GroupCount + group] < graph.GroupCap;
    }

    private void Set(int entry, int juror, bool assigned)
    {
        has[entry * load.Length + juror] = assigned;
        load[juror] += assigned ? 1 : -1;
        if (!graph.IsUngrouped && graph.GroupOf[juror] is >= 0 and var group)
            ofGroup[entry * graph.GroupCount + group] += assigned ? 1 : -1;
    }
}
