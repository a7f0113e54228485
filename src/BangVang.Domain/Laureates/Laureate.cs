using System.Globalization;
using BangVang.Domain.Kernel;
using NodaTime;

namespace BangVang.Domain.Laureates;

/// <summary>A product on the golden board. What the source does not state is null and shown as not stated.</summary>
public sealed class Laureate
{
    /// <summary>Stands for "the source does not say" in filters and addresses.</summary>
    public const string Unstated = "unstated";

    public Guid Id { get; init; }
    public required string EditionKey { get; init; }
    public required string Programme { get; init; }
    public int Year { get; init; }
    /// <summary>Unique within the edition; part of the public address, so it stays when the name is corrected.</summary>
    public required string Slug { get; init; }
    public string ProductName { get; private set; } = "";
    public string? ProductNameEn { get; private set; }
    /// <summary>What it does, in a sentence or two.</summary>
    public string? Summary { get; private set; }
    public string? SummaryEn { get; private set; }
    /// <summary>Null when no source names it.</summary>
    public string? Organisation { get; private set; }
    public string? CategoryCode { get; private set; }
    public string? CategoryName { get; private set; }
    public string? CategoryNameEn { get; private set; }
    public string? TierCode { get; private set; }
    public string? TierName { get; private set; }
    public string? TierNameEn { get; private set; }
    /// <summary>Place of the tier, 1 for the highest; 99 when not stated.</summary>
    public int TierOrdinal { get; private set; } = LaureateFacts.TierUnstated;
    public string SortKey { get; private set; } = "";
    /// <summary>Everything a visitor may look for, without accents.</summary>
    public string SearchKey { get; private set; } = "";
    /// <summary>Name of the category as an address has it: one key for the same category of several years.</summary>
    public string CategoryKey { get; private set; } = Unstated;
    public string TierKey { get; private set; } = Unstated;
    public string OrganisationKey { get; private set; } = Unstated;
    public List<LaureateSource> Sources { get; private set; } = [];
    /// <summary>The dossier it came from; null for laureates of the archive.</summary>
    public Guid? DossierId { get; init; }
    public bool IsDemonstration { get; init; }
    public Instant PublishedAt { get; init; }
    public Instant? WithdrawnAt { get; private set; }
    public string? WithdrawalReason { get; private set; }
    public int Version { get; private set; }

    /// <summary>A new line of the board. The facts were checked by <see cref="LaureateFacts.Check"/>.</summary>
    /// <param name="editionKey"><c>programme/year</c>.</param>
    public static Laureate New(string editionKey, string slug, LaureateFacts facts, Instant now, bool isDemonstration, Guid? dossierId = null)
    {
        var cut = editionKey.LastIndexOf('/');
        var (programme, year) = (editionKey[..cut], int.Parse(editionKey[(cut + 1)..], CultureInfo.InvariantCulture));
        var laureate = new Laureate
        {
            Id = Ids.New(now), EditionKey = editionKey, Programme = programme, Year = year, Slug = slug,
            PublishedAt = now, IsDemonstration = isDemonstration, DossierId = dossierId,
        };
        laureate.Describe(facts);
        return laureate;
    }

    /// <summary>What the board says of the product now.</summary>
    public LaureateFacts Facts => new()
    {
        ProductName = ProductName, ProductNameEn = ProductNameEn, Summary = Summary, SummaryEn = SummaryEn, Organisation = Organisation,
        Category = NamedCode.Of(CategoryCode, CategoryName, CategoryNameEn), Tier = NamedCode.Of(TierCode, TierName, TierNameEn, TierOrdinal),
        Sources = Sources,
    };

    /// <summary>Puts other facts in the place of the present ones and says what changed; null when nothing did.</summary>
    public LaureateChange? Correct(LaureateFacts facts, string reason, LaureateSource? source, Guid? by, Instant now)
    {
        var differences = Facts.DifferencesTo(facts);
        if (differences.Count == 0) return null;

        Describe(facts);
        Version++;
        return Changed(LaureateChangeKind.Corrected, differences, reason, source, by, now);
    }

    /// <summary>Takes it off the board; its page stays and says why. A line withdrawn before is left alone.</summary>
    /// <returns>Null when it was withdrawn already.</returns>
    public LaureateChange? Withdraw(string reason, LaureateSource? source, Guid? by, Instant now)
    {
        if (WithdrawnAt is not null) return null;

        (WithdrawnAt, WithdrawalReason, Version) = (now, reason.Trim(), Version + 1);
        return Changed(LaureateChangeKind.Withdrawn, [], reason, source, by, now);
    }

    /// <summary>Puts it back on the board. Null when it was never withdrawn.</summary>
    public LaureateChange? Restore(string reason, LaureateSource? source, Guid? by, Instant now)
    {
        if (WithdrawnAt is null) return null;

        (WithdrawnAt, WithdrawalReason, Version) = (null, null, Version + 1);
        return Changed(LaureateChangeKind.Restored, [], reason, source, by, now);
    }

    private LaureateChange Changed(LaureateChangeKind kind, IReadOnlyList<FieldChange> fields, string reason, LaureateSource? source, Guid? by, Instant now) => new()
    {
        Id = Ids.New(now), LaureateId = Id, Number = Version, Kind = kind, At = now, ChangedBy = by, Reason = reason.Trim(), Fields = [.. fields], Source = source,
    };

    private void Describe(LaureateFacts facts)
    {
        (ProductName, ProductNameEn, Summary, SummaryEn, Organisation) =
            (facts.ProductName, facts.ProductNameEn, facts.Summary, facts.SummaryEn, facts.Organisation);
        (CategoryCode, CategoryName, CategoryNameEn) = (facts.Category?.Code, facts.Category?.Name, facts.Category?.NameEn);
        (TierCode, TierName, TierNameEn, TierOrdinal) = (facts.Tier?.Code, facts.Tier?.Name, facts.Tier?.NameEn, facts.Tier?.Ordinal ?? LaureateFacts.TierUnstated);
        Sources = [.. facts.Sources];
        SortKey = VietnameseText.SortKey(facts.ProductName);
        (CategoryKey, TierKey, OrganisationKey) = (KeyOf(facts.Category?.Name), KeyOf(facts.Tier?.Name), KeyOf(facts.Organisation));
        SearchKey = BoardSearch.Key(string.Join(' ', facts.ProductName, facts.ProductNameEn, facts.Organisation, facts.Category?.Name, facts.Tier?.Name, Year));
    }

    /// <summary>The trailing hyphen keeps a name apart that would read like no name.</summary>
    private static string KeyOf(string? name) => name is null ? Unstated : VietnameseText.Slug(name) is var key and not ("" or Unstated) ? key : $"{VietnameseText.Slug(name)}-";
}

/// <summary>Where a fact is written.</summary>
/// <param name="Title">Publication and date as cited.</param>
/// <param name="Url">Null for a source without an address, such as a document in the house.</param>
/// <param name="Quote">The source's own words.</param>
public sealed record LaureateSource(string Title, string? Url, string? Quote)
{
    /// <summary>As it is stored: blanks trimmed, empty texts null.</summary>
    public LaureateSource Tidied() => new(LaureateFacts.Tidy(Title) ?? "", LaureateFacts.Tidy(Url), LaureateFacts.Tidy(Quote));
}
