namespace BangVang.Domain.Editions;

/// <summary>What the visibility matrix rules on. What is not listed in an edition is visible to nobody outside the secretariat, chair and auditor.</summary>
public enum VisibleItem
{
    /// <summary>How many dossiers came in.</summary>
    ReceivedCount,
    /// <summary>How many meet the criteria.</summary>
    MeetingCriteriaCount,
    /// <summary>Names of products and applicants that entered.</summary>
    Entries,
    /// <summary>Verdict of the screening with its reasons.</summary>
    ScreeningVerdict,
    /// <summary>Who goes on to the next round.</summary>
    Shortlist,
    /// <summary>Who sits in the council and the panels.</summary>
    JurorNames,
    /// <summary>Score of a dossier; for an applicant, of the own one.</summary>
    Score,
    /// <summary>Score per criterion; for an applicant, of the own dossier.</summary>
    CriterionScores,
    /// <summary>Comments that the chair released; for an applicant, on the own dossier.</summary>
    Comments,
    /// <summary>Place in the ranking; for an applicant, the own one.</summary>
    Rank,
    /// <summary>Scores of the other jurors; for a juror, of the dossiers scored.</summary>
    OtherJurorsScores,
    /// <summary>Who receives which prize.</summary>
    Laureates,
    /// <summary>Which prizes were withheld or shared, and why.</summary>
    WithheldPrizes,
    /// <summary>Minutes of the council.</summary>
    Minutes,
}

/// <summary>From when something is visible. The order is the order in time.</summary>
public enum VisibleFrom
{
    Never,
    Always,
    /// <summary>The own dossier is submitted.</summary>
    Submission,
    /// <summary>The own score sheet of that dossier is signed; for jurors.</summary>
    OwnSignature,
    /// <summary>The intake has closed.</summary>
    IntakeClosed,
    /// <summary>The verdict was given; for the dossier concerned.</summary>
    Verdict,
    /// <summary>The screening has ended.</summary>
    ScreeningClosed,
    /// <summary>The scoring round concerned was closed.</summary>
    RoundClosed,
    /// <summary>The decision was published.</summary>
    Publication,
    /// <summary>The days for appeals after publication are over.</summary>
    AppealsClosed,
}

/// <summary>Who looks, besides secretariat, chair and auditor, who see by their role.</summary>
public enum Viewer { Applicant, Juror, Public }

/// <summary>A row of the visibility matrix.</summary>
public sealed record VisibilityRow
{
    public required VisibleItem Item { get; init; }
    public VisibleFrom Applicant { get; init; }
    public VisibleFrom Juror { get; init; }
    public VisibleFrom Public { get; init; }
    public string? Article { get; init; }
}
