namespace BangVang.Judging.Calibration;

/// <summary>
/// The columns of fixed effects: a one, and for each criterion and facet the levels after the first. Columns that say the same as those
/// before them are left out.
/// </summary>
internal sealed class FixedPart
{
    private readonly List<(string Facet, string Level, int Column)> levels = [];
    private readonly List<(string Facet, int Count)> facets = [];

    public FixedPart(RatingDesign design, bool withIntercept = true)
    {
        var columns = new List<double[]>();
        if (withIntercept) columns.Add([.. Enumerable.Repeat(1.0, design.Count)]);
        if (design.Criteria.Length > 0) Add(columns, "criterion", design.Criteria, design.Criterion, design.Weight);
        for (var f = 0; f < design.FacetNames.Count; f++)
            Add(columns, design.FacetNames[f], design.FacetLevels[f], [.. design.Facets.Select(row => row[f])], design.Weight);
        Columns = [.. columns];
        Mean = MeanRow();
    }

    /// <summary>Column by column, one number for each rating.</summary>
    public double[][] Columns { get; }

    /// <summary>The row of an observation at the mean of all levels of each facet.</summary>
    public double[] Mean { get; }

    private double[] MeanRow()
    {
        var mean = new double[Columns.Length];
        if (mean.Length > 0) mean[0] = 1;
        foreach (var (facet, count) in facets)
            foreach (var level in levels.Where(l => l.Facet == facet && l.Column >= 0)) mean[level.Column] = 1.0 / count;
        return mean;
    }

    /// <summary>The effect of each level against the mean of its facet, with standard errors.</summary>
    /// <param name="beta">One number for each column.</param>
    /// <param name="covariance">Of <paramref name="beta"/>.</param>
    public IReadOnlyList<FacetEffect> Effects(double[] beta, double[,] covariance) => [.. levels.Select(level =>
    {
        var contrast = new double[beta.Length];
        var count = facets.Single(f => f.Facet == level.Facet).Count;
        foreach (var other in levels.Where(l => l.Facet == level.Facet && l.Column >= 0)) contrast[other.Column] = -1.0 / count;
        if (level.Column >= 0) contrast[level.Column] += 1;
        return new FacetEffect(level.Facet, level.Level, contrast.Zip(beta, (c, b) => c * b).Sum(), Math.Sqrt(Math.Max(0, Quadratic(contrast, covariance))));
    })];

    /// <summary>vᵀ·M·v.</summary>
    public static double Quadratic(double[] v, double[,] matrix)
    {
        var sum = 0.0;
        for (var i = 0; i < v.Length; i++)
            for (var j = 0; j < v.Length; j++) sum += v[i] * matrix[i, j] * v[j];
        return sum;
    }

    private void Add(List<double[]> columns, string facet, string[] names, int[] level, double[] weight)
    {
        facets.Add((facet, names.Length));
        for (var l = 0; l < names.Length; l++)
        {
            var column = new double[level.Length];
            for (var r = 0; r < level.Length; r++) column[r] = level[r] == l ? 1 : 0;
            var adds = l > 0 && IsNew(columns, column, weight);
            levels.Add((facet, names[l], adds ? columns.Count : -1));
            if (adds) columns.Add(column);
        }
    }

    /// <summary>False when the columns there are, together, already say it: then nothing could tell them apart.</summary>
    private static bool IsNew(List<double[]> columns, double[] column, double[] weight)
    {
        var basis = new List<double[]>();
        double[] Rest(double[] of)
        {
            var rest = of.Select((x, r) => x * Math.Sqrt(weight[r])).ToArray();
            for (var pass = 0; pass < 2; pass++)
                foreach (var b in basis) Numbers.Tiles.Add(-Numbers.Tiles.Dot(b, rest), b, rest);
            return rest;
        }
        foreach (var each in columns)
        {
            var rest = Rest(each);
            var length = Math.Sqrt(Numbers.Tiles.Dot(rest, rest));
            basis.Add([.. rest.Select(x => x / length)]);
        }
        var left = Rest(column);
        return Math.Sqrt(Numbers.Tiles.Dot(left, left)) > 1e-8 * Math.Sqrt(column.Length);
    }
}
