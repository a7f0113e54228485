using BangVang.Domain.Kernel;
using NodaTime;

namespace BangVang.Domain.Enterprises;

/// <summary>What an organisation states about itself, as one form. Null means: not answered.</summary>
public sealed record EnterpriseProfile
{
    public const int LongestName = 250;

    /// <summary>Who may register. Individuals and business households have a personal number in place of a tax code and cannot.</summary>
    public static readonly IReadOnlyList<ApplicantKind> Kinds =
        [ApplicantKind.Enterprise, ApplicantKind.Cooperative, ApplicantKind.PublicService, ApplicantKind.StateAgency, ApplicantKind.Association, ApplicantKind.OverseasEnterprise];

    public string Name { get; init; } = "";
    public string? NameEn { get; init; }
    public ApplicantKind? Kind { get; init; }
    public LegalForm? LegalForm { get; init; }
    public LocalDate? EstablishedOn { get; init; }
    public bool? IsUnderVietnameseLaw { get; init; }
    public bool? HasForeignCapital { get; init; }
    /// <summary>Hundredths of a percent, 0 to 10 000; asked of organisations with foreign capital.</summary>
    public int? VietnameseShare { get; init; }
    public EnterpriseSector? Sector { get; init; }
    /// <summary>Yearly average of people in social insurance.</summary>
    public int? Employees { get; init; }
    /// <summary>Total revenue of the year before, đồng.</summary>
    public long? Revenue { get; init; }
    /// <summary>Total capital of the year before, đồng.</summary>
    public long? Capital { get; init; }
    public bool? IsInnovativeStartup { get; init; }
    public string? ProvinceCode { get; init; }
    public string? Address { get; init; }
    public string? Website { get; init; }
    public string? Phone { get; init; }

    /// <summary>True when owners have shares in the applicant, so that foreign capital and size are asked.</summary>
    public bool HasShares => Kind is ApplicantKind.Enterprise or ApplicantKind.Cooperative or ApplicantKind.OverseasEnterprise;

    /// <summary>Every reason why the profile cannot be taken; empty when it can.</summary>
    /// <param name="today">In the zone of the award.</param>
    /// <param name="isProvince">Whether a code is one of the 34 provinces.</param>
    public IReadOnlyList<Problem> Check(LocalDate today, Func<string, bool> isProvince) => [.. Problems(today, isProvince)];

    private IEnumerable<Problem> Problems(LocalDate today, Func<string, bool> isProvince)
    {
        if (Name.Trim().Length is < 2 or > LongestName) yield return Refusal("enterprise.name_length", nameof(Name)).With("max", LongestName);
        if (NameEn?.Trim().Length > LongestName) yield return Refusal("enterprise.name_length", nameof(NameEn)).With("max", LongestName);
        if (Kind is not { } kind) yield return Refusal("enterprise.kind_missing", nameof(Kind));
        else if (!Kinds.Contains(kind)) yield return Refusal("enterprise.kind_not_admitted", nameof(Kind));
        if (EstablishedOn > today) yield return Refusal("enterprise.established_in_future", nameof(EstablishedOn)).With("today", today);
        if (IsUnderVietnameseLaw is null) yield return Refusal("enterprise.law_missing", nameof(IsUnderVietnameseLaw));
        if (HasShares && HasForeignCapital is null) yield return Refusal("enterprise.foreign_capital_missing", nameof(HasForeignCapital));
        if (HasForeignCapital is true && VietnameseShare is null) yield return Refusal("enterprise.share_missing", nameof(VietnameseShare));
        if (VietnameseShare is < 0 or > 10_000) yield return Refusal("enterprise.share_range", nameof(VietnameseShare));
        if (Employees < 0) yield return Refusal("enterprise.not_negative", nameof(Employees));
        if (Revenue < 0) yield return Refusal("enterprise.not_negative", nameof(Revenue));
        if (Capital < 0) yield return Refusal("enterprise.not_negative", nameof(Capital));
        if (Kind is not ApplicantKind.OverseasEnterprise && string.IsNullOrEmpty(ProvinceCode)) yield return Refusal("enterprise.province_missing", nameof(ProvinceCode));
        if (!string.IsNullOrEmpty(ProvinceCode) && !isProvince(ProvinceCode)) yield return Refusal("enterprise.province_missing", nameof(ProvinceCode));
        if (Address?.Length > 400) yield return Refusal("enterprise.address_length", nameof(Address)).With("max", 400);
        if (!string.IsNullOrWhiteSpace(Website) && !WebAddress.IsOne(Website)) yield return Refusal("enterprise.website_invalid", nameof(Website));
        if (!string.IsNullOrWhiteSpace(Phone) && !IsPhone(Phone)) yield return Refusal("enterprise.phone_invalid", nameof(Phone));
    }

    /// <summary>Mobile or landline in Viet Nam, or an international number with +. Landlines are of 10 or 11 digits: sources differ.</summary>
    private static bool IsPhone(string typed)
    {
        var phone = string.Concat(typed.Where(c => !char.IsWhiteSpace(c) && c is not ('.' or '-' or '(' or ')')));
        var digits = phone.StartsWith('+') ? phone[1..] : phone;
        return digits.All(char.IsAsciiDigit) && (phone.StartsWith('+') ? digits.Length is >= 8 and <= 15 : digits.StartsWith('0') && digits.Length is 10 or 11);
    }

    private static Problem Refusal(string code, string field) => Problem.Invalid(code, field);
}
