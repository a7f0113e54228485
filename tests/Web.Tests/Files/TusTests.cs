using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using BangVang.App.Ports;
using BangVang.Testing.Files;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace BangVang.Web.Tests.Files;

public sealed class TusTests : IAsyncLifetime
{
    private static readonly byte[] File = SampleFiles.PdfOf(200_000);
    private TusHost host = null!;
    private HttpClient owner = null!;

    public async Task InitializeAsync() => owner = (host = await TusHost.StartAsync()).Client(host.Owner);

    public async Task DisposeAsync()
    {
        owner.Dispose();
        await host.DisposeAsync();
    }

    [Fact]
    public async Task Everybody_may_ask_what_the_server_can()
    {
        using var anyone = new HttpClient { BaseAddress = host.Address };
        var answer = await anyone.SendAsync(new(HttpMethod.Options, "/uploads"));
        answer.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        Header(answer, "Tus-Version").ShouldBe("1.0.0");
        Header(answer, "Tus-Extension").ShouldBe("creation,termination,checksum,expiration");
        Header(answer, "Tus-Checksum-Algorithm").ShouldBe("sha1,sha256");
        Header(answer, "Tus-Max-Size").ShouldBe($"{4L << 30}");
    }

    [Fact]
    public async Task A_file_goes_up_in_pieces_and_the_last_answer_names_it()
    {
        var place = await CreateAsync(File.Length);
        var first = await PatchAsync(place, 0, File[..50_000]);
        (first.StatusCode, Header(first, "Upload-Offset"), Header(first, "Tus-Resumable"), Header(first, "Stored-File")).ShouldBe((HttpStatusCode.NoContent, "50000", "1.0.0", null));

        var look = await HeadAsync(place);
        (Header(look, "Upload-Offset"), Header(look, "Upload-Length"), look.Headers.CacheControl!.NoStore).ShouldBe(("50000", $"{File.Length}", true));
        DateTimeOffset.Parse(Header(look, "Upload-Expires")!).ShouldBeGreaterThan(DateTimeOffset.UtcNow.AddDays(6));

        var last = await PatchAsync(place, 50_000, File[50_000..]);
        last.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        var id = Guid.Parse(Header(last, "Stored-File")!);
        await using var db = host.Open();
        var stored = await db.StoredFiles.SingleAsync(f => f.Id == id);
        (stored.Name, stored.Sha256).ShouldBe(("kế hoạch.pdf", Convert.ToHexStringLower(SHA256.HashData(File))));
        (await host.Services.GetRequiredService<IFileStore>().VerifyAsync(stored.Sha256, default)).ShouldBe(FileCheck.Sound);

        // The answer may have been lost on the way: asking again gives the same one.
        Header(await PatchAsync(place, File.Length, []), "Stored-File").ShouldBe(id.ToString());
        Header(await HeadAsync(place), "Stored-File").ShouldBe(id.ToString());
    }

