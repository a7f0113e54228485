using BangVang.Domain.Dossiers;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Domain.Screening;
using BangVang.Domain.Tests.Editions;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.Domain.Tests.Screening;

public sealed class ScreeningTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 10, 25, 3, 0);
    private static readonly Guid An = Guid.CreateVersion7(), Binh = Guid.CreateVersion7();

    private readonly ScreeningCase screening = new() { DossierId = Guid.CreateVersion7(), EditionKey = "demo/2026", OpenedAt = Now };
    private readonly Dossier dossier = new()
    {
        Id = Guid.CreateVersion7(), Reference = "HS-001", EditionKey = "demo/2026", CategoryCode = "product", ProductName = "Sản phẩm A", SortKey = "", SearchKey = "", State = DossierState.Submitted,
    };

    [Fact]
    public void A_dossier_whose_rules_are_met_goes_to_the_jury_with_the_articles()
    {
        screening.Accept(dossier, Says(Verdict.Pass, Verdict.Pass), [], " Đủ ", An, Now).ShouldBeNull();
        (screening.State, screening.DecidedAt, screening.DecidedBy, screening.OfficerId, screening.Reason, screening.Article).ShouldBe((ScreeningState.Accepted, Now, An, An, "Đủ", "Điều 1; Điều 2"));
        dossier.State.ShouldBe(DossierState.Accepted);
    }

    [Fact]
    public void Acceptance_keeps_the_officer_who_examined_and_names_who_decided()
    {
        screening.Take(Binh);
        screening.Accept(dossier, Says(Verdict.Pass), [], null, An, Now).ShouldBeNull();
        (screening.OfficerId, screening.DecidedBy, screening.Reason).ShouldBe((Binh, An, null));
    }

    [Theory]
    [InlineData(Verdict.Unknown), InlineData(Verdict.Fail)]
    public void A_rule_the_machine_does_not_pass_needs_an_officers_finding(Verdict verdict)
    {
        var problem = screening.Accept(dossier, Says(Verdict.Pass, verdict), [], null, An, Now)!;
        (problem.Code, problem.Article, problem.Args["rule"]).ShouldBe(("screening.rule_needs_finding", "Điều 2", "rule-2"));
        dossier.State.ShouldBe(DossierState.Submitted);
    }

    [Fact]
    public void Passing_what_the_machine_fails_needs_a_reason()
    {
        screening.Accept(dossier, Says(Verdict.Fail), [Found(1, OfficerFinding.Pass)], null, An, Now)!.Code.ShouldBe("screening.finding_needs_reason");
        screening.Accept(dossier, Says(Verdict.Fail), [Found(1, OfficerFinding.Pass, " ")], null, An, Now)!.Code.ShouldBe("screening.finding_needs_reason");
        screening.Accept(dossier, Says(Verdict.Fail), [Found(1, OfficerFinding.Pass, "Có xác nhận của cơ quan quản lý")], null, An, Now).ShouldBeNull();
    }

    [Fact]
    public void What_an_officer_found_failing_is_not_accepted_though_the_machine_passes_it()
    {
        var problem = screening.Accept(dossier, Says(Verdict.Pass), [Found(1, OfficerFinding.Fail, "Tài liệu không khớp")], null, An, Now)!;
        (problem.Code, problem.Article).ShouldBe(("screening.rule_found_failing", "Điều 1"));
    }

    [Fact]
    public void A_refusal_rests_on_the_articles_of_the_failing_rules_alone()
    {
        screening.Refuse(dossier, Says(Verdict.Pass, Verdict.Fail, Verdict.Pass), [Found(1, OfficerFinding.Fail, "x")], "Chưa đáp ứng", An, Now).ShouldBeNull();
        (screening.State, screening.Reason, screening.Article, dossier.State).ShouldBe((ScreeningState.Refused, "Chưa đáp ứng", "Điều 1; Điều 2", DossierState.Refused));
    }

    [Fact]
    public void A_refusal_needs_a_reason_and_a_rule_that_fails()
    {
        screening.Refuse(dossier, Says(Verdict.Fail), [], "  ", An, Now)!.ShouldSatisfyAllConditions(p => p.Code.ShouldBe("screening.reason_missing"), p => p.Field.ShouldBe("Reason"));
        screening.Refuse(dossier, Says(Verdict.Pass, Verdict.Unknown), [], "Không thích", An, Now)!.Code.ShouldBe("screening.no_failing_rule");
        screening.Refuse(dossier, Says(Verdict.Fail), [Found(1, OfficerFinding.Pass, "Đã xác minh")], "Không đạt", An, Now)!.Code.ShouldBe("screening.no_failing_rule");
        screening.IsDecided.ShouldBeFalse();
    }

    [Fact]
    public void What_is_decided_is_decided()
    {
        screening.Accept(dossier, Says(Verdict.Pass), [], null, An, Now);
        screening.Take(Binh)!.Code.ShouldBe("screening.decided");
        screening.Examine(dossier, Binh)!.Code.ShouldBe("screening.decided");
        screening.Accept(dossier, Says(Verdict.Pass), [], null, Binh, Now)!.Code.ShouldBe("screening.decided");
        screening.Refuse(dossier, Says(Verdict.Fail), [], "x", Binh, Now)!.Code.ShouldBe("screening.decided");
        screening.AskSupplement(dossier)!.Code.ShouldBe("screening.decided");
        screening.ProposeTransfer(dossier, Sample.Edition, "potential")!.Code.ShouldBe("screening.decided");
    }

    [Fact]
    public void What_was_taken_back_is_not_examined()
    {
        dossier.State = DossierState.Withdrawn;
        screening.Accept(dossier, Says(Verdict.Pass), [], null, An, Now)!.Code.ShouldBe("screening.not_submitted");
        screening.Examine(dossier, An)!.Code.ShouldBe("screening.not_submitted");
        screening.AskSupplement(dossier)!.Code.ShouldBe("screening.not_submitted");
    }

    [Fact]
    public void While_the_applicant_is_waited_for_nothing_is_decided()
    {
        screening.Take(An);
        screening.AskSupplement(dossier).ShouldBeNull();
        screening.State.ShouldBe(ScreeningState.SupplementRequested);
        screening.Accept(dossier, Says(Verdict.Pass), [], null, An, Now)!.ShouldSatisfyAllConditions(p => p.Code.ShouldBe("screening.waiting_for_applicant"), p => p.Kind.ShouldBe(ProblemKind.NotNow));
        screening.ProposeTransfer(dossier, Sample.Edition, "potential")!.Code.ShouldBe("screening.waiting_for_applicant");
        screening.Resume();
        screening.State.ShouldBe(ScreeningState.InReview);
    }

    [Theory]
    [InlineData("product"), InlineData("nothing")]
    public void A_transfer_goes_to_another_category_of_the_edition(string to)
    {
        screening.ProposeTransfer(dossier, Sample.Edition, to)!.ShouldSatisfyAllConditions(p => p.Code.ShouldBe("screening.transfer_category"), p => p.Field.ShouldBe("ToCategory"));
        screening.ProposeTransfer(dossier, Sample.Edition, "potential").ShouldBeNull();
        screening.State.ShouldBe(ScreeningState.TransferProposed);
        screening.Resume();
        screening.State.ShouldBe(ScreeningState.Waiting);
    }

    [Fact]
    public void Taking_what_one_has_changes_nothing_and_a_colleague_takes_over()
    {
        screening.Take(An).ShouldBeNull();
        var version = screening.Version;
        screening.Take(An).ShouldBeNull();
        screening.Version.ShouldBe(version);
        screening.Take(Binh).ShouldBeNull();
        (screening.OfficerId, screening.State, screening.Version).ShouldBe((Binh, ScreeningState.InReview, version + 1));
    }

    [Fact]
    public void Looking_into_a_rule_takes_a_free_case_and_leaves_a_taken_one_to_its_officer()
    {
        screening.Examine(dossier, An).ShouldBeNull();
        var version = screening.Version;
        screening.Examine(dossier, Binh).ShouldBeNull();
        (screening.OfficerId, screening.State, screening.Version).ShouldBe((An, ScreeningState.InReview, version + 1));
    }

    [Fact]
    public void Opened_again_a_case_is_as_nobody_had_decided_it()
    {
        screening.Refuse(dossier, Says(Verdict.Fail), [], "x", An, Now);
        screening.Reopen(dossier);
        (screening.State, screening.OfficerId, screening.DecidedAt, screening.DecidedBy, screening.Reason, screening.Article, dossier.State)
            .ShouldBe((ScreeningState.Waiting, null, null, null, null, null, DossierState.Submitted));
    }

    private static CategoryVerdict Says(params Verdict[] verdicts) => new(Sample.Product, [.. verdicts.Select((v, i) => new RuleVerdict(
        $"rule-{i + 1}", "launched_by", v, $"Điều {i + 1}", "", new Dictionary<string, object>(), null, [], []))]);

    private static RuleFinding Found(int rule, OfficerFinding finding, string? reason = null) => new() { RuleCode = $"rule-{rule}", Finding = finding, Reason = reason };
}
