using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using BangVang.App.Log;
using BangVang.App.Ports;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Testing;
using BangVang.Testing.Files;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.Web.Tests.Dossiers;

/// <summary>Submitting by hashes on the pages, the receipt in its forms, and what everybody can check of it.</summary>
public sealed class HashFirstPagesTests
{
    private static readonly Edition Graceful = ApplyEdition.Edition with { FileGrace = new() { Minutes = 60 } };
    private static readonly byte[] Paper = SampleFiles.PdfOf(20_000, seed: 1);

    private static string Manifest(byte[] bytes, string name = "Xác nhận.pdf") => new JsonObject
    {
        ["v"] = 1, ["files"] = new JsonArray(new JsonObject { ["field"] = "proof", ["name"] = name, ["size"] = bytes.Length, ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(bytes)) }),
    }.ToJsonString();

    /// <summary>A dossier that lacks nothing but its file.</summary>
    private static async Task<(Visitor, string)> FilledAsync(WebHost host)
    {
        var (an, actor) = await host.PersonAsync("Nguyễn An");
        var dossier = await an.StartDossierAsync(await host.EnterpriseAsync(actor));
        await an.FillAsync(dossier);
        var papers = await an.GetAsync($"{dossier}/section/papers");
        var act = papers.Html.QuerySelector("button[value^='detach|proof']")!.GetAttribute("value")!;
        await an.SubmitAsync(papers, "form[data-autosave]", ("act", act));
        return (an, dossier);
    }

    private static async Task<Shown> SubmitAsync(Visitor an, string dossier, string manifest) => await an.SubmitAsync(await an.GetAsync($"{dossier}/check"), ".submit-card", ("manifest", manifest));

    private static async Task<Shown> SendAsync(Visitor an, Shown receipt, byte[] bytes)
    {
        var form = receipt.Html.QuerySelector<IHtmlFormElement>("form[data-awaited]")!;
        using var body = new MultipartFormDataContent();
        foreach (var input in form.Elements.OfType<IHtmlInputElement>().Where(i => i.Type is "hidden")) body.Add(new StringContent(input.Value), $"\"{input.Name}\"");
        body.Add(new ByteArrayContent(bytes), "\"sent\"", "Xác nhận.pdf");
        var sent = await Shown.OfAsync(await an.Client.PostAsync(form.GetAttribute("action"), body));
        sent.Status.ShouldNotBe(HttpStatusCode.NotFound, form.GetAttribute("action") + sent.Text("main"));
        return sent;
    }

    [Theory, Engines]
    public async Task The_receipt_tells_what_is_awaited_and_takes_it_with_scripts_off(Engine engine)
    {
        await using var host = await ApplyHost.StartAsync(engine, Graceful);
        var (an, dossier) = await FilledAsync(host);
        var check = await an.GetAsync($"{dossier}/check");
        check.Html.QuerySelector("#on-their-way")!.HasAttribute("hidden").ShouldBeTrue("it concerns browsers with files under way");
        var sent = await SubmitAsync(an, dossier, Manifest(Paper));
        sent.Location.ShouldBe($"{dossier}/receipt/1");

        var receipt = await an.GetAsync(sent.Location!);
        receipt.Text("#awaiting strong").ShouldBe("Đã nộp đúng hạn. Còn chờ 1 tệp tới 23/10/2026, 01:00 (UTC+7).");
        receipt.Text("[data-standing]").ShouldBe("Còn chờ tới 23/10/2026, 01:00 (UTC+7)");
        receipt.Body.ShouldContain("SHA-256 do trình duyệt tính trước khi gửi:");
        (await an.GetAsync(dossier)).Body.ShouldContain("Hồ sơ đã nộp, còn chờ tệp");

        var other = await SendAsync(an, receipt, SampleFiles.PdfOf(20_000, seed: 2));
        (other.Status, other.Body).ShouldSatisfyAllConditions(o => o.Status.ShouldBe(HttpStatusCode.UnprocessableEntity), o => o.Body.ShouldContain("Đây không phải tệp đã khai khi nộp"));
        (await SendAsync(an, receipt, Paper)).Location.ShouldBe(sent.Location);
        var whole = await an.GetAsync(sent.Location!);
        whole.Text("[data-standing]").ShouldBe("Đã nhận");
        whole.Html.QuerySelector("#awaiting").ShouldBeNull();
        (await an.Client.GetByteArrayAsync(whole.Html.QuerySelector("[data-file] a")!.GetAttribute("href"))).ShouldBe(Paper);
    }

    [Fact]
    public async Task A_manifest_of_more_than_two_kilobytes_is_refused_in_a_sentence_and_nothing_is_lost()
    {
        await using var host = await ApplyHost.StartAsync(edition: Graceful);
        var (an, dossier) = await FilledAsync(host);
        var refused = await SubmitAsync(an, dossier, Manifest(Paper).PadRight(2_049));
        (refused.Status, refused.Body).ShouldSatisfyAllConditions(r => r.Status.ShouldBe(HttpStatusCode.UnprocessableEntity), r => r.Body.ShouldContain("Danh sách tệp đang gửi quá dài (tối đa 2.048 byte)"));
        (await SubmitAsync(an, dossier, "")).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await SubmitAsync(an, dossier, Manifest(Paper).PadRight(2_048))).Location.ShouldBe($"{dossier}/receipt/1");
    }

    [Theory, Engines]
    public async Task While_the_file_store_is_down_a_manifest_gets_a_receipt_and_readiness_says_so(Engine engine)
    {
        var store = new SwitchedStore();
        await using var host = await WebHost.StartAsync(engine, configure: services => services.Replace(ServiceDescriptor.Singleton<IFileStore>(s => store.Over(ActivatorUtilities.CreateInstance<App.Files.DiskFileStore>(s)))));
        await host.PublishAsync(Graceful, 1);
        var (an, dossier) = await FilledAsync(host);
        (await host.As().GetAsync("/readyz")).Status.ShouldBe(HttpStatusCode.OK);
        host.Clock.Now = ApplyEdition.Closes - Duration.FromMinutes(30);
        store.IsDown = true;
        var ready = await host.As().GetAsync("/readyz");
        (ready.Status, ready.Body).ShouldBe((HttpStatusCode.ServiceUnavailable, "not ready: files"));
        (await SubmitAsync(an, dossier, "")).Status.ShouldBe(HttpStatusCode.UnprocessableEntity, "without its file it is not complete");
        var receipt = await SubmitAsync(an, dossier, Manifest(Paper));
        receipt.Location.ShouldBe($"{dossier}/receipt/1");
        (await SendAsync(an, await an.GetAsync(receipt.Location!), Paper)).Status.ShouldBe(HttpStatusCode.InternalServerError);

        store.IsDown = false;
        host.Clock.Now = ApplyEdition.Closes + Duration.FromMinutes(59);
        (await SendAsync(an, await an.GetAsync(receipt.Location!), Paper)).Location.ShouldBe(receipt.Location);
        (await an.GetAsync(receipt.Location!)).Text("[data-standing]").ShouldBe("Đã nhận");
    }

    private sealed class SwitchedStore : IFileStore
    {
        private IFileStore inner = null!;
        public bool IsDown { get; set; }
        private IFileStore Up => IsDown ? throw new IOException("The file store does not answer.") : inner;
        public IFileStore Over(IFileStore store) { inner = store; return this; }
        public Task<FileContent> PutAsync(Stream content, CancellationToken ct) => Up.PutAsync(content, ct);
        public Task TakeAsync(string path, string sha256, CancellationToken ct) => Up.TakeAsync(path, sha256, ct);
        public Task<Stream?> OpenAsync(string sha256, CancellationToken ct) => Up.OpenAsync(sha256, ct);
        public Task<bool> ExistsAsync(string sha256, CancellationToken ct) => Up.ExistsAsync(sha256, ct);
        public Task<FileCheck> VerifyAsync(string sha256, CancellationToken ct) => Up.VerifyAsync(sha256, ct);
        public IAsyncEnumerable<FileContent> ListAsync(CancellationToken ct) => Up.ListAsync(ct);
    }

    [Fact]
    public async Task The_receipt_on_paper_is_one_signed_page_whose_code_everybody_can_check()
    {
        await using var host = await ApplyHost.StartAsync(edition: Graceful);
        var (an, dossier) = await FilledAsync(host);
        await SubmitAsync(an, dossier, Manifest(Paper));
        await host.RunAsync<GrowLog, int>(a => a.RunAsync(default));
        var pdf = await an.Client.GetByteArrayAsync($"{dossier}/receipt/1.pdf");
        var file = Path.Combine(Path.GetTempPath(), $"bv-receipt-{Guid.NewGuid():n}.pdf");
        await File.WriteAllBytesAsync(file, pdf);
        Run("pdfsig", "-nocert", file).ShouldContain("Signature Validation: Signature is Valid.");
        Run("pdfinfo", file).ShouldContain("Pages:           1");
        var text = Run("pdftotext", "-layout", file, "-");
        var version = await host.WithDbAsync(db => db.DossierVersions.SingleAsync());
        foreach (var expected in (string[])["GIẤY BIÊN NHẬN NỘP HỒ SƠ", "HS-001", "10:00:00, 01/10/2026 (UTC+7)", version.Sha256, "Xác nhận.pdf", Convert.ToHexStringLower(SHA256.HashData(Paper)), "trình duyệt (browser)"])
            text.ShouldContain(expected);
        var code = System.Text.RegularExpressions.Regex.Match(text, "BN-[0-9]+-[A-Z2-7]{16}").Value;

        var known = await host.As().GetAsync($"/verify?code={code}");
        known.Text("#answer h3").ShouldBe("Đúng. Hồ sơ này đã được nộp và có trong sổ ghi công khai.");
        known.Text("#answer")!.ShouldContain("Hồ sơ HS-001, bản 1");
        var guessed = code[..^1] + (code[^1] == 'A' ? 'B' : 'A');
        (await host.As().GetAsync($"/verify?code={guessed}")).Text("#answer")!.ShouldNotContain("HS-001");
        (await host.As().GetAsync($"/verify?code={code.Replace("BN-0-", "BN-1-", StringComparison.Ordinal)}")).Text("#answer")!.ShouldNotContain("HS-001");

        (await BringAsync(host, pdf, "bien-nhan.pdf")).Text("#answer h3").ShouldBe("Đúng. Hồ sơ này đã được nộp và có trong sổ ghi công khai.");
        pdf[pdf.AsSpan().IndexOf("stream\n"u8) + 40] ^= 0x01;
        (await BringAsync(host, pdf, "bien-nhan.pdf")).Text("#answer h3").ShouldBe("Không đúng. Giấy biên nhận này không khớp với những gì đã ký.");
        var json = (await an.GetAsync($"{dossier}/receipt/1.json")).Body;
        (await BringAsync(host, Encoding.UTF8.GetBytes(json), "bien-nhan.json")).Text("#answer h3").ShouldBe("Đúng. Hồ sơ này đã được nộp và có trong sổ ghi công khai.");
        (await BringAsync(host, Encoding.UTF8.GetBytes(json.Replace("2026-10-01T03:00:00Z", "2026-10-01T03:00:01Z", StringComparison.Ordinal)), "bien-nhan.json")).Text("#answer h3").ShouldBe("Không đúng. Giấy biên nhận này không khớp với những gì đã ký.");
        File.Delete(file);
    }

    [Fact]
    public async Task Nobody_else_gets_the_receipt()
    {
        await using var host = await ApplyHost.StartAsync(edition: Graceful);
        var (an, dossier) = await FilledAsync(host);
        await SubmitAsync(an, dossier, Manifest(Paper));
        var (binh, _) = await host.PersonAsync("Trần Bình");
        foreach (var stranger in new[] { binh, host.As(Role.Juror), host.As(Role.Secretariat) })
            foreach (var form in new[] { "1", "1.json", "1.pdf" })
                (await stranger.Client.GetAsync($"{dossier}/receipt/{form}")).StatusCode.ShouldBe(HttpStatusCode.NotFound, form);
        (await an.Client.GetAsync($"{dossier}/receipt/2.pdf")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private static async Task<Shown> BringAsync(WebHost host, byte[] bytes, string name)
    {
        var visitor = host.As();
        var page = await visitor.GetAsync("/verify");
        using var body = new MultipartFormDataContent();
        foreach (var input in page.Html.QuerySelector<IHtmlFormElement>("#check")!.Elements.OfType<IHtmlInputElement>().Where(i => i.Type is "hidden")) body.Add(new StringContent(input.Value), $"\"{input.Name}\"");
        body.Add(new ByteArrayContent(bytes), "\"Upload\"", name);
        return await Shown.OfAsync(await visitor.Client.PostAsync("/verify", body));
    }

    private static string Run(string program, params string[] arguments)
    {
        using var running = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var said = running.StandardOutput.ReadToEnd();
        running.WaitForExit();
        return said;
    }
}
