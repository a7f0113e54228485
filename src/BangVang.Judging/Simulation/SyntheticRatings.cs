using BangVang.Judging.Calibration;
using BangVang.Judging.Numbers;

namespace BangVang.Judging.Simulation;

/// <summary>A panel to try methods on: score = worth of the entry − severity of the juror + noise.</summary>
/// <param name="PerEntry">Marks per entry; the jurors' loads differ by at most one.</param>
public sealed record SyntheticPanelPlan(int Entries, int Jurors, int PerEntry)
{
    /// <summary>Standard deviation of the jurors' severity; that of the entries' worth is 1.</summary>
    public double Severity { get; init; } = 0.5;

    /// <summary>Standard deviation of the noise of one mark.</summary>
    public double Noise { get; init; } = 1;
}

/// <summary>Ratings whose truth is known. The same plan and seed give the same numbers on every machine.</summary>
public sealed class SyntheticRatings
{
    private readonly NormalRandom random;
    private readonly SyntheticPanelPlan plan;

    private SyntheticRatings(SyntheticPanelPlan plan, string seed, double[]? worth = null)
    {
        (this.plan, random) = (plan, new($"synthetic {seed}"));
        (Worth, Severity) = (worth ?? new double[plan.Entries], new double[plan.Jurors]);
        if (worth is null) random.Fill(Worth);
        random.Fill(Severity);
        for (var j = 0; j < Severity.Length; j++) Severity[j] *= plan.Severity;
        var places = Places();
        Ratings = new([.. places.Select((juror, place) => Mark(place / plan.PerEntry, juror))]);
    }

    /// <summary>The true worth of entry "e0", "e1", ….</summary>
    public double[] Worth { get; }

    /// <summary>The true severity of juror "j0", "j1", ….</summary>
    public double[] Severity { get; }

    public Ratings Ratings { get; }

    /// <exception cref="ArgumentException">An entry would need more marks than there are jurors.</exception>
    public static SyntheticRatings Of(SyntheticPanelPlan plan, string seed) =>
        plan.PerEntry <= plan.Jurors ? new(plan, seed) : throw new ArgumentException("An entry needs more marks than there are jurors.", nameof(plan));

    /// <summary>The same entries before a second panel: other jurors, other chance.</summary>
    public SyntheticRatings Again(string seed) => new(plan, seed, Worth);

    public static string Entry(int number) => $"e{number}";

    public static string Juror(int number) => $"j{number}";

    /// <summary>One more mark of a juror for an entry, with noise of its own.</summary>
    public Rating Mark(int entry, int juror) => new(Entry(entry), Juror(juror), Worth[entry] - Severity[juror] + plan.Noise * random.Next());

    /// <summary>A pair drawn at random, for marks that follow no plan.</summary>
    public (int Entry, int Juror) AnyPair() => (random.Next(plan.Entries), random.Next(plan.Jurors));

    /// <summary>The true order: the number of the best entry first.</summary>
    public int[] TrueOrder() => [.. Enumerable.Range(0, plan.Entries).OrderByDescending(e => Worth[e])];

    /// <summary>The juror of each place, entry by entry: an even deck, shuffled, with repeats inside an entry exchanged away.</summary>
    private int[] Places()
    {
        var deck = Enumerable.Range(0, plan.Entries * plan.PerEntry).Select(i => i % plan.Jurors).ToArray();
        for (var last = deck.Length - 1; last > 0; last--)
        {
            var other = random.Next(last + 1);
            (deck[last], deck[other]) = (deck[other], deck[last]);
        }
        for (var repeated = true; repeated;)
        {
            repeated = false;
            for (var place = 0; place < deck.Length; place++)
            {
                var first = place / plan.PerEntry * plan.PerEntry;
                if (Array.IndexOf(deck, deck[place], first, place - first) < 0) continue;
                var other = random.Next(deck.Length);
                (deck[place], deck[other], repeated) = (deck[other], deck[place], true);
            }
        }
        return deck;
    }
}

/// <summary>How well an order agrees with another.</summary>
public static class Agreement
{
    /// <summary>Kendall's tau of two rows of numbers: 1 for the same order, −1 for the opposite one. A pair equal in one of them counts 0.</summary>
    /// <exception cref="ArgumentException">The rows differ in length or have fewer than two numbers.</exception>
    public static double KendallTau(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        if (first.Count != second.Count || first.Count < 2) throw new ArgumentException("Two rows of the same length, at least two, are needed.", nameof(second));
        var sum = 0L;
        for (var i = 0; i < first.Count; i++)
            for (var j = 0; j < i; j++) sum += Math.Sign(first[i].CompareTo(first[j])) * Math.Sign(second[i].CompareTo(second[j]));
        return sum / (first.Count * (first.Count - 1.0) / 2);
    }
}
