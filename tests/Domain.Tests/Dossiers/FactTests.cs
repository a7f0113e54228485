using System.Text.Json.Nodes;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Editions;
using BangVang.Domain.Enterprises;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.Domain.Tests.Dossiers;

public sealed class FactTests
{
    private static readonly LocalizedText Label = new("Nhãn", "Label");

    private static readonly Category Category = new()
    {
        Code = "product", Name = Label,
        Eligibility =
        [
            new LaunchedBy { Date = new(2025, 12, 31) }, new MadeInVietNam { Stages = [ProductionStage.Designed] },
            new HoldsIntellectualProperty { Kinds = [IntellectualProperty.Patent] }, new NotLaureateBefore(),
            new AnyOf { Rules = [new EnterpriseSizeIn { Sizes = [EnterpriseSize.Small] }, new Declares { Code = "own_code", Statement = new("Tự làm", "Own work") }] },
            new MaxEntriesPerApplicant { Count = 1, Within = EntriesWithin.Category },
        ],
    };

    private static readonly Edition Edition = Editions.Sample.Edition with { Number = 3, Eligibility = [new VietnameseShareAtLeast { Percent = 5_100 }], Categories = [Category] };

    private static readonly Enterprise Enterprise = NewEnterprise();

    private static Enterprise NewEnterprise()
    {
        var enterprise = new Enterprise { TaxCode = "0100109106", Name = "", SortKey = "", SearchKey = "", Kind = ApplicantKind.Enterprise };
        enterprise.Describe(new() { Name = "Đơn vị A", Kind = ApplicantKind.Enterprise, HasForeignCapital = false, IsUnderVietnameseLaw = true, ProvinceCode = "01" });
        return enterprise;
    }

    [Fact]
    public void A_visitor_is_asked_each_fact_once_in_the_order_of_the_rules() =>
        FactQuestions.ForVisitor(Edition, Edition.Categories).Select(q => q.Code).ShouldBe(
        [
            "foreign_invested", "vietnamese_share", "launched_on", "stages_in_viet_nam", "intellectual_property", "laureate_years", "applicant_kind",
            "sector", "employees", "enterprise_revenue", "capital", "declares_own_code", "other_entries_in_category",
        ]);

    [Fact]
    public void A_dossier_asks_only_what_neither_profile_nor_form_nor_counting_answers()
    {
        var form = new Form
        {
            Code = "f", Name = Label, Phase = "intake",
            Sections = [new() { Code = "s", Title = Label, Fields = [new DateField { Code = "launch", Label = Label, Fact = Fact.LaunchedOn }, new DeclarationField { Code = "own", Label = Label, Statement = Label, Fact = Fact.Declarations, Declares = "own_code" }] }],
        };
        FactQuestions.ForDossier(Edition, Category, form).Select(q => q.Code).ShouldBe(["stages_in_viet_nam", "intellectual_property", "laureate_years"]);
        FactQuestions.ForDossier(Edition, Category, null).Select(q => q.Code).ShouldBe(["launched_on", "stages_in_viet_nam", "intellectual_property", "laureate_years", "declares_own_code"]);
    }

    [Fact]
    public void Earlier_years_are_those_of_the_programmes_earlier_editions() =>
        ((ChoiceField)FactQuestions.ForVisitor(Edition, Edition.Categories).Single(q => q.Code == "laureate_years").Field).Options.Select(o => o.Code).ShouldBe(["y2025", "y2024", "none"]);

    [Fact]
    public void A_first_edition_asks_for_no_earlier_laureates_and_knows_of_none()
    {
        var first = Edition with { Number = 1 };
        FactQuestions.ForVisitor(first, first.Categories).ShouldNotContain(q => q.Code == "laureate_years");
        SelfCheck.FactsOf(first, [], Answers()).LaureateYears.ShouldBe([]);
        FactReading.Of(first, Enterprise).LaureateYears.ShouldBe([]);
    }

    [Fact]
    public void None_of_several_is_an_answer_and_an_empty_choice_is_not()
    {
        var questions = FactQuestions.ForVisitor(Edition, Edition.Categories);
        SelfCheck.FactsOf(Edition, questions, Answers(("intellectual_property", """["none"]"""))).IntellectualProperty.ShouldBe([]);
        SelfCheck.FactsOf(Edition, questions, Answers()).IntellectualProperty.ShouldBeNull();
        SelfCheck.FactsOf(Edition, questions, Answers(("laureate_years", """["y2024"]"""))).LaureateYears.ShouldBe([2024]);
        SelfCheck.FactsOf(Edition, questions, Answers(("launched_on", """{"typed":"năm ngoái"}"""))).LaunchedOn.ShouldBeNull();
    }

