using BangVang.Judging.Numbers;
using BangVang.Judging.Ranks;

namespace BangVang.Judging.Calibration;

/// <summary>Entries and jurors together, normal, given the variances; the doubt about the fixed part included.</summary>
/// <param name="mean">The row of the fixed part at which entries are told.</param>
internal sealed class MixedPosterior(string[] entries, double[] estimates, bool entriesAreBig, MixedEquations.Point point, double scatter, double[] mean) : IJointPosterior
{
    private readonly double[] big = new double[point.Spherical[^1].Big.Length];
    private readonly double[] small = new double[point.Spherical[^1].Small.Length];
    private readonly double[] columns = new double[point.Beta.Length];

    public IReadOnlyList<string> Entries => entries;

    public IReadOnlyList<double> Estimates => estimates;

    public void Draw(NormalRandom random, Span<double> values)
    {
        random.Fill(entriesAreBig ? big : small);
        random.Fill(entriesAreBig ? small : big);
        random.Fill(columns);
        point.Factored.Draw(big, small);
        point.Information.SolveUpper(columns);
        var (effects, deviation) = entriesAreBig ? (big, point.Big) : (small, point.Small);
        for (var c = 1; c < columns.Length; c++)
            Tiles.Add(-columns[c], entriesAreBig ? point.Spherical[c].Big : point.Spherical[c].Small, effects);
        Tiles.Add(-columns[0], entriesAreBig ? point.Spherical[0].Big : point.Spherical[0].Small, effects);
        var factor = deviation * Math.Sqrt(scatter);
        // What is drawn of the level of all moves every entry alike, and counts where entries are held against a number.
        var level = 0.0;
        for (var c = 0; c < columns.Length; c++) level += mean[c] * columns[c];
        level *= Math.Sqrt(scatter);
        for (var e = 0; e < effects.Length; e++) values[e] = estimates[e] + level + factor * effects[e];
    }
}
