namespace BangVang.Judging.Calibration;

/// <summary>
/// Which parameters a mark depends on. All that differs between marks besides the entry is the cell: juror, criterion and facets. Free
/// parameters are criteria, then jurors and facets but their last level, then steps but their last, then the logarithm of the entries'
/// standard deviation; what is last is minus the sum of the others.
/// </summary>
internal sealed class RaschLayout
{
    public RaschLayout(RatingDesign design, MarkSteps marks, RaschSteps steps)
    {
        (Design, Marks) = (design, marks);
        CriterionCount = Math.Max(1, design.Criteria.Length);
        JurorAt = CriterionCount;
        var next = JurorAt + design.Jurors.Length - 1;
        FacetAt = [.. design.FacetLevels.Select(levels => (next += levels.Length - 1) - (levels.Length - 1))];
        var shared = Math.Max(0, marks.Highest.Max() - 1);
        StepsAt = [.. marks.Highest.Select((highest, c) => steps == RaschSteps.RatingScale ? next : (next += Math.Max(0, highest - 1)) - Math.Max(0, highest - 1))];
        StepCount = [.. marks.Highest.Select(highest => steps == RaschSteps.RatingScale ? shared + 1 : Math.Max(1, highest))];
        if (steps == RaschSteps.RatingScale) next += shared;
        DeviationAt = next;

        var cells = new Dictionary<(int, int, string), int>();
        Cell = new int[design.Count];
        for (var r = 0; r < design.Count; r++)
        {
            var key = (design.Juror[r], design.Criterion[r], string.Join(',', design.Facets[r]));
            if (!cells.TryGetValue(key, out Cell[r]))
            {
                cells[key] = Cell[r] = cells.Count;
                CellRow.Add(r);
            }
        }
    }

    public RatingDesign Design { get; }
    public MarkSteps Marks { get; }
    public int CriterionCount { get; }
    public int JurorAt { get; }
    public int[] FacetAt { get; }

    /// <summary>Where the steps of each criterion begin; the same for all with a rating scale.</summary>
    public int[] StepsAt { get; }

    /// <summary>How many steps sum to zero, the last of them not free.</summary>
    public int[] StepCount { get; }
    public int DeviationAt { get; }
    public int Size => DeviationAt + 1;

    /// <summary>The cell of each rating.</summary>
    public int[] Cell { get; }

    /// <summary>One rating of each cell.</summary>
    public List<int> CellRow { get; } = [];

    /// <summary>How hard a cell is, all but its steps.</summary>
    public double Hardness(double[] at, int cell)
    {
        var r = CellRow[cell];
        var sum = at[Design.Criterion[r]] + Level(at, JurorAt, Design.Jurors.Length, Design.Juror[r]);
        for (var f = 0; f < FacetAt.Length; f++) sum += Level(at, FacetAt[f], Design.FacetLevels[f].Length, Design.Facets[r][f]);
        return sum;
    }

    /// <summary>Gives the slope by a cell's hardness to the parameters it is made of.</summary>
    public void Spread(double slope, int cell, double[] into)
    {
        var r = CellRow[cell];
        into[Design.Criterion[r]] += slope;
        Spread(slope, JurorAt, Design.Jurors.Length, Design.Juror[r], into);
        for (var f = 0; f < FacetAt.Length; f++) Spread(slope, FacetAt[f], Design.FacetLevels[f].Length, Design.Facets[r][f], into);
    }

    /// <summary>A level of parameters that sum to zero.</summary>
    public static double Level(double[] at, int start, int count, int level)
    {
        if (level < count - 1) return at[start + level];
        var sum = 0.0;
        for (var l = 0; l < count - 1; l++) sum -= at[start + l];
        return sum;
    }

    public static void Spread(double slope, int start, int count, int level, double[] into)
    {
        if (level < count - 1) into[start + level] += slope;
        else for (var l = 0; l < count - 1; l++) into[start + l] -= slope;
    }

    /// <summary>How a level depends on the free parameters.</summary>
    public double[] Contrast(int start, int count, int level)
    {
        var contrast = new double[Size];
        Spread(1, start, count, level, contrast);
        return contrast;
    }
}
