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

    /// <summary>The marks an average juror gives without any chance in them, in the order of <see cref="Rubric.Lines"/>.</summary>
    public double[] LinesOf(int dossier, Rubric rubric)
    {
        var count = weights[rubric.Code].Length;
        var lines = strengths[rubric.Code].AsSpan(dossier * count, count).ToArray();
        for (var line = 0; line < count; line++) lines[line] += level[dossier];
        return lines;
    }

    /// <summary>What the dossier is worth in itself, beside its strengths in single lines: what jurors compare where there is no rubric.</summary>
    public double LevelOf(int dossier) => level[dossier];

    /// <summary>The weighted score without any chance in it: who is truly best.</summary>
    public double Of(int dossier, Rubric rubric)
    {
        var (sum, shares, worth) = (0.0, weights[rubric.Code], LinesOf(dossier, rubric));
        for (var line = 0; line < shares.Length; line++) sum += shares[line] * worth[line];
        return sum;
    }
}

/// <summary>The jurors of one draw.</summary>
/// <param name="Seed">Of their assignment and of the chance in their marks.</param>
/// <param name="Severity">By number of the juror; above 0 marks lower. Shares of the width of the scale.</param>
/// <param name="Knowledge">For each juror each field, 0 to 1.</param>
internal sealed record PanelDraw(string Seed, double[] Severity, double[] Knowledge)
{
    /// <summary>Who was assigned already, by objective, round, category, size and dossiers; the same jurors with another severity share it.</summary>
    public Dictionary<string, AssignedPanel> Assigned { get; private init; } = new(StringComparer.Ordinal);

    /// <summary>What they chose already in rounds of pairs, whatever their severity.</summary>
    public Dictionary<string, IReadOnlyList<PlayedBallot>> Chosen { get; private init; } = new(StringComparer.Ordinal);

    /// <summary>What these jurors judged already.</summary>
    public Dictionary<string, CategoryJudging> Judged { get; private init; } = new(StringComparer.Ordinal);

    public static PanelDraw Of(ScoreModel model, int jurors, string seed)
    {
        var (severity, knowledge) = (new NormalRandom($"{seed}/severity"), new NormalRandom($"{seed}/knowledge"));
        return new(seed, [.. Enumerable.Range(0, jurors).Select(_ => model.Severity * severity.Next())], [.. Enumerable.Range(0, jurors).SelectMany(_ => OfOne(knowledge))]);
    }

    /// <summary>The same jurors, assigned as before, with other severities.</summary>
    public PanelDraw With(double[] severity) => this with { Severity = severity, Judged = new(StringComparer.Ordinal) };

    /// <summary>How well a juror knows a field, 0 to 1.</summary>
    public double Knows(int juror, int field) => Knowledge[juror * SyntheticDossier.Fields + field];

    /// <summary>One field known well, one by half, a little of the others.</summary>
    private static double[] OfOne(NormalRandom random)
    {
        double[] knows = [.. Enumerable.Range(0, SyntheticDossier.Fields).Select(_ => 0.2 * random.NextUniform())];
        var (own, second) = (random.Next(knows.Length), random.Next(knows.Length));
        knows[second] = 0.4 + 0.2 * random.NextUniform();
        knows[own] = 0.8 + 0.2 * random.NextUniform();
        return knows;
    }
}
