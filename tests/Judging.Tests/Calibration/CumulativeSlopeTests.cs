using BangVang.Judging.Calibration;
using Shouldly;
using Xunit;

namespace BangVang.Judging.Tests.Calibration;

public sealed class CumulativeSlopeTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_slope_is_that_of_the_likelihood(bool withEntries)
    {
        var design = new RatingDesign(SmallPanels.Of("slope"));
        var likelihood = new CumulativeLikelihood(design, [.. new FixedPart(design).Columns.Skip(1)], [.. design.Score.Select(s => (int)s)], withEntries);
        double[] at = [.. likelihood.Start().Select((x, i) => x + 0.1 * Math.Sin(i))];
        var slope = new double[likelihood.Size];
        likelihood.At(at, slope);
        const double step = 1e-5;
        for (var i = 0; i < slope.Length; i++)
        {
            double[] up = [.. at], down = [.. at];
            (up[i], down[i]) = (at[i] + step, at[i] - step);
            var difference = (likelihood.ModeAt(up).HalfDeviance - likelihood.ModeAt(down).HalfDeviance) / (2 * step);
            slope[i].ShouldBe(difference, 1e-5, $"parameter {i}");
        }
    }
}
