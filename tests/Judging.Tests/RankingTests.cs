using BangVang.Testing;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace BangVang.Judging.Tests;

public class RankingTests
{
    [Fact]
    public void Equal_entries_share_a_rank_and_the_next_is_skipped()
    {
        var ranked = Ranking.Of([new("d", [700, 1]), new("b", [800, 2]), new("c", [800, 2]), new("a", [900, 0]), new("e", [700, 3])]);
        ranked.ShouldBe(
        [
            new("a", 1, false, null),
            new("b", 2, true, 0),
            new("c", 2, true, 0),
            new("e", 4, false, 0),
            new("d", 5, false, 1),
        ]);
    }

    [Fact]
    public void Nothing_ranked_is_nothing() => Ranking.Of([]).ShouldBeEmpty();

    [Fact]
    public void An_entry_twice_or_chains_of_different_length_are_refused()
    {
        Should.Throw<ArgumentException>(() => Ranking.Of([new("a", [1]), new("a", [2])]));
        Should.Throw<ArgumentException>(() => Ranking.Of([new("a", [1]), new("b", [2, 3])]));
    }

    private static readonly Arbitrary<int[]> Scores = Gen.Choose(0, 9).ArrayOf().ToArbitrary();

    [Fact]
    public void The_order_of_rows_changes_nothing_and_a_raised_score_never_lowers_a_rank() =>
        Prop.ForAll(Scores, Gen.Choose(0, 5).ToArbitrary(), (scores, raise) =>
        {
            Contender[] rows = [.. scores.Select((s, i) => new Contender($"e{i}", [s / 2, s % 2]))];
            var before = Ranking.Of(rows);
            if (!before.SequenceEqual(Ranking.Of([.. rows.Reverse()]))) return false;
            if (rows.Length == 0) return true;
            Contender[] raised = [rows[0] with { Keys = [rows[0].Keys[0] + raise, rows[0].Keys[1]] }, .. rows[1..]];
            return Ranking.Of(raised).Single(r => r.Entry == "e0").Rank <= before.Single(r => r.Entry == "e0").Rank;
        }).Holds();
}
