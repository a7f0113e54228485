using BangVang.Judging.Ranks;

namespace BangVang.Judging.Calibration;

/// <summary>What an entry is worth when its jurors' severity is taken out.</summary>
/// <param name="Estimate">On the original scale; logits for Rasch and cumulative.</param>
/// <param name="StandardError">Conditional standard deviation in mixed models.</param>
/// <param name="RawMean">The weighted mean of its marks as given.</param>
/// <param name="Count">How many marks it has.</param>
public sealed record CalibratedEntry(string Entry, double Estimate, double StandardError, double RawMean, int Count);

/// <summary>How a juror marks.</summary>
/// <param name="Severity">Above 0 means stricter than the panel; in score units, in logits for Rasch and cumulative.</param>
/// <param name="Scale">How much the juror stretches the distances between entries; 1 unless the model is affine.</param>
/// <param name="Count">How many marks the juror gave.</param>
/// <param name="Fit">Mean square of standardised residuals: near 1 is as expected, above 1.5 erratic, below 0.5 too even.</param>
public sealed record CalibratedJuror(string Juror, double Severity, double StandardError, double Scale, int Count, double Fit);

/// <summary>Variances; null where the model has none.</summary>
public sealed record VarianceComponents(double? Entry, double? Juror, double? Residual);

/// <summary>What a criterion or a further facet adds, with the mean of its levels taken as zero.</summary>
/// <param name="Facet">"criterion" or the facet's name.</param>
/// <param name="Estimate">Added to the score by this level; for Rasch, the difficulty in logits (more is harder).</param>
public sealed record FacetEffect(string Facet, string Level, double Estimate, double StandardError);

/// <summary>One step of a scale: for Rasch, how hard it is to get from one mark to the next; for cumulative, the threshold between two marks.</summary>
/// <param name="Criterion">Null where all criteria share the steps.</param>
/// <param name="Mark">The mark that is reached.</param>
public sealed record ScaleStep(string? Criterion, double Mark, double Estimate, double StandardError);

/// <summary>Entries and jurors that marks connect with each other, and with no others.</summary>
public sealed record JudgingGroup(IReadOnlyList<string> Entries, IReadOnlyList<string> Jurors);

/// <summary>A calibration with everything that is known about its certainty.</summary>
/// <param name="Entries">From the best down; equals by name.</param>
/// <param name="Jurors">By name.</param>
/// <param name="LogLikelihood">Restricted for mixed; for affine, given the scales.</param>
/// <param name="Deviance">−2 times the log-likelihood.</param>
/// <param name="Intercept">The mean of the original scale, at the mean of criteria and facets.</param>
/// <param name="Groups">One when all entries can be compared; otherwise entries of different groups share no chain of jurors.</param>
public sealed record CalibrationResult(
    CalibrationModel Model, IReadOnlyList<CalibratedEntry> Entries, IReadOnlyList<CalibratedJuror> Jurors, double LogLikelihood, double Deviance,
    VarianceComponents Variances, IReadOnlyList<FacetEffect> Effects, IReadOnlyList<ScaleStep> Steps, double Intercept, int Iterations,
    bool Converged, IReadOnlyList<JudgingGroup> Groups)
{
    /// <summary>False: entries of different <see cref="Groups"/> cannot be compared by what jurors said.</summary>
    public bool Connected => Groups.Count <= 1;

    /// <summary>What is known about all entries together, to draw from.</summary>
    internal IJointPosterior Posterior
    {
        get => field ?? throw new InvalidOperationException("This result was not made by a calibration.");
        init;
    }
}