    [Fact]
    public async Task One_request_may_carry_more_than_an_ordinary_form()
    {
        var large = SampleFiles.PdfOf(9_000_000);
        var place = await CreateAsync(large.Length);
        (await PatchAsync(place, 0, large)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Without_the_protocols_version_nothing_is_done()
    {
        owner.DefaultRequestHeaders.Remove("Tus-Resumable");
        var answer = await owner.SendAsync(Create(File.Length));
        (answer.StatusCode, Header(answer, "Tus-Version")).ShouldBe((HttpStatusCode.PreconditionFailed, "1.0.0"));
        await using var db = host.Open();
        (await db.Uploads.CountAsync()).ShouldBe(0);
    }

    [Theory]
    [InlineData("HEAD"), InlineData("PATCH"), InlineData("DELETE")]
    public async Task Anothers_upload_looks_as_if_it_did_not_exist(string method)
    {
        var place = await CreateAsync(File.Length);
        using var other = host.Client(host.Other);
        HttpRequestMessage Request(string to) => method == "PATCH" ? Patch(to, 0, File) : new(new(method), to);
        var theirs = await other.SendAsync(Request(place));
        var nobodys = await other.SendAsync(Request($"/uploads/{Guid.NewGuid()}"));
        theirs.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        WithoutTrace(await theirs.Content.ReadAsStringAsync()).ShouldBe(WithoutTrace(await nobodys.Content.ReadAsStringAsync()));
        Header(theirs, "Upload-Offset").ShouldBeNull();
        Header(await HeadAsync(place), "Upload-Offset").ShouldBe("0");
    }

    [Theory]
    [InlineData("POST"), InlineData("HEAD"), InlineData("PATCH"), InlineData("DELETE")]
    public async Task Who_is_not_signed_in_uploads_nothing(string method)
    {
        var place = await CreateAsync(File.Length);
        using var nobody = host.Client(person: null);
        nobody.DefaultRequestHeaders.Add("Sec-Fetch-Mode", "cors");
        (await nobody.SendAsync(new(new(method), method == "POST" ? "/uploads" : place))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Another_site_can_make_no_browser_upload()
    {
        var request = Create(File.Length);
        request.Headers.Add("Origin", "https://evil.example");
        (await owner.SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Each_wrong_request_has_its_status()
    {
        var place = await CreateAsync(File.Length);
        var elsewhere = await PatchAsync(place, 5, File[5..]);
        (elsewhere.StatusCode, Header(elsewhere, "Upload-Offset")).ShouldBe((HttpStatusCode.Conflict, "0"));

        var untyped = new HttpRequestMessage(HttpMethod.Patch, place) { Content = new ByteArrayContent(File) };
        untyped.Headers.Add("Upload-Offset", "0");
        (await owner.SendAsync(untyped)).StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);

        var nowhere = new HttpRequestMessage(HttpMethod.Patch, place) { Content = Piece(File) };
        (await owner.SendAsync(nowhere)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);

        ((int)(await PatchAsync(place, 0, File[..100], $"sha256 {Convert.ToBase64String(SHA256.HashData([1]))}")).StatusCode).ShouldBe(460);
        (await PatchAsync(place, 0, File[..100], "md5 AAAA")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await PatchAsync(place, 0, File[..100], "sha256 AAAA")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await PatchAsync(place, 0, File[..100], $"sha1 {Convert.ToBase64String(SHA1.HashData(File[..100]))}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await PatchAsync(place, 100, [.. File[100..], 1])).StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await owner.SendAsync(Create(1L << 40))).StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Theory]
    [InlineData(null, "purpose dGVzdA==", "Upload-Length")]
    [InlineData("abc", "purpose dGVzdA==", "Upload-Length")]
    [InlineData("10", "", "Upload-Metadata")]
    [InlineData("10", "purpose dGVzdA==,subject eA==", "Upload-Metadata")]
    [InlineData("10", "purpose ###", "Upload-Metadata")]
    [InlineData("10", "purpose dGVzdA==,purpose dGVzdA==", "Upload-Metadata")]
    public async Task An_upload_that_says_too_little_of_itself_does_not_begin(string? length, string metadata, string complaint)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/uploads");
        if (length is not null) request.Headers.Add("Upload-Length", length);
        request.Headers.Add("Upload-Metadata", metadata);
        var answer = await owner.SendAsync(request);
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync()).ShouldContain(complaint);
    }

    [Theory]
    [InlineData("vi", "Tệp có nội dung tự chạy (JavaScript).")]
    [InlineData("en", "The file has active content (JavaScript).")]
    public async Task A_refused_file_says_why_in_the_readers_language(string language, string sentence)
    {
        var bad = new PdfSample().Object("<< /S /JavaScript /JS (x) >>").ToBytes();
        var place = await CreateAsync(bad.Length);
        using var client = host.Client(host.Owner, language);
        var answer = await client.SendAsync(Patch(place, 0, bad));
        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        json.RootElement.GetProperty("code").GetString().ShouldBe("files.active_content");
        json.RootElement.GetProperty("title").GetString()!.ShouldStartWith(sentence);
    }

    [Fact]
    public async Task An_ended_upload_is_gone()
    {
        var place = await CreateAsync(File.Length);
        (await owner.DeleteAsync(place)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await HeadAsync(place)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await PatchAsync(place, 0, File)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await owner.DeleteAsync(place)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Lines_cut_at_random_lose_no_acknowledged_byte()
    {
        var chance = new Random(7);
        var place = await CreateAsync(File.Length);
        var acknowledged = 0L;
        for (var cuts = 0; acknowledged < File.Length && cuts < 60; cuts++)
        {
            await SendAndCutAsync(place, acknowledged, File[(int)acknowledged..], bytes: chance.Next(20_000));
            var look = await HeadAsync(place);
            var now = long.Parse(Header(look, "Upload-Offset")!);
            now.ShouldBeGreaterThanOrEqualTo(acknowledged);
            acknowledged = now;
        }
        acknowledged.ShouldBeGreaterThan(0);
        var last = await PatchAsync(place, acknowledged, File[(int)acknowledged..]);
        await using var db = host.Open();
        (await db.StoredFiles.SingleAsync(f => f.Id == Guid.Parse(Header(last, "Stored-File")!))).Sha256.ShouldBe(Convert.ToHexStringLower(SHA256.HashData(File)));
    }

    [Fact]
    public async Task A_line_that_went_silent_does_not_hold_up_the_next_one()
    {
        var place = await CreateAsync(File.Length);
        using var silent = await SendAsync(place, 0, File, bytes: 70_000);
        await WaitAsync(async () => { await using var db = host.Open(); return await db.Uploads.AnyAsync(); });
        var watch = System.Diagnostics.Stopwatch.StartNew();
        long received;
        // The bytes may still be on their way when we first ask.
        do { received = long.Parse(Header(await HeadAsync(place), "Upload-Offset")!); } while (received == 0 && watch.ElapsedMilliseconds < 3000);
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(4));
        (await PatchAsync(place, received, File[(int)received..])).StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    private HttpRequestMessage Create(long length, string name = "kế hoạch.pdf")
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/uploads");
        request.Headers.Add("Upload-Length", $"{length}");
        request.Headers.Add("Upload-Metadata", $"filename {Base64(name)},purpose {Base64("test")},subject {Base64(Guid.NewGuid().ToString())},field {Base64("plan")},empty");
        return request;
    }

    private async Task<string> CreateAsync(long length)
    {
        var answer = await owner.SendAsync(Create(length));
        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        return answer.Headers.Location!.ToString();
    }

    private static HttpRequestMessage Patch(string place, long offset, byte[] piece, string? checksum = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Patch, place) { Content = Piece(piece) };
        if (checksum is not null) request.Headers.Add("Upload-Checksum", checksum);
        request.Headers.Add("Upload-Offset", $"{offset}");
        return request;
    }

    private static ByteArrayContent Piece(byte[] piece)
    {
        var content = new ByteArrayContent(piece);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/offset+octet-stream");
        return content;
    }

    private Task<HttpResponseMessage> PatchAsync(string place, long offset, byte[] piece, string? checksum = null) => owner.SendAsync(Patch(place, offset, piece, checksum));

    private Task<HttpResponseMessage> HeadAsync(string place) => owner.SendAsync(new(HttpMethod.Head, place));

    /// <summary>Announces the whole piece, sends its first bytes, and leaves the line open.</summary>
    private async Task<TcpClient> SendAsync(string place, long offset, byte[] piece, int bytes)
    {
        var line = new TcpClient();
        await line.ConnectAsync(host.Address.Host, host.Address.Port);
        var head = $"PATCH {place} HTTP/1.1\r\nHost: 127.0.0.1\r\nTest-Person: {host.Owner}\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: {offset}\r\nContent-Type: application/offset+octet-stream\r\nContent-Length: {piece.Length}\r\n\r\n";
        await line.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head));
        await line.GetStream().WriteAsync(piece.AsMemory(0, Math.Min(bytes, piece.Length)));
        return line;
    }

    private async Task SendAndCutAsync(string place, long offset, byte[] piece, int bytes)
    {
        using var line = await SendAsync(place, offset, piece, bytes);
        await Task.Delay(5);
        line.Client.LingerState = new(true, 0);
    }

    private static string WithoutTrace(string answer) => answer.Length == 0 ? "" : answer[..answer.IndexOf("\"traceId\"", StringComparison.Ordinal)];

    private static async Task WaitAsync(Func<Task<bool>> until)
    {
        for (var i = 0; i < 100 && !await until(); i++) await Task.Delay(20);
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static string? Header(HttpResponseMessage answer, string name) => answer.Headers.TryGetValues(name, out var values) ? values.Single() : null;
}
