using System.Runtime.CompilerServices;

namespace BangVang.Judging.Assignment;

/// <summary>An assignment that a search found.</summary>
/// <param name="Jurors">For each entry the jurors, ascending.</param>
/// <param name="Shortfall">What its entries lack to the floor, summed; 0 when all reach it.</param>
internal sealed record Found(int[][] Jurors, long Shortfall, long Total)
{
    public bool IsBetterThan(Found other) => Shortfall < other.Shortfall || (Shortfall == other.Shortfall && Total > other.Total);
}

/// <summary>How a search cools: temperatures and charges in units of the mean value of an assigned pair, at the start and at the end.</summary>
/// <param name="StepsPerPair">Exchanges and moves tried, per assigned pair; <see cref="MostSteps"/> at most in all.</param>
/// <param name="Rate">Charged per unit that an entry lacks to the floor.</param>
/// <param name="Flat">Charged per entry below the floor, however little it lacks.</param>
/// <param name="Worth">What a unit of the total counts, from 0 to 1: little when only the floor is sought.</param>
internal sealed record Cooling(
    long StepsPerPair, (double From, double To) Temperature, (double From, double To) Rate, (double From, double To) Flat, double Worth = 1)
{
    public const long MostSteps = 120_000_000;

    /// <summary>The same with charges <paramref name="factor"/> times as high at the end.</summary>
    public Cooling Strict(double factor) => this with { Rate = (Rate.From, Rate.To * factor), Flat = (Flat.From, Flat.To * factor) };

    public long Steps(int pairs) => Math.Min(StepsPerPair * pairs, MostSteps);
}

/// <summary>
/// Looks for the largest total among the assignments that give every entry at least a floor, by annealing: exchanges of jurors
/// between two entries, and moves to jurors with room, each keeping loads, conflicts, pinned pairs and group caps. Entries below
/// the floor are charged more and more as the temperature falls. The same seed and cooling give the same answer: nothing
/// depends on the clock unless <c>stop</c> cuts the search short.
/// </summary>
internal sealed class FloorSearch
{
    private const int Stages = 256, Fraction = 8;

    // −ln of a uniform number, times 1024: what a step may lose at temperature 1.
    private static readonly int[] Patience = [.. Enumerable.Range(0, 4096).Select(i => (int)Math.Round(-Math.Log((i + 0.5) / 4096) * 1024))];

    private readonly PanelGraph graph;
    private readonly int[] value;
    private readonly int m;
    private readonly long floor;
    private readonly FastRandom random;
    private readonly int[] pairEntry, pairJuror, slot;
    private readonly List<int>[] pairsOf;
    private readonly int[][] wanted;
    private readonly bool[] has;
    private readonly int[] load, ofGroup;
    private readonly long[] total;
    private long rate, flat, worth;

    // The best so far: which pairs have changed since it was found.
    private readonly int[] bestJuror;
    private readonly List<int> changed = [];
    private readonly bool[] isChanged;

    public FloorSearch(PanelGraph graph, int[] value, long[] prices, long floor, int[][] start, SeededRandom seed)
    {
        (this.graph, this.value, this.floor, m, random) = (graph, value, floor, graph.Jurors.Length, new(seed));
        var n = graph.Entries.Length;
        (has, load, total) = (new bool[n * m], new int[m], new long[n]);
        ofGroup = new int[graph.IsUngrouped ? 0 : n * graph.GroupCount];
        var pairs = start.SelectMany((jurors, e) => jurors.Select(j => (Entry: e, Juror: j))).ToList();
        foreach (var (e, j) in pairs) Set(e, j, true);
        pairs.RemoveAll(p => graph.IsPinned(p.Entry, p.Juror));
        (pairEntry, pairJuror) = ([.. pairs.Select(p => p.Entry)], [.. pairs.Select(p => p.Juror)]);
        (bestJuror, isChanged, slot) = ([.. pairJuror], new bool[pairs.Count], new int[pairs.Count]);
        pairsOf = [.. Enumerable.Range(0, m).Select(_ => new List<int>())];
        for (var p = 0; p < pairs.Count; p++) Enter(p, pairJuror[p]);
        wanted = [.. Enumerable.Range(0, n).Select(e => Enumerable.Range(0, m)
            .Where(j => graph.Allows(e, j) && !graph.IsPinned(e, j)).OrderByDescending(j => value[e * m + j] - prices[j]).ToArray())];
    }

