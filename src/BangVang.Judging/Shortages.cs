namespace BangVang.Judging;

/// <summary>Why no assignment exists: a smallest reason, in the sense that leaving out any entry (or juror) it names leaves no reason.</summary>
internal static class Shortages
{
    /// <summary>
    /// assign.pinned_above_demand {entry, pinned, demand} · assign.pinned_above_load {juror, pinned, load} ·
    /// assign.pinned_above_cap {entry, group, pinned, cap} · assign.loads_below_demands {loads, demands} ·
    /// assign.least_loads_above_demands {loads, demands} · assign.entry_short {entry, have, need} · assign.juror_short {juror, have, need} ·
    /// assign.entries_short {entries, have, need} · assign.jurors_short {jurors, have, need}, the last two beyond the pinned pairs; null when an assignment exists.
    /// </summary>
    public static Reason? Find(PanelGraph graph) => OfPins(graph) ?? Sums(graph) ?? OneEntry(graph) ?? OneJuror(graph)
        ?? Several(graph, ofEntries: true) ?? Several(graph, ofEntries: false);

    /// <summary>
    /// Why no probabilities keep a cap, though an assignment exists: assign.cap_too_low {cap, entries, have, need} or
    /// assign.cap_too_low_jurors {cap, jurors, have, need}, in expected places beyond the pinned pairs.
    /// </summary>
    /// <param name="unit">Parts of a whole place.</param>
    /// <param name="cap">The most parts of a pair.</param>
    public static Reason? FindUnderCap(PanelGraph graph, int unit, int cap)
    {
        var named = Several(graph, ofEntries: true, unit, cap) ?? Several(graph, ofEntries: false, unit, cap);
        if (named is null) return null;
        var kind = named.Args[0].Name;
        double Places(string name) => Math.Round((long)named[name] / (double)unit, 6);
        return new(kind == "entries" ? "assign.cap_too_low" : "assign.cap_too_low_jurors",
            ("cap", Math.Round(cap / (double)unit, 9)), named.Args[0], ("have", Places("have")), ("need", Places("need")));
    }

    /// <summary>The first three of them: pinned pairs that break a rule by themselves, whatever else is assigned.</summary>
    public static Reason? OfPins(PanelGraph graph)
    {
        for (var e = 0; e < graph.Entries.Length; e++)
        {
            var pinned = Jurors(graph).Where(j => graph.IsPinned(e, j)).ToList();
            if (pinned.Count > graph.Entries[e].Demand)
                return new("assign.pinned_above_demand",
                    ("entry", graph.Entries[e].Entry), ("pinned", pinned.Count), ("demand", graph.Entries[e].Demand));
            var crowd = pinned.Where(j => graph.GroupOf[j] >= 0).GroupBy(j => graph.GroupOf[j]).FirstOrDefault(g => g.Count() > graph.GroupCap);
            if (crowd is not null)
                return new("assign.pinned_above_cap", ("entry", graph.Entries[e].Entry),
                    ("group", graph.Jurors[crowd.First()].Group!), ("pinned", crowd.Count()), ("cap", graph.GroupCap));
        }
        foreach (var j in Jurors(graph))
        {
            var pinned = Entries(graph).Count(e => graph.IsPinned(e, j));
            if (pinned > graph.Jurors[j].MaxLoad)
                return new("assign.pinned_above_load", ("juror", graph.Jurors[j].Juror), ("pinned", pinned), ("load", graph.Jurors[j].MaxLoad));
        }
        return null;
    }

    private static Reason? Sums(PanelGraph graph)
    {
        var demands = graph.Entries.Sum(e => (long)e.Demand);
        var (least, most) = (graph.Jurors.Sum(j => (long)j.MinLoad), graph.Jurors.Sum(j => (long)j.MaxLoad));
        if (most < demands) return new("assign.loads_below_demands", ("loads", most), ("demands", demands));
        return least > demands ? new("assign.least_loads_above_demands", ("loads", least), ("demands", demands)) : null;
    }

    private static Reason? OneEntry(PanelGraph graph)
    {
        for (var e = 0; e < graph.Entries.Length; e++)
        {
            var have = Jurors(graph).Where(j => graph.Allows(e, j) && graph.Jurors[j].MaxLoad > 0)
                .GroupBy(j => graph.GroupOf[j]).Sum(g => g.Key < 0 ? g.Count() : Math.Min(g.Count(), graph.GroupCap));
            if (have < graph.Entries[e].Demand)
                return new("assign.entry_short", ("entry", graph.Entries[e].Entry), ("have", have), ("need", graph.Entries[e].Demand));
        }
        return null;
    }

