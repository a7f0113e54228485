using NodaTime;

namespace BangVang.Domain.Editions;

/// <summary>What may be done in a phase.</summary>
public enum PhaseKind
{
    /// <summary>Short registration before the full dossier.</summary>
    Registration,
    /// <summary>Dossiers are written, submitted, corrected, withdrawn.</summary>
    Intake,
    /// <summary>Officers give verdicts and ask for supplements.</summary>
    Screening,
    /// <summary>Jurors score; the round names the phase.</summary>
    Scoring,
    /// <summary>The council meets and decides.</summary>
    Council,
    /// <summary>The result is made public.</summary>
    Announcement,
    /// <summary>A phase for appeals beside the days counted from each decision.</summary>
    Appeal,
    /// <summary>The prizes are given.</summary>
    Ceremony,
    /// <summary>Anything else the regulation dates.</summary>
    Other,
}

/// <summary>A deadline moved by a notice visible to all. The days before stay on record.</summary>
public sealed record Extension
{
    /// <summary>New last day, inclusive.</summary>
    public required LocalDate Closes { get; init; }
    /// <summary>Day of the notice.</summary>
    public LocalDate? Date { get; init; }
    /// <summary>The notice as printed: "Thông báo số 183".</summary>
    public string? Notice { get; init; }
    public LocalizedText? Reason { get; init; }
    public IReadOnlyList<string> Source { get; init; } = [];
}

/// <summary>A stretch of whole days, first and last included, in the zone of the edition.</summary>
public sealed record Phase
{
    [Code] public required string Code { get; init; }
    public required PhaseKind Kind { get; init; }
    public required LocalizedText Name { get; init; }
    /// <summary>First day.</summary>
    public required Published<LocalDate> Opens { get; init; }
    /// <summary>Last day as first announced: "đến hết ngày".</summary>
    public required Published<LocalDate> Closes { get; init; }
    /// <summary>In the order of their notices; the last one counts.</summary>
    public IReadOnlyList<Extension> Extensions { get; init; } = [];
    public string? Article { get; init; }
    public LocalizedText? Note { get; init; }

    /// <summary>First day, when settled.</summary>
    public LocalDate? FirstDay => Opens.TryGet(out var day) ? day : null;

    /// <summary>Last day after all extensions, when settled.</summary>
    public LocalDate? LastDay => Extensions.Count > 0 ? Extensions[^1].Closes : Closes.TryGet(out var day) ? day : null;
}
