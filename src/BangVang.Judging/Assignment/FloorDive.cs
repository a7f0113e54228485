namespace BangVang.Judging.Assignment;

/// <summary>How often each entry took which set of jurors while prices were improved.</summary>
internal sealed class SetTally(int entries)
{
    private readonly List<(int[] Set, int Times)>[] sets = [.. Enumerable.Range(0, entries).Select(_ => new List<(int[], int)>())];
    private readonly int[] binding = new int[entries], rounds = new int[entries];

    public void Count(int entry, ReadOnlySpan<int> set, bool floorBinds)
    {
        int[] sorted = [.. set];
        Array.Sort(sorted);
        rounds[entry]++;
        if (floorBinds) binding[entry]++;
        var at = sets[entry].FindIndex(s => s.Set.AsSpan().SequenceEqual(sorted));
        if (at < 0) sets[entry].Add((sorted, 1));
        else sets[entry][at] = (sorted, sets[entry][at].Times + 1);
    }

    /// <summary>The share of rounds in which the floor kept the entry from the set it valued most.</summary>
    public double Binding(int entry) => rounds[entry] == 0 ? 0 : (double)binding[entry] / rounds[entry];

    /// <summary>The sets of an entry, the most frequent first, each with its share of the rounds.</summary>
    public IEnumerable<(int[] Set, double Share)> Of(int entry) =>
        sets[entry].OrderByDescending(s => s.Times).Select(s => (s.Set, (double)s.Times / rounds[entry]));
}

/// <summary>
/// Looks for the largest total above a floor by diving: the prices of <see cref="FlooredPrices"/> show which sets the entries held up by the floor
/// take most; the surest of these are pinned, prices are improved again, and all others are assigned exactly. It ends when every entry reaches
/// the floor. Deterministic.
/// </summary>
internal sealed class FloorDive(PanelGraph graph, int[] value, long floor, Func<bool> stop)
{
    private const int Rounds = 90;
    private const double PinnedAtOnce = 0.05, Pace = 0.25;

    /// <param name="prices">Improved prices; changed on the way.</param>
    /// <param name="target">A total that is hardly reached.</param>
    /// <returns>For each entry its jurors, the last exact assignment, which may leave entries below the floor; null when none was made.</returns>
    public int[][]? Run(long[] prices, long target)
    {
        var (panel, found) = (graph, (int[][]?)null);
        while (!stop())
        {
            if (new MaxSum(panel, value).Solve() is not { } best) return found;
            found = best.Jurors;
            var low = Enumerable.Range(0, graph.Entries.Length).Where(e => Total(e, best.Jurors[e]) < floor && !IsWhole(panel, e)).ToList();
            if (low.Count == 0) return found;

            var tally = new SetTally(graph.Entries.Length);
            new FlooredPrices(panel, value, floor).Improve(prices, target, Rounds, stop, tally, Pace);
            var pins = Surest(panel, tally, low);
            if (pins.Count == 0) return found;
            panel = panel.Pinning(pins);
        }
        return found;
    }

    private static bool IsWhole(PanelGraph panel, int entry) => panel.Pinned.Count(p => p.Entry == entry) == panel.Entries[entry].Demand;

    /// <summary>The pairs of the sets to pin next: of entries the floor binds, or else of those below it.</summary>
    private List<(int Entry, int Juror)> Surest(PanelGraph panel, SetTally tally, List<int> low)
    {
        var candidates = Enumerable.Range(0, graph.Entries.Length).Where(e => !IsWhole(panel, e) && (tally.Binding(e) > 0.5 || low.Contains(e)))
            .Select(e => (Entry: e, Best: tally.Of(e).FirstOrDefault())).Where(c => c.Best.Set is not null)
            .OrderByDescending(c => c.Best.Share).ThenBy(c => c.Entry).ToList();
        var room = graph.Jurors.Select(j => j.MaxLoad).ToArray();
        foreach (var (_, j) in panel.Pinned) room[j]--;
        var pins = new List<(int, int)>();
        var left = Math.Max(1, (int)(candidates.Count * PinnedAtOnce));
        foreach (var (e, best) in candidates)
        {
            if (left == 0) break;
            if (best.Set.Any(j => room[j] <= 0)) continue;
            foreach (var j in best.Set) room[j]--;
            if (candidates.Any(c => c.Entry != e && !pins.Contains((c.Entry, c.Best.Set[0])) && !Reaches(panel, c.Entry, room)))
            {
                foreach (var j in best.Set) room[j]++;
                continue;
            }
            pins.AddRange(best.Set.Select(j => (e, j)));
            left--;
        }
        return pins;
    }

    /// <summary>Can the entry reach the floor by itself with the jurors who have room?</summary>
    private bool Reaches(PanelGraph panel, int entry, int[] room)
    {
        var pinned = Enumerable.Range(0, room.Length).Where(j => panel.IsPinned(entry, j)).ToArray();
        var free = Enumerable.Range(0, room.Length).Where(j => room[j] > 0 && panel.Allows(entry, j) && !panel.IsPinned(entry, j))
            .Select(j => (long)value[panel.At(entry, j)]).OrderDescending().Take(panel.Entries[entry].Demand - pinned.Length).ToList();
        return free.Count == panel.Entries[entry].Demand - pinned.Length && free.Sum() + Total(entry, pinned) >= floor;
    }

    private long Total(int entry, int[] jurors) => jurors.Sum(j => (long)value[graph.At(entry, j)]);
}
