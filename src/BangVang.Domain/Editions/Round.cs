using System.Text.Json.Serialization;

namespace BangVang.Domain.Editions;

/// <summary>A round of the competition, in the order of the regulation.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(ScreeningRound), "screening")]
[JsonDerivedType(typeof(ScoringRound), "scoring")]
[JsonDerivedType(typeof(PairwiseRound), "pairwise")]
public abstract record Round
{
    [Code] public required string Code { get; init; }
    public required LocalizedText Name { get; init; }
    /// <summary>Code of the phase in which it takes place.</summary>
    [Code] public string? Phase { get; init; }
    /// <summary>Codes of the categories that have this round; empty means all.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];
    public string? Article { get; init; }
    public IReadOnlyList<string> Source { get; init; } = [];

    /// <summary>True when dossiers of that category go through this round.</summary>
    public bool IsFor(string category) => Categories.Count == 0 || Categories.Contains(category);
}

/// <summary>Officers decide by the eligibility rules whether a dossier may go on (xét tuyển hồ sơ đủ tiêu chuẩn).</summary>
public sealed record ScreeningRound : Round;

/// <summary>A round in which jurors judge and dossiers get a place, of whatever kind.</summary>
public abstract record JudgedRound : Round
{
    /// <summary>Who goes on to the next round; null in the last one.</summary>
    public Published<ShortlistRule>? Shortlist { get; init; }
    /// <summary>Jurors do not see who applies.</summary>
    public bool HidesApplicants { get; init; }
    /// <summary>Length of a presentation; null when dossiers are judged on paper.</summary>
    public Presentation? Presentation { get; init; }
}

/// <summary>Jurors score by a rubric.</summary>
public sealed record ScoringRound : JudgedRound
{
    /// <summary>Jurors per dossier.</summary>
    [Within(1)] public required Published<int> PanelSize { get; init; }
    /// <summary>Signed score sheets per dossier without which it has no score.</summary>
    [Within(1)] public required Published<int> Quorum { get; init; }
    /// <summary>Code of the rubric.</summary>
    [Code] public required Published<string> Rubric { get; init; }
    /// <summary>Codes of other rubrics by category code, where a category has its own criteria.</summary>
    public IReadOnlyDictionary<string, string> RubricByCategory { get; init; } = new Dictionary<string, string>();
    public required Published<Aggregation> Aggregate { get; init; }
    /// <summary>Takes the severity of jurors out of their scores before these are aggregated; null when scores count as they were given.</summary>
    public CalibrationRule? Calibrate { get; init; }
    /// <summary>What parts equal scores, one after the other; what no link parts stays equal.</summary>
    public required Published<IReadOnlyList<TieBreak>> Ties { get; init; }

    /// <summary>Code of the rubric for a category; null when unpublished.</summary>
    public string? RubricFor(string category) =>
        RubricByCategory.TryGetValue(category, out var own) ? own : Rubric.TryGet(out var code) ? code : null;
}

/// <summary>How the severity of jurors is estimated. Models whose results are logits, or that correct a sheet by more than one number, are not offered: ADR 0012.</summary>
public enum SeverityModel
{
    /// <summary>By restricted maximum likelihood, corrected as far as the sheets can be believed: jurors with few sheets hardly at all.</summary>
    Mixed,
    /// <summary>By least squares, corrected in full; for panels where everyone scores many dossiers.</summary>
    Additive,
}

/// <summary>That the scores of a round count after calibration. Absent: they count as they were given.</summary>
public sealed record CalibrationRule
{
    public required SeverityModel Model { get; init; }
}

/// <summary>
/// Jurors see two products at a time and choose the better one, or several and put them into order. The whole panel of a category judges all
/// its dossiers; places follow from the strengths that the choices of all give together. There are no points.
/// </summary>
public sealed record PairwiseRound : JudgedRound
{
    /// <summary>Products of a pair.</summary>
    public const int Pair = 2;

