using Shouldly;
using Xunit;

namespace BangVang.Judging.Tests;

public class WeightedScoreTests
{
    [Fact]
    public void Weights_on_two_levels_are_exact_until_the_last_rounding()
    {
        // 15 % of (60 % of 8.5 + 40 % of 7.0) + 85 % of (50 % of 9.0 + 30 % of 6.5 + 20 % of 7.5) = 7.9425
        MarkGroup[] groups =
        [
            new(15, [new(850, 60, 1_000), new(700, 40, 1_000)]),
            new(85, [new(900, 50, 1_000), new(650, 30, 1_000), new(750, 20, 1_000)]),
        ];
        WeightedScore.Of(groups, scale: 1_000).ShouldBe(794);
        WeightedScore.Of(groups, scale: 10_000).ShouldBe(7_943);
    }

    [Fact]
    public void Thirds_add_up_to_the_whole() =>
        WeightedScore.Of([new(1, [new(1_000, 1, 1_000)]), new(1, [new(1_000, 1, 1_000)]), new(1, [new(1_000, 1, 1_000)])], 1_000)
            .ShouldBe(1_000);

    [Fact]
    public void Each_mark_counts_as_a_fraction_of_its_own_maximum() =>
        WeightedScore.Of([new(100, [new(150, 50, 300), new(200, 50, 200)])], 10_000).ShouldBe(7_500);

    [Fact]
    public void A_half_hundredth_is_rounded_up() =>
        WeightedScore.Of([new(100, [new(501, 50, 1_000), new(500, 50, 1_000)])], 1_000).ShouldBe(501);

    [Fact]
    public void What_cannot_be_scored_is_refused()
    {
        Should.Throw<ArgumentException>(() => WeightedScore.Of([], 1_000));
        Should.Throw<ArgumentException>(() => WeightedScore.Of([new(100, [])], 1_000));
        Should.Throw<ArgumentException>(() => WeightedScore.Of([new(100, [new(1_001, 100, 1_000)])], 1_000));
        Should.Throw<ArgumentException>(() => WeightedScore.Of([new(100, [new(-1, 100, 1_000)])], 1_000));
        Should.Throw<ArgumentException>(() => WeightedScore.Of([new(0, [new(1, 100, 1_000)])], 1_000));
        Should.Throw<ArgumentException>(() => WeightedScore.Of([new(100, [new(1, 0, 1_000)])], 1_000));
        Should.Throw<ArgumentException>(() => WeightedScore.Of([new(100, [new(0, 100, 0)])], 1_000));
        Should.Throw<ArgumentException>(() => WeightedScore.Of([new(100, [new(1, 100, 1_000)])], 0));
    }
}
