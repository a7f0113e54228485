using System.Text.Json.Nodes;
using BangVang.Cli.Kernel;
using BangVang.Testing;
using Microsoft.EntityFrameworkCore;
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
}
