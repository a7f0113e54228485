using System.Net;
using System.Net.Http.Headers;
using BangVang.Web.Files;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Shouldly;
using Xunit;

namespace BangVang.Web.Tests.Files;

public sealed class FileDownloadTests
{
    [Theory]
    [InlineData("Đơn đăng ký.pdf", "Don dang ky.pdf", "%C4%90%C6%A1n%20%C4%91%C4%83ng%20k%C3%BD.pdf")]
    [InlineData("plan.pdf", "plan.pdf", "plan.pdf")]
    [InlineData("a\r\nSet-Cookie: x=1.pdf", "a Set-Cookie_ x=1.pdf", "a%20Set-Cookie_%20x%3D1.pdf")]
    [InlineData("a\"; filename=\"evil.html", "a_; filename=_evil.html", "a_%3B%20filename%3D_evil.html")]
    [InlineData("x\u202Efdp.exe", "xfdp.exe", "xfdp.exe")]
    [InlineData("100%.pdf", "100_.pdf", "100%25.pdf")]
    [InlineData("奖.pdf", "_.pdf", "%E5%A5%96.pdf")]
    [InlineData("", "file", "file")]
    public void A_name_reaches_old_and_new_browsers_and_breaks_no_header(string name, string ascii, string encoded) =>
        FileDownload.Disposition(name).ShouldBe($"attachment; filename=\"{ascii}\"; filename*=UTF-8''{encoded}");

    [Fact]
    public void The_frameworks_own_reader_finds_the_Vietnamese_name() =>
        ContentDispositionHeaderValue.Parse(FileDownload.Disposition("Kế hoạch triển khai (bản 2).docx")).FileNameStar.ShouldBe("Kế hoạch triển khai (bản 2).docx");

    [Fact]
    public async Task A_download_is_saved_never_shown_never_kept()
    {
        await using var app = await StartAsync();
        var answer = await app.GetTestClient().GetAsync("/file");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("attachment");
        answer.Headers.GetValues("X-Content-Type-Options").Single().ShouldBe("nosniff");
        answer.Headers.GetValues("Content-Security-Policy").Single().ShouldBe("sandbox; default-src 'none'");
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/pdf");
        (await answer.Content.ReadAsStringAsync()).ShouldBe("0123456789");
    }

    [Fact]
    public async Task A_download_goes_on_where_it_stopped()
    {
        await using var app = await StartAsync();
        var request = new HttpRequestMessage(HttpMethod.Get, "/file");
        request.Headers.Range = new(4, 6);
        request.Headers.IfRange = new(new EntityTagHeaderValue("\"abc\""));
        var answer = await app.GetTestClient().SendAsync(request);
        (answer.StatusCode, await answer.Content.ReadAsStringAsync()).ShouldBe((HttpStatusCode.PartialContent, "456"));
    }

    private static async Task<WebApplication> StartAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseTestServer();
        var app = builder.Build();
        app.MapGet("/file", () => new FileDownload(new MemoryStream("0123456789"u8.ToArray()), "kế hoạch.pdf", "application/pdf", "abc"));
        await app.StartAsync();
        return app;
    }
}
