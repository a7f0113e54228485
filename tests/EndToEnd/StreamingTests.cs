using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using BangVang.App.Forum;
using BangVang.App.Forum.Streams;
using BangVang.Domain.Kernel;
using BangVang.Testing;
using BangVang.Web.Tests;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace BangVang.EndToEnd;

/// <summary>A real encoder sends a stream with two pictures and three languages; a browser plays it, and the replay is whole.</summary>
[Collection(Browser.Collection)]
public sealed class StreamingTests(Browser browser)
{
    private const string Stream = "/stream/demo-2026/hall";

    [Fact]
    public Task A_stream_is_played_in_two_languages_while_lines_are_cut_and_shown_again_whole() => browser.RunAsync(async visit =>
    {
        await using var host = await WebHost.StartAsync(onSocket: true);
        var site = $"http://127.0.0.1:{host.SocketPort}";
        var key = await BeginAsync(host);
        var ingest = $"{site}/ingest/demo-2026/hall/{key}";
        using var encoder = Encode(ingest, seconds: 24);
        var page = await visit.NewPageAsync();
        await page.GotoAsync($"{site}/forum/demo-2026/live/hall?lang=vi");
        await page.WaitForFunctionAsync("() => document.querySelector('[data-player]').hls?.audioTracks.length === 3", null, new() { Timeout = 60_000 });
        await page.EvaluateAsync("() => { const v = document.querySelector('video'); v.muted = true; return v.play(); }");
        await page.WaitForFunctionAsync("() => document.querySelector('video').currentTime > 1", null, new() { Timeout = 60_000 });
        (await page.Locator("[data-audio] option").AllInnerTextsAsync()).ShouldBe(["Tiếng Việt", "Tiếng Anh (phiên dịch)", "Tiếng Hàn (phiên dịch)"]);
        await page.SelectOptionAsync("[data-audio]", "1");
        await page.WaitForFunctionAsync("() => { const h = document.querySelector('[data-player]').hls; return h.audioTrack === 1 && h.audioTracks[1].lang === 'en'; }");
        await CutAsync(host.SocketPort, key, times: 100);
        var before = await page.EvaluateAsync<double>("() => document.querySelector('video').currentTime");
        await page.WaitForFunctionAsync("t => document.querySelector('video').currentTime > t + 1", before, new() { Timeout = 60_000 });
        (await page.GetAttributeAsync("[data-player]", "data-fatal")).ShouldBeNull();
        await encoder.WaitForExitAsync();
        encoder.ExitCode.ShouldBe(0);

        using var http = new HttpClient();
        var from = DateTimeOffset.UtcNow.AddMinutes(-10).ToUnixTimeSeconds();
        var until = DateTimeOffset.UtcNow.AddMinutes(1).ToUnixTimeSeconds();
        foreach (var rendition in (string[])["video-720", "video-360", "audio-vi", "audio-en", "audio-ko"])
        {
            var replay = await http.GetStringAsync($"{site}{Stream}/{rendition}/replay-{from}-{until}.m3u8");
            replay.ShouldEndWith("#EXT-X-ENDLIST\n");
            var length = replay.Split('\n').Where(l => l.StartsWith("#EXTINF:", StringComparison.Ordinal)).Sum(l => double.Parse(l[8..^1], CultureInfo.InvariantCulture));
            // ffmpeg may leave without the last list of a rendition: its last segment is kept, but no list ever names it.
            length.ShouldBeInRange(21.9, 24.1, rendition);
        }
        await ProbeAsync($"{site}{Stream}/replay-{from}-{until}.m3u8");
    });

