namespace BangVang.Judging.Calibration;

/// <summary>
/// Takes the severity of jurors out of their marks and says how sure the result is. Deterministic: neither the order of rows nor the names
/// of entries and jurors change anything, and the same input gives the same bits on every machine.
/// </summary>
public static class Calibrator
{
    /// <summary>Fits the chosen model. A design that falls into groups is fitted too, and <see cref="CalibrationResult.Groups"/> names them.</summary>
    /// <exception cref="CalibrationException">There is nothing to calibrate, or a rating cannot be used; the reason says which.</exception>
    public static CalibrationResult Fit(Ratings ratings, CalibrationOptions? options = null)
    {
        options ??= new();
        var design = new RatingDesign(ratings);
        return options.Model switch
        {
            CalibrationModel.Mean => MeanModel.Fit(design),
            CalibrationModel.Additive => AdditiveModel.Fit(design),
            CalibrationModel.Mixed => MixedModel.Fit(design, options),
            CalibrationModel.Affine => AffineModel.Fit(design),
            CalibrationModel.Rasch => RaschModel.Fit(design, options),
            CalibrationModel.Cumulative => CumulativeModel.Fit(design, options),
            _ => throw new ArgumentOutOfRangeException(nameof(options), options.Model, "There is no such model."),
        };
    }
}
