using BangVang.Judging.Assignment;
using BangVang.Testing;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace BangVang.Judging.Tests;

public class AssignmentDiversityTests
{
    [Fact]
    public void The_variance_of_known_designs_is_known()
    {
        // Everyone judges everything: no inflation. A chain a–b–c by jurors of two entries each: worked out by hand.
        DesignVariance.Of([[0, 1, 2], [0, 1, 2]], 3).Variance!.Value.ShouldBe(2.0 / 3, 1e-12);
        // Entries a and b share juror 0, b and c juror 1: differences a−b, b−c have variance 2, a−c has 4.
        var chain = DesignVariance.Of([[0], [0, 1], [1]], 2);
        chain.Variance!.Value.ShouldBe((2.0 + 2 + 4) / 3, 1e-12);
        chain.Ideal.ShouldBe(2 * (1 + 0.5 + 1) / 3, 1e-12);
        chain.Components.ShouldBe(1);
        var parts = DesignVariance.Of([[0], [0], [1], [2, 1]], 4);
        (parts.Variance, parts.Components).ShouldBe((null, 2));
    }

    [Fact]
    public void The_variance_is_that_of_least_squares() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), number =>
        {
            var random = new SeededRandom($"design {number}");
            var (n, m) = (2 + random.Next(5), 2 + random.Next(4));
            var jurors = Enumerable.Range(0, n).Select(_ => Enumerable.Range(0, m).Where(_ => random.Next(2) == 0).DefaultIfEmpty(0).ToArray()).ToArray();
            var design = DesignVariance.Of(jurors, m);
            return design.Variance is null ? design.Components > 1 : Math.Abs(design.Variance.Value - ByFullInverse(jurors)) < 1e-6;
        }).Holds();

    [Fact]
    public void Diversity_lowers_the_variance_within_the_share_given_up_and_keeps_all_rules()
    {
        var problem = SyntheticPanel.Of(40, 25, 3, 1.2);
        var result = Assigner.Solve(problem, new(Diversity: 0.02));
        var report = result.Report!;
        report.TotalAffinity.ShouldBeGreaterThanOrEqualTo(report.DualBound * 0.98);
        report.Optimal.ShouldBe(report.TotalAffinity == report.DualBound);
        report.Design!.Variance!.Value.ShouldBeLessThan(report.Design.VarianceBefore!.Value);
        TinyPanels.Keeps(problem.Panel, [.. result.Pairs.Select(p => new PanelPair(p.Entry, p.Juror))]).ShouldBeTrue();
        Assigner.Solve(problem, new(Diversity: 0.02)).Pairs.ShouldBe(result.Pairs);
    }

    [Fact]
    public void Diversity_keeps_every_rule_of_any_panel_and_never_makes_the_design_worse() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), number =>
        {
            var random = new SeededRandom($"diverse {number}");
            var panel = TinyPanels.Random(random);
            var problem = new AssignmentProblem(panel, [.. Enumerable.Range(0, panel.Entries.Count * panel.Jurors.Count).Select(_ => (double)random.Next(9))]);
            var result = Assigner.Solve(problem, new(Diversity: 0.25));
            if (result.Shortage is not null) return true;
            var report = result.Report!;
            return TinyPanels.Keeps(panel, [.. result.Pairs.Select(p => new PanelPair(p.Entry, p.Juror))])
                && report.TotalAffinity >= report.DualBound * 0.75
                && (report.Design!.VarianceBefore is null || report.Design.Variance <= report.Design.VarianceBefore + 1e-3);
        }).Holds();

    [Fact]
    public void Parts_that_cannot_be_compared_are_joined()
    {
        // The best total leaves {a, b} with jurors 1 and 2, {c, d} with 3 and 4.
        double[] affinity = [9, 9, 8, 8, 9, 9, 8, 8, 8, 8, 9, 9, 8, 8, 9, 9];
        var panel = new PanelRequest([.. "abcd".Select(e => new EntryDemand($"{e}", 2))], [.. "1234".Select(j => new JurorLoad($"{j}", 2, 2))], [], []);
        Assigner.Solve(new(panel, affinity), new()).Report!.Design!.Components.ShouldBe(2);
        var joined = Assigner.Solve(new(panel, affinity), new(Diversity: 0.05)).Report!;
        (joined.Design!.Components, joined.TotalAffinity).ShouldBe((1, 70));
    }

    [Fact]
    public void A_panel_too_large_for_the_search_is_refused_with_a_reason()
    {
        var result = Assigner.Solve(SyntheticPanel.Of(2490, 11, 1, 1.1), new(Diversity: 0.01));
        ReasonText.English(result.Shortage!).ShouldBe("2490 entries and 11 jurors are too many for diversity; at most 2500 together");
    }

    /// <summary>The same by inverting the normal matrix of entries and jurors together, grounded at the last juror used.</summary>
    private static double ByFullInverse(int[][] jurors)
    {
        var used = jurors.SelectMany(js => js).Distinct().Order().ToList();
        var (n, size) = (jurors.Length, jurors.Length + used.Count - 1);
        var normal = Enumerable.Range(0, size).Select(_ => new double[size]).ToArray();
        for (var e = 0; e < n; e++)
        {
            foreach (var j in jurors[e].Select(j => n + used.IndexOf(j)))
            {
                normal[e][e]++;
                if (j == size) continue;
                normal[j][j]++;
                normal[e][j]++;
                normal[j][e]++;
            }
        }
        var inverse = DesignVariance.Inverse(normal);
        return (from e in Enumerable.Range(0, n) from f in Enumerable.Range(0, n) where e < f select inverse[e][e] + inverse[f][f] - 2 * inverse[e][f]).Average();
    }
}
