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
    string Objective, double TotalAffinity, double MinEntryAffinity, double MeanEntryAffinity, double P10EntryAffinity, long Envy,
    LoadReport Loads, int ConflictsViolated, bool Optimal, double DualBound, double? Floor, double Seconds, string Seed, string Version)
{
    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        NewLine = "\n",
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>The report as one JSON document, names in snake case.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Format);
}

/// <summary>Entries per juror.</summary>
/// <param name="Histogram">How many jurors have each load that occurs.</param>
public sealed record LoadReport(int Min, int Max, IReadOnlyDictionary<int, int> Histogram);
