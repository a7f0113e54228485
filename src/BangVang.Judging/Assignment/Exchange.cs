namespace BangVang.Judging.Assignment;

/// <summary>What an exchange by hand would do.</summary>
/// <param name="TotalBefore">Total affinity now, and <paramref name="TotalAfter"/> with the exchange.</param>
/// <param name="LowestBefore">The lowest entry's total now, and <paramref name="LowestAfter"/> with the exchange.</param>
/// <param name="Refusal">
/// The first rule the exchange would break; null when it keeps all: assign.exchange_absent · assign.exchange_present · assign.exchange_conflict ·
/// assign.exchange_pinned {entry, juror} · assign.exchange_demand {entry, have, need} · assign.exchange_load {juror, load, min, max} ·
/// assign.exchange_group {entry, group, have, cap}.
/// </param>
public sealed record ExchangeEffect(double TotalBefore, double TotalAfter, double LowestBefore, double LowestAfter, Reason? Refusal);

/// <summary>Evaluates changes by hand before they are made.</summary>
public static class Exchange
{
    /// <summary>The effect of taking some pairs away and adding others: a move is one of each, an exchange between two entries two of each.</summary>
    /// <exception cref="ArgumentException">A code is not in the lists, or occurs twice.</exception>
    public static ExchangeEffect Evaluate(
        AssignmentProblem problem, IReadOnlyCollection<PanelPair> current, IReadOnlyCollection<PanelPair> remove, IReadOnlyCollection<PanelPair> add)
    {
        var before = current.ToHashSet();
        var after = before.Except(remove).Union(add).ToHashSet();
        var ((total, lowest), (totalAfter, lowestAfter)) = (Totals(problem, before), Totals(problem, after));
        return new(total, totalAfter, lowest, lowestAfter, Refusal(new(problem.Panel), problem.Panel, before, after, remove, add));
    }

    /// <summary>The total of all pairs, and the lowest total of an entry; 0 without entries.</summary>
    internal static (double Total, double Lowest) Totals(AssignmentProblem problem, IReadOnlyCollection<PanelPair> pairs)
    {
        var entries = Replacement.Index(problem.Panel.Entries.Select(e => e.Entry));
        var jurors = Replacement.Index(problem.Panel.Jurors.Select(j => j.Juror));
        var totals = new double[entries.Count];
        foreach (var pair in pairs.Order())
        {
            if (!entries.TryGetValue(pair.Entry, out var e) || !jurors.TryGetValue(pair.Juror, out var j))
                throw new ArgumentException($"The pair of entry {pair.Entry} and juror {pair.Juror} is not in the lists.", nameof(pairs));
            totals[e] += problem.Affinity[e * jurors.Count + j];
        }
        return (totals.Sum(), totals.DefaultIfEmpty(0).Min());
    }

    private static Reason? Refusal(
        PanelGraph graph, PanelRequest panel, HashSet<PanelPair> before, HashSet<PanelPair> after,
        IReadOnlyCollection<PanelPair> remove, IReadOnlyCollection<PanelPair> add)
    {
        var (entries, jurors) = (Replacement.Index(graph.Entries.Select(e => e.Entry)), Replacement.Index(graph.Jurors.Select(j => j.Juror)));
        static Reason Of(string code, PanelPair pair) => new(code, ("entry", pair.Entry), ("juror", pair.Juror));
        if (remove.FirstOrDefault(p => !before.Contains(p)) is { } absent) return Of("assign.exchange_absent", absent);
        if (add.FirstOrDefault(p => before.Contains(p) && !remove.Contains(p)) is { } present) return Of("assign.exchange_present", present);
        if (add.FirstOrDefault(p => !graph.Allows(entries[p.Entry], jurors[p.Juror])) is { } conflict) return Of("assign.exchange_conflict", conflict);
        if (remove.FirstOrDefault(p => !after.Contains(p) && graph.IsPinned(entries[p.Entry], jurors[p.Juror])) is { } pinned) return Of("assign.exchange_pinned", pinned);

        var touched = remove.Concat(add).ToList();
        foreach (var entry in panel.Entries.Where(e => touched.Any(p => p.Entry == e.Entry)))
        {
            var have = after.Count(p => p.Entry == entry.Entry);
            if (have != entry.Demand) return new("assign.exchange_demand", ("entry", entry.Entry), ("have", have), ("need", entry.Demand));
            var crowd = after.Where(p => p.Entry == entry.Entry && graph.GroupOf[jurors[p.Juror]] >= 0)
                .GroupBy(p => graph.Jurors[jurors[p.Juror]].Group!).FirstOrDefault(g => g.Count() > graph.GroupCap);
            if (crowd is not null)
                return new("assign.exchange_group", ("entry", entry.Entry), ("group", crowd.Key), ("have", crowd.Count()), ("cap", graph.GroupCap));
        }
        foreach (var juror in panel.Jurors.Where(j => touched.Any(p => p.Juror == j.Juror)))
        {
            var load = after.Count(p => p.Juror == juror.Juror);
            if (load < juror.MinLoad || load > juror.MaxLoad)
                return new("assign.exchange_load", ("juror", juror.Juror), ("load", load), ("min", juror.MinLoad), ("max", juror.MaxLoad));
        }
        return null;
    }
}
