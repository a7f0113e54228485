using System.IO.Compression;
using System.Net;
using System.Text.Json;
using BangVang.App.Bundles;
using BangVang.Proof.Receipts;
using BangVang.Testing;
using BangVang.Web.Kernel;
using Microsoft.Playwright;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace BangVang.EndToEnd;

/// <summary>A newcomer downloads the published result, verifies it without network, breaks it and sees it refused; and the browser says what the command says.</summary>
[Collection(Browser.Collection)]
public sealed class BundleTests(Browser browser, DemoServer server, ITestOutputHelper output) : IClassFixture<DemoServer>, IDisposable
{
    private const int Mutations = 1_000, Forgeries = 300;
    private readonly string folder = Directory.CreateTempSubdirectory("bv-bundle-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public Task A_newcomer_checks_the_published_result_and_breaks_it() => browser.RunAsync(async visit =>
    {
        using var http = new HttpClient { BaseAddress = new(server.Url) };
        (await http.GetAsync("/editions/demo/2026/bundle.json")).StatusCode.ShouldBe(HttpStatusCode.NotFound, "its result is not published");
        (await http.GetStringAsync("/editions/demo/2025")).ShouldContain("/editions/demo/2025/bundle.json");
        using var answer = await http.GetAsync("/editions/demo/2025/bundle.json");
        var bundle = await answer.Content.ReadAsByteArrayAsync();
        using var again = new HttpRequestMessage(HttpMethod.Get, "/editions/demo/2025/bundle.json");
        again.Headers.IfNoneMatch.Add(answer.Headers.ETag.ShouldNotBeNull());
        (await http.SendAsync(again)).StatusCode.ShouldBe(HttpStatusCode.NotModified);
        var keys = await http.GetByteArrayAsync("/trust.json");
        Trust.TryParse(keys, out var trust).ShouldBeTrue();
        VerifyBundle.Run(bundle, trust).Failure.ShouldBeNull();

        await File.WriteAllBytesAsync(Path.Combine(folder, "verify.html"), await http.GetByteArrayAsync("/verify/bundle.html"));
        await File.WriteAllBytesAsync(Path.Combine(folder, "bundle.json"), bundle);
        await File.WriteAllBytesAsync(Path.Combine(folder, "trust.json"), keys);
        var page = await visit.NewPageAsync();
        await page.Context.SetOfflineAsync(true);
        await page.GotoAsync($"file://{folder}/verify.html");
        (await Axe.CheckAsync(page)).ShouldBeEmpty();
        await page.SetInputFilesAsync("#trust", Path.Combine(folder, "trust.json"));
        await page.SetInputFilesAsync("#bundle", Path.Combine(folder, "bundle.json"));
        await page.WaitForSelectorAsync("#answer[data-holds='true']");
        (await page.InnerTextAsync("#answer")).ShouldContain("Kết quả kỳ giải demo/2025 khớp với");
        (await page.InnerTextAsync("#steps")).ShouldContain("calibration\tđã kiểm bằng điều kiện");

        // As with a hex editor: one digit of one score.
        var text = System.Text.Encoding.UTF8.GetString(bundle);
        var at = text.IndexOf("\\\"score\\\":", StringComparison.Ordinal) + 10;
        bundle[System.Text.Encoding.UTF8.GetByteCount(text[..at])] ^= 1;
        await File.WriteAllBytesAsync(Path.Combine(folder, "broken.json"), bundle);
        await page.SetInputFilesAsync("#bundle", Path.Combine(folder, "broken.json"));
        await page.WaitForSelectorAsync("#answer[data-holds='false']");
        (await page.InnerTextAsync("#answer")).ShouldContain("scoresheet.signed");
    });

    [Fact]
    public Task The_page_that_checks_answers_by_keyboard_and_checks_a_bundle_in_the_page_itself() => browser.RunAsync(async visit =>
    {
        using var http = new HttpClient { BaseAddress = new(server.Url) };
        var bundle = await BundleAsync(http);
        await File.WriteAllBytesAsync(Path.Combine(folder, "bundle.json"), bundle);
        bundle[^10] ^= 1;
        await File.WriteAllBytesAsync(Path.Combine(folder, "broken.json"), bundle);

        var page = await visit.NewPageAsync();
        await page.GotoAsync($"{server.Url}/verify");
        await page.Locator("[name=Code]").FocusAsync();
        await page.Keyboard.TypeAsync("2222-2222-2222");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForSelectorAsync(".result--bad h3");
        (await Axe.CheckAsync(page)).ShouldBeEmpty();

        await page.GotoAsync($"{server.Url}/verify");
        var sent = 0;
        page.Request += (_, request) => sent += request.Method == "POST" ? 1 : 0;
        await page.SetInputFilesAsync("[name=Upload]", Path.Combine(folder, "bundle.json"));
        await page.WaitForSelectorAsync("#answer .result h2");
        (await page.InnerTextAsync("#answer .result")).ShouldContain("Kết quả kỳ giải demo/2025 khớp với");
        (await page.Locator("#answer .result--bad").CountAsync()).ShouldBe(0);
        await page.Locator("#answer summary").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        (await page.InnerTextAsync("#answer details")).ShouldContain("hiệu chỉnh điểm");
        (await Axe.CheckAsync(page)).ShouldBeEmpty();
        await page.SetInputFilesAsync("[name=Upload]", Path.Combine(folder, "broken.json"));
        await page.WaitForSelectorAsync("#answer .result--bad h2");
        (await page.InnerTextAsync("#answer .result--bad")).ShouldContain("KHÔNG đúng");
        sent.ShouldBe(0, "a bundle is checked where it is");
    });

