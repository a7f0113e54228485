namespace BangVang.Judging.Calibration;

/// <summary>Marks as steps of a scale, 0 for the lowest.</summary>
internal sealed class MarkSteps
{
    /// <summary>More steps than this are no ordinal scale any more: use the mixed model.</summary>
    private const int Most = 120;

    /// <exception cref="CalibrationException">A score is no mark of the scale, or there are too many.</exception>
    public MarkSteps(RatingDesign design, MarkScale? scale)
    {
        Scale = scale ?? new(design.Score.Min(), design.Score.Max(), 1);
        Step = new int[design.Count];
        for (var r = 0; r < design.Count; r++)
        {
            Step[r] = Scale.StepsTo(design.Score[r]) is { } steps and <= Most ? steps
                : throw new CalibrationException(Scale.StepsTo(design.Score[r]) is { } many
                    ? new("calibrate.too_many_marks", ("marks", many + 1))
                    : new("calibrate.off_scale", ("entry", design.Entries[design.Entry[r]]), ("juror", design.Jurors[design.Juror[r]]), ("score", design.Score[r])));
        }
        Highest = new int[Math.Max(1, design.Criteria.Length)];
        for (var r = 0; r < design.Count; r++) Highest[design.Criterion[r]] = Math.Max(Highest[design.Criterion[r]], Step[r]);
    }

    public MarkScale Scale { get; }

    /// <summary>The step of each rating.</summary>
    public int[] Step { get; }

    /// <summary>The highest step used in each criterion.</summary>
    public int[] Highest { get; }

    /// <summary>The mark a step stands for.</summary>
    public double MarkOf(int step) => Scale.Min + step * Scale.Step;
}
