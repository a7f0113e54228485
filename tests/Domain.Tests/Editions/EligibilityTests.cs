using BangVang.Domain.Editions;
using BangVang.Domain.Enterprises;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.Domain.Tests.Editions;

public sealed class EligibilityTests
{
    private static readonly DossierFacts Nothing = new() { EditionYear = 2026, AsOf = new(2026, 9, 20) };

    /// <summary>Rule, facts that pass, facts that fail; facts that say nothing give unknown for every rule.</summary>
    public static TheoryData<EligibilityRule, DossierFacts, DossierFacts> EveryRule => new()
    {
        { new LaunchedBy { Date = new(2025, 12, 31) }, Nothing with { LaunchedOn = new(2025, 12, 31) }, Nothing with { LaunchedOn = new(2026, 1, 1) } },
        { new LaunchedOnOrAfter { Date = new(2023, 1, 1) }, Nothing with { LaunchedOn = new(2023, 1, 1) }, Nothing with { LaunchedOn = new(2022, 12, 31) } },
        { new InPracticalUse(), Nothing with { InPracticalUse = true }, Nothing with { InPracticalUse = false } },
        {
            new MadeInVietNam { Stages = [ProductionStage.Designed, ProductionStage.Created] },
            Nothing with { StagesInVietNam = [ProductionStage.Created, ProductionStage.Designed, ProductionStage.Produced] },
            Nothing with { StagesInVietNam = [ProductionStage.Designed] }
        },
        { new CoreStageByVietnamese(), Nothing with { CoreStageByVietnamese = true }, Nothing with { CoreStageByVietnamese = false } },
        { new UsersAtLeast { Count = 500 }, Nothing with { Users = 500 }, Nothing with { Users = 499 } },
        { new RevenueMinimum { Amount = 500_000_000 }, Nothing with { ProductRevenue = 500_000_000 }, Nothing with { ProductRevenue = 499_999_999, EnterpriseRevenue = 1_000_000_000 } },
        { new RevenueMinimum { Amount = 5, Of = RevenueOf.Enterprise }, Nothing with { EnterpriseRevenue = 5 }, Nothing with { EnterpriseRevenue = 4 } },
        { new ForeignMarketPresence { Countries = 2 }, Nothing with { ForeignMarkets = 2 }, Nothing with { ForeignMarkets = 1 } },
        { new TechnologyReadinessAtLeast { Level = 7 }, Nothing with { TechnologyReadiness = 7 }, Nothing with { TechnologyReadiness = 6 } },
        {
            new HoldsIntellectualProperty { Kinds = [IntellectualProperty.Patent, IntellectualProperty.Copyright] },
            Nothing with { IntellectualProperty = [IntellectualProperty.Copyright] }, Nothing with { IntellectualProperty = [IntellectualProperty.Trademark] }
        },
        { new TopicIn { Topics = ["ai", "chips"] }, Nothing with { Topics = ["cloud", "ai"] }, Nothing with { Topics = ["cloud"] } },
        { new NotLaureateBefore { Years = 2 }, Nothing with { LaureateYears = [2023] }, Nothing with { LaureateYears = [2024] } },
        { new NotLaureateBefore(), Nothing with { LaureateYears = [] }, Nothing with { LaureateYears = [2020] } },
        { new MaxEntriesPerApplicant { Count = 3 }, Nothing with { EntriesInEdition = 3 }, Nothing with { EntriesInEdition = 4 } },
        { new MaxEntriesPerApplicant { Count = 1, Within = EntriesWithin.Category }, Nothing with { EntriesInCategory = 1, EntriesInEdition = 9 }, Nothing with { EntriesInCategory = 2 } },
        { new ApplicantKindIn { Kinds = [ApplicantKind.Enterprise, ApplicantKind.PublicService] }, Nothing with { Applicant = ApplicantKind.PublicService }, Nothing with { Applicant = ApplicantKind.Individual } },
        {
            new ApplicantKindIn { Kinds = [ApplicantKind.InnovativeStartup] },
            Nothing with { Applicant = ApplicantKind.Enterprise, IsInnovativeStartup = true }, Nothing with { Applicant = ApplicantKind.Enterprise, IsInnovativeStartup = false }
        },
        { new EstablishedUnderVietnameseLaw(), Nothing with { EstablishedUnderVietnameseLaw = true }, Nothing with { EstablishedUnderVietnameseLaw = false } },
        { new EstablishedForAtMost { Years = 5 }, Nothing with { EstablishedOn = new(2021, 9, 20) }, Nothing with { EstablishedOn = new(2021, 9, 19) } },
        {
            new VietnameseShareAtLeast { Percent = 5100 },
            Nothing with { IsForeignInvested = true, VietnameseShare = 5100 }, Nothing with { IsForeignInvested = true, VietnameseShare = 5099 }
        },
        {
            new VietnameseShareAtLeast { Percent = 5100, AskedOf = ShareAskedOf.Everyone },
            Nothing with { VietnameseShare = 10_000 }, Nothing with { IsForeignInvested = false, VietnameseShare = 5099 }
        },
        {
            new EnterpriseSizeIn { Sizes = [EnterpriseSize.Micro, EnterpriseSize.Small] },
            Nothing with { Applicant = ApplicantKind.Enterprise, Size = EnterpriseSize.Small }, Nothing with { Applicant = ApplicantKind.Enterprise, Size = EnterpriseSize.Medium }
        },
        {
            new Declares { Code = "no-dispute", Statement = Sample.T("Không tranh chấp") },
            Nothing with { Declarations = new Dictionary<string, bool> { ["no-dispute"] = true } }, Nothing with { Declarations = new Dictionary<string, bool> { ["no-dispute"] = false } }
        },
        {
            new AnyOf { Rules = [new InPracticalUse(), new CoreStageByVietnamese()] },
            Nothing with { InPracticalUse = true }, Nothing with { InPracticalUse = false, CoreStageByVietnamese = false }
        },
        {
            new AllOf { Rules = [new InPracticalUse(), new CoreStageByVietnamese()] },
            Nothing with { InPracticalUse = true, CoreStageByVietnamese = true }, Nothing with { InPracticalUse = false }
        },
    };

