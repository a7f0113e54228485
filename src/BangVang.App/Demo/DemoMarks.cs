using BangVang.Domain.Editions;
using BangVang.Judging.Numbers;

namespace BangVang.App.Demo;

/// <summary>How a made-up juror marks.</summary>
/// <param name="Severity">Hundredths of a point taken off every mark; below zero for a lenient one.</param>
/// <param name="HasHalo">The impression of the whole decides every line.</param>
public sealed record DemoHabit(int Severity, bool HasHalo = false);

/// <summary>
/// Made-up marks: what the product is worth, less the juror's severity, with noise of the juror's impression and of each line.
/// Drawn from edition, round, juror and product, so that each demonstration has the same.
/// </summary>
public static class DemoMarks
{
    /// <summary>Standard deviations in hundredths of a point: of one juror's impression of a product, of a product's strengths between lines, of a single mark.</summary>
    private const double Impression = 30, Strengths = 70, Single = 45, UnderHalo = 12;

    /// <param name="worth">True worth of the product, hundredths of a point.</param>
    /// <returns>Hundredths of a point by line, on the scale of the rubric.</returns>
    public static IReadOnlyDictionary<string, int?> Of(Rubric rubric, string place, string juror, DemoHabit habit, string product, int worth)
    {
        var (own, common) = (new NormalRandom($"{place}/{juror}/{product}"), new NormalRandom($"{place}/{product}"));
        var impression = worth - habit.Severity + Impression * own.Next();
        return rubric.Lines.ToDictionary(line => line.Code, int? (_) =>
        {
            var (strength, noise) = (Strengths * common.Next(), own.Next());
            return OnScale(rubric.Scale, impression + (habit.HasHalo ? UnderHalo * noise : strength + Single * noise));
        });
    }

    private static int OnScale(Scale scale, double mark) =>
        Math.Clamp(scale.Min + (int)Math.Round((mark - scale.Min) / scale.Step, MidpointRounding.AwayFromZero) * scale.Step, scale.Min, scale.Max);
}