    /// <summary>How many products a juror sees at a time, to put them into order, best first; null for two, of which the better one is chosen.</summary>
    [Within(Pair, 5)] public int? ProductsAtOnce { get; init; }
    /// <summary>Choices, or orders, of each juror in a category; fewer where the juror has fewer products.</summary>
    [Within(1, 1_000)] public required Published<int> ChoicesPerJuror { get; init; }
    /// <summary>Signed choices, or orders, with a dossier, of all jurors together, without which it has no place.</summary>
    [Within(1)] public required Published<int> Quorum { get; init; }
    /// <summary>What parts equal strengths, one after the other; what no link parts stays equal.</summary>
    public required Published<IReadOnlyList<TieBreak>> Ties { get; init; }
    /// <summary>How long what is shown is to be looked at; null for no clock. The clock never chooses and never ends anything.</summary>
    [Within(5, 3_600)] public int? SecondsPerPair { get; init; }

    /// <summary>Several products are put into order, more than two.</summary>
    [JsonIgnore] public bool IsOfOrders => ProductsAtOnce > Pair;

    /// <summary>How many are shown to a juror who may judge so many: all of them where there are fewer than the round shows, never fewer than two.</summary>
    public int Together(int products) => Math.Max(Pair, Math.Min(ProductsAtOnce ?? Pair, products));

    /// <summary>How many different sets can be shown of so many products; 0 when there are fewer than two.</summary>
    public long SetsOf(int products)
    {
        var (sets, together) = (1L, Together(products));
        for (var i = 0; i < together; i++) sets = sets * (products - i) / (i + 1);
        return Math.Max(0, sets);
    }
}

/// <summary>A link of the tie chain.</summary>
public enum TieBreakKind
{
    /// <summary>The higher aggregated score of one criterion (<see cref="TieBreak.Criterion"/>).</summary>
    Criterion,
    /// <summary>The higher median of the jurors' scores.</summary>
    Median,
    /// <summary>The higher lowest score.</summary>
    LowestScore,
    /// <summary>The higher highest score.</summary>
    HighestScore,
    /// <summary>The higher score in an earlier round (<see cref="TieBreak.Round"/>).</summary>
    EarlierRound,
    /// <summary>The dossier whose last version was submitted earlier.</summary>
    SubmittedEarlier,
    /// <summary>The council decides by motion; nothing after it is computed.</summary>
    Council,
}

/// <summary>One way to part equal scores.</summary>
public sealed record TieBreak
{
    public required TieBreakKind By { get; init; }
    /// <summary>Code of a criterion of the round's rubric; for <see cref="TieBreakKind.Criterion"/> only.</summary>
    [Code] public string? Criterion { get; init; }
    /// <summary>Code of an earlier round; for <see cref="TieBreakKind.EarlierRound"/> only.</summary>
    [Code] public string? Round { get; init; }
}

/// <summary>Which dossiers go on to the next round: all that reach the score, at most so many of them.</summary>
public sealed record ShortlistRule
{
    /// <summary>Hundredths of a point, included; null means no threshold.</summary>
    [Hundredths, Within(0, 10_000)] public int? MinScore { get; init; }
    /// <summary>Most dossiers of one category; null means no limit.</summary>
    [Within(1)] public int? PerCategory { get; init; }
    /// <summary>Limits of single categories by code, instead of <see cref="PerCategory"/>.</summary>
    public IReadOnlyDictionary<string, int> ByCategory { get; init; } = new Dictionary<string, int>();
    /// <summary>Most dossiers in all; null means no limit.</summary>
    [Within(1)] public int? InAll { get; init; }
    /// <summary>Dossiers equal to the last one that fits, after the tie chain, go on as well.</summary>
    public bool KeepTies { get; init; }

    /// <summary>Most dossiers of that category; null means no limit.</summary>
    public int? LimitFor(string category) => ByCategory.TryGetValue(category, out var own) ? own : PerCategory;
}

/// <summary>A slot before the panel, in minutes.</summary>
public sealed record Presentation
{
    [Within(0)] public required int SetUp { get; init; }
    [Within(1)] public required int Talk { get; init; }
    [Within(0)] public required int Questions { get; init; }

    /// <summary>The whole slot.</summary>
    [JsonIgnore] public int Total => SetUp + Talk + Questions;
}
