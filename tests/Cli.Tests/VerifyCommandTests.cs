using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using BangVang.App.Kernel;
using BangVang.App.Log;
using BangVang.App.Storage;
using BangVang.Cli.Kernel;
using BangVang.Proof;
using BangVang.Storage.Sqlite;
using BangVang.Testing;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.Cli.Tests;

/// <summary>A submission is logged, the log is copied, and whoever has the receipt, the trust file and the copy checks it; every change is found.</summary>
public sealed class VerifyCommandTests : IDisposable
{
    private readonly Terminal terminal = new();

    public void Dispose() => terminal.Dispose();

    private string Place(string name) => Path.Combine(terminal.Folder, name);

    private Task<Terminal.Outcome> VerifyAsync(params string[] more) => terminal.TypeAsync(["verify", "--receipt", Place("receipt.json"), "--trust", Place("trust.json"), .. more]);

    private Task<Terminal.Outcome> ExportAsync() => terminal.TypeAsync("log", "export", Place("copy"), "--data", terminal.Data);

    /// <summary>An installation with two entries before and one after the submission; its trust file, and the receipt as the applicant downloads it at once.</summary>
    private async Task SubmitAsync()
    {
        await terminal.TypeAsync("migrate", "--data", terminal.Data);
        var options = new DbContextOptionsBuilder<BangVangDb>();
        options.UseBangVangSqlite(terminal.Database);
        await using var db = new BangVangDb(options.Options);
        var at = Instant.FromUtc(2026, 10, 1, 3, 0);
        for (var n = 0; n < 2; n++) db.Log(at, "edition.published", "demo/2026", n, new() { ["n"] = n });
        var content = Encoding.UTF8.GetString(CanonicalJson.Bytes(new JsonObject { ["reference"] = "HS-001", ["edition"] = "demo/2026", ["snapshot"] = "ab" }));
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)));
        db.Log(at, "dossier.submitted", "demo/2026", "d", new() { ["reference"] = "HS-001", ["version"] = 1, ["sha256"] = sha256, ["snapshot"] = "ab" });
        db.Log(at, "edition.amended", "demo/2026", 3, new() { ["n"] = 3 });
        await db.SaveChangesAsync();

        var signer = LogSigner.Load(new InstallationOptions { DataDirectory = terminal.Data }.KeysDirectory, new("https://giaithuong.example.vn"));
        var logged = await db.LogEvents.SingleAsync(e => e.Kind == "dossier.submitted");
        Write("trust.json", new() { ["log"] = new JsonObject { ["origin"] = signer.Origin, ["key"] = signer.Key.ToString() } });
        Write("receipt.json", new()
        {
            ["kind"] = "bangvang.receipt", ["v"] = 1, ["edition"] = "demo/2026", ["reference"] = "HS-001", ["version"] = 1, ["submitted_at"] = "2026-10-01T03:00:00Z", ["sha256"] = sha256,
            ["snapshot_sha256"] = "ab", ["content"] = content,
            ["log"] = new JsonObject
            {
                ["seq"] = logged.Seq, ["payload"] = Encoding.UTF8.GetString(logged.Payload), ["salt"] = Convert.ToHexStringLower(logged.Salt), ["entry"] = Encoding.UTF8.GetString(logged.Entry),
                ["promise"] = signer.Promise(logged.Seq, logged.Entry).ToString(),
            },
        });
    }

    private void Write(string name, JsonObject document) => File.WriteAllText(Place(name), document.ToJsonString());

    [Fact]
    public async Task A_receipt_is_promised_at_once_and_proved_by_a_copy_of_the_log()
    {
        await SubmitAsync();
        var promised = await VerifyAsync();
        promised.Code.ShouldBe(ExitCode.Done, promised.Error);
        promised.Output.ShouldContain("chưa có điểm kiểm nào chứng minh");
        promised.Output.ShouldContain("no checkpoint yet proves");

        (await ExportAsync()).Code.ShouldBe(ExitCode.Done);
        var proved = await VerifyAsync("--log", Place("copy"));
        proved.Code.ShouldBe(ExitCode.Done, proved.Error);
        proved.Output.ShouldContain("Biên nhận đúng: hồ sơ HS-001, bản 1, kỳ giải demo/2026");
        proved.Output.ShouldContain("is entry 2 of the public log giaithuong.example.vn/log with 4 entries");
        var json = JsonNode.Parse((await VerifyAsync("--log", Place("copy"), "--json")).Output)!;
        ((string?)json["standing"], (bool)json["holds"]!, (long)json["entries"]!).ShouldBe(("proved", true, 4));
    }

    [Theory]
    [InlineData("receipt.json", "HS-001", "HS-002", "receipt.content")]
    [InlineData("receipt.json", "submitted_at\":\"2026-10-01T03:00:00Z", "submitted_at\":\"2026-10-01T02:59:59Z", "receipt.time")]
    [InlineData("copy/tile/0/000.p/4", null, null, "receipt.not_in_log")]
    [InlineData("copy/checkpoint", "\n4\n", "\n5\n", "receipt.log_unsigned")]
    public async Task What_was_altered_is_refused_with_its_reason(string file, string? old, string? changed, string reason)
    {
        await SubmitAsync();
        await ExportAsync();
        var path = Place(file);
        if (old is null)
        {
            var bytes = await File.ReadAllBytesAsync(path);
            bytes[^1] ^= 1;
            await File.WriteAllBytesAsync(path, bytes);
        }
        else await File.WriteAllTextAsync(path, (await File.ReadAllTextAsync(path)).Replace(old, changed, StringComparison.Ordinal));
        var refused = await VerifyAsync("--log", Place("copy"));
        refused.Code.ShouldBe(ExitCode.False);
        refused.Error.ShouldStartWith($"{reason}: ");
        refused.Output.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_export_goes_on_from_an_earlier_one_and_never_replaces_a_tile()
    {
        await SubmitAsync();
        JsonNode.Parse((await terminal.TypeAsync("log", "export", Place("copy"), "--data", terminal.Data, "--json")).Output)!["written"]!.GetValue<int>().ShouldBe(2);
        JsonNode.Parse((await terminal.TypeAsync("log", "export", Place("copy"), "--data", terminal.Data, "--json")).Output)!["written"]!.GetValue<int>().ShouldBe(0);
        await File.WriteAllTextAsync(Place("copy/tile/entries/000.p/4"), "another log's");
        var refused = await ExportAsync();
        (refused.Code, await File.ReadAllTextAsync(Place("copy/tile/entries/000.p/4"))).ShouldBe((ExitCode.False, "another log's"));
        refused.Error.ShouldStartWith("log.export_differs: ");
    }

    [Fact]
    public async Task After_a_change_of_keys_an_old_receipt_holds_with_the_new_trust_file()
    {
        await SubmitAsync();
        await ExportAsync();
        var rotated = JsonNode.Parse((await terminal.TypeAsync("log", "rotate", "--data", terminal.Data, "--json")).Output)!;
        ((long)rotated["size"]!).ShouldBe(4);
        (await ExportAsync()).Code.ShouldBe(ExitCode.Done);
        (await VerifyAsync("--log", Place("copy"))).Error.ShouldStartWith("receipt.log_unsigned: ", customMessage: "the old trust file does not know the new key");
        (await VerifyAsync()).Code.ShouldBe(ExitCode.Done);

        var (origin, key, retired) = ((string)rotated["origin"]!, (string)rotated["key"]!, (string)rotated["retired"]!);
        Write("trust.json", new()
        {
            ["log"] = new JsonObject { ["origin"] = origin, ["key"] = key }, ["retired"] = new JsonArray(new JsonObject { ["key"] = retired, ["size"] = 4 }),
        });
        (await VerifyAsync("--log", Place("copy"))).Output.ShouldContain("with 5 entries");
        (await VerifyAsync()).Output.ShouldContain("no checkpoint yet proves");
        Write("trust.json", new() { ["log"] = new JsonObject { ["origin"] = origin, ["key"] = key } });
        (await VerifyAsync()).Error.ShouldStartWith("receipt.promise: ");
    }

    [Fact]
    public async Task A_time_stamp_in_the_receipt_is_checked_against_the_authority_that_is_trusted()
    {
        await SubmitAsync();
        using var authority = new OpenSslAuthority();
        var receipt = JsonNode.Parse(await File.ReadAllTextAsync(Place("receipt.json")))!.AsObject();
        var entry = Encoding.UTF8.GetBytes((string)receipt["log"]!["entry"]!);
        using var client = authority.Client();
        var token = await client.StampAsync(SHA256.HashData(entry), default);
        await TrustAsync(authority);

        (await StampedAsync(receipt, token)).Output.ShouldContain("Một tổ chức cấp dấu thời gian được tin cậy xác nhận");
        var json = JsonNode.Parse((await VerifyAsync("--json")).Output)!;
        (DateTimeOffset.UtcNow - DateTimeOffset.Parse((string)json["stampedAt"]!, System.Globalization.CultureInfo.InvariantCulture)).Duration().ShouldBeLessThan(TimeSpan.FromMinutes(1));

        // A bit of the time itself, found by how it is written: GeneralizedTime.
        var at = token.AsSpan().IndexOf((byte[])[0x18, 0x0F, (byte)'2', (byte)'0']);
        byte[] changed = [.. token];
        changed[at + 12] ^= 1;
        var refused = await StampedAsync(receipt, changed);
        (refused.Code, refused.Output).ShouldBe((ExitCode.False, ""));
        refused.Error.ShouldStartWith("receipt.time_stamp: ");
        (await StampedAsync(receipt, await client.StampAsync(SHA256.HashData("another entry"u8), default))).Error.ShouldStartWith("receipt.time_stamp: ");
        using var stranger = new OpenSslAuthority();
        using var other = stranger.Client();
        (await StampedAsync(receipt, await other.StampAsync(SHA256.HashData(entry), default))).Error.ShouldStartWith("receipt.time_stamp_untrusted: ");
    }

    [Fact]
    public async Task Where_no_authority_is_trusted_a_time_stamp_says_nothing()
    {
        await SubmitAsync();
        using var authority = new OpenSslAuthority();
        using var client = authority.Client();
        var receipt = JsonNode.Parse(await File.ReadAllTextAsync(Place("receipt.json")))!.AsObject();
        var told = await StampedAsync(receipt, await client.StampAsync(SHA256.HashData(Encoding.UTF8.GetBytes((string)receipt["log"]!["entry"]!)), default));
        (told.Code, told.Output.Contains("dấu thời gian", StringComparison.Ordinal)).ShouldBe((ExitCode.Done, false));
        ((string?)JsonNode.Parse((await VerifyAsync("--json")).Output)!["stampedAt"]).ShouldBeNull();
    }

    private Task<Terminal.Outcome> StampedAsync(JsonObject receipt, byte[] token)
    {
        // The second form of a receipt, which has files and room for a time-stamp.
        (receipt["v"], receipt["files"], receipt["log"]!["time_stamp"]) = (2, new JsonArray(), Convert.ToBase64String(token));
        Write("receipt.json", receipt);
        return VerifyAsync();
    }

    private async Task TrustAsync(OpenSslAuthority authority)
    {
        var trust = JsonNode.Parse(await File.ReadAllTextAsync(Place("trust.json")))!.AsObject();
        trust["stamps"] = new JsonObject { ["certificates"] = new JsonArray(Convert.ToBase64String(authority.Certificate.RawData)) };
        Write("trust.json", trust);
    }

    [Fact]
    public async Task Files_that_are_missing_or_are_something_else_are_named()
    {
        await SubmitAsync();
        (await terminal.TypeAsync("verify", "--receipt", Place("none.json"), "--trust", Place("trust.json"))).Code.ShouldBe(ExitCode.NotFound);
        (await terminal.TypeAsync("verify", "--receipt", Place("trust.json"), "--trust", Place("trust.json"))).Error.ShouldStartWith("receipt.unreadable: ");
        var confused = await terminal.TypeAsync("verify", "--receipt", Place("receipt.json"), "--trust", Place("receipt.json"));
        (confused.Code, confused.Error[..25]).ShouldBe((ExitCode.Invalid, "verify.trust_unreadable: "));
    }
}
