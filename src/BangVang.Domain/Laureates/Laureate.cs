using NodaTime;

namespace BangVang.Domain.Laureates;

/// <summary>A product on the golden board. What the source does not state is null and shown as not stated.</summary>
public sealed class Laureate
{
    public Guid Id { get; init; }
    public required string EditionKey { get; init; }
    public required string Programme { get; init; }
    public int Year { get; init; }
    /// <summary>Unique within the edition; part of the public address.</summary>
    public required string Slug { get; init; }
    public required string ProductName { get; set; }
    public string? ProductNameEn { get; set; }
    /// <summary>What it does, in a sentence or two.</summary>
    public string? Summary { get; set; }
    public string? SummaryEn { get; set; }
    /// <summary>Null when no source names it.</summary>
    public string? Organisation { get; set; }
    public string? CategoryCode { get; set; }
    public string? CategoryName { get; set; }
    public string? CategoryNameEn { get; set; }
    public string? TierCode { get; set; }
    public string? TierName { get; set; }
    public string? TierNameEn { get; set; }
    /// <summary>Place of the tier, 1 for the highest; 99 when not stated.</summary>
    public int TierOrdinal { get; set; } = 99;
    public required string SortKey { get; set; }
    /// <summary>Product, organisation and category without accents.</summary>
    public required string SearchKey { get; set; }
    public List<LaureateSource> Sources { get; set; } = [];
    /// <summary>The dossier it came from; null for laureates of the archive.</summary>
    public Guid? DossierId { get; init; }
    public bool IsDemonstration { get; init; }
    public Instant PublishedAt { get; init; }
    public Instant? WithdrawnAt { get; set; }
    public string? WithdrawalReason { get; set; }
    public int Version { get; set; }
}

/// <param name="Title">Publication and date as cited.</param>
/// <param name="Url">Null for a printed or seed source.</param>
/// <param name="Quote">At most a sentence of the source's words.</param>
public sealed record LaureateSource(string Title, string? Url, string? Quote);
