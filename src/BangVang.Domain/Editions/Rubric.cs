using System.Text.Json.Serialization;
using BangVang.Domain.Kernel;
using BangVang.Judging;

namespace BangVang.Domain.Editions;

/// <summary>The marks a juror may give, in hundredths of a point.</summary>
public sealed record Scale
{
    [Hundredths, Within(0, 10_000)] public required int Min { get; init; }
    [Hundredths, Within(1, 10_000)] public required int Max { get; init; }
    /// <summary>Distance of neighbouring marks; above 0, divides <see cref="Max"/> − <see cref="Min"/>.</summary>
    [Hundredths, Within(1, 10_000)] public required int Step { get; init; }

    /// <summary>True when <paramref name="mark"/> (hundredths) lies on the scale and on a step.</summary>
    public bool Contains(int mark) => mark >= Min && mark <= Max && (mark - Min) % Step == 0;

    /// <summary>All marks from lowest to highest, hundredths.</summary>
    [JsonIgnore] public IEnumerable<int> Marks => Enumerable.Range(0, ((Max - Min) / Step) + 1).Select(i => Min + (i * Step));
}

/// <summary>A part of a criterion, with its weight inside the criterion.</summary>
public sealed record SubCriterion
{
    [Code] public required string Code { get; init; }
    public required LocalizedText Name { get; init; }
    public LocalizedText? Help { get; init; }
    /// <summary>Hundredths of a percent of the criterion: 10 000 is all of it.</summary>
    [Hundredths, Within(1, 10_000)] public required int Weight { get; init; }
}

/// <summary>A criterion: marked itself, or through its parts.</summary>
public sealed record Criterion
{
    [Code] public required string Code { get; init; }
    public required LocalizedText Name { get; init; }
    public LocalizedText? Help { get; init; }
    /// <summary>Hundredths of a percent of the whole: 10 000 is all of it.</summary>
    [Hundredths, Within(1, 10_000)] public required int Weight { get; init; }
    /// <summary>Sub-criteria; empty when the criterion itself is marked.</summary>
    public IReadOnlyList<SubCriterion> Parts { get; init; } = [];
    public string? Article { get; init; }
}

/// <summary>One mark to be given: a criterion without parts, or a part.</summary>
/// <param name="Code">Key of the mark; unique within the rubric.</param>
/// <param name="Part">Null when the criterion itself is marked.</param>
public sealed record MarkLine(string Code, Criterion Criterion, SubCriterion? Part)
{
    public LocalizedText Name => Part?.Name ?? Criterion.Name;
    public LocalizedText? Help => Part?.Help ?? Criterion.Help;
}

/// <summary>Criteria with weights on two levels. A score lies on the same scale as the marks.</summary>
public sealed record Rubric
{
    private const int Whole = 10_000;

    [Code] public required string Code { get; init; }
    public required LocalizedText Name { get; init; }
    public required Scale Scale { get; init; }
    /// <summary>Weights of the criteria sum to 100 %, those of the parts of each criterion as well.</summary>
    public required IReadOnlyList<Criterion> Criteria { get; init; }
    /// <summary>Says where the weights come from when they are a sample.</summary>
    public LocalizedText? Note { get; init; }
    public string? Article { get; init; }
    public IReadOnlyList<string> Source { get; init; } = [];

    /// <summary>The marks a score sheet needs, in order.</summary>
    [JsonIgnore]
    public IReadOnlyList<MarkLine> Lines => [.. Criteria.SelectMany(c => c.Parts.Count == 0
        ? [new MarkLine(c.Code, c, null)] : c.Parts.Select(p => new MarkLine(p.Code, c, p)))];

    /// <summary>Codes of marks still missing, in order.</summary>
    public IReadOnlyList<string> Missing(IReadOnlyDictionary<string, int> marks) =>
        [.. Lines.Select(l => l.Code).Where(code => !marks.ContainsKey(code))];

    /// <summary>Mean of the marks weighted on both levels; rounded once, at the end.</summary>
    /// <param name="marks">Hundredths of a point by code of the line.</param>
    /// <returns>Hundredths of a point on the rubric's scale, rounded half away from zero.</returns>
    /// <exception cref="ArgumentException">A mark is missing, unknown or not on the scale.</exception>
    public int WeightedScore(IReadOnlyDictionary<string, int> marks)
    {
        Demand(marks);
        return Rounding.HalfAwayFromZero(Criteria.Sum(c => c.Weight * Inside(c, marks)), (long)Whole * Whole);
    }

    /// <summary>Score of one criterion on the rubric's scale, hundredths, rounded half away from zero; for display, never summed.</summary>
    /// <exception cref="ArgumentException">A mark of the criterion is missing or not on the scale.</exception>
    public int CriterionScore(Criterion criterion, IReadOnlyDictionary<string, int> marks)
    {
        var lines = 0;
        Demand(criterion, marks, ref lines);
        return Rounding.HalfAwayFromZero(Inside(criterion, marks), Whole);
    }

    /// <summary>Hundredths of a point × 10 000.</summary>
    private static long Inside(Criterion criterion, IReadOnlyDictionary<string, int> marks) => criterion.Parts.Count == 0
        ? (long)Whole * marks[criterion.Code]
        : criterion.Parts.Sum(p => (long)p.Weight * marks[p.Code]);

    private void Demand(IReadOnlyDictionary<string, int> marks)
    {
        var lines = 0;
        foreach (var criterion in Criteria) Demand(criterion, marks, ref lines);
        if (marks.Count == lines) return;
        var codes = Lines.Select(l => l.Code).ToHashSet();
        throw new ArgumentException($"{marks.Keys.First(code => !codes.Contains(code))} is no mark of rubric {Code}.", nameof(marks));
    }

    private void Demand(Criterion criterion, IReadOnlyDictionary<string, int> marks, ref int lines)
    {
        if (criterion.Parts.Count == 0) DemandOne(criterion.Code, marks, ref lines);
        foreach (var part in criterion.Parts) DemandOne(part.Code, marks, ref lines);
    }

    private void DemandOne(string code, IReadOnlyDictionary<string, int> marks, ref int lines)
    {
        if (!marks.TryGetValue(code, out var mark)) throw new ArgumentException($"The mark {code} is missing.", nameof(marks));
        if (!Scale.Contains(mark)) throw new ArgumentException($"{mark} hundredths is no mark of the scale of rubric {Code}.", nameof(marks));
        lines++;
    }
}
