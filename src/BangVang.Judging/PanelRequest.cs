namespace BangVang.Judging;

/// <summary>An entry and how many different jurors it needs, 0 or more.</summary>
/// <param name="Entry">Its code, unique.</param>
/// <param name="Group">Its organisation: jurors of the same group are in conflict with it. Null for none.</param>
public sealed record EntryDemand(string Entry, int Demand, string? Group = null);

/// <summary>A juror and how many entries they judge, at least and at most.</summary>
/// <param name="Juror">Their code, unique.</param>
/// <param name="Group">Their organisation; null for none.</param>
public sealed record JurorLoad(string Juror, int MinLoad, int MaxLoad, string? Group = null);

/// <summary>One juror for one entry.</summary>
public sealed record PanelPair(string Entry, string Juror) : IComparable<PanelPair>
{
    /// <summary>By entry, then by juror, both ordinal.</summary>
    public int CompareTo(PanelPair? other) =>
        other is null ? 1
        : string.CompareOrdinal(Entry, other.Entry) is var byEntry and not 0 ? byEntry
        : string.CompareOrdinal(Juror, other.Juror);
}

/// <summary>Who may judge what. The order of the rows of each list changes nothing in any result.</summary>
/// <param name="Conflicts">Pairs that must not be.</param>
/// <param name="Pinned">Pairs that must be; they count towards demands and loads.</param>
/// <param name="GroupCap">At most so many jurors of one group for one entry, 1 or more; null for no limit.</param>
public sealed record PanelRequest(
    IReadOnlyList<EntryDemand> Entries,
    IReadOnlyList<JurorLoad> Jurors,
    IReadOnlyList<PanelPair> Conflicts,
    IReadOnlyList<PanelPair> Pinned,
    int? GroupCap = null);

/// <summary>An assignment, or the reason why there is none; never a part of one.</summary>
/// <param name="Pairs">Sorted by entry, then juror; empty when there is a shortage.</param>
/// <param name="Shortage">A smallest reason why no assignment exists; null when one was found.</param>
public sealed record PanelResult(IReadOnlyList<PanelPair> Pairs, Reason? Shortage);
