namespace BangVang.Domain.Editions;

/// <summary>When the platform writes to people.</summary>
public enum MailMomentKind
{
    /// <summary>The intake has opened; to those who registered.</summary>
    IntakeOpened,
    /// <summary>A dossier is not submitted and the deadline comes near; <see cref="MailMoment.DaysBefore"/>.</summary>
    DraftUnsubmitted,
    /// <summary>A dossier was submitted: the receipt.</summary>
    Submitted,
    Withdrawn,
    DeadlineExtended,
    SupplementRequested,
    /// <summary>A supplement is still missing; <see cref="MailMoment.DaysBefore"/>.</summary>
    SupplementDue,
    VerdictGiven,
    JurorInvited,
    DossiersAssigned,
    /// <summary>Score sheets are not signed and the round ends soon; <see cref="MailMoment.DaysBefore"/>.</summary>
    ScoresheetsDue,
    /// <summary>Conflicts are not declared; <see cref="MailMoment.DaysBefore"/> the round opens.</summary>
    ConflictsUndeclared,
    MeetingCalled,
    ResultPublished,
    AppealReceived,
    AppealDecided,
}

/// <summary>A mail the edition wants sent, with its own words where the ordinary ones do not do.</summary>
public sealed record MailMoment
{
    public required MailMomentKind Moment { get; init; }
    /// <summary>For reminders: how many days before, each once.</summary>
    public IReadOnlyList<int> DaysBefore { get; init; } = [];
    /// <summary>Null means the ordinary words.</summary>
    public LocalizedText? Subject { get; init; }
    public LocalizedText? Text { get; init; }
}

/// <summary>What is kept for how long.</summary>
public enum RetentionSubject
{
    /// <summary>Dossiers never submitted.</summary>
    Drafts,
    /// <summary>Dossiers withdrawn or refused.</summary>
    RefusedDossiers,
    /// <summary>Dossiers that received no prize.</summary>
    OtherDossiers,
    /// <summary>Dossiers of laureates.</summary>
    LaureateDossiers,
    /// <summary>Score sheets and minutes.</summary>
    JudgingRecords,
    /// <summary>Data of persons not needed for anything else.</summary>
    PersonalData,
    AuditTrail,
}

/// <summary>How long something is kept after publication of the result.</summary>
public sealed record RetentionRule
{
    public required RetentionSubject Subject { get; init; }
    [Within(0)] public required Published<int> Months { get; init; }
    public string? Article { get; init; }
}

/// <summary>What of the sheets the public result bundle opens.</summary>
public sealed record BundleRules
{
    /// <summary>Where the edition says nothing.</summary>
    public const int UsualFewestJurors = 5;

    /// <summary>Where fewer jurors judged a category in a round, marks could be told to persons: single sheets stay closed and only totals are published.</summary>
    [Within(1)] public required int FewestJurors { get; init; }
    public string? Article { get; init; }
}

/// <summary>What a figure counts.</summary>
public enum FigureKind
{
    /// <summary>Dossiers received.</summary>
    Received,
    /// <summary>Dossiers meeting the criteria.</summary>
    MeetingCriteria,
    /// <summary>Prizes in all, or of one tier or category where named.</summary>
    Prizes,
    /// <summary>Products announced before the ceremony.</summary>
    Announced,
}

/// <summary>How exact a source is.</summary>
public enum Exactness
{
    Exact,
    /// <summary>"khoảng".</summary>
    About,
    /// <summary>"gần".</summary>
    Nearly,
    /// <summary>"hơn".</summary>
    MoreThan,
}

/// <summary>A figure of the edition as a source states it; sources that disagree give several.</summary>
public sealed record Figure
{
    public required FigureKind Kind { get; init; }
    [Within(0)] public required int Value { get; init; }
    public Exactness Exactness { get; init; }
    /// <summary>Code of a tier; only for prizes.</summary>
    [Code] public string? Tier { get; init; }
    /// <summary>Name of the tier as the source has it, when the edition's tiers are disputed.</summary>
    public LocalizedText? TierName { get; init; }
    /// <summary>Code of a category; only for prizes.</summary>
    [Code] public string? Category { get; init; }
    public LocalizedText? Note { get; init; }
    public IReadOnlyList<string> Source { get; init; } = [];
}
