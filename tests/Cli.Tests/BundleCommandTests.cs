using System.Text.Json.Nodes;
using BangVang.App.Bundles;
using BangVang.App.Log;
using BangVang.Cli.Kernel;
using BangVang.Domain.Kernel;
using BangVang.Testing;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.Cli.Tests;

/// <summary>The bundle of an award that is over is written at the terminal, and verified there with nothing but the file and the trusted keys.</summary>
public sealed class BundleCommandTests : IDisposable
{
    private readonly Terminal terminal = new();

    public void Dispose() => terminal.Dispose();

    private string Place(string name) => Path.Combine(terminal.Folder, name);

    [Fact]
    public async Task A_published_result_is_written_verified_and_refused_when_broken()
    {
        await using (var past = await PastAward.CreateAsync(Engine.Sqlite))
        {
            Directory.CreateDirectory(terminal.Data);
            await using var db = past.Test.Open();
            await db.Database.ExecuteSqlAsync($"VACUUM INTO {terminal.Database}");
            await File.WriteAllTextAsync(Place("trust.json"), new JsonObject { ["log"] = new JsonObject { ["origin"] = past.Signer.Origin, ["key"] = past.Signer.Key.ToString() } }.ToJsonString());
            await File.WriteAllBytesAsync(Place("slip.json"), (await past.SlipAsync()).Bytes);
        }
        (await terminal.TypeAsync("bundle", "demo/1999", Place("none.json"), "--data", terminal.Data)).Code.ShouldBe(ExitCode.NotFound);
        var written = await terminal.TypeAsync("bundle", PastAward.Key, Place("result.json.gz"), "--data", terminal.Data);
        written.Code.ShouldBe(ExitCode.Done, written.Error);
        (await terminal.TypeAsync("bundle", PastAward.Key, Place("result.json"), "--data", terminal.Data, "--json")).Output.ShouldContain("\"isClosed\": false");

        var verified = await terminal.TypeAsync("verify", Place("result.json.gz"), "--trust", Place("trust.json"));
        verified.Code.ShouldBe(ExitCode.Done, verified.Error);
        verified.Output.ShouldContain("Kết quả kỳ giải demo/2025 khớp với 109 mục");
        verified.Output.ShouldContain("Not checked: facts of the dossiers.");
        (await terminal.TypeAsync("verify", Place("result.json"))).Output.ShouldContain("Not checked: signatures, facts of the dossiers.");
        var json = JsonNode.Parse((await terminal.TypeAsync("verify", Place("result.json"), "--trust", Place("trust.json"), "--json")).Output)!;
        ((bool)json["holds"]!, (string?)json["bundle"]!["steps"]![0]!["name"], (string?)json["bundle"]!["steps"]![0]!["status"]).ShouldBe((true, "format", "recomputed"));

        var text = await File.ReadAllTextAsync(Place("result.json"));
        await File.WriteAllTextAsync(Place("broken.json"), text.Replace("02/QĐ-MH", "03/QĐ-MH", StringComparison.Ordinal));
        var refused = await terminal.TypeAsync("verify", Place("broken.json"), "--trust", Place("trust.json"));
        refused.Code.ShouldBe(ExitCode.False);
        refused.Error.ShouldContain("KHÔNG đúng");
        refused.Error.ShouldContain("decision.published");
        refused.Error.ShouldContain("ở bước cam kết");
        (await terminal.TypeAsync("verify")).Code.ShouldBe(ExitCode.Invalid);

        var alone = await terminal.TypeAsync("verify", "--slip", Place("slip.json"), "--trust", Place("trust.json"));
        (alone.Code, alone.Error).ShouldBe((ExitCode.Done, ""));
        alone.Output.ShouldContain("Tổng điểm chưa được đối chiếu");
        var compared = await terminal.TypeAsync("verify", Place("result.json.gz"), "--slip", Place("slip.json"), "--trust", Place("trust.json"));
        (compared.Code, compared.Error).ShouldBe((ExitCode.Done, ""));
        compared.Output.ShouldContain("agrees with the result bundle");
        var slip = await File.ReadAllTextAsync(Place("slip.json"));
        await File.WriteAllTextAsync(Place("false.json"), slip.Replace("demo/2025", "demo/2026", StringComparison.Ordinal));
        var untrue = await terminal.TypeAsync("verify", "--slip", Place("false.json"), "--trust", Place("trust.json"), "--json");
        untrue.Code.ShouldBe(ExitCode.False);
        ((string?)JsonNode.Parse(untrue.Output)!["failure"]).ShouldBe("slip.statement");
        (await terminal.TypeAsync("verify", "--slip", Place("slip.json"))).Code.ShouldBe(ExitCode.Invalid);
    }

