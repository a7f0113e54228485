using System.Text.Json;
using System.Text.Json.Serialization;

namespace BangVang.Judging.Assignment;

/// <summary>The figures of an assignment; affinities in the unit of the input.</summary>
/// <param name="Objective">"max-sum", "max-min" or "fair".</param>
/// <param name="MinEntryAffinity">The lowest total of an entry.</param>
/// <param name="MeanEntryAffinity">The mean total of an entry.</param>
/// <param name="P10EntryAffinity">The mean total of the lowest tenth of the entries (their number rounded up).</param>
/// <param name="Envy">In how many ordered pairs of entries the first would have a larger total with the second's jurors than with its own.</param>
/// <param name="ConflictsViolated">Always 0: counted, not assumed.</param>
/// <param name="Optimal">Proved: the objective meets <paramref name="DualBound"/>, to 10^−9 of it.</param>
/// <param name="DualBound">No assignment does better: on the lowest entry for max-min, on the total otherwise.</param>
/// <param name="Floor">The floor that every entry reaches, where one was asked for or found.</param>
/// <param name="Seconds">CPU seconds of the solver, without reading and start-up.</param>
public sealed record AssignmentReport(
    [property: JsonPropertyName("objective")] string Objective,
    [property: JsonPropertyName("total_affinity")] double TotalAffinity,
    [property: JsonPropertyName("min_entry_affinity")] double MinEntryAffinity,
    [property: JsonPropertyName("mean_entry_affinity")] double MeanEntryAffinity,
    [property: JsonPropertyName("p10_entry_affinity")] double P10EntryAffinity,
    [property: JsonPropertyName("envy")] long Envy,
    [property: JsonPropertyName("loads")] LoadReport Loads,
    [property: JsonPropertyName("conflicts_violated")] int ConflictsViolated,
    [property: JsonPropertyName("optimal")] bool Optimal,
    [property: JsonPropertyName("dual_bound")] double DualBound,
    [property: JsonPropertyName("floor"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Floor,
    [property: JsonPropertyName("seconds")] double Seconds,
    [property: JsonPropertyName("seed")] string Seed,
    [property: JsonPropertyName("version")] string Version)
{
    private static readonly JsonSerializerOptions Format = new() { WriteIndented = true, NewLine = "\n" };

    /// <summary>How well jurors can be told apart from entries; null where the panel is too large to say quickly and no diversity was asked for.</summary>
    [JsonPropertyName("design"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DesignReport? Design { get; init; }

    /// <summary>The expected total of a randomised assignment; null for others, like the figures below.</summary>
    [JsonPropertyName("expected_affinity"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? ExpectedAffinity { get; init; }

    /// <summary>No marginals under the cap have a larger expected total.</summary>
    [JsonPropertyName("expected_bound"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? ExpectedBound { get; init; }

    /// <summary>The expected total over the largest total without a cap.</summary>
    [JsonPropertyName("relative_quality"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? RelativeQuality { get; init; }

    /// <summary>Pairs with a probability above 0.</summary>
    [JsonPropertyName("support"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Support { get; init; }

    /// <summary>The sum of −p ln p over all pairs.</summary>
    [JsonPropertyName("entropy"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Entropy { get; init; }

    /// <summary>The report as one JSON document, names in snake case.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Format);
}

/// <summary>Entries per juror.</summary>
/// <param name="Histogram">How many jurors have each load that occurs.</param>
public sealed record LoadReport(
    [property: JsonPropertyName("min")] int Min,
    [property: JsonPropertyName("max")] int Max,
    [property: JsonPropertyName("histogram")] IReadOnlyDictionary<int, int> Histogram);

/// <summary>
/// How well a design tells entries apart when every juror may be stricter or milder than the others: score = entry + juror + noise of
/// variance 1, both fixed, fitted by least squares (John and Williams, Cyclic and Computer Generated Designs, 1995, ch. 2).
/// </summary>
/// <param name="Variance">
/// The mean variance of the difference between two entries' estimates; null when the design falls into parts, so that some cannot be compared.
/// </param>
/// <param name="VarianceBefore">The same before pairs were exchanged for diversity; null when none was asked for, or the design fell into parts.</param>
/// <param name="Ideal">What it would be if all jurors were equally strict: the mean of 1/k + 1/l over all pairs of entries with k and l jurors; 2/k where all have k.</param>
/// <param name="Components">Parts without a juror in common; 1 when everything can be compared.</param>
public sealed record DesignReport(
    [property: JsonPropertyName("variance")] double? Variance,
    [property: JsonPropertyName("variance_before"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? VarianceBefore,
    [property: JsonPropertyName("ideal")] double Ideal,
    [property: JsonPropertyName("components")] int Components)
{
    /// <summary>The total affinity before pairs were exchanged for diversity; null when none was asked for.</summary>
    [JsonPropertyName("total_before"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? TotalBefore { get; init; }

    /// <summary>The lowest total of an entry before pairs were exchanged for diversity; null when none was asked for.</summary>
    [JsonPropertyName("lowest_before"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? LowestBefore { get; init; }

    /// <summary>Variance over ideal before pairs were exchanged for diversity; null like <see cref="VarianceBefore"/>.</summary>
    [JsonIgnore]
    public double? InflationBefore => VarianceBefore / Ideal;

    /// <summary>Variance over ideal.</summary>
    [JsonPropertyName("inflation")]
    public double? Inflation => Variance / Ideal;
}
