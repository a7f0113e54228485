namespace BangVang.Judging.Assignment;

/// <summary>What an assignment strives for.</summary>
public enum Objective
{
    /// <summary>The largest total affinity; exact and proved.</summary>
    MaxSum,
    /// <summary>The lowest entry's affinity as high as possible, then the total.</summary>
    MaxMin,
    /// <summary>The largest total among those in which no entry is below a floor: a given one, or the highest that can be reached.</summary>
    Fair,
}

/// <summary>Who may judge what, and how well each pair fits.</summary>
/// <param name="Affinity">
/// For each entry in the order of <see cref="PanelRequest.Entries"/>, each juror in the order of <see cref="PanelRequest.Jurors"/>;
/// finite, any scale. Up to nine decimals are exact where the largest number allows it, otherwise numbers are rounded to 2^−30 of the largest.
/// </param>
public sealed record AssignmentProblem(PanelRequest Panel, double[] Affinity);

/// <summary>How to assign.</summary>
/// <param name="Floor">Every entry's total affinity is at least this; turns <see cref="Objective.MaxSum"/> into <see cref="Objective.Fair"/>. Null for none.</param>
/// <param name="Seed">Seeds the search for fair assignments; the same seed gives the same answer unless the search was stopped.</param>
public sealed record AssignmentOptions(Objective Objective = Objective.MaxSum, double? Floor = null, string Seed = "0");

/// <summary>One juror for one entry, and how well they fit.</summary>
public sealed record AssignedPair(string Entry, string Juror, double Affinity);

/// <summary>An assignment with its figures, or the reason why there is none; never a part of one.</summary>
/// <param name="Pairs">Sorted by entry, then juror, in the order of <see cref="CodeOrder"/>; empty when there is a shortage.</param>
/// <param name="Report">Null when there is a shortage.</param>
/// <param name="Shortage">
/// A smallest reason why no assignment exists, as in <see cref="BalancedAssignment"/>, or assign.floor_unreachable {entry, most, floor}, or
/// assign.floor_not_found {floor, lowest}: none was found, which proves nothing.
/// </param>
public sealed record AssignmentResult(IReadOnlyList<AssignedPair> Pairs, AssignmentReport? Report, Reason? Shortage);

/// <summary>Codes in the order people expect: numbers by their value, before all other codes; those by their characters (ordinal).</summary>
public static class CodeOrder
{
    public static readonly Comparer<string> Comparer = Comparer<string>.Create((a, b) => (IsNumber(a), IsNumber(b)) switch
    {
        (true, true) => Compare(a.TrimStart('0'), b.TrimStart('0')) is var byValue and not 0 ? byValue : string.CompareOrdinal(a, b),
        (true, false) => -1,
        (false, true) => 1,
        _ => string.CompareOrdinal(a, b),
    });

    private static bool IsNumber(string code) => code.Length > 0 && code.All(char.IsAsciiDigit);

    private static int Compare(string a, string b) => a.Length != b.Length ? a.Length.CompareTo(b.Length) : string.CompareOrdinal(a, b);
}
