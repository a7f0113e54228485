using System.Text.Json.Nodes;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Editions;
using BangVang.Domain.Enterprises;
using BangVang.Domain.Kernel;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.Domain.Tests.Dossiers;

public sealed class DossierTests
{
    private static readonly LocalizedText Label = new("Nhãn", "Label");
    private static readonly Instant Opens = Instant.FromUtc(2026, 6, 30, 17, 0);
    private static readonly Instant Closes = Instant.FromUtc(2026, 9, 20, 17, 0);
    private static readonly Instant Inside = Instant.FromUtc(2026, 8, 1, 3, 0);
    private static readonly Duration Tick = Duration.FromTicks(1);

    private static readonly Form Form = new()
    {
        Code = "full", Name = Label, Phase = "intake",
        Sections =
        [
            new() { Code = "about", Title = Label, Fields = [new TextField { Code = "pitch", Label = Label, Required = true, MaxWords = 3 }, new TextField { Code = "note", Label = Label }] },
            new() { Code = "extra", Title = Label, Fields = [new UrlField { Code = "page", Label = Label }] },
        ],
    };

    private static readonly Edition Edition = Editions.Sample.Edition with { Forms = [Form], Eligibility = [], Categories = [Editions.Sample.Product] };

    private static readonly Enterprise Enterprise = NewEnterprise();

    private static Enterprise NewEnterprise()
    {
        var enterprise = new Enterprise { TaxCode = "0100109106", Name = "", SortKey = "", SearchKey = "", Kind = ApplicantKind.Enterprise };
        enterprise.Describe(new() { Name = "Đơn vị A", Kind = ApplicantKind.Enterprise });
        return enterprise;
    }

    private static Dossier NewDossier(bool confirmed = true)
    {
        var dossier = new Dossier { Reference = "HS-001", EditionKey = Edition.Key, CategoryCode = "product", ProductName = "Sản phẩm A", SortKey = "", SearchKey = "" };
        if (confirmed) dossier.Confirm(Enterprise, Inside);
        return dossier;
    }

    private static DossierDraft Draft(string? pitch = "một hai ba", string? launched = "2025-12-31", string? page = null) => new(
        Edition, Editions.Sample.Product, Form, Enterprise,
        new Dictionary<string, JsonNode?> { ["pitch"] = pitch, ["page"] = page, ["fact:launched_on"] = launched }, Files.None, (0, 0));

    private static string[] Codes(Dossier dossier, DossierDraft draft, Instant now, Supplement? supplement = null, Edition? edition = null) =>
        [.. dossier.CheckSubmission(draft, SubmissionWindow.Of(edition ?? Edition, supplement, now), now).Select(p => p.Code)];

    [Fact]
    public void A_complete_dossier_is_submitted_from_the_first_tick_of_the_intake_to_the_last()
    {
        Codes(NewDossier(), Draft(), Opens - Tick).ShouldBe(["dossiers.intake_not_open"]);
        Codes(NewDossier(), Draft(), Opens).ShouldBeEmpty();
        Codes(NewDossier(), Draft(), Closes - Tick).ShouldBeEmpty();
        Codes(NewDossier(), Draft(), Closes).ShouldBe(["dossiers.intake_over"]);
    }

    [Fact]
    public void A_refusal_for_being_late_names_the_end()
    {
        var problem = NewDossier().CheckSubmission(Draft(), SubmissionWindow.Of(Edition, null, Closes), Closes).Single();
        (problem.Kind, problem.Args["end"]).ShouldBe((ProblemKind.NotNow, Closes));
    }

    [Fact]
    public void An_extension_holds_at_once()
    {
        var extended = Edition with { Phases = [Editions.Sample.Intake with { Extensions = [new() { Closes = new(2026, 9, 21) }] }] };
        Codes(NewDossier(), Draft(), Closes, edition: extended).ShouldBeEmpty();
        SubmissionWindow.Of(extended, null, Closes).End(Closes).ShouldBe(Closes + Duration.FromDays(1));
    }

    [Fact]
    public void An_intake_without_a_published_day_never_opens() =>
        Codes(NewDossier(), Draft(), Inside, edition: Edition with { Phases = [Editions.Sample.Intake with { Closes = Published<LocalDate>.Unpublished }] }).ShouldBe(["dossiers.intake_unpublished"]);