    /// <summary>Searches, and returns the best found. Call once.</summary>
    /// <param name="stop">Asked 256 times; true ends the search.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public Found Run(Cooling cooling, Func<bool> stop)
    {
        var unit = pairEntry.Length == 0 ? 1 : Math.Max(1, pairEntry.Select((e, p) => Math.Abs((double)value[e * m + pairJuror[p]])).Average());
        var (sum, lacking) = (total.Sum(), total.Sum(t => Lack(t)));
        var (bestSum, bestLacking) = (sum, lacking);
        worth = (long)(cooling.Worth * (1 << Fraction));
        for (var stage = 0; stage < Stages && pairEntry.Length > 0 && !stop(); stage++)
        {
            var temperature = unit * At(cooling.Temperature, stage);
            (rate, flat) = ((long)(At(cooling.Rate, stage) * (1 << Fraction)), (long)(At(cooling.Flat, stage) * unit));
            for (var step = cooling.Steps(pairEntry.Length) / Stages; step > 0; step--)
            {
                var patience = (long)(temperature * Patience[random.Next(Patience.Length)] / 1024);
                if (!TryStep(patience, out var gain, out var filled)) continue;
                (sum, lacking) = (sum + gain, lacking - filled);
                if (lacking > bestLacking || (lacking == bestLacking && sum <= bestSum)) continue;
                (bestSum, bestLacking) = (sum, lacking);
                Remember();
            }
        }
        return new(Best(), bestLacking, bestSum);
    }

    private static double At((double From, double To) range, int stage) => range.From * Math.Pow(range.To / range.From, stage / (Stages - 1.0));

    private bool TryStep(long patience, out long gain, out long filled)
    {
        (gain, filled) = (0, 0);
        var p = random.Next(pairEntry.Length);
        var (e, j) = (pairEntry[p], pairJuror[p]);
        var better = Wanted(e);
        if (has[e * m + better] || !GroupsAllow(e, j, better)) return false;

        long change = value[e * m + better] - value[e * m + j];
        if (load[better] < graph.Jurors[better].MaxLoad && load[j] > graph.Jurors[j].MinLoad)
        {
            filled = Filled(total[e], change);
            if ((change * worth + filled * rate >> Fraction) + Risen(total[e], change) < -patience) return false;
            gain = change;
            Replace(p, better);
            return true;
        }
        if (pairsOf[better].Count == 0) return false;
        var q = pairsOf[better][random.Next(pairsOf[better].Count)];
        var other = pairEntry[q];
        if (other == e) return false;
        return random.Next(2) == 0 ? TryExchange(p, q, change, patience, out gain, out filled) : TryRing(p, q, change, patience, out gain, out filled);
    }

    /// <summary>The juror of <paramref name="q"/> goes to the entry of <paramref name="p"/>, and the other way round.</summary>
    private bool TryExchange(int p, int q, long change, long patience, out long gain, out long filled)
    {
        (gain, filled) = (0, 0);
        var (e, j, other, better) = (pairEntry[p], pairJuror[p], pairEntry[q], pairJuror[q]);
        if (!Free(other, j) || !GroupsAllow(other, better, j)) return false;
        long back = value[other * m + j] - value[other * m + better];
        filled = Filled(total[e], change) + Filled(total[other], back);
        if (((change + back) * worth + filled * rate >> Fraction) + Risen(total[e], change) + Risen(total[other], back) < -patience) return false;
        gain = change + back;
        Replace(p, better);
        Replace(q, j);
        return true;
    }

