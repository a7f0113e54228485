using System.Text.Json;
using BangVang.Cli.Kernel;
using BangVang.Testing;
using Shouldly;
using Xunit;

namespace BangVang.Cli.Tests;

public sealed class LaureatesCommandTests
{
    [Fact]
    public async Task The_archive_is_imported_once_and_a_file_is_checked_before_it_is_applied()
    {
        using var terminal = new Terminal();
        (await TypeAsync(terminal, "migrate")).Code.ShouldBe(ExitCode.Done);
        var first = await TypeAsync(terminal, "laureates", "archive", "--from", Repository.Root, "--json");
        first.Code.ShouldBe(ExitCode.Done, first.Error);
        Json(first.Output).GetProperty("added").GetInt32().ShouldBe(12);
        Json((await TypeAsync(terminal, "laureates", "archive", "--from", Repository.Root, "--json")).Output).GetProperty("added").GetInt32().ShouldBe(0);

        var file = Path.Combine(terminal.Folder, "more.csv");
        await File.WriteAllTextAsync(file, "edition,product,source_title\nmake-in-viet-nam/2023,Sản phẩm mới,Báo thử\n");
        (await TypeAsync(terminal, "laureates", "import", file, "--dry-run")).Output.ShouldContain("Would add 1 and correct 0");
        Json((await TypeAsync(terminal, "laureates", "import", file, "--json")).Output).GetProperty("applied").GetBoolean().ShouldBeTrue();
        var again = Json((await TypeAsync(terminal, "laureates", "import", file, "--json")).Output);
        (again.GetProperty("applied").GetBoolean(), again.GetProperty("same").GetInt32()).ShouldBe((false, 1));
        (await TypeAsync(terminal, "doctor")).Code.ShouldBe(ExitCode.Done);
    }

    [Fact]
    public async Task Every_problem_of_a_file_is_told_with_file_line_and_code()
    {
        using var terminal = new Terminal();
        await TypeAsync(terminal, "migrate");
        await TypeAsync(terminal, "laureates", "archive", "--from", Repository.Root);
        var file = Path.Combine(terminal.Folder, "bad.csv");
        await File.WriteAllTextAsync(file, "edition,product,tier,source_title\nmake-in-viet-nam/1999,A-1,,Báo\nmake-in-viet-nam/2023,B-1,Giải Tư,\n");
        var outcome = await TypeAsync(terminal, "laureates", "import", file);
        outcome.Code.ShouldBe(ExitCode.Invalid);
        foreach (var line in new[] { ":2: laureates.edition_unknown: ", ":3: laureates.source_missing: ", ":3: laureates.tier_unknown: " }) outcome.Error.ShouldContain(file + line);
        (await TypeAsync(terminal, "laureates", "import", Path.Combine(terminal.Folder, "none.csv"))).Code.ShouldBe(ExitCode.NotFound);
    }

    private static Task<Terminal.Outcome> TypeAsync(Terminal terminal, params string[] args) => terminal.TypeAsync([.. args, "--data", terminal.Data]);

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;
}
