namespace BangVang.Judging.Tests;

/// <summary>Panels so small that every assignment can be tried.</summary>
internal static class TinyPanels
{
    public static PanelRequest Random(SeededRandom random)
    {
        string?[] groups = [null, "X", "Y"];
        EntryDemand[] entries = [.. Enumerable.Range(0, 1 + random.Next(4)).Select(e => new EntryDemand($"e{e}", random.Next(4), groups[random.Next(3)]))];
        JurorLoad[] jurors = [.. Enumerable.Range(0, 1 + random.Next(5)).Select(j =>
        {
            var min = random.Next(3);
            return new JurorLoad($"j{j}", min, min + random.Next(3), groups[random.Next(3)]);
        })];
        PanelPair[] pairs = [.. from e in entries from j in jurors select new PanelPair(e.Entry, j.Juror)];
        PanelPair[] conflicts = [.. pairs.Where(_ => random.Next(5) == 0)];
        PanelPair[] pinned = [.. pairs.Except(conflicts).Where(p => random.Next(12) == 0
            && (entries.Single(e => e.Entry == p.Entry).Group is not { } group || jurors.Single(j => j.Juror == p.Juror).Group != group))];
        return new(entries, jurors, conflicts, pinned, random.Next(2) == 0 ? null : 1);
    }

    /// <summary>Every assignment that keeps all rules.</summary>
    public static IEnumerable<PanelPair[]> Assignments(PanelRequest panel)
    {
        IEnumerable<PanelPair[]> assignments = [[]];
        foreach (var entry in panel.Entries)
        {
            var choices = Subsets([.. panel.Jurors.Select(j => new PanelPair(entry.Entry, j.Juror))], entry.Demand).ToList();
            assignments = assignments.SelectMany(so => choices.Select(choice => (PanelPair[])[.. so, .. choice]));
        }
        return assignments.Where(pairs => Keeps(panel, pairs));
    }

    public static bool Keeps(PanelRequest panel, IReadOnlyList<PanelPair> pairs)
    {
        var jurors = panel.Jurors.ToDictionary(j => j.Juror);
        return pairs.Distinct().Count() == pairs.Count
            && panel.Entries.All(e => pairs.Count(p => p.Entry == e.Entry) == e.Demand)
            && panel.Jurors.All(j => pairs.Count(p => p.Juror == j.Juror) is var load && load >= j.MinLoad && load <= j.MaxLoad)
            && !pairs.Intersect(panel.Conflicts).Any() && panel.Pinned.All(pairs.Contains)
            && pairs.All(p => jurors[p.Juror].Group is not { } group || panel.Entries.Single(e => e.Entry == p.Entry).Group != group)
            && pairs.GroupBy(p => (p.Entry, jurors[p.Juror].Group)).All(g => g.Key.Group is null || g.Count() <= (panel.GroupCap ?? int.MaxValue));
    }

    private static IEnumerable<PanelPair[]> Subsets(PanelPair[] items, int size)
    {
        if (size == 0) return [[]];
        if (items.Length < size) return [];
        return Subsets(items[1..], size - 1).Select(rest => (PanelPair[])[items[0], .. rest]).Concat(Subsets(items[1..], size));
    }
}
