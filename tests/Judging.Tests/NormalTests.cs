using BangVang.Judging.Numbers;
using Shouldly;
using Xunit;

namespace BangVang.Judging.Tests;

public sealed class NormalTests
{
    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(-1, 0.15865525393145707)]
    [InlineData(1.959963984540054, 0.975)]
    [InlineData(-3, 0.0013498980316300933)]
    [InlineData(-6, 9.865876450376946e-10)]
    [InlineData(-40, 0)]
    public void The_share_below_is_that_of_the_tables(double x, double share) => Normal.Below(x).ShouldBe(share, Math.Max(1e-15, share * 1e-13));
}
