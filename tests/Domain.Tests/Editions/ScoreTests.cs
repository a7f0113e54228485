using BangVang.Domain.Editions;
using BangVang.Testing;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace BangVang.Domain.Tests.Editions;

public sealed class ScoreTests
{
    private static Dictionary<string, int> Marks(int @new, int fit, int use) => new() { ["new"] = @new, ["fit"] = fit, ["use"] = use };

    [Fact]
    public void A_score_weighs_on_two_levels_and_rounds_once_half_away_from_zero()
    {
        // 0.6 × (0.75 × 8.5 + 0.25 × 7) + 0.4 × 9 = 8.475, so 848 hundredths.
        Sample.Rubric.WeightedScore(Marks(850, 700, 900)).ShouldBe(848);
        Sample.Rubric.CriterionScore(Sample.Rubric.Criteria[0], Marks(850, 700, 900)).ShouldBe(813);
        Sample.Rubric.WeightedScore(Marks(0, 0, 0)).ShouldBe(0);
        Sample.Rubric.WeightedScore(Marks(1000, 1000, 1000)).ShouldBe(1000);
    }

    [Fact]
    public void Thirds_lose_nothing()
    {
        var thirds = Sample.Rubric with
        {
            Criteria = [.. new[] { 3333, 3333, 3334 }.Select((weight, i) => new Criterion { Code = $"c{i}", Name = Sample.T("c"), Weight = weight })],
        };
        thirds.WeightedScore(new Dictionary<string, int> { ["c0"] = 1000, ["c1"] = 1000, ["c2"] = 1000 }).ShouldBe(1000);
    }

    [Fact]
    public void A_missing_unknown_or_impossible_mark_gives_no_score()
    {
        Should.Throw<ArgumentException>(() => Sample.Rubric.WeightedScore(new Dictionary<string, int> { ["new"] = 500, ["fit"] = 500 })).Message.ShouldContain("use");
        Should.Throw<ArgumentException>(() => Sample.Rubric.WeightedScore(new Dictionary<string, int>(Marks(500, 500, 500)) { ["idea"] = 500 })).Message.ShouldContain("idea");
        Should.Throw<ArgumentException>(() => Sample.Rubric.WeightedScore(Marks(525, 500, 500))).Message.ShouldContain("525");
        Should.Throw<ArgumentException>(() => Sample.Rubric.WeightedScore(Marks(1050, 500, 500)));
        Sample.Rubric.Missing(new Dictionary<string, int> { ["fit"] = 500 }).ShouldBe(["new", "use"]);
    }

    [Theory]
    [InlineData(0, 1000, 50, 21)]
    [InlineData(100, 500, 100, 5)]
    [InlineData(0, 10_000, 100, 101)]
    public void A_scale_lists_its_marks(int min, int max, int step, int count)
    {
        var scale = new Scale { Min = min, Max = max, Step = step };
        scale.Marks.Count().ShouldBe(count);
        scale.Marks.ShouldAllBe(mark => scale.Contains(mark));
        scale.Contains(max + step).ShouldBeFalse();
        scale.Contains(min + step - 1).ShouldBe(step == 1);
    }

    [Fact]
    public void Each_aggregation_gives_its_exact_result()
    {
        int[] scores = [900, 100, 701, 800, 702];
        Of(AggregationMethod.Mean).Of(scores).ShouldBe(641);
        Of(AggregationMethod.Median).Of(scores).ShouldBe(702);
        Of(AggregationMethod.Median).Of([700, 701]).ShouldBe(701);
        new Aggregation { Method = AggregationMethod.TrimmedMean, Trim = 1 }.Of(scores).ShouldBe(734);
        new Aggregation { Method = AggregationMethod.DropHighLow, DropLowest = 1 }.Of(scores).ShouldBe(776);
        new Aggregation { Method = AggregationMethod.DropHighLow, DropHighest = 2 }.Of(scores).ShouldBe(501);

        static Aggregation Of(AggregationMethod method) => new() { Method = method };
    }

    [Fact]
    public void Too_few_scores_give_no_result()
    {
        Should.Throw<ArgumentException>(() => new Aggregation { Method = AggregationMethod.Mean }.Of([]));
        Should.Throw<ArgumentException>(() => new Aggregation { Method = AggregationMethod.TrimmedMean, Trim = 1 }.Of([700, 800]));
        new Aggregation { Method = AggregationMethod.TrimmedMean, Trim = 1 }.NeedsAtLeast.ShouldBe(3);
    }

    [Fact]
    public void One_extreme_juror_cannot_move_a_trimmed_mean_outside_the_others() => Prop.ForAll(
        Gen.Choose(0, 10_000).NonEmptyListOf().Where(list => list.Count() >= 2).Select(list => list.ToList()).ToArbitrary(), honest =>
        {
            var mean = new Aggregation { Method = AggregationMethod.TrimmedMean, Trim = 1 }.Of([.. honest, 10_000]);
            return honest.Min() <= mean && mean <= honest.Max();
        }).Holds();

    [Fact]
    public void A_score_lies_between_the_lowest_and_the_highest_mark() => Prop.ForAll(
        Gen.Choose(0, 20).Select(i => i * 50).ListOf(3).Select(list => list.ToList()).ToArbitrary(), m =>
        {
            var score = Sample.Rubric.WeightedScore(Marks(m[0], m[1], m[2]));
            return m.Min() <= score && score <= m.Max();
        }).Holds();
}