    [Fact]
    public void Of_two_intakes_the_open_one_counts_then_the_next_then_the_last()
    {
        var later = Editions.Sample.Intake with { Code = "second", Opens = new LocalDate(2026, 10, 1), Closes = new LocalDate(2026, 10, 2) };
        var two = Edition with { Phases = [Editions.Sample.Intake, later], Forms = [Form, Form with { Code = "second", Phase = "second" }] };
        SubmissionWindow.Of(two, null, Inside).Phase!.Code.ShouldBe("intake");
        SubmissionWindow.Of(two, null, Closes).Phase!.Code.ShouldBe("second");
        SubmissionWindow.Of(two, null, Closes + Duration.FromDays(100)).Phase!.Code.ShouldBe("second");
    }

    [Fact]
    public void A_supplement_opens_the_dossier_until_its_own_deadline()
    {
        var due = Closes + Duration.FromDays(5);
        var supplement = new Supplement { What = "Bổ sung xác nhận", RequestedAt = Closes, DueAt = due };
        Codes(NewDossier(), Draft(), due - Tick, supplement).ShouldBeEmpty();
        Codes(NewDossier(), Draft(), due, supplement).ShouldBe(["dossiers.supplement_over"]);
        SubmissionWindow.Of(Edition, supplement, due - Tick).End(due - Tick).ShouldBe(due);
        supplement.AnsweredAt = Closes;
        Codes(NewDossier(), Draft(), due - Tick, supplement).ShouldBe(["dossiers.intake_over"]);
    }

    [Fact]
    public void Everything_missing_and_wrong_is_said_at_once()
    {
        var problems = NewDossier(confirmed: false).CheckSubmission(Draft(pitch: null, launched: null, page: "khong-phai"), SubmissionWindow.Of(Edition, null, Inside), Inside);
        problems.Select(p => (p.Code, p.Field)).ShouldBe(
        [
            ("dossiers.profile_unconfirmed", "profile"), ("dossiers.field_missing", "fact:launched_on"),
            ("dossiers.field_missing", "pitch"), ("dossiers.address_expected", "page"),
        ]);
    }

    [Fact]
    public void A_rule_that_fails_refuses_with_its_article()
    {
        var problem = NewDossier().CheckSubmission(Draft(launched: "2026-01-01"), SubmissionWindow.Of(Edition, null, Inside), Inside).Single();
        (problem.Code, problem.Article).ShouldBe(("dossiers.ineligible", "Điều 6.1"));
        Codes(NewDossier(), Draft(launched: "2025-12-31"), Inside).ShouldBeEmpty();
    }

    [Fact]
    public void A_changed_profile_is_confirmed_again()
    {
        var (enterprise, dossier) = (NewEnterprise(), NewDossier(confirmed: false));
        dossier.Confirm(enterprise, Inside);
        dossier.HasConfirmed(enterprise).ShouldBeTrue();
        enterprise.Describe(enterprise.ToProfile() with { Employees = 7 });
        dossier.HasConfirmed(enterprise).ShouldBeFalse();
    }

    [Fact]
    public void A_required_registration_refuses_a_dossier_without_it()
    {
        var two = Edition with { PreliminaryRegistration = new() { Phase = "reg", Required = true, Article = "Điều 7" }, Phases = [Editions.Sample.Intake, Editions.Sample.Intake with { Code = "reg", Kind = PhaseKind.Registration }] };
        var draft = new DossierDraft(two, Editions.Sample.Product, Form, Enterprise, new Dictionary<string, JsonNode?> { ["pitch"] = "một", ["fact:launched_on"] = "2025-01-01" }, Files.None, (0, 0));
        var dossier = NewDossier();
        var refused = dossier.CheckSubmission(draft, SubmissionWindow.Of(two, null, Inside), Inside).Single();
        (refused.Code, refused.Article).ShouldBe(("dossiers.registration_missing", "Điều 7"));
        dossier.RegisteredAt = Inside;
        dossier.CheckSubmission(draft, SubmissionWindow.Of(two, null, Inside), Inside).ShouldBeEmpty();
    }

