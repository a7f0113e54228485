using BangVang.Judging.Assignment;

namespace BangVang.Judging.Tests;

/// <summary>
/// The synthetic instances of the reference: 12 topics, two per entry by a Zipf law, three per juror; integers, so that optima are
/// exact. Two independent programs agreed on them.
/// </summary>
internal static class SyntheticPanel
{
    private static readonly int[] Zipf = [220, 380, 500, 590, 665, 730, 790, 845, 890, 930, 965, 1000];

    public static AssignmentProblem Of(int entries, int jurors, int demand, double slack)
    {
        var topics = Enumerable.Range(0, jurors).Select(j => Enumerable.Range(0, 3).Select(i => (int)(Hash(2, j, i) % 12)).ToHashSet()).ToArray();
        var affinity = new double[entries * jurors];
        var conflicts = new List<PanelPair>();
        for (var e = 0; e < entries; e++)
        {
            var (first, second) = (Topic(Hash(1, e, 0)), Topic(Hash(1, e, 1)));
            for (var j = 0; j < jurors; j++)
            {
                affinity[e * jurors + j] = (topics[j].Contains(first) ? 4500 : 0)
                    + (second != first && topics[j].Contains(second) ? 2000 : 0) + (int)(Hash(3, e, j) % 2001);
                if (Hash(4, e, j) % 50 == 0) conflicts.Add(new($"{e}", $"{j}"));
            }
        }
        var load = (int)Math.Ceiling(entries * demand * slack / jurors - 1e-9);
        return new(new(
            [.. Enumerable.Range(0, entries).Select(e => new EntryDemand($"{e}", demand))],
            [.. Enumerable.Range(0, jurors).Select(j => new JurorLoad($"{j}", 0, load))], conflicts, []), affinity);
    }

    private static int Topic(ulong hash) => Array.FindIndex(Zipf, limit => (int)(hash % 1000) < limit);

    private static ulong Hash(ulong a, int b, int c) => Mix(Mix(Mix(7000 + a) ^ (ulong)b) ^ (ulong)c);

    private static ulong Mix(ulong x)
    {
        var z = x + 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