    [Theory, MemberData(nameof(EveryRule))]
    public void Each_rule_passes_fails_or_asks(EligibilityRule rule, DossierFacts passing, DossierFacts failing)
    {
        var quoting = rule with { Article = "Điều 6.1" };
        quoting.Check(passing).ShouldSatisfyAllConditions(
            v => v.Verdict.ShouldBe(Verdict.Pass), v => v.Article.ShouldBe("Điều 6.1"),
            v => v.Reason.ShouldBe($"eligibility.{rule.Kind}.pass"), v => v.Remedy.ShouldBeNull(), v => v.Needs.ShouldBeEmpty());
        quoting.Check(failing).ShouldSatisfyAllConditions(
            v => v.Verdict.ShouldBe(Verdict.Fail), v => v.Reason.ShouldBe($"eligibility.{rule.Kind}.fail"), v => v.Remedy.ShouldBe($"eligibility.{rule.Kind}.remedy"));
        quoting.Check(Nothing).ShouldSatisfyAllConditions(
            v => v.Verdict.ShouldBe(Verdict.Unknown), v => v.Reason.ShouldBe($"eligibility.{rule.Kind}.unknown"),
            v => v.Needs.ShouldNotBeEmpty(), v => v.Needs.ShouldBeSubsetOf(rule.Asks));
    }

    [Fact]
    public void No_rule_kind_is_without_its_row_in_this_test() =>
        EveryRule.Select(row => ((EligibilityRule)row[0]).Kind).Distinct().Order().ShouldBe(EligibilityRule.AllKinds.Keys.Order());

    [Fact]
    public void A_domestic_enterprise_and_a_public_body_need_no_share_of_vietnamese_owners()
    {
        var rule = new VietnameseShareAtLeast { Percent = 5100 };
        rule.Check(Nothing with { Applicant = ApplicantKind.Enterprise, IsForeignInvested = false }).Verdict.ShouldBe(Verdict.Pass);
        rule.Check(Nothing with { Applicant = ApplicantKind.PublicService }).Verdict.ShouldBe(Verdict.Pass);
        rule.Check(Nothing with { IsForeignInvested = true }).Verdict.ShouldBe(Verdict.Unknown);
    }

    [Fact]
    public void A_public_body_has_no_size()
    {
        var rule = new EnterpriseSizeIn { Sizes = [EnterpriseSize.Micro] };
        rule.Check(Nothing with { Applicant = ApplicantKind.PublicService, Size = EnterpriseSize.Micro }).Verdict.ShouldBe(Verdict.Fail);
    }

    [Fact]
    public void Only_an_enterprise_is_asked_whether_it_is_an_innovative_start_up()
    {
        var rule = new ApplicantKindIn { Kinds = [ApplicantKind.InnovativeStartup] };
        rule.Check(Nothing with { Applicant = ApplicantKind.Enterprise }).Verdict.ShouldBe(Verdict.Unknown);
        rule.Check(Nothing with { Applicant = ApplicantKind.Individual }).Verdict.ShouldBe(Verdict.Fail);
    }

    [Fact]
    public void The_adviser_names_first_the_categories_whose_rules_are_met_then_those_that_need_an_answer()
    {
        var large = new DossierFacts
        {
            Applicant = ApplicantKind.Enterprise, IsForeignInvested = false, IsInnovativeStartup = false,
            Size = EnterpriseSize.Large, LaunchedOn = new(2025, 6, 1),
        };
        Names(large).ShouldBe(["product Pass", "potential Fail"]);
        Names(large with { Size = EnterpriseSize.Small, LaunchedOn = null }).ShouldBe(["potential Pass", "product Unknown"]);
        Names(large with { IsForeignInvested = true, VietnameseShare = 5000 }).ShouldBe(["product Fail", "potential Fail"]);

        static IEnumerable<string> Names(DossierFacts facts) =>
            Eligibility.Advise(Sample.Edition, facts).Select(v => $"{v.Category.Code} {v.Verdict}");
    }

    [Fact]
    public void The_self_check_asks_each_question_once() =>
        Eligibility.Questions(Sample.Edition, Sample.Edition.Categories).ShouldBe(
        [
            Fact.ForeignInvested, Fact.VietnameseShare, Fact.LaunchedOn, Fact.ApplicantKind, Fact.InnovativeStartup, Fact.EnterpriseSize,
        ]);

    [Fact]
    public void A_group_shows_the_verdict_of_each_rule_inside()
    {
        var verdict = Sample.Potential.Eligibility[0].Check(Nothing with { Applicant = ApplicantKind.Enterprise, IsInnovativeStartup = false });
        verdict.Verdict.ShouldBe(Verdict.Unknown);
        verdict.Parts.Select(p => (p.Kind, p.Verdict)).ShouldBe([("applicant_kind_in", Verdict.Fail), ("enterprise_size_in", Verdict.Unknown)]);
        verdict.Needs.ShouldBe([Fact.ApplicantKind, Fact.EnterpriseSize]);
    }
}
