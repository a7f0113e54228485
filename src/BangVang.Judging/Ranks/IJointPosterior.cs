using BangVang.Judging.Numbers;

namespace BangVang.Judging.Ranks;

/// <summary>What is known about all entries together: drawing gives one way how things may truly be.</summary>
internal interface IJointPosterior
{
    IReadOnlyList<string> Entries { get; }

    /// <summary>The estimates, in the order of <see cref="Entries"/>.</summary>
    IReadOnlyList<double> Estimates { get; }

    /// <summary>Puts one draw of every entry's true worth into <paramref name="values"/>.</summary>
    void Draw(NormalRandom random, Span<double> values);
}

/// <summary>Normal with standard deviations of each entry's own, and directions in which they move together.</summary>
/// <param name="common">For each entry, how it moves with independent normals of variance 1; null for no common movement.</param>
internal sealed class NormalPosterior(string[] entries, double[] estimates, double[] own, double[][]? common = null) : IJointPosterior
{
    public IReadOnlyList<string> Entries => entries;

    public IReadOnlyList<double> Estimates => estimates;

    public void Draw(NormalRandom random, Span<double> values)
    {
        for (var e = 0; e < estimates.Length; e++) values[e] = estimates[e] + own[e] * random.Next();
        if (common is null || common.Length == 0) return;
        var shared = new double[common[0].Length];
        random.Fill(shared);
        for (var e = 0; e < estimates.Length; e++) values[e] += Tiles.Dot(common[e], shared);
    }
}