    /// <summary>The juror of <paramref name="q"/> goes to the entry of <paramref name="p"/>, whose juror goes to a third entry, and that one's to the entry of <paramref name="q"/>.</summary>
    private bool TryRing(int p, int q, long change, long patience, out long gain, out long filled)
    {
        (gain, filled) = (0, 0);
        var (e, j, other, better) = (pairEntry[p], pairJuror[p], pairEntry[q], pairJuror[q]);
        var next = Wanted(other);
        if (next == j || next == better || !Free(other, next) || !GroupsAllow(other, better, next) || pairsOf[next].Count == 0) return false;
        var r = pairsOf[next][random.Next(pairsOf[next].Count)];
        var third = pairEntry[r];
        if (third == e || third == other || !Free(third, j) || !GroupsAllow(third, next, j)) return false;
        long second = value[other * m + next] - value[other * m + better], back = value[third * m + j] - value[third * m + next];
        filled = Filled(total[e], change) + Filled(total[other], second) + Filled(total[third], back);
        if (((change + second + back) * worth + filled * rate >> Fraction)
            + Risen(total[e], change) + Risen(total[other], second) + Risen(total[third], back) < -patience) return false;
        gain = change + second + back;
        Replace(p, better);
        Replace(q, next);
        Replace(r, j);
        return true;
    }

    /// <summary>A juror that may judge the entry; the cube of a uniform number prefers those it values most.</summary>
    private int Wanted(int entry)
    {
        var list = wanted[entry];
        long u = random.Next(1 << 15);
        return list[(int)((u * u >> 15) * u * list.Length >> 30)];
    }

    private bool Free(int entry, int juror) => !has[entry * m + juror] && graph.Allows(entry, juror);

    private long Lack(long total) => Math.Max(0, floor - total);

    /// <summary>How much less an entry lacks after a change.</summary>
    private long Filled(long total, long change) => Lack(total) - Lack(total + change);

    /// <summary>The flat charge saved because an entry rises to the floor, or newly due because it falls below.</summary>
    private long Risen(long total, long change) => (total < floor ? flat : 0) - (total + change < floor ? flat : 0);

    private bool GroupsAllow(int entry, int leaving, int coming)
    {
        var group = graph.GroupOf[coming];
        return graph.IsUngrouped || group < 0 || group == graph.GroupOf[leaving]
            || ofGroup[entry * graph.GroupCount + group] < graph.GroupCap;
    }

    private void Replace(int pair, int juror)
    {
        Leave(pair, pairJuror[pair]);
        Set(pairEntry[pair], pairJuror[pair], false);
        Set(pairEntry[pair], juror, true);
        pairJuror[pair] = juror;
        Enter(pair, juror);
        if (isChanged[pair]) return;
        isChanged[pair] = true;
        changed.Add(pair);
    }

    private void Set(int entry, int juror, bool assigned)
    {
        has[entry * m + juror] = assigned;
        load[juror] += assigned ? 1 : -1;
        total[entry] += assigned ? value[entry * m + juror] : -value[entry * m + juror];
        if (!graph.IsUngrouped && graph.GroupOf[juror] is >= 0 and var group) ofGroup[entry * graph.GroupCount + group] += assigned ? 1 : -1;
    }

    private void Enter(int pair, int juror)
    {
        slot[pair] = pairsOf[juror].Count;
        pairsOf[juror].Add(pair);
    }

    private void Leave(int pair, int juror)
    {
        var list = pairsOf[juror];
        var last = list[^1];
        list[slot[pair]] = last;
        slot[last] = slot[pair];
        list.RemoveAt(list.Count - 1);
    }

    private void Remember()
    {
        foreach (var pair in changed) (bestJuror[pair], isChanged[pair]) = (pairJuror[pair], false);
        changed.Clear();
    }

    private int[][] Best()
    {
        var jurors = new List<int>[graph.Entries.Length];
        for (var e = 0; e < jurors.Length; e++) jurors[e] = [];
        foreach (var (e, j) in graph.Pinned) jurors[e].Add(j);
        for (var p = 0; p < bestJuror.Length; p++) jurors[pairEntry[p]].Add(bestJuror[p]);
        return [.. jurors.Select(list => list.Order().ToArray())];
    }
}
