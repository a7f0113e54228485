using BangVang.Domain.Editions;
using BangVang.Judging.Numbers;

namespace BangVang.App.Simulation;

/// <summary>What the dossiers of one draw are truly worth, known because it is made up. Shares of the width of the scale.</summary>
internal sealed class Quality
{
    private readonly double[] level;
    private readonly Dictionary<string, double[]> strengths;
    private readonly Dictionary<string, double[]> weights;

    /// <param name="dossiers">How many.</param>
    /// <param name="seed">Of the draw.</param>
    public Quality(ScoreModel model, IEnumerable<Rubric> rubrics, int dossiers, string seed)
    {
        var random = new NormalRandom($"{seed}/quality");
        level = [.. Enumerable.Range(0, dossiers).Select(_ => model.Mean + model.Entry * random.Next())];
        (strengths, weights) = (new(StringComparer.Ordinal), new(StringComparer.Ordinal));
        foreach (var rubric in rubrics)
        {
            double[] shares = [.. rubric.Lines.Select(l => l.Criterion.Weight / 1e4 * (l.Part?.Weight ?? 10_000) / 1e4)];
            weights[rubric.Code] = shares;
            strengths[rubric.Code] = [.. Enumerable.Range(0, dossiers * shares.Length).Select(_ => model.Line * random.Next())];
        }
    }

    /// <summary>The mark an average juror gives without any chance in it.</summary>
    /// <param name="line">Index in <see cref="Rubric.Lines"/>.</param>
    public double Of(int dossier, Rubric rubric, int line) => level[dossier] + strengths[rubric.Code][dossier * weights[rubric.Code].Length + line];

    /// <summary>The weighted score without any chance in it: who is truly best.</summary>
    public double Of(int dossier, Rubric rubric)
    {
        var (sum, shares) = (0.0, weights[rubric.Code]);
        for (var line = 0; line < shares.Length; line++) sum += shares[line] * Of(dossier, rubric, line);
        return sum;
    }
}

/// <summary>The jurors of one draw.</summary>
/// <param name="Seed">Of their assignment and of the chance in their marks.</param>
/// <param name="Severity">By number of the juror; above 0 marks lower. Shares of the width of the scale.</param>
internal sealed record PanelDraw(string Seed, double[] Severity)
{
    /// <summary>What these jurors judged already, by round, category, size and dossiers.</summary>
    public Dictionary<string, CategoryJudging> Judged { get; } = new(StringComparer.Ordinal);

    public static PanelDraw Of(ScoreModel model, int jurors, string seed)
    {
        var random = new NormalRandom($"{seed}/severity");
        return new(seed, [.. Enumerable.Range(0, jurors).Select(_ => model.Severity * random.Next())]);
    }
}
