using BangVang.Domain.Kernel;
using NodaTime;

namespace BangVang.Domain.Enterprises;

/// <summary>An organisation that applies: an enterprise or a public-service body. What it states about itself is asked once and confirmed with each dossier.</summary>
public sealed class Enterprise
{
    public Guid Id { get; init; }
    /// <summary>Digits only: 10, or 13 for a dependent unit. Unique.</summary>
    public required string TaxCode { get; init; }
    public required string Name { get; set; }
    /// <summary>International name; null when the organisation states none.</summary>
    public string? NameEn { get; set; }
    public required string SortKey { get; set; }
    public required string SearchKey { get; set; }
    /// <summary>Kind of applicant, a code of the edition vocabulary such as <c>enterprise</c> or <c>public_service</c>.</summary>
    public required string Kind { get; set; }
    /// <summary>Legal form as the organisation writes it, such as "Công ty cổ phần".</summary>
    public string? LegalForm { get; set; }
    public LocalDate? EstablishedOn { get; set; }
    public bool? IsUnderVietnameseLaw { get; set; }
    public bool? HasForeignCapital { get; set; }
    /// <summary>Share held by Vietnamese owners, hundredths of a percent, 0 to 10 000.</summary>
    public int? VietnameseShare { get; set; }
    /// <summary>Main registered business line by Decree 80/2021: a code of <c>EnterpriseSector</c>.</summary>
    public string? Sector { get; set; }
    /// <summary>Average number of insured employees of the year.</summary>
    public int? Employees { get; set; }
    /// <summary>Revenue of the year in đồng.</summary>
    public long? Revenue { get; set; }
    /// <summary>Capital in đồng.</summary>
    public long? Capital { get; set; }
    public bool? IsInnovativeStartup { get; set; }
    /// <summary>Code of one of the 34 provinces.</summary>
    public string? ProvinceCode { get; set; }
    public string? Address { get; set; }
    public string? Website { get; set; }
    public string? Phone { get; set; }
    public Instant CreatedAt { get; init; }
    public int Version { get; set; }

    public void Rename(string name) => (Name, SortKey, SearchKey) = (name.Trim(), VietnameseText.SortKey(name), VietnameseText.SearchKey(name));
}

/// <summary>A person who may act for an organisation.</summary>
public sealed class EnterpriseMember
{
    public Guid EnterpriseId { get; init; }
    public Guid PersonId { get; init; }
    /// <summary>The one who registered it: adds and removes colleagues.</summary>
    public bool IsOwner { get; set; }
    public Instant AddedAt { get; init; }
}
