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
/// <param name="Seed">Seeds searches and draws; the same seed gives the same answer unless a search was stopped.</param>
/// <param name="Diversity">
/// The largest share of the total, from 0 up to but not including 1, that may be given up so that entries can be compared better
/// (<see cref="DesignReport"/>); null to leave the assignment as it is.
/// </param>
/// <param name="Cap">
/// Draws the assignment at random, no pair that is not pinned with a probability above this (above 0, at most 1); null for none. Goes with
/// <see cref="Objective.MaxSum"/>, without a floor and without diversity: exchanges after the draw would change the probabilities.
/// </param>
public sealed record AssignmentOptions(
    Objective Objective = Objective.MaxSum, double? Floor = null, string Seed = "0", double? Diversity = null, double? Cap = null);

/// <summary>One juror for one entry, and how well they fit.</summary>
public sealed record AssignedPair(string Entry, string Juror, double Affinity);

/// <summary>An assignment with its figures, or the reason why there is none; never a part of one.</summary>
/// <param name="Pairs">Sorted by entry, then juror, in the order of <see cref="CodeOrder"/>; empty when there is a shortage.</param>
/// <param name="Report">Null when there is a shortage.</param>
/// <param name="Shortage">
/// A smallest reason why no assignment exists, as in <see cref="BalancedAssignment"/>, or assign.floor_unreachable {entry, most, floor},
/// assign.floor_not_found {floor, lowest}: none was found, which proves nothing, or
/// assign.cap_too_low {cap, entries, have, need}: a smallest set of entries that cannot be drawn for under the cap.
/// </param>
public sealed record AssignmentResult(IReadOnlyList<AssignedPair> Pairs, AssignmentReport? Report, Reason? Shortage)
{
    /// <summary>With <see cref="AssignmentOptions.Cap"/>: every pair with a probability above 0, sorted like <see cref="Pairs"/>; otherwise empty.</summary>
    public IReadOnlyList<PairProbability> Marginals { get; init; } = [];
}

/// <summary>How likely a random draw assigns a pair, above 0 and at most 1.</summary>
public sealed record PairProbability(string Entry, string Juror, double Probability);

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
