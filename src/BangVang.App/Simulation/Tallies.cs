using BangVang.Domain.Editions;

namespace BangVang.App.Simulation;

/// <summary>Sums of a share and of its square, added draw by draw in their order.</summary>
internal sealed class ShareTally
{
    private int cases;
    private double sum;
    private double squares;

    public void Add(double share)
    {
        cases++;
        sum += share;
        squares += share * share;
    }

    public void Add(ShareTally other) => (cases, sum, squares) = (cases + other.cases, sum + other.sum, squares + other.squares);

    /// <summary>Null without a case. The standard error is that of independent cases.</summary>
    public Chance? Chance => cases == 0 ? null
        : new(Math.Round(sum / cases, 4), Math.Round(Math.Sqrt(Math.Max(0, squares / cases - sum / cases * (sum / cases)) / cases), 4), cases);

    /// <summary>The mean; 0 without a case.</summary>
    public double Mean => cases == 0 ? 0 : Math.Round(sum / cases, 3);
}

/// <summary>How well one play agrees with the truth and with a second panel.</summary>
internal sealed class ReliabilityTally
{
    private const int Ten = 10;

    private readonly ShareTally given = new(), best = new(), same = new(), tenSame = new(), tenTrue = new();

    public Reliability Result => new(given.Chance, best.Chance, same.Chance, tenSame.Chance, tenTrue.Chance);

    public void Add(ReliabilityTally other)
    {
        given.Add(other.given);
        best.Add(other.best);
        same.Add(other.same);
        tenSame.Add(other.tenSame);
        tenTrue.Add(other.tenTrue);
    }

    /// <param name="truth">References of the category from the truly best on.</param>
    public void Add(Edition edition, string category, PlayedEdition first, PlayedEdition second, IReadOnlyList<string> truth)
    {
        if (truth.Count > Ten)
        {
            tenSame.Add(Overlap(first.Order[category], second.Order[category]));
            tenTrue.Add(Overlap(first.Order[category], truth));
        }
        if (truth.Count == 0 || HighestTier(edition, category) is not { } tier) return;
        var (golds, again) = (first.Laureates(category, tier), second.Laureates(category, tier));
        given.Add(golds.Count > 0 ? 1 : 0);
        foreach (var gold in golds)
        {
            best.Add(truth.Take(golds.Count).Contains(gold) ? 1 : 0);
            same.Add(again.Contains(gold) ? 1 : 0);
        }
    }

    /// <summary>Share of the first ten of <paramref name="order"/> who are among the first ten of <paramref name="other"/>.</summary>
    public static double Overlap(IReadOnlyList<string> order, IReadOnlyList<string> other) => order.Take(Ten).Intersect(other.Take(Ten)).Count() / (double)Ten;

    /// <summary>True when the overlap of first tens says something.</summary>
    public static bool HasTopTen(IReadOnlyList<string> order) => order.Count > Ten;

    /// <summary>Code of the highest tier given in the category; null when there is none.</summary>
    public static string? HighestTier(Edition edition, string category) =>
        edition.SettledTiers.FirstOrDefault(t => t.IsFor(category) && t.Quota.Value.LimitFor(category) is not 0)?.Code;
}

/// <summary>What one extreme juror of each panel moves.</summary>
internal sealed class ExtremeTally
{
    private readonly ShareTally gold = new(), ten = new(), moved = new(), most = new();

    public ExtremeJuror Result => new(gold.Chance, ten.Chance, moved.Mean, most.Mean);

    public void Add(ExtremeTally other)
    {
        gold.Add(other.gold);
        ten.Add(other.ten);
        moved.Add(other.moved);
        most.Add(other.most);
    }

    /// <summary>Adds one draw.</summary>
    public void Add(Edition edition, PlayedEdition usual, PlayedEdition extreme)
    {
        var largest = 0;
        foreach (var category in edition.Categories.Select(c => c.Code).Where(c => usual.Order[c].Count > 0))
        {
            var (before, after) = (usual.Order[category], extreme.Order[category]);
            var place = after.Select((reference, at) => (reference, at)).ToDictionary(p => p.reference, p => p.at, StringComparer.Ordinal);
            for (var at = 0; at < before.Count; at++)
            {
                var places = Math.Abs(place.GetValueOrDefault(before[at], at) - at);
                moved.Add(places);
                largest = Math.Max(largest, places);
            }
            if (ReliabilityTally.HasTopTen(before)) ten.Add(1 - ReliabilityTally.Overlap(before, after));
            if (ReliabilityTally.HighestTier(edition, category) is not { } tier) continue;
            var (golds, others) = (usual.Laureates(category, tier), extreme.Laureates(category, tier));
            if (golds.Count > 0) gold.Add(golds.ToHashSet().SetEquals(others) ? 0 : 1);
        }
        most.Add(largest);
    }
}
