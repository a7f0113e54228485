using System.Text.Json.Serialization;
using BangVang.Domain.Kernel;

namespace BangVang.Domain.Editions;

/// <summary>How the jurors' scores of one dossier become one score.</summary>
public enum AggregationMethod
{
    /// <summary>Mean of all scores.</summary>
    Mean,
    /// <summary>Mean without the <see cref="Aggregation.Trim"/> lowest and as many highest scores.</summary>
    TrimmedMean,
    /// <summary>Mean without <see cref="Aggregation.DropLowest"/> lowest and <see cref="Aggregation.DropHighest"/> highest scores.</summary>
    DropHighLow,
    /// <summary>The middle score; of an even number the mean of the two in the middle.</summary>
    Median,
}

/// <summary>The edition's way from the jurors' scores to the dossier's score.</summary>
public sealed record Aggregation
{
    public required AggregationMethod Method { get; init; }
    /// <summary>For trimmed_mean: how many scores are left out at each end, at least 1.</summary>
    [Within(1)] public int Trim { get; init; }
    /// <summary>For drop_high_low.</summary>
    [Within(0)] public int DropLowest { get; init; }
    /// <summary>For drop_high_low.</summary>
    [Within(0)] public int DropHighest { get; init; }

    /// <summary>Scores left out at the low end.</summary>
    [JsonIgnore] public int Low => Method is AggregationMethod.TrimmedMean ? Trim : Method is AggregationMethod.DropHighLow ? DropLowest : 0;

    /// <summary>Scores left out at the high end.</summary>
    [JsonIgnore] public int High => Method is AggregationMethod.TrimmedMean ? Trim : Method is AggregationMethod.DropHighLow ? DropHighest : 0;

    /// <summary>The fewest scores it can work on; a quorum is never below.</summary>
    [JsonIgnore] public int NeedsAtLeast => Low + High + 1;

    /// <summary>The dossier's score.</summary>
    /// <param name="scores">Hundredths of a point, one per signed score sheet, in any order; abstentions are absent.</param>
    /// <param name="parts">Into how many parts the scores divide a hundredth; calibrated ones are finer than hundredths.</param>
    /// <returns>Hundredths of a point, rounded once, half away from zero.</returns>
    /// <exception cref="ArgumentException">Fewer scores than <see cref="NeedsAtLeast"/>: check the quorum first.</exception>
    public int Of(IEnumerable<int> scores, int parts = 1)
    {
        var all = scores.ToList();
        return Method is AggregationMethod.Median ? Judging.Aggregation.Median(all, parts) : Judging.Aggregation.DropHighLow(all, High, Low, parts);
    }
}
