using BangVang.Judging;

namespace BangVang.App.Scoring;

/// <summary>What an assignment of a panel strives for.</summary>
public enum PanelObjective
{
    /// <summary>Work spread evenly, who judges what by lot.</summary>
    BalancedRandom,
    /// <summary>The largest total affinity; exact.</summary>
    LargestTotal,
    /// <summary>The largest total that leaves no dossier behind: above the best floor that was found, or a given one.</summary>
    Fair,
    /// <summary>The dossier that has fewest points has as many as can be found.</summary>
    HighestLowest,
    /// <summary>By lot among those who know the dossier, no pair with a chance above a cap.</summary>
    CappedRandom,
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
    /// <summary>What a lot under a cap takes where none is given.</summary>
    public const int UsualCapPercent = 50;
    public const int MostGiveUpPermille = 500;

    /// <summary>Fewest dossiers for each juror, 1 or more; null for none.</summary>
    public int? LeastEach { get; init; }
    /// <summary>Of <see cref="PanelObjective.Fair"/>: every dossier's points come to this, 1 or more; null for the best floor that can be found.</summary>
    public int? Floor { get; init; }
    /// <summary>
    /// How many thousandths of the total may be given up so that dossiers can be compared better, 0 to <see cref="MostGiveUpPermille"/>; null to exchange nothing
    /// for it. Not for what is drawn by lot: exchanges would change the chances.
    /// </summary>
    public int? GiveUpPermille { get; init; }
    /// <summary>Of <see cref="PanelObjective.CappedRandom"/>: no pair has a larger chance than this, 1 to 100; null for <see cref="UsualCapPercent"/>.</summary>
    public int? CapPercent { get; init; }
    public IReadOnlyList<PanelPair> Pinned { get; init; } = [];
    public IReadOnlyList<PanelPair> Forbidden { get; init; } = [];
    /// <summary>Made one after the other in what was found.</summary>
    public IReadOnlyList<PanelSwap> Swaps { get; init; } = [];

    public bool IsDrawn => Objective is PanelObjective.BalancedRandom or PanelObjective.CappedRandom;
}
