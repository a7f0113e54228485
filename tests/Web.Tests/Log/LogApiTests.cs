using System.Net;
using System.Text.Json;
using BangVang.App.Log;
using BangVang.App.Storage;
using BangVang.Proof;
using BangVang.Proof.Notes;
using BangVang.Proof.Tiles;
using BangVang.Testing;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace BangVang.Web.Tests.Log;

/// <summary>The public log as somebody outside reads it: from its addresses alone.</summary>
public sealed class LogApiTests
{
    [Theory, Engines]
    public async Task From_the_published_files_alone_every_entry_is_proved(Engine engine)
    {
        await using var host = await WebHost.StartAsync(engine);
        await host.WithDbAsync(async db =>
        {
            for (var i = 0; i < 300; i++) db.Log(WebHost.Start, "screening.verdict", "demo/2026", $"{i}", new() { ["n"] = i });
            return await db.SaveChangesAsync();
        });
        await GrowAsync(host);

        var client = host.As().Client;
        var trust = JsonDocument.Parse(await client.GetStringAsync("/trust.json")).RootElement.GetProperty("log");
        NoteKey.TryParse(trust.GetProperty("key").GetString()!, out var key).ShouldBeTrue();
        SignedNote.TryParse(await client.GetByteArrayAsync("/log/checkpoint"), out var note).ShouldBeTrue();
        note!.TryOpen([key!], out var opened).ShouldBeTrue();
        Checkpoint.TryParse(opened!.Text, out var checkpoint).ShouldBeTrue();
        (checkpoint!.Origin, checkpoint.Size).ShouldBe((trust.GetProperty("origin").GetString(), 300));

        var entries = new List<byte[]>();
        foreach (var tile in TilePath.Of(checkpoint.Size).Where(t => t.Level == TilePath.Entries))
            entries.AddRange(EntryTiles.Read(await client.GetByteArrayAsync($"/log/{tile}"), tile.Width)!);
        new MerkleTree(entries).Root().ShouldBe(checkpoint.Root);
        var nodes = HashTiles.Nodes(checkpoint.Size, tile => client.GetByteArrayAsync($"/log/{tile}").GetAwaiter().GetResult());
        foreach (var index in (long[])[0, 257, 299])
            MerkleVerifier.Includes(MerkleHash.Leaf(entries[(int)index]), index, checkpoint.Size, MerkleProofs.Inclusion(index, checkpoint.Size, nodes), checkpoint.Root).ShouldBeTrue();

        // Nothing in an entry but kind, edition, time and commitment.
        foreach (var entry in entries) JsonDocument.Parse(entry).RootElement.EnumerateObject().Select(p => p.Name).ShouldBe(["at", "commitment", "edition", "kind", "v"]);
    }

    [Fact]
    public async Task Tiles_may_be_kept_for_ever_and_the_checkpoint_for_seconds()
    {
        await using var host = await WebHost.StartAsync();
        await host.WithDbAsync(async db =>
        {
            db.Log(WebHost.Start, "screening.verdict", "demo/2026", "1", new() { ["n"] = 1 });
            return await db.SaveChangesAsync();
        });
        await GrowAsync(host);
        var visitor = host.As();
        (await visitor.GetAsync("/log/tile/0/000.p/1")).Header("Cache-Control").ShouldBe("public, max-age=31536000, immutable");
        var checkpoint = await visitor.GetAsync("/log/checkpoint");
        (checkpoint.Header("Cache-Control"), checkpoint.Header("Content-Type")).ShouldBe(("public, max-age=2", "text/plain; charset=utf-8"));
        foreach (var none in (string[])["/log/tile/0/000", "/log/tile/0/000.p/2", "/log/tile/1/000.p/1", "/log/tile/0/001", "/log/tile/0/0", "/log/tile/entries/000", "/log/tile/0/..%2F000", "/log/checkpoint/7"])
            (await visitor.GetAsync(none)).Status.ShouldBe(HttpStatusCode.NotFound, none);
    }

    private static async Task GrowAsync(WebHost host)
    {
        await using var scope = host.Services.CreateAsyncScope();
        while (await scope.ServiceProvider.GetRequiredService<BangVangDb>().LogTreeSizeAsync(default) < await scope.ServiceProvider.GetRequiredService<BangVangDb>().LogSizeAsync(default))
        {
            // The server's own job may be at it.
            await using var own = host.Services.CreateAsyncScope();
            await own.ServiceProvider.GetRequiredService<GrowLog>().RunAsync(default);
        }
    }
}
