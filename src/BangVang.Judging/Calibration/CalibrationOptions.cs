namespace BangVang.Judging.Calibration;

/// <summary>How the severity of jurors is taken out of their marks. docs/judging.md explains each.</summary>
public enum CalibrationModel
{
    /// <summary>The plain mean of an entry's marks; jurors are taken to be equally severe.</summary>
    Mean,
    /// <summary>Score = entry + juror by least squares. Over-corrects where jurors have few marks.</summary>
    Additive,
    /// <summary>Score = mean + entry + juror + residual by restricted maximum likelihood, entries and jurors random. The default.</summary>
    Mixed,
    /// <summary><see cref="Mixed"/>, where each juror also stretches or shrinks the distances between entries.</summary>
    Affine,
    /// <summary>Many-facet Rasch model by marginal maximum likelihood: marks are steps of a scale, not distances.</summary>
    Rasch,
    /// <summary>Cumulative logit by Laplace's approximation, criteria and facets fixed, jurors random.</summary>
    Cumulative,
}

/// <summary>Which steps of the scale the criteria of a Rasch model share.</summary>
public enum RaschSteps
{
    /// <summary>All criteria have the same steps, moved as a whole.</summary>
    RatingScale,
    /// <summary>Each criterion has steps of its own.</summary>
    PartialCredit,
}

/// <summary>The marks that can be given.</summary>
/// <param name="Step">The distance from one mark to the next.</param>
public sealed record MarkScale(double Min, double Max, double Step)
{
    /// <summary>How many steps <paramref name="score"/> is above <see cref="Min"/>; null when it is no mark of this scale.</summary>
    public int? StepsTo(double score)
    {
        var steps = Math.Round((score - Min) / Step);
        return Math.Abs(Min + steps * Step - score) <= 1e-6 * Math.Max(1, Math.Abs(score)) && score >= Min - 1e-9 && score <= Max + 1e-6 ? (int)steps : null;
    }
}

/// <param name="Scale">Needed by nobody but Rasch and cumulative; null for whole numbers from the lowest to the highest score that occurs.</param>
/// <param name="Seed">Of the draws that ranks are counted in; recorded in the report.</param>
public sealed record CalibrationOptions(
    CalibrationModel Model = CalibrationModel.Mixed, RaschSteps Steps = RaschSteps.RatingScale, MarkScale? Scale = null, string Seed = "1")
{
    /// <summary>Variances to calibrate with instead of estimating them, for <see cref="CalibrationModel.Mixed"/>.</summary>
    public FixedVariances? Variances { get; init; }
}

/// <param name="Residual">Above 0; the others at least 0.</param>
public sealed record FixedVariances(double Entry, double Juror, double Residual);
