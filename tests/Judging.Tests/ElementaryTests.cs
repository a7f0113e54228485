using BangVang.Judging.Numbers;
using Shouldly;
using Xunit;

namespace BangVang.Judging.Tests;

/// <summary>Vectors for another reader: the exact bits on every machine, each within one unit of the last place of the true value.</summary>
public sealed class ElementaryTests
{
    [Theory]
    [InlineData(-40, 4.248354255291589e-18)]
    [InlineData(-7.25, 0.0007101743888425491)]
    [InlineData(-1.5, 0.22313016014842982)]
    [InlineData(-0.1, 0.9048374180359595)]
    [InlineData(0, 1)]
    [InlineData(1e-9, 1.000000001)]
    [InlineData(0.5, 1.6487212707001282)]
    [InlineData(1, 2.718281828459045)]
    [InlineData(10, 22026.465794806718)]
    [InlineData(700, 1.0142320547350045e+304)]
    [InlineData(710, double.PositiveInfinity)]
    [InlineData(-746, 0)]
    public void E_to_a_power(double x, double power) => BitConverter.DoubleToInt64Bits(Elementary.Exp(x)).ShouldBe(BitConverter.DoubleToInt64Bits(power), $"{Elementary.Exp(x):R}");

    [Theory]
    [InlineData(1e-300, -690.7755278982137)]
    [InlineData(1e-9, -20.72326583694641)]
    [InlineData(0.1, -2.3025850929940455)]
    [InlineData(0.7071, -0.346583180371942)]
    [InlineData(0.999999, -1.000000500029089e-06)]
    [InlineData(1, 0)]
    [InlineData(1.5, 0.4054651081081644)]
    [InlineData(3, 1.0986122886681096)]
    [InlineData(123456.789, 11.723646487185881)]
    [InlineData(1e300, 690.7755278982137)]
    [InlineData(0, double.NegativeInfinity)]
    public void Natural_logarithms(double x, double log) => BitConverter.DoubleToInt64Bits(Elementary.Log(x)).ShouldBe(BitConverter.DoubleToInt64Bits(log), $"{Elementary.Log(x):R}");

    [Fact]
    public void Both_are_as_near_as_the_systems_own()
    {
        var random = new SeededRandom("elementary");
        for (var n = 0; n < 100_000; n++)
        {
            var x = (random.Next(2_000_001) - 1_000_000) / 25_000.0;
            Elementary.Exp(x).ShouldBe(Math.Exp(x), 4e-16 * Math.Exp(x));
            var y = Math.Exp(x / 2) * (1 + random.Next(1_000) / 1e6);
            Elementary.Log(y).ShouldBe(Math.Log(y), 4e-16 * Math.Max(Math.Abs(Math.Log(y)), 1e-3));
        }
        Elementary.Exp(double.NaN).ShouldBe(double.NaN);
        Elementary.Log(-1).ShouldBe(double.NaN);
        // Below the smallest normal number.
        Elementary.Log(5e-324).ShouldBe(-744.4400719213812, 1e-12);
        Elementary.Exp(-740).ShouldBe(Math.Exp(-740), 5e-324);
    }
}
