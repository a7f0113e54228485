using BangVang.Judging.Numbers;
using BangVang.Judging.Ranks;

namespace BangVang.Judging.Calibration;

/// <summary>Entries and jurors together, normal, given the variances; the doubt about the fixed part included.</summary>
internal sealed class MixedPosterior(string[] entries, double[] estimates, bool entriesAreBig, MixedEquations.Point point, double scatter) : IJointPosterior
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
        // The first column is the mean of all: it moves every entry alike.
        for (var c = 1; c < columns.Length; c++)
            Tiles.Add(-columns[c], entriesAreBig ? point.Spherical[c].Big : point.Spherical[c].Small, effects);
        Tiles.Add(-columns[0], entriesAreBig ? point.Spherical[0].Big : point.Spherical[0].Small, effects);
        var factor = deviation * Math.Sqrt(scatter);
        for (var e = 0; e < effects.Length; e++) values[e] = estimates[e] + factor * effects[e];
    }
}
