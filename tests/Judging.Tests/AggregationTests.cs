using BangVang.Testing;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace BangVang.Judging.Tests;

public class AggregationTests
{
    [Theory]
    [InlineData(5, 2, 3)]
    [InlineData(-5, 2, -3)]
    [InlineData(7, 3, 2)]
    [InlineData(8, 3, 3)]
    [InlineData(0, 7, 0)]
    [InlineData(int.MaxValue, 1, int.MaxValue)]
    public void A_half_goes_away_from_zero(int numerator, int denominator, int rounded) =>
        Rounding.HalfAwayFromZero(numerator, denominator).ShouldBe(rounded);

    [Fact]
    public void A_number_beyond_the_range_is_refused_and_not_wrapped()
    {
        Should.Throw<OverflowException>(() => Rounding.HalfAwayFromZero((Int128)int.MaxValue + 1, 1));
        Should.Throw<ArgumentOutOfRangeException>(() => Rounding.HalfAwayFromZero(1, 0));
    }

    [Theory]
    [InlineData(new[] { 800, 801 }, 801)]
    [InlineData(new[] { 700, 800, 801 }, 767)]
    [InlineData(new[] { 725 }, 725)]
    public void A_mean_is_rounded_once_half_up(int[] scores, int mean) => Aggregation.Mean(scores).ShouldBe(mean);

    [Theory]
    [InlineData(new[] { 900, 100, 500, 600, 1000 }, 1, 667)]
    [InlineData(new[] { 900, 100, 500, 600, 1000 }, 2, 600)]
    [InlineData(new[] { 900, 100, 500, 600, 1000 }, 0, 620)]
    public void A_trimmed_mean_leaves_out_both_ends(int[] scores, int trim, int mean) =>
        Aggregation.TrimmedMean(scores, trim).ShouldBe(mean);

    [Fact]
    public void Too_few_scores_are_refused()
    {
        Should.Throw<ArgumentException>(() => Aggregation.Mean([]));
        Should.Throw<ArgumentException>(() => Aggregation.Median([]));
        Should.Throw<ArgumentException>(() => Aggregation.TrimmedMean([1, 2, 3, 4], trim: 2));
        Should.Throw<ArgumentException>(() => Aggregation.DropHighLow([1, 2]));
        Should.Throw<ArgumentOutOfRangeException>(() => Aggregation.TrimmedMean([1, 2, 3, 4], trim: -1));
    }

    [Theory]
    [InlineData(new[] { 300, 100, 200 }, 200)]
    [InlineData(new[] { 300, 100, 201, 200 }, 201)]
    [InlineData(new[] { 300 }, 300)]
    public void The_median_is_the_middle_or_the_mean_of_the_two_middle_ones(int[] scores, int median) =>
        Aggregation.Median(scores).ShouldBe(median);

    [Fact]
    public void One_extreme_score_only_is_dropped_even_when_it_occurs_twice()
    {
        Aggregation.DropHighLow([1000, 1000, 400, 100]).ShouldBe(700);
        Aggregation.DropHighLow([1000, 800, 400, 100], high: 0, low: 1).ShouldBe(733);
        Aggregation.DropHighLow([1000, 800, 400, 100], high: 2, low: 0).ShouldBe(250);
    }

    [Fact]
    public void Int_sized_scores_do_not_overflow() =>
        Aggregation.Mean([int.MaxValue, int.MaxValue, int.MaxValue]).ShouldBe(int.MaxValue);

    private static readonly Arbitrary<int[]> Scores = Gen.Choose(0, 10_000).ArrayOf().Where(a => a.Length >= 3).ToArbitrary();

    [Fact]
    public void One_extreme_juror_cannot_move_a_trimmed_mean_outside_the_others() =>
        Prop.ForAll(Scores, honest =>
        {
            var mean = Aggregation.TrimmedMean([.. honest, 10_000], trim: 1);
            return honest.Min() <= mean && mean <= honest.Max();
        }).Holds();

    [Fact]
    public void The_order_of_scores_changes_nothing_and_a_raised_score_lowers_nothing() =>
        Prop.ForAll(Scores, Gen.Choose(0, 1_000).ToArbitrary(), (scores, raise) =>
        {
            int[] raised = [scores[0] + raise, .. scores[1..]];
            Func<int[], int>[] all =
                [s => Aggregation.Mean(s), s => Aggregation.Median(s), s => Aggregation.TrimmedMean(s, 1), s => Aggregation.DropHighLow(s, 1, 0)];
            return all.All(f => f(scores) == f([.. scores.Reverse()]) && f(raised) >= f(scores));
        }).Holds();
}
