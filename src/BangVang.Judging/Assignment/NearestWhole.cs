namespace BangVang.Judging.Assignment;

/// <summary>
/// Makes probabilities out of numbers that are almost such: whole parts of a unit near the numbers given, with every demand met and every
/// load, group and pair within its bounds, exactly. Only free pairs change; those at the cap or at nothing stay, so the total stays best.
/// </summary>
/// <param name="best">Whole parts that keep all bounds, on the same face.</param>
/// <param name="near">Probabilities of the free pairs.</param>
/// <param name="status">0 nothing, 1 at the cap, 2 free, 3 pinned.</param>
/// <param name="prices">Of the jurors: with one above 0 a juror keeps the largest load, with one below the least.</param>
/// <param name="groupIsTight">Which groups of entries keep all their room filled.</param>
internal sealed class NearestWhole(PanelGraph graph, int[] best, double[] near, sbyte[] status, long[] prices, bool[] groupIsTight, int cap, int unit)
{
    private readonly int n = graph.Entries.Length, m = graph.Jurors.Length, groups = graph.IsUngrouped ? 0 : graph.GroupCount;
    private readonly int[] groupRoom = MaxSum.GroupRoom(graph);

    public int[] Solve()
    {
        // Wider and wider around the numbers: at the widest, the best flow itself fits.
        for (long width = 1; width < 2L * unit; width *= 8)
        {
            if (Within((int)Math.Min(width, unit)) is { } parts) return parts;
        }
        return best;
    }

    /// <summary>Parts at most <paramref name="width"/> away from the numbers; null when there are none.</summary>
    private int[]? Within(int width)
    {
        var (lower, upper) = (new int[n * m], new int[n * m]);
        var (ofEntry, ofJuror, ofGroup) = (new long[n], new long[m], new long[n * groups]);
        for (var e = 0; e < n; e++)
        {
            for (var j = 0; j < m; j++)
            {
                var at = graph.At(e, j);
                if (status[at] == 0) continue;
                var floor = (int)Math.Floor(near[at] * unit);
                (lower[at], upper[at]) = status[at] switch
                {
                    2 => (Math.Clamp(floor - width + 1, 0, cap), Math.Clamp(floor + width, 0, cap)),
                    _ => (best[at], best[at]),
                };
                ofEntry[e] += lower[at];
                ofJuror[j] += lower[at];
                if (groups > 0 && graph.GroupOf[j] >= 0 && status[at] != 3) ofGroup[e * groups + graph.GroupOf[j]] += lower[at];
            }
        }
        return Fill(lower, upper, ofEntry, ofJuror, ofGroup);
    }

    /// <summary>Sends what entries still need over the room that is left: source → entry (→ group) → juror → sink, least loads first by a node of their own.</summary>
    private int[]? Fill(int[] lower, int[] upper, long[] ofEntry, long[] ofJuror, long[] ofGroup)
    {
        var (source, sink, pool) = (n + m + n * groups, n + m + n * groups + 1, n + m + n * groups + 2);
        var flow = new MaxFlow(pool + 1);
        var (need, must) = (0L, 0L);
        var open = new long[n];
        for (var e = 0; e < n; e++) need += open[e] = (long)unit * graph.Entries[e].Demand - ofEntry[e];
        for (var i = 0; i < n * groups; i++)
        {
            var room = (long)unit * groupRoom[i] - ofGroup[i];
            if (room < 0) return null;
            if (groupIsTight[i]) open[i / groups] -= room;
            flow.Add(groupIsTight[i] ? source : i / groups, n + m + i, room);
        }
        if (open.Any(o => o < 0)) return null;
        for (var e = 0; e < n; e++) flow.Add(source, e, open[e]);
        for (var j = 0; j < m; j++)
        {
            var (least, most) = Loads(j);
            if (ofJuror[j] > most) return null;
            var owed = Math.Max(0, least - ofJuror[j]);
            must += owed;
            flow.Add(n + j, sink, owed);
            flow.Add(n + j, pool, most - ofJuror[j] - owed);
        }
        if (must > need) return null;
        flow.Add(pool, sink, need - must);
        var arcs = new List<(int At, int Arc)>();
        for (var e = 0; e < n; e++)
        {
            for (var j = 0; j < m; j++)
            {
                var at = graph.At(e, j);
                if (upper[at] == lower[at]) continue;
                arcs.Add((at, flow.Add(groups > 0 && graph.GroupOf[j] >= 0 ? n + m + e * groups + graph.GroupOf[j] : e, n + j, upper[at] - lower[at])));
            }
        }
        if (flow.Run(source, sink) < need) return null;
        foreach (var (at, arc) in arcs) lower[at] += (int)flow.Flow(arc);
        return lower;
    }

    /// <summary>The bounds of a juror's parts in every best solution.</summary>
    private (long Least, long Most) Loads(int juror)
    {
        var (least, most) = ((long)unit * graph.Jurors[juror].MinLoad, (long)unit * graph.Jurors[juror].MaxLoad);
        return prices[juror] switch { > 0 => (most, most), < 0 => (least, least), _ => (least, most) };
    }
}