    [Fact]
    public void The_self_check_computes_size_and_counts_this_entry()
    {
        var facts = SelfCheck.FactsOf(Edition, FactQuestions.ForVisitor(Edition, Edition.Categories), Answers(
            ("sector", "\"services\""), ("employees", "4000"), ("enterprise_revenue", "90000000000"), ("foreign_invested", "\"no\""),
            ("other_entries_in_category", "100"), ("stages_in_viet_nam", """["designed","created"]"""), ("declares_own_code", "\"no\"")));
        facts.Size.ShouldBe(EnterpriseSize.Small);
        facts.EnterpriseRevenue.ShouldBe(90_000_000_000);
        facts.VietnameseShare.ShouldBe(10_000);
        facts.EntriesInCategory.ShouldBe(2);
        facts.EntriesInEdition.ShouldBeNull();
        facts.StagesInVietNam.ShouldBe([ProductionStage.Designed, ProductionStage.Created]);
        facts.Declarations["own_code"].ShouldBeFalse();
    }

    [Fact]
    public void The_profile_answers_the_questions_about_the_organisation()
    {
        var enterprise = NewEnterprise();
        enterprise.Describe(enterprise.ToProfile() with { HasForeignCapital = true, VietnameseShare = 6_000, Sector = EnterpriseSector.Services, Employees = 8, Capital = 1_000_000_000, EstablishedOn = new(2019, 5, 4) });
        var questions = FactQuestions.ForVisitor(Edition, Edition.Categories);
        var facts = SelfCheck.FactsOf(Edition, questions, SelfCheck.AnswersOf(enterprise));
        (facts.Applicant, facts.IsForeignInvested, facts.VietnameseShare, facts.Size).ShouldBe((ApplicantKind.Enterprise, true, 6_000, EnterpriseSize.Micro));
        FactReading.Of(Edition, enterprise).Size.ShouldBe(EnterpriseSize.Micro);
        FactReading.Of(Edition, enterprise).EstablishedOn.ShouldBe(new LocalDate(2019, 5, 4));
    }

    [Fact]
    public void Fields_of_the_form_answer_before_questions_and_profile()
    {
        var form = new Form
        {
            Code = "f", Name = Label, Phase = "intake",
            Sections =
            [
                new()
                {
                    Code = "s", Title = Label,
                    Fields =
                    [
                        new DateField { Code = "launch", Label = Label, Fact = Fact.LaunchedOn },
                        new TableField { Code = "markets", Label = Label, Fact = Fact.ForeignMarkets, Columns = [] },
                        new NumberField { Code = "users", Label = Label, Fact = Fact.Users },
                        new DeclarationField { Code = "own", Label = Label, Statement = Label, Fact = Fact.Declarations, Declares = "own_code" },
                    ],
                },
            ],
        };
        var signed = Signature.On((DeclarationField)form.Field("own")!, "Nguyễn Văn Mẫu", Guid.NewGuid(), Instant.FromUtc(2026, 1, 1, 0, 0))!.ToJson();
        var draft = new DossierDraft(Edition, Category, form, Enterprise, new Dictionary<string, JsonNode?>
        {
            ["launch"] = "2024-03-15", ["fact:launched_on"] = "2020-01-01", ["users"] = 1_250_000, ["markets"] = JsonNode.Parse("""[{"c":"Lào"},{"c":"Nhật Bản"}]"""), ["own"] = signed,
        }, Files.None, (2, 1));
        (draft.Facts.LaunchedOn, draft.Facts.Users, draft.Facts.ForeignMarkets, draft.Facts.EntriesInEdition, draft.Facts.EntriesInCategory)
            .ShouldBe((new LocalDate(2024, 3, 15), 12_500, 2, 3, 2));
        draft.Facts.Declarations["own_code"].ShouldBeTrue();
        draft.RefusingRules.Single().Code.ShouldBe("dossiers.ineligible");
        ((RuleVerdict)draft.RefusingRules.Single().Args["rule"]).Kind.ShouldBe("max_entries_per_applicant");
    }

    [Fact]
    public void A_dossier_knows_which_questions_and_which_answers_of_the_profile_a_rule_waits_for()
    {
        var draft = new DossierDraft(Edition, Category, null, Enterprise, new Dictionary<string, JsonNode?> { ["fact:stages_in_viet_nam"] = JsonNode.Parse("""["designed"]""") }, Files.None, (0, 0));
        draft.OpenQuestions.Select(q => q.Code).ShouldBe(["launched_on", "intellectual_property", "laureate_years", "declares_own_code"]);
        draft.OpenInProfile.ShouldBe([Fact.EnterpriseSize]);
        draft.IsFilled.ShouldBeFalse();
    }

    private static Dictionary<string, JsonNode?> Answers(params (string Code, string Json)[] answers) =>
        answers.ToDictionary(a => FactQuestion.Prefix + a.Code, a => JsonNode.Parse(a.Json));
}
