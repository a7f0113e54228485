using BangVang.Judging.Assignment;

namespace BangVang.Judging.Calibration;

/// <summary>
/// How far jurors agree on a criterion or a total: Krippendorff's alpha for interval data, 1 − D/E, where D is the mean squared difference between marks of one
/// entry and E that between any two marks (Krippendorff, Content Analysis, 4th ed. 2018, ch. 12). 1 is the same marks everywhere, 0 what marks dealt out at random
/// would give, below 0 less than that. Entries may have any number of jurors; those with one say nothing and are left out.
/// </summary>
/// <param name="Criterion">Null where scores are totals.</param>
/// <param name="Low">Where alpha lies with a chance of 90 %, as far as the choice of entries goes, and <paramref name="High"/>: entries drawn anew with replacement
/// (Zapf, Castell, Morawietz and Karch, BMC Medical Research Methodology 16:93, 2016).</param>
/// <param name="Entries">With two jurors or more.</param>
/// <param name="Jurors">Who marked them.</param>
/// <param name="Marks">Theirs, one per entry and juror.</param>
public sealed record JurorAgreement(string? Criterion, double Alpha, double Low, double High, int Entries, int Jurors, int Marks)
{
    /// <summary>With fewer entries drawing them anew says nothing about doubt.</summary>
    public const int FewestEntries = 3;

    private const int Draws = 1000, Outside = 50;

    /// <summary>
    /// One for each criterion, by its code, or one for the total. Several marks of a juror for an entry and criterion count as their mean; marks of weight 0
    /// are left out, other weights change nothing. A criterion with fewer than <see cref="FewestEntries"/> entries marked twice, or on which all marks are the
    /// same, has none: there is nothing to compare. Neither the order of rows nor names change anything.
    /// </summary>
    /// <param name="seed">Of the draws.</param>
    public static IReadOnlyList<JurorAgreement> Of(Ratings ratings, string seed = "1") =>
        [.. ratings.Rows.Where(r => r.Weight > 0).GroupBy(r => r.Criterion).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => Of(g.Key, g, seed)).OfType<JurorAgreement>()];

    private static JurorAgreement? Of(string? criterion, IEnumerable<Rating> rows, string seed)
    {
        var marks = rows.GroupBy(r => (r.Entry, r.Juror)).Select(g => (g.Key.Entry, g.Key.Juror, Score: g.Select(r => r.Score).Order().Average())).ToList();
        var shared = marks.GroupBy(m => m.Entry).Where(g => g.Count() > 1).ToList();
        if (shared.Count < FewestEntries) return null;
        // Squares are taken about a mark in the middle, so that little is lost to rounding where marks lie far from nought.
        var middle = marks.Select(m => m.Score).Order().ElementAt(marks.Count / 2);
        var units = shared.Select(g => Unit.Of([.. g.Select(m => m.Score - middle).Order()])).Order().ToArray();
        if (AlphaOf(units, Enumerable.Range(0, units.Length)) is not { } alpha) return null;

        var random = new FastRandom(new SeededRandom($"{seed}/agreement"));
        var drawn = Enumerable.Range(0, Draws).Select(_ => AlphaOf(units, units.Select(_ => random.Next(units.Length)))).OfType<double>().Order().ToArray();
        // A draw of entries that are all alike has no alpha; where most have none, neither has the doubt.
        if (drawn.Length <= 2 * Outside) return null;
        var outside = Outside * drawn.Length / Draws;
        return new(criterion, alpha, drawn[outside], drawn[^(outside + 1)], shared.Count, shared.SelectMany(g => g).Select(m => m.Juror).Distinct().Count(), shared.Sum(g => g.Count()));
    }

    /// <summary>Null where all marks are the same.</summary>
    private static double? AlphaOf(Unit[] units, IEnumerable<int> taken)
    {
        var (count, sum, squares, within) = (0.0, 0.0, 0.0, 0.0);
        foreach (var i in taken)
        {
            var unit = units[i];
            count += unit.Count;
            sum += unit.Sum;
            squares += unit.Squares;
            within += unit.Within;
        }
        var (observed, expected) = (2 * within / count, 2 * (squares - sum * sum / count) / (count - 1));
        return expected <= 1e-12 * squares ? null : 1 - observed / expected;
    }

    /// <param name="Within">Squared differences from their mean, summed and divided by one less than their number.</param>
    private sealed record Unit(int Count, double Sum, double Squares, double Within) : IComparable<Unit>
    {
        public static Unit Of(double[] scores)
        {
            var mean = scores.Average();
            // Half the mean squared difference between two of them, times their number.
            return new(scores.Length, scores.Sum(), scores.Sum(s => s * s), scores.Sum(s => (s - mean) * (s - mean)) * scores.Length / (scores.Length - 1));
        }

        public int CompareTo(Unit? other) => other is null ? 1 : (Count, Sum, Squares, Within).CompareTo((other.Count, other.Sum, other.Squares, other.Within));
    }
}

/// <summary>
/// What share of the variance of marks is the entries', from the components of a model with random entries and jurors: the intraclass correlations of Shrout and Fleiss,
/// Psychological Bulletin 86(2), 1979, cases (2,1) and (3,1), for any design.
/// </summary>
/// <param name="Agreement">Of one juror's mark, the severity of jurors counting as disagreement: case (2,1).</param>
/// <param name="Consistency">Of one juror's mark, severity set aside: case (3,1).</param>
public sealed record IntraclassCorrelation(double Agreement, double Consistency)
{
    /// <summary>Null where the model tells no such components, or there is no variance at all.</summary>
    public static IntraclassCorrelation? Of(VarianceComponents variances) =>
        variances is { Entry: { } entry, Juror: { } juror, Residual: { } residual } && entry + residual > 0 ? new(entry / (entry + juror + residual), entry / (entry + residual)) : null;

    /// <summary>The same of the mean of so many jurors' marks (Spearman and Brown), case (2,k) where severity counts, case (3,k) where it is set aside.</summary>
    public (double Agreement, double Consistency) OfMean(int jurors) => (Stepped(Agreement, jurors), Stepped(Consistency, jurors));

    private static double Stepped(double one, int jurors) => jurors * one / (1 + (jurors - 1) * one);
}
