using System.Net;
using System.Text;
using BangVang.App.Log;
using BangVang.App.Storage;
using BangVang.Proof.Notes;
using BangVang.Proof.Receipts;
using BangVang.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;

namespace BangVang.Web.Tests.Log;

/// <summary>The server asks its witnesses over HTTP, publishes what they have signed and tells people how it stands with them.</summary>
public sealed class WitnessedLogTests : IDisposable
{
    private static readonly KeyFile Key = new("hiep-hoi.vidu.vn", NoteSignatureKind.Cosignature, [.. Enumerable.Repeat((byte)7, 32)]);
    private static readonly KeyFile Absent = new("bao-chi.vidu.vn", NoteSignatureKind.Cosignature, [.. Enumerable.Repeat((byte)8, 32)]);

    private readonly string directory = Directory.CreateTempSubdirectory("bv-witness-").FullName;

    public void Dispose() => Directory.Delete(directory, recursive: true);

    /// <summary>Settings with a witness at <paramref name="url"/> and one at a port where nobody listens.</summary>
    private Dictionary<string, string?> Settings(string url, int quorum = 1) => new()
    {
        ["DataDirectory"] = directory,
        ["Log:Witnesses:0:Name"] = "Hiệp hội Ví dụ", ["Log:Witnesses:0:Key"] = Key.Public.ToString(), ["Log:Witnesses:0:Url"] = url,
        ["Log:Witnesses:1:Name"] = "Báo Ví dụ", ["Log:Witnesses:1:Key"] = Absent.Public.ToString(), ["Log:Witnesses:1:Url"] = "http://127.0.0.1:9",
        ["MetricsToken"] = new string('m', 32), ["Log:Quorum"] = $"{quorum}", ["Log:WitnessInterval"] = "00:00:01",
    };

    /// <summary>A witness as another body runs it.</summary>
    private async Task<WebApplication> ServeAsync(WitnessBook book)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapPost("/w/add-checkpoint", async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            var reply = book.Add(body.ToArray())!;
            context.Response.StatusCode = (int)reply.Answer;
            await context.Response.WriteAsync(reply.Body);
        });
        await app.StartAsync();
        return app;
    }

    [Theory, Engines]
    public async Task What_the_witness_has_signed_is_published_and_who_is_down_is_named(Engine engine)
    {
        var log = LogSigner.Load(Path.Combine(directory, "keys"), new("http://127.0.0.1:5080"));
        using var book = new WitnessBook(Path.Combine(directory, "witness"), Key, [log.Key], TimeProvider.System);
        await using var witness = await ServeAsync(book);
        await using var host = await WebHost.StartAsync(engine, Settings($"{witness.Urls.First()}/w/"));
        await host.WithDbAsync(async db =>
        {
            for (var i = 0; i < 30; i++) db.Log(WebHost.Start, "screening.verdict", "demo/2026", $"{i}", new() { ["n"] = i });
            return await db.SaveChangesAsync();
        });

        var client = host.As().Client;
        Trust.TryParse(await client.GetByteArrayAsync("/trust.json"), out var trust).ShouldBeTrue();
        (trust!.Quorum, string.Join(' ', trust.Witnesses.Select(w => w.Name))).ShouldBe((1, "hiep-hoi.vidu.vn bao-chi.vidu.vn"));
        var note = await PublishedAsync(client, size: 30, signatures: 2);
        note.TryOpen([trust.Log], out _).ShouldBeTrue();
        note.TryOpen([trust.Witnesses[0]], out _).ShouldBeTrue();

        var page = await host.As().GetAsync("/log");
        var rows = page.Html.QuerySelectorAll("[aria-labelledby=witnesses] tbody tr").Select(r => r.TextContent).ToList();
        (rows.Count, rows[0].Contains("Hiệp hội Ví dụ", StringComparison.Ordinal), rows[0].Contains("Đang ký", StringComparison.Ordinal)).ShouldBe((2, true, true));
        rows[1].ShouldContain("Chưa ký");
        page.Html.Body!.TextContent.ShouldContain("1 trên 2 bên đã ký điểm kiểm này; cần ít nhất 1.");
        client.DefaultRequestHeaders.Authorization = new("Bearer", new string('m', 32));
        var metrics = await client.GetStringAsync("/metrics");
        metrics.ShouldContain("bangvang_log_published_size 30\n");
        metrics.ShouldContain("bangvang_log_witnesses_alarmed 0\n");
    }

    /// <summary>The published checkpoint, as soon as it has this size and so many signatures.</summary>
    private static async Task<SignedNote> PublishedAsync(HttpClient client, int size, int signatures)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (await tick.WaitForNextTickAsync(patience.Token))
        {
            using var answer = await client.GetAsync("/log/checkpoint", patience.Token);
            if (answer.StatusCode is not HttpStatusCode.OK) continue;
            SignedNote.TryParse(await answer.Content.ReadAsByteArrayAsync(patience.Token), out var note).ShouldBeTrue();
            if (note!.Text.Split('\n')[1] == $"{size}" && note.Signatures.Count == signatures) return note;
        }
        throw new InvalidOperationException("unreachable");
    }

    [Theory]
    [InlineData("Log:Witnesses:0:Key", "hiep-hoi.vidu.vn", "Log:Witnesses:0:Key")]
    [InlineData("Log:Witnesses:1:Url", "ftp://vidu.vn", "Log:Witnesses:1:Url")]
    [InlineData("Log:Witnesses:0:Name", "", "Log:Witnesses:0:Name")]
    [InlineData("Log:Quorum", "3", "asks for 3 witnesses")]
    [InlineData("Log:CheckpointInterval", "00:01:00", "CheckpointInterval")]
    public async Task Settings_that_cannot_be_are_refused_at_the_start(string name, string value, string said)
    {
        var settings = Settings("http://127.0.0.1:9");
        settings[name] = value;
        var refused = await Should.ThrowAsync<Exception>(async () => { await using var host = await WebHost.StartAsync(more: settings); });
        refused.ToString().ShouldContain(said);
    }

    [Fact]
    public async Task Nobody_is_asked_who_is_not_in_the_settings_and_redirections_are_not_followed()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        var followed = 0;
        app.MapPost("/a/add-checkpoint", () => Results.Redirect("/elsewhere", preserveMethod: true));
        app.MapPost("/b/add-checkpoint", () => new string('x', 100_000));
        app.Map("/elsewhere", () => Interlocked.Increment(ref followed));
        await app.StartAsync();
        Witness At(string path) => new("W", Key.Public, new($"{app.Urls.First()}/{path}/add-checkpoint"));
        using var line = new HttpWitnessLine(new([At("a"), At("b")], 0), TimeSpan.FromSeconds(20));
        var answer = await line.AddCheckpointAsync(At("a"), Encoding.ASCII.GetBytes("old 0\n"), default);
        (answer.Status, followed).ShouldBe((307, 0));
        await Should.ThrowAsync<IOException>(() => line.AddCheckpointAsync(At("b"), [1], default));
        await Should.ThrowAsync<ArgumentException>(() => line.AddCheckpointAsync(At("c"), [1], default));
    }
}
