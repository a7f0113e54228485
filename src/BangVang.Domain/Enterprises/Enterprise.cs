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
    public required ApplicantKind Kind { get; set; }
    public LegalForm? LegalForm { get; set; }
    public LocalDate? EstablishedOn { get; set; }
    public bool? IsUnderVietnameseLaw { get; set; }
    public bool? HasForeignCapital { get; set; }
    /// <summary>Share held by Vietnamese owners, hundredths of a percent, 0 to 10 000.</summary>
    public int? VietnameseShare { get; set; }
    /// <summary>Main registered business line, as Decree 80/2021/NĐ-CP groups them.</summary>
    public EnterpriseSector? Sector { get; set; }
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
    /// <summary>Moves on with each change of the profile; a dossier remembers which one it confirmed.</summary>
    public int Version { get; set; }

    /// <summary>Size by Decree 80/2021; null while an answer is missing that could change it.</summary>
    public EnterpriseSize? Size => EnterpriseSizes.Of(Sector, Employees, Revenue, Capital);

    public void Rename(string name) => (Name, SortKey, SearchKey) = (name.Trim(), VietnameseText.SortKey(name), VietnameseText.SearchKey(name));

    /// <summary>Takes over a profile that was checked.</summary>
    public void Describe(EnterpriseProfile profile)
    {
        Rename(profile.Name);
        (NameEn, Kind, LegalForm, EstablishedOn) = (Blank(profile.NameEn), profile.Kind!.Value, profile.LegalForm, profile.EstablishedOn);
        (IsUnderVietnameseLaw, HasForeignCapital, IsInnovativeStartup) = (profile.IsUnderVietnameseLaw, profile.HasForeignCapital, profile.IsInnovativeStartup);
        // Without foreign capital every share is Vietnamese: what was typed before the answer changed is not kept.
        VietnameseShare = profile.HasForeignCapital is true ? profile.VietnameseShare : null;
        (Sector, Employees, Revenue, Capital) = (profile.Sector, profile.Employees, profile.Revenue, profile.Capital);
        (ProvinceCode, Address, Website, Phone) = (profile.ProvinceCode, Blank(profile.Address), Blank(profile.Website), Blank(profile.Phone));
        Version++;
    }

    /// <summary>The profile as it stands, to be shown in its form.</summary>
    public EnterpriseProfile ToProfile() => new()
    {
        Name = Name, NameEn = NameEn, Kind = Kind, LegalForm = LegalForm, EstablishedOn = EstablishedOn,
        IsUnderVietnameseLaw = IsUnderVietnameseLaw, HasForeignCapital = HasForeignCapital, VietnameseShare = VietnameseShare,
        Sector = Sector, Employees = Employees, Revenue = Revenue, Capital = Capital, IsInnovativeStartup = IsInnovativeStartup,
        ProvinceCode = ProvinceCode, Address = Address, Website = Website, Phone = Phone,
    };

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
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

/// <summary>Someone who asks to act for an organisation that is already registered. Until an owner lets the person in, nothing of it is shown.</summary>
public sealed class EnterpriseJoinRequest
{
    public Guid Id { get; init; }
    public Guid EnterpriseId { get; init; }
    public Guid PersonId { get; init; }
    public Instant AskedAt { get; init; }
    public Instant? AnsweredAt { get; set; }
    public Guid? AnsweredBy { get; set; }
    /// <summary>Null while unanswered.</summary>
    public bool? IsAccepted { get; set; }
}
