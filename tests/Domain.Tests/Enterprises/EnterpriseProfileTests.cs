using BangVang.Domain.Enterprises;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.Domain.Tests.Enterprises;

public sealed class EnterpriseProfileTests
{
    private static readonly LocalDate Today = new(2026, 10, 1);

    private static readonly EnterpriseProfile Good = new()
    {
        Name = "Công ty Minh họa 01", Kind = ApplicantKind.Enterprise, IsUnderVietnameseLaw = true, HasForeignCapital = false, ProvinceCode = "01",
    };

    private static (string, string?)[] Problems(EnterpriseProfile profile) => [.. profile.Check(Today, code => code == "01").Select(p => (p.Code, p.Field))];

    [Fact]
    public void The_least_a_profile_needs_is_enough() => Problems(Good).ShouldBeEmpty();

    [Fact]
    public void Everything_missing_is_said_at_once() => Problems(new()).Select(p => p.Item1).ShouldBe(
        ["enterprise.name_length", "enterprise.kind_missing", "enterprise.law_missing", "enterprise.province_missing"]);

    [Fact]
    public void Foreign_capital_asks_for_the_vietnamese_share()
    {
        Problems(Good with { HasForeignCapital = null }).ShouldBe([("enterprise.foreign_capital_missing", "HasForeignCapital")]);
        Problems(Good with { HasForeignCapital = true }).ShouldBe([("enterprise.share_missing", "VietnameseShare")]);
        Problems(Good with { HasForeignCapital = true, VietnameseShare = 10_001 }).ShouldBe([("enterprise.share_range", "VietnameseShare")]);
        Problems(Good with { HasForeignCapital = true, VietnameseShare = 5_100 }).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(ApplicantKind.PublicService)]
    [InlineData(ApplicantKind.StateAgency)]
    [InlineData(ApplicantKind.Association)]
    public void A_body_without_shares_is_not_asked_for_them(ApplicantKind kind) => Problems(Good with { Kind = kind, HasForeignCapital = null }).ShouldBeEmpty();

    [Theory]
    [InlineData(ApplicantKind.Individual)]
    [InlineData(ApplicantKind.BusinessHousehold)]
    [InlineData(ApplicantKind.InnovativeStartup)]
    public void Who_has_no_tax_code_of_an_organisation_does_not_register(ApplicantKind kind) =>
        Problems(Good with { Kind = kind }).ShouldBe([("enterprise.kind_not_admitted", "Kind")]);

    [Theory]
    [InlineData("024 3826 0321", true)]
    [InlineData("028 38212345", true)]
    [InlineData("0912.345.678", true)]
    [InlineData("+84 912 345 678", true)]
    [InlineData("912345678", false)]
    [InlineData("0912 34", false)]
    [InlineData("không có", false)]
    public void A_telephone_number_is_one_people_can_call(string phone, bool fits) =>
        Problems(Good with { Phone = phone }).ShouldBe(fits ? [] : [("enterprise.phone_invalid", "Phone")]);

    [Fact]
    public void Only_an_organisation_abroad_has_no_province()
    {
        Problems(Good with { ProvinceCode = null }).ShouldBe([("enterprise.province_missing", "ProvinceCode")]);
        Problems(Good with { ProvinceCode = "99" }).ShouldBe([("enterprise.province_missing", "ProvinceCode")]);
        Problems(Good with { ProvinceCode = null, Kind = ApplicantKind.OverseasEnterprise }).ShouldBeEmpty();
    }

    [Fact]
    public void Nobody_was_established_tomorrow()
    {
        Problems(Good with { EstablishedOn = Today }).ShouldBeEmpty();
        Problems(Good with { EstablishedOn = Today.PlusDays(1) }).ShouldBe([("enterprise.established_in_future", "EstablishedOn")]);
    }

    [Fact]
    public void Without_foreign_capital_no_share_is_kept_and_blanks_are_nothing()
    {
        var enterprise = new Enterprise { TaxCode = "0100109106", Name = "", SortKey = "", SearchKey = "", Kind = ApplicantKind.Enterprise };
        enterprise.Describe(Good with { VietnameseShare = 4_000, Website = " ", NameEn = " Sample 01 " });
        (enterprise.VietnameseShare, enterprise.Website, enterprise.NameEn, enterprise.SearchKey, enterprise.Version).ShouldBe((null, null, "Sample 01", "cong ty minh hoa 01", 1));
        enterprise.ToProfile().ShouldBe(Good with { NameEn = "Sample 01" });
    }
}