    [Fact]
    public void Sections_say_how_far_they_are()
    {
        State(null, null).ShouldBe([SectionState.NotStarted, SectionState.Optional]);
        State("một hai ba bốn", null).ShouldBe([SectionState.Faulty, SectionState.Optional]);
        State("một", "https://vi-du.example.vn/").ShouldBe([SectionState.Done, SectionState.Done]);
        new DossierDraft(Edition, Editions.Sample.Product, Form, Enterprise, new Dictionary<string, JsonNode?> { ["note"] = "x" }, Files.None, (0, 0)).Sections[0].State.ShouldBe(SectionState.Started);

        static SectionState[] State(string? pitch, string? page) => [.. Draft(pitch: pitch, page: page).Sections.Select(s => s.State)];
    }

    [Fact]
    public void What_was_submitted_keeps_name_and_category_until_it_is_submitted_again()
    {
        var (two, dossier) = (Edition with { Categories = [Editions.Sample.Product, Editions.Sample.Potential] }, NewDossier());
        dossier.Rename("Sản phẩm B").ShouldBeNull();
        dossier.ProductName.ShouldBe("Sản phẩm B");
        dossier.Submit(Version(Inside));

        dossier.Rename("Sản phẩm C").ShouldBeNull();
        dossier.ChooseCategory(two, "potential").ShouldBeNull();
        (dossier.ProductName, dossier.CategoryCode, dossier.WrittenProductName, dossier.WrittenCategoryCode).ShouldBe(("Sản phẩm B", "product", "Sản phẩm C", "potential"));

        dossier.Submit(Version(Inside));
        (dossier.ProductName, dossier.CategoryCode, dossier.NextProductName, dossier.SearchKey).ShouldBe(("Sản phẩm C", "potential", null, "san pham c"));
        dossier.ChooseCategory(two, "nowhere")!.Code.ShouldBe("dossiers.category_unknown");
        dossier.Rename(" x ")!.Code.ShouldBe("dossiers.product_name_length");
    }

    [Fact]
    public void A_dossier_is_withdrawn_with_a_reason_until_the_council_meets()
    {
        var council = Instant.FromUtc(2026, 11, 1, 17, 0);
        NewDossier().Withdraw(Edition, " ", Inside)!.Code.ShouldBe("dossiers.reason_missing");
        NewDossier().Withdraw(Edition, "Nhầm hạng mục", council)!.Code.ShouldBe("dossiers.withdraw_late");
        var dossier = NewDossier();
        dossier.Withdraw(Edition, " Nhầm hạng mục ", council - Tick).ShouldBeNull();
        (dossier.State, dossier.WithdrawalReason).ShouldBe((DossierState.Withdrawn, "Nhầm hạng mục"));
        dossier.Withdraw(Edition, "lần nữa", Inside)!.Code.ShouldBe("dossiers.already_withdrawn");

        dossier.Submit(Version(Inside));
        (dossier.State, dossier.WithdrawnAt, dossier.WithdrawalReason).ShouldBe((DossierState.Submitted, null, null));
    }

    [Theory]
    [InlineData(DossierState.Accepted)]
    [InlineData(DossierState.Refused)]
    public void A_verdict_changes_nothing_an_applicant_could_notice(DossierState verdict)
    {
        var dossier = NewDossier();
        dossier.Submit(Version(Inside));
        dossier.State = verdict;
        Codes(dossier, Draft(), Inside).ShouldBeEmpty();
        Codes(dossier, Draft(), Closes).ShouldBe(["dossiers.intake_over"]);
        dossier.Rename("Tên mới").ShouldBeNull();
        dossier.Withdraw(Edition, "Không dự nữa", Inside).ShouldBeNull();
        dossier.Submit(Version(Inside));
        dossier.State.ShouldBe(DossierState.Submitted);
    }

    [Theory]
    [InlineData(1, "HS-001")]
    [InlineData(14, "HS-014")]
    [InlineData(1234, "HS-1234")]
    public void References_have_at_least_three_digits(int number, string reference) => Dossier.ReferenceOf(number).ShouldBe(reference);

    private static DossierVersion Version(Instant at) => new() { Id = Guid.NewGuid(), SubmittedAt = at, CategoryCode = "", Content = "", Sha256 = "" };
}
