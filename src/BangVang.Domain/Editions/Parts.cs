using NodaTime;

namespace BangVang.Domain.Editions;

/// <summary>Where a statement comes from.</summary>
/// <param name="Title">What it is, as a reader would look for it.</param>
/// <param name="Url">Null for a source without an address, such as a document in the house.</param>
public sealed record SourceEntry(string Title, string? Url = null);

/// <summary>Part an organiser has in the edition.</summary>
public enum OrganiserPart
{
    /// <summary>Chủ trì.</summary>
    Host,
    /// <summary>Phối hợp.</summary>
    Coordinator,
    /// <summary>Cơ quan thường trực.</summary>
    StandingBody,
    /// <summary>Bảo trợ.</summary>
    Patron,
    /// <summary>Tài trợ, đồng hành.</summary>
    Sponsor,
}

/// <summary>A body that organises the edition, with its part.</summary>
public sealed record Organiser
{
    public required LocalizedText Name { get; init; }
    public required OrganiserPart Part { get; init; }
    public string? Url { get; init; }
    public IReadOnlyList<string> Source { get; init; } = [];
}

/// <summary>A person named by the sources with a post in the edition, such as the chair of the jury.</summary>
public sealed record Official
{
    public required string Name { get; init; }
    public required LocalizedText Post { get; init; }
    public IReadOnlyList<string> Source { get; init; } = [];
}

/// <summary>The decision that issued the regulation.</summary>
public sealed record Decision
{
    /// <summary>As printed: "1385/QĐ-BTTTT".</summary>
    public required string Number { get; init; }
    public LocalDate? Date { get; init; }
    public string? Url { get; init; }
    public LocalizedText? Issuer { get; init; }
}

/// <summary>Something the regulation says in words: a benefit, a legal basis, a criterion without its weight.</summary>
public sealed record Statement
{
    public required LocalizedText Text { get; init; }
    public LocalizedText? Note { get; init; }
    public string? Article { get; init; }
    public IReadOnlyList<string> Source { get; init; } = [];
}

/// <summary>A short registration before the full dossier.</summary>
public sealed record PreliminaryRegistration
{
    /// <summary>Code of the phase in which one registers.</summary>
    [Code] public required string Phase { get; init; }
    /// <summary>Code of its form.</summary>
    [Code] public string? Form { get; init; }
    /// <summary>True when a full dossier is taken only from those who registered.</summary>
    public bool Required { get; init; }
    public string? Article { get; init; }
    public IReadOnlyList<string> Source { get; init; } = [];
}

/// <summary>An event of the edition that opens and closes nothing: launch, jury meeting, ceremony.</summary>
public sealed record Milestone
{
    [Code] public required string Code { get; init; }
    public required LocalizedText Name { get; init; }
    /// <summary>As announced beforehand.</summary>
    public PartialDate? Planned { get; init; }
    /// <summary>As it happened; null when it has not, or no source says so.</summary>
    public PartialDate? Actual { get; init; }
    public LocalizedText? Place { get; init; }
    public LocalizedText? Note { get; init; }
    public IReadOnlyList<string> Source { get; init; } = [];
}

/// <summary>What a document is for.</summary>
public enum DocumentKind { Regulation, FormTemplate, Guide, Other }

/// <summary>A file that belongs to the edition: the regulation's text, a form to download.</summary>
public sealed record EditionDocument
{
    [Code] public required string Code { get; init; }
    public required DocumentKind Kind { get; init; }
    public required LocalizedText Title { get; init; }
    /// <summary>Name of a file in the edition's folder; null when it is only linked.</summary>
    public string? File { get; init; }
    /// <summary>SHA-256 of that file in lower-case hex; computed when the folder is read, never written by hand.</summary>
    [Computed] public string? Sha256 { get; init; }
    public string? Url { get; init; }
}

/// <summary>What a notice tells.</summary>
public enum NoticeKind { Call, Extension, Result, Postponement, Other }

/// <summary>A notice that came with the edition. Those written later live beside it, not in it.</summary>
public sealed record EditionNotice
{
    public required NoticeKind Kind { get; init; }
    public required LocalizedText Title { get; init; }
    public LocalizedText? Text { get; init; }
    public LocalDate? Date { get; init; }
    /// <summary>As printed: "Thông báo số 183".</summary>
    public string? Number { get; init; }
    public IReadOnlyList<string> Source { get; init; } = [];
}
