using System.Diagnostics;
using BangVang.Testing;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace BangVang.EndToEnd.Durability;

/// <summary>Whatever was acknowledged before the process was killed with SIGKILL is there when it comes back.</summary>
public sealed class KillTests(ITestOutputHelper output)
{
    /// <summary>Set to the seed a run printed, to have its moments again; otherwise each run draws another.</summary>
    private static readonly int Seed = int.TryParse(Environment.GetEnvironmentVariable("BANGVANG_TEST_SEED"), out var seed) ? seed : Random.Shared.Next();

    [Fact]
    public async Task Two_hundred_kills_lose_nothing_that_was_acknowledged()
    {
        // Two installations side by side: while one starts, the other works.
        await PublishedProgram.PathAsync();
        var watch = Stopwatch.StartNew();
        var both = await Task.WhenAll(KillAsync(Engine.Sqlite, 100, Seed), KillAsync(Engine.Sqlite, 100, Seed + 1));
        Say("SQLite", both[0] + both[1], watch).Kills.ShouldBeGreaterThanOrEqualTo(200);
    }

    [Fact]
    public async Task Kills_lose_nothing_that_was_acknowledged_on_PostgreSQL()
    {
        await PublishedProgram.PathAsync();
        var watch = Stopwatch.StartNew();
        Say("PostgreSQL", await KillAsync(Engine.Postgres, 20, Seed), watch).Kills.ShouldBeGreaterThanOrEqualTo(20);
    }

    private static async Task<KillCount> KillAsync(Engine engine, int kills, int seed)
    {
        await using var site = await KilledSite.LayAsync(engine, seed);
        var count = await site.KillAsync(kills);
        await site.CloseAsync();
        return count;
    }

    private KillCount Say(string engine, KillCount count, Stopwatch watch)
    {
        Figures.Say(output, $"{engine}: {count.Kills} kills (seed {Seed}; {count.WhileWaiting} met requests on their way, {count.WhileStarting} a start), "
            + $"{count.Acknowledged} acknowledgements held, among them {count.Files} files and {count.Versions} versions; 0 lost; {watch.Elapsed.TotalSeconds:0} s");
        // Kills of an idle server would prove nothing.
        (count.WhileWaiting * 2).ShouldBeGreaterThan(count.Kills);
        return count;
    }
}