    [Fact]
    public async Task An_auditor_signs_what_was_found_and_anybody_reads_it_beside_the_bundle()
    {
        await using var past = await PastAward.CreateAsync(Engine.Sqlite, fewestJurors: 20);
        var bundle = await past.BundleAsync();
        await File.WriteAllBytesAsync(Place("result.json"), bundle.Bytes);
        await File.WriteAllBytesAsync(Place("openings.json"), bundle.Openings!);
        await File.WriteAllTextAsync(Place("trust.json"), new JsonObject { ["log"] = new JsonObject { ["origin"] = past.Signer.Origin, ["key"] = past.Signer.Key.ToString() } }.ToJsonString());
        string[] verify = ["verify", Place("result.json"), "--trust", Place("trust.json")];

        (await terminal.TypeAsync([.. verify, "--openings", Place("openings.json"), "--sign", Place("answer.txt")])).Error.ShouldContain("--key");
        (await terminal.TypeAsync([.. verify, "--openings", Place("openings.json"), "--sign", Place("answer.txt"), "--key", Place("auditor.key"), "--name", "giám sát"])).Code.ShouldBe(ExitCode.Invalid);
        var signed = await terminal.TypeAsync([.. verify, "--openings", Place("openings.json"), "--sign", Place("answer.txt"), "--key", Place("auditor.key"), "--name", "giam-sat.example.vn"]);
        (signed.Code, signed.Error).ShouldBe((ExitCode.Done, ""));
        var answer = await File.ReadAllTextAsync(Place("answer.txt"));
        answer.ShouldStartWith("bangvang.audit-answer/v1\n");
        answer.ShouldContain("\nfinds holds\n");

        await using var db = past.Test.Open();
        var auditor = new Actor((await db.People.FirstAsync()).Id, "Giám sát viên", false, new HashSet<RoleInEdition> { new(PastAward.Key, Role.Auditor) });
        (await new TakeAuditAnswer(db, new WriteBundle(db, WitnessPolicy.None), SystemClock.Instance).RunAsync(auditor, PastAward.Key, answer, default)).ShouldBeNull();
        await past.SignAsync();
        await File.WriteAllBytesAsync(Place("audit-1.json"), (await db.AuditAnswerFileAsync(PastAward.Key, 1, WitnessPolicy.None, default))!.Bytes());
        var read = await terminal.TypeAsync([.. verify, "--answer", Place("audit-1.json")]);
        (read.Code, read.Error).ShouldBe((ExitCode.Done, ""));
        read.Output.ShouldContain("Giám sát viên giam-sat.example.vn+");
        read.Output.ShouldContain("has signed that this result holds");
        ((bool)JsonNode.Parse((await terminal.TypeAsync([.. verify, "--answer", Place("audit-1.json"), "--json"])).Output)!["audited"]!["holds"]!).ShouldBeTrue();

        await File.WriteAllTextAsync(Place("false.json"), (await File.ReadAllTextAsync(Place("audit-1.json"))).Replace("finds holds", "finds differs x", StringComparison.Ordinal));
        var refused = await terminal.TypeAsync([.. verify, "--answer", Place("false.json")]);
        refused.Code.ShouldBe(ExitCode.False);
        refused.Error.ShouldContain("chữ ký của giám sát viên không khớp");
        (await terminal.TypeAsync("verify", Place("result.json"), "--answer", Place("audit-1.json"))).Code.ShouldBe(ExitCode.Invalid);
    }
}
