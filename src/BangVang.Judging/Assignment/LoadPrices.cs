using System.Runtime.CompilerServices;

namespace BangVang.Judging.Assignment;

/// <summary>A bound that anyone can check without a solver: prices for the places with each juror.</summary>
internal static class LoadPrices
{
    /// <summary>
    /// No assignment has a larger total: each entry takes its best jurors at value less price, within the group cap, and the
    /// prices are paid back for as many places as each juror can fill (the largest load at a price above 0, the least below). Equals
    /// the total exactly when the assignment is best and the prices belong to it.
    /// </summary>
    public static long Bound(PanelGraph graph, int[] value, long[] prices)
    {
        var (n, m) = (graph.Entries.Length, graph.Jurors.Length);
        long bound = 0;
        var least = graph.Jurors.Select(j => j.MinLoad).ToArray();
        var most = graph.Jurors.Select(j => j.MaxLoad).ToArray();
        foreach (var (_, j) in graph.Pinned) (least[j], most[j]) = (Math.Max(0, least[j] - 1), most[j] - 1);
        for (var j = 0; j < m; j++) bound += prices[j] * (prices[j] > 0 ? most[j] : least[j]);

        var top = new long[graph.Entries.Select(e => e.Demand).DefaultIfEmpty(0).Max()];
        var taken = new int[graph.GroupCount];
        for (var e = 0; e < n; e++) bound += graph.IsUngrouped ? Ungrouped(e) : Grouped(e);
        return bound;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        long Ungrouped(int e)
        {
            var (sum, open) = Pinned(e);
            var count = 0;
            for (var j = 0; j < m && open > 0; j++)
            {
                if (!graph.Allows(e, j) || graph.IsPinned(e, j)) continue;
                var net = value[e * m + j] - prices[j];
                if (count == open && net <= top[count - 1]) continue;
                var at = count < open ? count++ : count - 1;
                for (; at > 0 && top[at - 1] < net; at--) top[at] = top[at - 1];
                top[at] = net;
            }
            for (var i = 0; i < count; i++) sum += top[i];
            return sum;
        }

        long Grouped(int e)
        {
            Array.Clear(taken);
            var (sum, open) = Pinned(e);
            foreach (var (net, j) in Enumerable.Range(0, m).Where(j => graph.Allows(e, j) && !graph.IsPinned(e, j))
                .Select(j => (Net: value[e * m + j] - prices[j], Juror: j)).OrderByDescending(x => x.Net))
            {
                if (open == 0) break;
                var group = graph.GroupOf[j];
                if (group >= 0 && taken[group]++ >= graph.GroupCap) continue;
                (sum, open) = (sum + net, open - 1);
            }
            return sum;
        }

        (long Sum, int Open) Pinned(int e)
        {
            var (sum, open) = (0L, graph.Entries[e].Demand);
            if (graph.Pinned.Count == 0) return (sum, open);
            for (var j = 0; j < m; j++)
            {
                if (!graph.IsPinned(e, j)) continue;
                (sum, open) = (sum + value[e * m + j], open - 1);
                if (graph.GroupOf[j] >= 0 && !graph.IsUngrouped) taken[graph.GroupOf[j]]++;
            }
            return (sum, open);
        }
    }
}
