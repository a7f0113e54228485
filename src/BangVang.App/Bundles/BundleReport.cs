using System.Text.Json.Nodes;

namespace BangVang.App.Bundles;

/// <summary>How far a step of the verification went.</summary>
public enum StepStatus
{
    /// <summary>Computed again from what is in the bundle, and equal.</summary>
    Recomputed,
    /// <summary>Not computed again, but what was published satisfies the conditions that it has to.</summary>
    Checked,
    /// <summary>Neither: what it says rests on somebody else's word, which the detail names.</summary>
    NotChecked,
    Failed,
}

/// <param name="Name">One of those listed in docs/proof/bundle.md.</param>
/// <param name="Detail">How much was checked, or what it rests on; empty when the name says all.</param>
public sealed record VerifyStep(string Name, StepStatus Status, string Detail);

/// <summary>The first thing that does not hold.</summary>
/// <param name="Step">Of which step.</param>
/// <param name="Where">The place: an entry of the log by its number, a member of the results.</param>
public sealed record BundleDifference(string Step, string Where, string Expected, string Found);

/// <summary>What came of verifying a bundle.</summary>
/// <param name="Failure">Null when everything that was looked at holds.</param>
/// <param name="Size">Entries under the checkpoint.</param>
/// <param name="Witnesses">Names of the trusted witnesses that signed the checkpoint.</param>
public sealed record BundleReport(string? Edition, IReadOnlyList<VerifyStep> Steps, BundleDifference? Failure, long Size, IReadOnlyList<string> Witnesses)
{
    public bool Holds => Failure is null;
}

/// <summary>Ends a verification at the first difference; caught where it began and never seen outside.</summary>
internal sealed class DiffersException(BundleDifference difference) : Exception($"{difference.Step}, {difference.Where}: expected {difference.Expected}, found {difference.Found}")
{
    public BundleDifference Difference { get; } = difference;
}

/// <summary>Collects the steps in the order in which they were begun.</summary>
internal sealed class StepBook
{
    private readonly List<VerifyStep> steps = [];

    public IReadOnlyList<VerifyStep> Steps => steps;

    /// <summary>The step that is being worked on; a failure is its.</summary>
    public string Current { get; private set; } = "format";

    public void Begin(string name) => Current = name;

    public void Note(string name, StepStatus status, string detail = "") => steps.Add(new(name, status, detail));

    /// <summary>Ends the verification unless both are the same text.</summary>
    public void Same(string where, string? expected, string? found)
    {
        if (!string.Equals(expected, found, StringComparison.Ordinal)) throw Differs(where, expected, found);
    }

    /// <summary>Ends the verification unless the object has these members (in ordinal order) and no other: what has no meaning here might have one for another reader.</summary>
    public void Members(JsonObject found, string where, params string[] members) =>
        Same(where, string.Join(", ", members), string.Join(", ", found.Select(m => m.Key).Order(StringComparer.Ordinal)));

    public DiffersException Differs(string where, string? expected, string? found) => new(new(Current, where, Short(expected), Short(found)));

    /// <summary>Long values are cut: the place says where to look.</summary>
    private static string Short(string? value) => value is null ? "null" : value.Length <= 200 ? value : value[..200] + "…";
}
