using System.Text.Json;
using BangVang.Cli.Kernel;
using BangVang.Testing;
using Shouldly;
using Xunit;

namespace BangVang.Cli.Tests;

public sealed class EditionCommandTests
{
    private static readonly string Demo = Path.Combine(Repository.Root, "editions", "demo", "2026");
    private static readonly string Archive = Path.Combine(Repository.Root, "editions", "make-in-viet-nam");

    [Fact]
    public async Task The_editions_of_this_repository_are_sound()
    {
        using var terminal = new Terminal();
        foreach (var folder in Directory.GetDirectories(Archive).Append(Demo))
        {
            var outcome = await terminal.TypeAsync("edition", "check", folder);
            outcome.Code.ShouldBe(ExitCode.Done, outcome.Error);
            outcome.Output.ShouldContain(folder);
        }
    }

    [Fact]
    public async Task Problems_are_told_with_file_line_and_code()
    {
        using var terminal = new Terminal();
        var folder = Directory.CreateDirectory(Path.Combine(terminal.Folder, "spoiled"));
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "edition.yaml"), "programme: demo\nyear: twenty\n");
        var outcome = await terminal.TypeAsync("edition", "check", folder.FullName);
        outcome.Code.ShouldBe(ExitCode.Invalid);
        outcome.Error.ShouldContain($"{Path.Combine(folder.FullName, "edition.yaml")}:2: edition.");

        var json = JsonDocument.Parse((await terminal.TypeAsync("edition", "check", folder.FullName, "--json")).Output).RootElement;
        json.GetProperty("sound").GetBoolean().ShouldBeFalse();
        json.GetProperty("problems").EnumerateArray().Select(p => p.GetProperty("line").GetInt32()).ShouldContain(2);
    }

    [Fact]
    public async Task A_difference_is_said_in_words_and_is_no_failure()
    {
        using var terminal = new Terminal();
        (await terminal.TypeAsync("edition", "diff", Demo, Demo)).Output.ShouldContain("The two editions have the same rules.");
        var outcome = await terminal.TypeAsync("edition", "diff", Path.Combine(Archive, "2021"), Path.Combine(Archive, "2023"), "--json");
        outcome.Code.ShouldBe(ExitCode.Done, outcome.Error);
        JsonDocument.Parse(outcome.Output).RootElement.GetProperty("changes").EnumerateArray().Select(c => c.GetProperty("path").GetString()).ShouldContain("year");
    }

    [Fact]
    public async Task The_schema_is_a_document_of_its_own()
    {
        using var terminal = new Terminal();
        JsonDocument.Parse((await terminal.TypeAsync("edition", "schema")).Output).RootElement.GetProperty("$schema").GetString()!.ShouldContain("json-schema.org");
    }

    [Fact]
    public async Task An_edition_is_published_once_and_invitations_name_it()
    {
        using var terminal = new Terminal();
        await terminal.TypeAsync("migrate", "--data", terminal.Data);
        string[] publish = ["edition", "publish", Demo, "--day-zero", "2026-10-01", "--json", "--data", terminal.Data];
        var published = await terminal.TypeAsync(publish);
        published.Code.ShouldBe(ExitCode.Done, published.Error);
        var answer = JsonDocument.Parse(published.Output).RootElement;
        (answer.GetProperty("edition").GetString(), answer.GetProperty("number").GetInt32()).ShouldBe(("demo/2026", 1));

        var again = await terminal.TypeAsync(publish);
        again.Code.ShouldBe(ExitCode.Conflict);
        again.Error.ShouldStartWith("edition.unchanged: ");
        (await terminal.TypeAsync("doctor", "--data", terminal.Data)).Code.ShouldBe(ExitCode.Done);

        string[] invite = ["admin", "create-invitation", "an@example.vn", "--name", "Nguyễn Văn An", "--role", "juror", "--data", terminal.Data, "--edition"];
        (await terminal.TypeAsync([.. invite, "demo/2026"])).Code.ShouldBe(ExitCode.Done);
        (await terminal.TypeAsync([.. invite, "demo/1999"])).Code.ShouldBe(ExitCode.NotFound);
    }

    [Fact]
    public async Task An_edition_is_rehearsed_and_the_same_seed_says_the_same()
    {
        using var terminal = new Terminal();
        string[] simulate = ["edition", "simulate", Demo, "--dossiers", "40", "--jurors", "10", "--seed", "1", "--draws", "3"];
        var once = await terminal.TypeAsync(simulate);
        once.Code.ShouldBe(ExitCode.Done, once.Error);
        once.Output.ShouldContain("The highest prize goes to the truly best");
        (await terminal.TypeAsync(simulate)).Output.ShouldBe(once.Output);

        var json = JsonDocument.Parse((await terminal.TypeAsync([.. simulate, "--json"])).Output).RootElement;
        json.GetProperty("isPlayed").GetBoolean().ShouldBeTrue();
        json.GetProperty("received").GetInt32().ShouldBe(40);
        json.GetProperty("judging").GetProperty("alternatives").GetArrayLength().ShouldBe(15);
    }

    [Fact]
    public async Task An_edition_that_does_not_state_its_rounds_is_not_rehearsed_by_guessing()
    {
        using var terminal = new Terminal();
        var outcome = await terminal.TypeAsync("edition", "simulate", Path.Combine(Archive, "2025"), "--dossiers", "40", "--jurors", "10", "--seed", "1");
        outcome.Code.ShouldBe(ExitCode.Conflict);
        outcome.Error.ShouldContain("simulation.unsettled: Judging and prizes cannot be played: rounds is unpublished");
        outcome.Output.ShouldContain("40 dossiers are eligible");
        (await terminal.TypeAsync("edition", "simulate", Demo, "--dossiers", "0", "--jurors", "10", "--seed", "1")).Code.ShouldBe(ExitCode.Invalid);
    }

    [Theory]
    [InlineData("edition.date_invalid", "--day-zero", "01/10/2026")]
    [InlineData("edition.notice_pair", "--day-zero", "2026-10-01", "--notice-vi", "Gia hạn")]
    public async Task Half_a_wish_is_refused(string code, params string[] options)
    {
        using var terminal = new Terminal();
        await terminal.TypeAsync("migrate", "--data", terminal.Data);
        var outcome = await terminal.TypeAsync(["edition", "publish", Demo, .. options, "--data", terminal.Data]);
        outcome.Code.ShouldBe(ExitCode.Invalid);
        outcome.Error.ShouldStartWith($"{code}: ");
    }
}