    private static Reason? OneJuror(PanelGraph graph)
    {
        foreach (var j in Jurors(graph))
        {
            var have = Entries(graph).Count(e => graph.Allows(e, j) && graph.Entries[e].Demand > 0);
            if (have < graph.Jurors[j].MinLoad)
                return new("assign.juror_short", ("juror", graph.Jurors[j].Juror), ("have", have), ("need", graph.Jurors[j].MinLoad));
        }
        return null;
    }

    /// <summary>Hall's condition for sets of entries against the largest loads, or for sets of jurors with their least loads against the demands.</summary>
    private static Reason? Several(PanelGraph graph, bool ofEntries, int unit = 1, int cap = 1)
    {
        var all = (ofEntries ? Entries(graph) : Jurors(graph)).ToList();
        if (Missing(graph, all, ofEntries, unit, cap).Missing == 0) return null;
        var set = all;
        for (var size = set.Count / 2; size >= 1; size = size == 1 ? 0 : (size + 1) / 2)
        {
            for (var start = 0; start < set.Count;)
            {
                List<int> without = [.. set[..start], .. set.Skip(start + size)];
                if (Missing(graph, without, ofEntries, unit, cap).Missing > 0) set = without;
                else start += size;
            }
        }
        var (missing, need) = Missing(graph, set, ofEntries, unit, cap);
        var names = string.Join(", ", set.Select(i => ofEntries ? graph.Entries[i].Entry : graph.Jurors[i].Juror));
        return new(ofEntries ? "assign.entries_short" : "assign.jurors_short",
            (ofEntries ? "entries" : "jurors", names), ("have", need - missing), ("need", need));
    }

    /// <summary>
    /// How many places of <paramref name="set"/> cannot be filled when nobody else needs any. Pinned pairs are taken as given:
    /// they count neither as needed nor as room.
    /// </summary>
    private static (long Missing, long Need) Missing(PanelGraph graph, List<int> set, bool ofEntries, int unit, int cap)
    {
        var (n, m) = (graph.Entries.Length, graph.Jurors.Length);
        var groups = graph.IsUngrouped ? 0 : graph.GroupCount;
        var (source, sink) = (n + m + n * groups, n + m + n * groups + 1);
        var flow = new MaxFlow(sink + 1);
        var entries = ofEntries ? set : [.. Entries(graph)];
        var jurors = ofEntries ? [.. Jurors(graph)] : set;
        foreach (var e in entries) flow.Add(source, e, unit * OpenDemand(graph, e));
        foreach (var j in jurors) flow.Add(n + j, sink, unit * OpenLoad(graph, j, ofEntries ? graph.Jurors[j].MaxLoad : graph.Jurors[j].MinLoad));
        foreach (var e in entries)
        {
            for (var g = 0; g < groups; g++) flow.Add(e, n + m + e * groups + g, unit * OpenCap(graph, e, g));
            foreach (var j in jurors.Where(j => graph.Allows(e, j) && !graph.IsPinned(e, j)))
                flow.Add(groups > 0 && graph.GroupOf[j] >= 0 ? n + m + e * groups + graph.GroupOf[j] : e, n + j, cap);
        }
        var need = unit * (ofEntries ? set.Sum(e => OpenDemand(graph, e)) : set.Sum(j => OpenLoad(graph, j, graph.Jurors[j].MinLoad)));
        return (need - flow.Run(source, sink), need);
    }

    private static long OpenDemand(PanelGraph graph, int entry) =>
        graph.Entries[entry].Demand - Jurors(graph).Count(j => graph.IsPinned(entry, j));

    private static long OpenLoad(PanelGraph graph, int juror, int load) =>
        Math.Max(0, load - Entries(graph).Count(e => graph.IsPinned(e, juror)));

    private static long OpenCap(PanelGraph graph, int entry, int group) =>
        graph.GroupCap - Jurors(graph).Count(j => graph.GroupOf[j] == group && graph.IsPinned(entry, j));

    private static IEnumerable<int> Entries(PanelGraph graph) => Enumerable.Range(0, graph.Entries.Length);

    private static IEnumerable<int> Jurors(PanelGraph graph) => Enumerable.Range(0, graph.Jurors.Length);
}
