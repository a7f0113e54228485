using Shouldly;
using Xunit;

namespace BangVang.Judging.Tests;

/// <summary>The expected numbers were computed with another implementation, in another language, from the description alone.</summary>
public class SeededRandomTests
{
    [Fact]
    public void The_bits_are_those_of_the_description()
    {
        var random = new SeededRandom("Bảng Vàng");
        ulong[] drawn = [.. Enumerable.Range(0, 6).Select(_ => random.NextUInt64())];
        drawn.ShouldBe([0x8e68d3d3932d4ef9, 0xa38c5b05e6722b95, 0xa7a75d1d34a8a698, 0x5b8e7772d91f400b, 0xa6d4a8fd9296cd18, 0x4d12c200a787d981]);
    }

    [Fact]
    public void A_die_falls_as_the_description_says()
    {
        var random = SeededRandom.FromHex("00ff10");
        int[] drawn = [.. Enumerable.Range(0, 20).Select(_ => random.Next(6))];
        drawn.ShouldBe([5, 5, 1, 0, 0, 1, 4, 2, 2, 0, 5, 5, 1, 5, 0, 3, 2, 5, 4, 1]);
    }

    [Fact]
    public void A_shuffle_goes_as_the_description_says()
    {
        int[] items = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
        new SeededRandom("2026").Shuffle<int>(items);
        items.ShouldBe([7, 9, 3, 6, 2, 8, 1, 4, 0, 5]);
    }

    [Fact]
    public void A_fraction_is_made_of_53_bits()
    {
        var random = new SeededRandom("d");
        double[] drawn = [random.NextDouble(), random.NextDouble(), random.NextDouble()];
        drawn.ShouldBe([0.006339435108514868, 0.6165046537736355, 0.05784005141466497]);
    }

    [Fact]
    public void Every_order_of_four_is_about_equally_likely()
    {
        var random = new SeededRandom("orders");
        var counts = new Dictionary<string, int>();
        for (var i = 0; i < 24_000; i++)
        {
            char[] items = ['a', 'b', 'c', 'd'];
            random.Shuffle<char>(items);
            var order = new string(items);
            counts[order] = counts.GetValueOrDefault(order) + 1;
        }
        counts.Count.ShouldBe(24);
        // 1,000 expected each; five standard deviations are about 155.
        counts.Values.ShouldAllBe(count => count > 845 && count < 1_155);
    }

    [Fact]
    public void What_is_no_seed_or_no_die_is_refused()
    {
        Should.Throw<FormatException>(() => SeededRandom.FromHex("xy"));
        Should.Throw<ArgumentOutOfRangeException>(() => new SeededRandom("a").Next(0));
    }
}
