using BangVang.Judging.Choices;
using BangVang.Judging.Ranks;
using Shouldly;
using Xunit;

namespace BangVang.Judging.Tests.Choices;

public sealed class ChoiceModelTests
{
    /// <summary>How often a journal cited another: Stigler (1994), "Citation patterns in the journals of statistics and probability", table 2.</summary>
    [Fact]
    public void Journals_citing_each_other_are_as_published()
    {
        var fit = Fit(["Biometrika", "Comm Statist", "JASA", "JRSS-B"], [[714, 730, 498, 221], [33, 425, 68, 17], [320, 813, 1072, 142], [284, 276, 325, 188]]);
        fit.Reference.ShouldBe("Biometrika");
        Said(fit).ShouldBe(["JRSS-B 0.2690 0.0708", "Biometrika 0.0000 0.0000", "JASA -0.4796 0.0606", "Comm Statist -2.9491 0.1025"]);
        fit.Entries[0].Estimate.ShouldBe(0.2689541, 1e-6);
    }

    /// <summary>Baseball, American League East, 1987: Agresti (2002), Categorical Data Analysis, section 10.6.</summary>
    [Fact]
    public void Baseball_teams_are_as_published()
    {
        string[] teams = ["Baltimore", "Boston", "Cleveland", "Detroit", "Milwaukee", "New York", "Toronto"];
        var fit = Fit(teams, [[0, 1, 7, 4, 2, 3, 1], [12, 0, 7, 2, 6, 7, 6], [6, 6, 0, 4, 4, 6, 5], [9, 11, 9, 0, 6, 5, 7], [11, 7, 9, 7, 0, 7, 9], [10, 6, 7, 8, 6, 0, 6], [12, 7, 8, 6, 4, 7, 0]]);
        double[] published = [0, 1.1076977, 0.6838528, 1.4364084, 1.5813559, 1.2476178, 1.2944851], errors = [0, 0.333878, 0.331876, 0.339568, 0.343256, 0.335861, 0.336669];
        for (var i = 0; i < 7; i++)
        {
            var team = fit.Entries.Single(e => e.Entry == teams[i]);
            team.Estimate.ShouldBe(published[i], 1e-6);
            team.StandardError.ShouldBe(errors[i], 1e-5);
        }
    }

    [Fact]
    public void An_order_of_several_is_a_choice_at_each_place()
    {
        // Luce: P(a, b, c) = a/(a+b+c) · b/(b+c). With all six orders at these counts the shares of first places are the strengths.
        Contest[] orders =
        [
            new("1", ["a", "b", "c"], 0.5 * 0.3 / 0.5), new("2", ["a", "c", "b"], 0.5 * 0.2 / 0.5), new("3", ["b", "a", "c"], 0.3 * 0.5 / 0.7),
            new("4", ["b", "c", "a"], 0.3 * 0.2 / 0.7), new("5", ["c", "a", "b"], 0.2 * 0.5 / 0.8), new("6", ["c", "b", "a"], 0.2 * 0.3 / 0.8),
        ];
        var fit = ChoiceModel.Fit(orders).Result!;
        fit.Entries.Single(e => e.Entry == "b").Estimate.ShouldBe(Math.Log(0.3 / 0.5), 1e-9);
        fit.Entries.Single(e => e.Entry == "c").Estimate.ShouldBe(Math.Log(0.2 / 0.5), 1e-9);
        fit.Converged.ShouldBeTrue();
    }

    [Fact]
    public void Who_never_lost_or_never_won_is_named_and_has_a_strength_only_when_held()
    {
        Contest[] contests = [new("1", ["a", "b"]), new("2", ["b", "c"]), new("3", ["c", "b"]), new("4", ["b", "d"]), new("5", ["d", "c"]), new("6", ["a", "d"], 0)];
        ChoiceModel.Fit(contests).Refusal!.ToString().ShouldBe("choices.never_lost entries=a");
        ChoiceModel.Fit([new("1", ["b", "c"]), new("2", ["c", "b"]), new("3", ["b", "d"])]).Refusal!.ToString().ShouldBe("choices.never_won entries=d");
        ChoiceModel.Fit([]).Refusal!.Code.ShouldBe("choices.none");
        var held = ChoiceModel.Fit(contests, heldBy: 2).Result!;
        held.Entries[0].Entry.ShouldBe("a");
        held.Entries.ShouldAllBe(e => double.IsFinite(e.Estimate) && Math.Abs(e.Estimate) < 6 && e.StandardError < 6);
        held.HeldBy.ShouldBe(2);
    }

    [Fact]
    public void Neither_the_order_nor_the_names_of_contests_change_anything()
    {
        Contest[] contests = [new("1", ["a", "b", "c"]), new("2", ["c", "a"], 2), new("3", ["b", "c", "a"]), new("4", ["a", "c"], 3)];
        var one = ChoiceModel.Fit(contests).Result!;
        var other = ChoiceModel.Fit([.. contests.Reverse().Select(c => c with { Name = c.Name + "x" })]).Result!;
        other.Entries.ShouldBe(one.Entries);
        RankDraws.Of(one, count: 200).Ranking().Sum(r => r.PTop1).ShouldBe(1, 1e-9);
    }

    private static ChoiceResult Fit(string[] names, int[][] wins) => ChoiceModel.Fit([.. from i in Enumerable.Range(0, names.Length)
                                                                                         from j in Enumerable.Range(0, names.Length)
                                                                                         where i != j
                                                                                         select new Contest($"{i} {j}", [names[i], names[j]], wins[i][j])]).Result!;

    private static string[] Said(ChoiceResult fit) => [.. fit.Entries.Select(e => FormattableString.Invariant($"{e.Entry} {e.Estimate:F4} {e.StandardError:F4}"))];
}
