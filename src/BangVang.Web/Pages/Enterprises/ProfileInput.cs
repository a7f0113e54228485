using BangVang.App.Editions;
using BangVang.App.Enterprises;
using BangVang.Domain.Enterprises;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using NodaTime;

namespace BangVang.Web.Pages.Enterprises;

/// <summary>The form of a profile, as it is typed: percent with decimals, đồng in whole.</summary>
public sealed class ProfileInput
{
    public string Name { get; set; } = "";
    public string? NameEn { get; set; }
    public ApplicantKind? Kind { get; set; }
    public LegalForm? LegalForm { get; set; }
    public LocalDate? EstablishedOn { get; set; }
    public bool? IsUnderVietnameseLaw { get; set; }
    public bool? HasForeignCapital { get; set; }
    public decimal? VietnameseShare { get; set; }
    public EnterpriseSector? Sector { get; set; }
    public int? Employees { get; set; }
    public long? Revenue { get; set; }
    public long? Capital { get; set; }
    public bool? IsInnovativeStartup { get; set; }
    public string? ProvinceCode { get; set; }
    public string? Address { get; set; }
    public string? Website { get; set; }
    public string? Phone { get; set; }

    public static ProfileInput Of(EnterpriseProfile profile) => new()
    {
        Name = profile.Name, NameEn = profile.NameEn, Kind = profile.Kind, LegalForm = profile.LegalForm, EstablishedOn = profile.EstablishedOn,
        IsUnderVietnameseLaw = profile.IsUnderVietnameseLaw, HasForeignCapital = profile.HasForeignCapital, VietnameseShare = profile.VietnameseShare / 100m,
        Sector = profile.Sector, Employees = profile.Employees, Revenue = profile.Revenue, Capital = profile.Capital, IsInnovativeStartup = profile.IsInnovativeStartup,
        ProvinceCode = profile.ProvinceCode, Address = profile.Address, Website = profile.Website, Phone = profile.Phone,
    };

    /// <summary>A share with more than two decimals is rounded to hundredths of a percent, half away from zero.</summary>
    public EnterpriseProfile ToProfile() => new()
    {
        Name = Name.Trim(), NameEn = Blank(NameEn), Kind = Kind, LegalForm = LegalForm, EstablishedOn = EstablishedOn,
        IsUnderVietnameseLaw = IsUnderVietnameseLaw, HasForeignCapital = HasForeignCapital,
        VietnameseShare = VietnameseShare is { } share ? (int)Math.Clamp(Math.Round(share * 100, MidpointRounding.AwayFromZero), -1, 1_000_000) : null,
        Sector = Sector, Employees = Employees, Revenue = Revenue, Capital = Capital, IsInnovativeStartup = IsInnovativeStartup,
        ProvinceCode = Blank(ProvinceCode), Address = Blank(Address), Website = Blank(Website), Phone = Blank(Phone),
    };

    public static IEnumerable<Option> Kinds => EnterpriseProfile.Kinds.Select(k => new Option(k.ToString(), KindName(k)));
    public static IEnumerable<Option> LegalForms(Texts texts) => Enum.GetValues<LegalForm>().Select(f => new Option(f.ToString(), texts.Name("enterprise", f)));
    public static IEnumerable<Option> Sectors(Texts texts) => Enum.GetValues<EnterpriseSector>().Select(s => new Option(s.ToString(), texts[$"eligibility.sector_{Codes.Of(s)}"]));
    public static IEnumerable<Option> AllProvinces(Texts texts) => Provinces.All.Select(p => new Option(p.Code, p.MergedFrom is null ? p.Name : texts["enterprise.province_merged", ("name", p.Name), ("from", p.MergedFrom)]));
    public static IEnumerable<Option> YesNo(Texts texts) => [new("true", texts["eligibility.yes"]), new("false", texts["eligibility.no"])];

    public static string KindName(ApplicantKind kind)
    {
        var words = EditionWords.Choice(kind).In(Languages.Current);
        return char.ToUpperInvariant(words[0]) + words[1..];
    }

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
