using BangVang.App.Editions;
using BangVang.Domain.Editions;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.Domain.Tests.Editions;

public sealed class AmendmentTests
{
    private static readonly Edition Complete = EditionReader.Read(Path.Combine(Shipped.Root, "tests/Domain.Tests/Editions/complete")).Edition!;
    private static readonly Instant Opens = Complete.WindowOf("last")!.Value.Start!.Value;

    public static TheoryData<string, string> Changes => new()
    {
        { "quorum", "the quorum" }, { "aggregate", "the aggregation" }, { "calibrate", "the calibration" }, { "no calibrate", "the calibration" }, { "ties", "the tie chain" },
        { "shortlist", "the rule of the shortlist" }, { "scale", "the rubric" }, { "weights", "the rubric" }, { "categories", "the rubric" }, { "unpublished", "the aggregation" },
        { "removed", "that there is this round" },
    };

    [Theory, MemberData(nameof(Changes))]
    public void By_what_rules_sheets_become_scores_is_settled_before_the_round_opens(string change, string rule)
    {
        var amended = Changed(change);

        Amendment.Check(Complete, amended, Opens - Duration.FromMilliseconds(1)).ShouldBeNull();
        var problem = Amendment.Check(Complete, amended, Opens).ShouldNotBeNull();
        problem.Code.ShouldBe("edition.amendment_changes_open_round");
        ((LocalizedText)problem.Args["round"]!).En.ShouldBe("Round 2");
        ((LocalizedText)problem.Args["rule"]!).En.ShouldBe(rule);
        Amendment.Check(Complete, amended, Opens + Duration.FromDays(365)).ShouldNotBeNull();
    }

    [Fact]
    public void How_many_products_are_put_into_order_is_settled_before_the_round_opens()
    {
        Edition Of(int? atOnce) => Complete with
        {
            Rounds = Published.Of<IReadOnlyList<Round>>([.. Complete.Rounds.Value.Select(r => r is ScoringRound { Phase: "last" } two
                ? new PairwiseRound { Code = two.Code, Name = two.Name, Phase = two.Phase, ChoicesPerJuror = 5, Quorum = 3, ProductsAtOnce = atOnce, Ties = Published.Of<IReadOnlyList<TieBreak>>([]), Shortlist = two.Shortlist } : r)]),
        };
        Amendment.Check(Of(3), Of(4), Opens - Duration.FromMilliseconds(1)).ShouldBeNull();
        ((LocalizedText)Amendment.Check(Of(3), Of(4), Opens).ShouldNotBeNull().Args["rule"]!).En.ShouldBe("the rules of its pairs");
        ((LocalizedText)Amendment.Check(Of(null), Of(3), Opens).ShouldNotBeNull().Args["rule"]!).En.ShouldBe("the rules of its pairs");
        Amendment.Check(Of(null), Of(2), Opens).ShouldBeNull("two is what is meant where nothing is said");
    }

    [Fact]
    public void A_round_that_has_opened_is_not_put_off_so_that_its_rules_could_be_changed()
    {
        var later = Complete with { Phases = [.. Complete.Phases.Select(p => p.Code == "last" ? p with { Opens = p.FirstDay!.Value.PlusDays(5), Closes = p.LastDay!.Value.PlusDays(5) } : p)] };
        var stricter = With(later, two => two with { Quorum = Complete.ScoringRounds[^1].Quorum.Value + 1 });
        Amendment.Check(Complete, later, Opens).ShouldBeNull("an earlier phase may be extended, and this one moves along");
        Amendment.Check(later, stricter, Opens).ShouldBeNull("it has never opened");
        ((LocalizedText)Amendment.Check(later, stricter, Opens, [(Complete, Opens)]).ShouldNotBeNull().Args["rule"]!).En.ShouldBe("the quorum");
        Amendment.Check(later, stricter, Opens, [(Complete, Opens - Duration.FromMilliseconds(1))]).ShouldBeNull("it was put off before it opened");
    }

    [Fact]
    public void What_changes_no_score_may_be_put_right_at_any_time()
    {
        Amendment.Check(Complete, Complete, Opens).ShouldBeNull();
        var renamed = With(Complete, two => two with { Name = new("Vòng hai", "Second round"), PanelSize = 7 }) with
        {
            Rubrics = [.. Complete.Rubrics.Select(r => r with { Name = new("Tên khác", "Another name"), Criteria = [.. r.Criteria.Select(c => c with { Help = new("Hướng dẫn", "Help") })] })],
        };
        Amendment.Check(Complete, renamed, Opens).ShouldBeNull();
    }

    [Fact]
    public void A_round_that_could_not_open_for_want_of_a_rule_may_still_get_it()
    {
        var without = With(Complete, two => two with { Aggregate = Published<Aggregation>.Unpublished });
        Amendment.Check(without, Complete, Opens).ShouldBeNull();
    }

    private static Edition Changed(string what) => what switch
    {
        "quorum" => With(Complete, two => two with { Quorum = 2 }),
        "aggregate" => With(Complete, two => two with { Aggregate = new Aggregation { Method = AggregationMethod.Mean } }),
        "calibrate" => With(Complete, two => two with { Calibrate = new() { Model = SeverityModel.Additive } }),
        "no calibrate" => With(Complete, two => two with { Calibrate = null }),
        "ties" => With(Complete, two => two with { Ties = Published.Of<IReadOnlyList<TieBreak>>([]) }),
        "shortlist" => With(Complete, two => two with { Shortlist = new ShortlistRule { PerCategory = 5 } }),
        "unpublished" => With(Complete, two => two with { Aggregate = Published<Aggregation>.Unpublished }),
        "categories" => With(Complete, two => two with { Categories = ["tools"] }),
        "scale" => OtherRubric(r => r with { Scale = r.Scale with { Step = 25 } }),
        "weights" => OtherRubric(r => r with { Criteria = [.. r.Criteria.Select((c, i) => c with { Weight = c.Weight + (i == 0 ? 100 : i == 1 ? -100 : 0) })] }),
        "removed" => Complete with { Rounds = Published.Of<IReadOnlyList<Round>>([.. Complete.Rounds.Value.SkipLast(1)]) },
        _ => throw new ArgumentOutOfRangeException(nameof(what), what, "There is no such change."),
    };

    /// <summary>For the last round alone: the first one keeps the rubric it has opened with.</summary>
    private static Edition OtherRubric(Func<Rubric, Rubric> change)
    {
        var other = change(Complete.Rubrics[0]) with { Code = "other" };
        return With(Complete, two => two with { Rubric = "other" }) with { Rubrics = [.. Complete.Rubrics, other] };
    }

    private static Edition With(Edition edition, Func<ScoringRound, ScoringRound> change) => edition with
    {
        Rounds = Published.Of<IReadOnlyList<Round>>([.. edition.Rounds.Value.Select(r => r is ScoringRound { Code: "two" } two ? change(two) : r)]),
    };
}
