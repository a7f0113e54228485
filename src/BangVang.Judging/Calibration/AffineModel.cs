namespace BangVang.Judging.Calibration;

/// <summary>
/// The mixed model where each juror stretches the distances between entries: score = mean + scale × entry + juror + residual, the scales
/// normal around 1. Scales and effects are found in turns, each with the doubt about the other, until they stand still.
/// </summary>
internal static class AffineModel
{
    private const int MostTurns = 100;

    /// <summary>When no scale changes more than this, they stand still.</summary>
    private const double Still = 5e-4;

    public static CalibrationResult Fit(RatingDesign design)
    {
        var fixedPart = new FixedPart(design);
        var factors = new TwoFactors(design.Entries.Length, design.Jurors.Length, design.Entry, design.Juror);
        var (scale, spread) = (Enumerable.Repeat(1.0, design.Jurors.Length).ToArray(), 0.04);
        MixedEquations.Point? last = null;
        for (var turn = 1; ; turn++)
        {
            var equations = new MixedEquations(design, fixedPart, factors, [.. design.Juror.Select(j => scale[j])]);
            var (point, _, found) = MixedModel.Search(equations, last is null ? equations.Guess() : (Math.Max(last.Big, 0.05), Math.Max(last.Small, 0.05)));
            last = point;
            var moved = Improve(design, equations, point, scale, ref spread);
            if (moved >= Still && turn < MostTurns) continue;

            equations = new(design, fixedPart, factors, [.. design.Juror.Select(j => scale[j])]);
            point = equations.At(point.Big, point.Small);
            return MixedModel.Result(
                CalibrationModel.Affine, design, fixedPart, equations, point, point.Penalty / equations.Freedom, turn, found && moved < Still, scale);
        }
    }

    /// <summary>New scales from the effects as they are, and how far apart scales are; returns the largest change.</summary>
    private static double Improve(RatingDesign design, MixedEquations equations, MixedEquations.Point point, double[] scale, ref double spread)
    {
        var residual = equations.Residuals(point);
        var (entry, _) = equations.Effects(point);
        var scatter = point.Penalty / equations.Freedom;
        var (big, small) = point.Factored.InverseDiagonal();
        var (diagonal, ratio) = equations.Factors.EntriesAreBig ? (big, point.Big) : (small, point.Small);
        var (pull, hold) = (new double[scale.Length], new double[scale.Length]);
        for (var r = 0; r < design.Count; r++)
        {
            var (e, j) = (design.Entry[r], design.Juror[r]);
            var doubt = ratio * ratio * diagonal[e] * scatter;
            pull[j] += design.Weight[r] * (residual[r] + scale[j] * entry[e]) * entry[e] / scatter;
            hold[j] += design.Weight[r] * (entry[e] * entry[e] + doubt) / scatter;
        }
        var next = new double[scale.Length];
        var (squares, moved) = (0.0, 0.0);
        for (var j = 0; j < scale.Length; j++)
        {
            next[j] = (pull[j] + 1 / spread) / (hold[j] + 1 / spread);
            squares += (next[j] - 1) * (next[j] - 1) + 1 / (hold[j] + 1 / spread);
        }
        var mean = next.Average();
        for (var j = 0; j < scale.Length; j++)
        {
            moved = Math.Max(moved, Math.Abs(next[j] / mean - scale[j]));
            scale[j] = next[j] / mean;
        }
        spread = Math.Max(squares / scale.Length, 1e-6);
        return moved;
    }
}