    [Fact]
    public async Task Two_verifiers_that_share_no_code_give_the_same_answer()
    {
        await using var past = await PastAward.CreateAsync(Engine.Sqlite);
        await CompareAsync(past);
    }

    [Fact]
    public async Task Two_verifiers_give_the_same_answer_of_a_sealed_award_that_was_judged_by_orders()
    {
        await using var past = await PastAward.CreateAsync(Engine.Sqlite, change: e => PastPlay.Sealed(PastPlay.InPairs(e, atOnce: 3)));
        await using var pairs = await PastAward.InPairsAsync(Engine.Sqlite);
        await using var closed = await PastAward.InPairsAsync(Engine.Sqlite, fewestJurors: 20);
        await CompareAsync(past, (await pairs.BundleAsync()).Bytes, (await closed.BundleAsync()).Bytes);
    }

    /// <param name="sound">Further bundles that hold.</param>
    private Task CompareAsync(PastAward past, params byte[][] sound) => browser.RunAsync(async visit =>
    {
        var bundle = (await past.BundleAsync()).Bytes;
        var page = await PageAsync(visit);
        var (mutant, differing, holding, sameStep) = (new BundleMutant(bundle, seed: 7), new List<string>(), 0, 0);
        var cases = Enumerable.Range(0, Mutations).Select(_ => mutant.Next()).Select(m => ($"{m.Kind} {m.Where}", m.Bytes))
            .Concat(Enumerable.Range(0, Forgeries).Select(_ => mutant.NextForged(past.Signer)).Select(m => ($"forged {m.Where}", m.Bytes)))
            // The negative controls: sound ones, as they are and packed.
            .Prepend(("sound", bundle)).Append(("packed", Packed(bundle))).Append(("drawn by lot", MadeUpBundle.Of(dossiers: 60, each: 5, jurors: 12, past.Signer).Bytes))
            .Concat(sound.Select(s => ("sound as well", s)));
        var trust = JsonSerializer.Serialize(new { log = new { origin = past.Signer.Origin, key = past.Signer.Key.ToString() } });
        foreach (var batch in cases.Chunk(25))
        {
            var answers = await page.EvaluateAsync<string[]>(
                """
                async ([bundles, trust]) => Promise.all(bundles.map(async (text) => {
                    const answer = await verifyBundle(Uint8Array.from(atob(text), (c) => c.charCodeAt(0)), JSON.parse(trust));
                    return `${answer.holds} ${answer.failure?.step ?? ''}`;
                }))
                """, new object[] { batch.Select(b => Convert.ToBase64String(b.Item2)).ToArray(), trust });
            foreach (var ((where, bytes), said) in batch.Zip(answers))
            {
                var report = VerifyBundle.Run(bytes, past.Trust);
                if (report.Holds) holding++;
                if (report.Holds != said.StartsWith("true", StringComparison.Ordinal)) differing.Add($"{where}: command {report.Failure}, browser {said}");
                else if (said == $"{(report.Holds ? "true" : "false")} {report.Failure?.Step}") sameStep++;
            }
        }
        output.WriteLine($"{Mutations + Forgeries + 3} bundles, {holding} hold, {sameStep} with the same step");
        differing.ShouldBeEmpty();
        holding.ShouldBeGreaterThanOrEqualTo(3 + sound.Length);
    });

    /// <summary>There is a bundle as soon as a checkpoint covers the result, a moment after the start.</summary>
    private static async Task<byte[]> BundleAsync(HttpClient http)
    {
        for (var limit = DateTimeOffset.UtcNow.AddSeconds(30); ;)
        {
            using var answer = await http.GetAsync("/editions/demo/2025/bundle.json");
            if (answer.IsSuccessStatusCode) return await answer.Content.ReadAsByteArrayAsync();
            (DateTimeOffset.UtcNow < limit).ShouldBeTrue($"no bundle: {answer.StatusCode}");
        }
    }

    /// <summary>A page from the disk with the script in it as it is, so that a test can call it.</summary>
    private async Task<IPage> PageAsync(Visit visit)
    {
        var script = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "src", "BangVang.Web", "wwwroot", "js", "verify-bundle.js"));
        await File.WriteAllTextAsync(Path.Combine(folder, "script.html"), StandaloneVerifier.Page(script).Replace("<script type=\"module\">", "<script>", StringComparison.Ordinal));
        var page = await visit.NewPageAsync();
        await page.GotoAsync($"file://{folder}/script.html");
        return page;
    }

    private static byte[] Packed(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var packing = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) packing.Write(bytes);
        return packed.ToArray();
    }
}
