using BangVang.Judging.Assignment;

namespace BangVang.App.Scoring;

/// <summary>How good an assignment is. Dossiers that need nobody are left out.</summary>
/// <param name="Total">Points of all pairs together.</param>
/// <param name="Lowest">Points of the dossier that has fewest.</param>
/// <param name="LeastLoad">Fewest dossiers of a juror, and <paramref name="MostLoad"/> the most.</param>
public sealed record PanelFigures(PanelObjective Objective, int Total, int Lowest, int LeastLoad, int MostLoad)
{
    /// <summary>No assignment under the same wishes (of <see cref="PanelObjective.Fair"/>: with <see cref="Floor"/>) has a larger total; null where none was computed.</summary>
    public int? TotalBound { get; init; }

    /// <summary>Of <see cref="PanelObjective.HighestLowest"/>: under the same wishes no assignment has more points for the dossier that has fewest.</summary>
    public int? LowestBound { get; init; }

    /// <summary>Of <see cref="PanelObjective.Fair"/>: the points every dossier comes to, given or found.</summary>
    public int? Floor { get; init; }

    /// <summary>How well dossiers can be compared; null on a panel too large to say.</summary>
    public DesignReport? Design { get; init; }

    /// <summary>Of <see cref="PanelObjective.CappedRandom"/>: what the lot was drawn from.</summary>
    public PanelLot? Lot { get; init; }

    /// <summary>Proved: value and bound meet.</summary>
    public bool IsOptimal => Objective is PanelObjective.HighestLowest ? Lowest == LowestBound : Total == TotalBound;
}

/// <summary>The chances a lot was drawn from.</summary>
/// <param name="CapPercent">No pair that was open had a larger chance.</param>
/// <param name="Expected">Points expected of all pairs together.</param>
/// <param name="Pairs">How many pairs could have come out.</param>
public sealed record PanelLot(int CapPercent, double Expected, int Pairs);

/// <summary>A change by hand that could be made now, and what it would do.</summary>
public sealed record PanelOption(PanelSwap Swap, ExchangeEffect Effect);