    [Fact]
    public async Task A_name_keeps_its_bytes_a_wrong_key_opens_nothing_and_what_is_cut_off_does_not_count()
    {
        await using var host = await WebHost.StartAsync(onSocket: true);
        var key = await BeginAsync(host);
        using var http = new HttpClient { BaseAddress = new($"http://127.0.0.1:{host.SocketPort}") };
        async Task<HttpStatusCode> Put(string path, string body, string with) => (await http.PutAsync($"/ingest/demo-2026/hall/{with}/{path}", new ByteArrayContent(Encoding.UTF8.GetBytes(body)))).StatusCode;
        const string list = "#EXTM3U\n#EXT-X-PROGRAM-DATE-TIME:2026-11-23T03:00:00Z\n#EXTINF:4,\na.ts\n#EXTINF:4,\nb.ts\n";

        (await Put("video-720/a.ts", "one", "not-the-key")).ShouldBe(HttpStatusCode.NotFound);
        (await Put("video-720/a.ts", "one", key)).ShouldBe(HttpStatusCode.Created);
        (await Put("video-720/a.ts", "one", key)).ShouldBe(HttpStatusCode.NoContent);
        (await Put("video-720/a.ts", "two", key)).ShouldBe(HttpStatusCode.Conflict);
        (await Put("4k/a.ts", "one", key)).ShouldBe(HttpStatusCode.NotFound);
        (await Put("video-720/a.exe", "one", key)).ShouldBe(HttpStatusCode.BadRequest);
        (await Put("video-720/index.m3u8", "", key)).ShouldBe(HttpStatusCode.BadRequest);
        (await Put("video-720/index.m3u8", list.Replace(":4,", ":40,", StringComparison.Ordinal), key)).ShouldBe(HttpStatusCode.BadRequest);
        (await Put("video-720/index.m3u8", list, key)).ShouldBe(HttpStatusCode.NoContent);
        // b.ts is not here yet: it is not told of, whatever the encoder says.
        (await http.GetStringAsync($"{Stream}/video-720/live.m3u8")).ShouldNotContain("2.ts");
        (await Put("video-720/b.ts", "three", key)).ShouldBe(HttpStatusCode.Created);
        (await Put("video-720/index.m3u8", list, key)).ShouldBe(HttpStatusCode.NoContent);
        (await http.DeleteAsync($"/ingest/demo-2026/hall/{key}/video-720/a.ts")).StatusCode.ShouldBe(HttpStatusCode.OK);

        var segment = await http.GetAsync($"{Stream}/video-720/1.ts");
        (await segment.Content.ReadAsStringAsync()).ShouldBe("one");
        segment.Headers.CacheControl!.ToString().ShouldContain("max-age=31536000");
        (await http.GetAsync($"{Stream}/video-720/3.ts")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await Task.Delay(600);
        var live = await http.GetAsync($"{Stream}/video-720/live.m3u8");
        (await live.Content.ReadAsStringAsync()).ShouldContain("#EXTINF:4.000000,\n2.ts\n");
        live.Headers.CacheControl!.ToString().ShouldBe("public, max-age=1");

        await using var scope = host.Services.CreateAsyncScope();
        (await scope.ServiceProvider.GetRequiredService<EndStream>().RunAsync(Operator, "demo-2026", "hall", ended: true, default)).ShouldBeNull();
        (await Put("video-720/c.ts", "four", key)).ShouldBe(HttpStatusCode.NotFound);
    }

    private static Actor Operator { get; } = new(null, "Kỹ thuật", false, new HashSet<RoleInEdition> { new("forum/demo-2026", Role.EncoderOperator) });

    private static async Task<string> BeginAsync(WebHost host)
    {
        var reading = ForumReader.Read(Path.Combine(Repository.Root, "forums/demo-2026"), new(2026, 11, 22));
        await using var scope = host.Services.CreateAsyncScope();
        (await scope.ServiceProvider.GetRequiredService<PublishForum>().RunAsync(Actor.Console, reading, default)).TryGet(out _, out var refused).ShouldBeTrue(refused?.Code);
        var make = scope.ServiceProvider.GetRequiredService<MakeStreamKey>();
        (await make.RunAsync(Actor.Anonymous, "demo-2026", "hall", default)).TryGet(out _, out _).ShouldBeFalse();
        (await make.RunAsync(Operator, "demo-2026", "hall", default)).TryGet(out var key, out _).ShouldBeTrue();
        return key!;
    }

    /// <summary>Test picture and three tones, as live encoders send them.</summary>
    private static Process Encode(string ingest, int seconds)
    {
        string[] arguments =
        [
            "-hide_banner", "-loglevel", "error", "-re", "-f", "lavfi", "-i", "testsrc2=size=640x360:rate=25", "-f", "lavfi", "-i", "sine=440", "-f", "lavfi", "-i", "sine=660", "-f", "lavfi", "-i", "sine=880", "-t", $"{seconds}",
            "-map", "0:v", "-map", "0:v", "-map", "1:a", "-map", "2:a", "-map", "3:a", "-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency", "-pix_fmt", "yuv420p", "-g", "50", "-keyint_min", "50", "-sc_threshold", "0",
            "-b:v:0", "300k", "-b:v:1", "100k", "-s:v:1", "320x180", "-c:a", "aac", "-b:a", "48k",
            "-f", "hls", "-hls_time", "2", "-hls_list_size", "6", "-hls_flags", "program_date_time+independent_segments", "-master_pl_name", "master.m3u8",
            "-var_stream_map", "v:0,agroup:a,name:video-720 v:1,agroup:a,name:video-360 a:0,agroup:a,name:audio-vi a:1,agroup:a,name:audio-en a:2,agroup:a,name:audio-ko",
            "-hls_segment_filename", $"{ingest}/%v/s%05d.ts", "-method", "PUT", "-http_persistent", "1", $"{ingest}/%v/index.m3u8",
        ];
        return Process.Start(new ProcessStartInfo("ffmpeg", arguments) { RedirectStandardInput = true })!;
    }

    /// <summary>Connections that break in the middle of a file or of a list.</summary>
    private static async Task CutAsync(int port, string key, int times)
    {
        for (var i = 0; i < times; i++)
        {
            using var line = new System.Net.Sockets.TcpClient();
            await line.ConnectAsync(IPAddress.Loopback, port);
            var file = i % 2 == 0 ? $"cut{i}.ts" : "index.m3u8";
            await line.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"PUT /ingest/demo-2026/hall/{key}/video-720/{file} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nTransfer-Encoding: chunked\r\n\r\n8\r\n#EXTM3U\n\r\n"));
            line.Client.LingerState = new(true, 0);
        }
    }

    private static async Task ProbeAsync(string address)
    {
        using var probe = Process.Start(new ProcessStartInfo("ffprobe", ["-v", "error", "-show_entries", "stream=index,codec_type", "-of", "csv=p=0", address]) { RedirectStandardOutput = true })!;
        var found = await probe.StandardOutput.ReadToEndAsync();
        await probe.WaitForExitAsync();
        probe.ExitCode.ShouldBe(0);
        // Tracks stand there once for each picture they go with.
        var tracks = found.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Trim().TrimEnd(',')).Distinct().Select(l => l.Split(',')[1]).Order();
        tracks.ShouldBe(["audio", "audio", "audio", "video", "video"]);
    }
}
