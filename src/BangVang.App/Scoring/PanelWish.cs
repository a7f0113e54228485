using BangVang.Judging;

namespace BangVang.App.Scoring;

/// <summary>What an assignment of a panel strives for.</summary>
public enum PanelObjective
{
    /// <summary>Work spread evenly, who judges what by lot.</summary>
    BalancedRandom,
    /// <summary>The largest total affinity; exact.</summary>
    LargestTotal,
    /// <summary>The largest total that leaves no dossier behind.</summary>
    Fair,
}

/// <summary>
/// A change by hand: the juror of <paramref name="First"/> gives that dossier to the juror of <paramref name="Second"/>, and takes the dossier of
/// <paramref name="Second"/> from them; when both are of one dossier, it only passes on.
/// </summary>
public sealed record PanelSwap(PanelPair First, PanelPair Second)
{
    public IReadOnlyList<PanelPair> Removed => IsMove ? [First] : [First, Second];
    public IReadOnlyList<PanelPair> Added => IsMove ? [Second] : [new(First.Entry, Second.Juror), new(Second.Entry, First.Juror)];
    public bool IsMove => First.Entry == Second.Entry;
}

/// <summary>What the secretariat asks of an assignment. Entries are references of dossiers, jurors ids of people.</summary>
/// <param name="Seed">64 hexadecimal digits; null draws a new one.</param>
/// <param name="MostEach">Most dossiers for one juror; null for as few as can be.</param>
/// <param name="MostOfOne">Most jurors of one organisation for one dossier; null for no limit.</param>
public sealed record PanelWish(PanelObjective Objective, string? Seed = null, int? MostEach = null, int? MostOfOne = null)
{
    public IReadOnlyList<PanelPair> Pinned { get; init; } = [];
    public IReadOnlyList<PanelPair> Forbidden { get; init; } = [];
    /// <summary>Made one after the other in what was found.</summary>
    public IReadOnlyList<PanelSwap> Swaps { get; init; } = [];
}
