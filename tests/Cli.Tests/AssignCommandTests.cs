using System.Text.Json;
using BangVang.Cli.Kernel;
using Shouldly;
using Xunit;

namespace BangVang.Cli.Tests;

public sealed class AssignCommandTests : IDisposable
{
    private readonly Terminal terminal = new();

    public void Dispose() => terminal.Dispose();

    private string File(string name, string? text = null)
    {
        var path = Path.Combine(terminal.Folder, name);
        if (text is not null) System.IO.File.WriteAllText(path, text);
        return path;
    }

    private Task<Terminal.Outcome> AssignAsync(params string[] more) => AssignAsync(new("paper,demand\n0,1\n1,1\n", "reviewer,min_load,max_load\n0,0,1\n1,0,1\n"), more);

    private sealed record Lists(string Entries, string Jurors = "juror,min_load,max_load\n0,0,1\n1,0,1\n");

    private Task<Terminal.Outcome> AssignAsync(Lists lists, params string[] more) => terminal.TypeAsync([
        "assign", "--affinity", File("a.csv", "1,2\n3,5\n"), "--entries", File("e.csv", lists.Entries), "--jurors", File("j.csv", lists.Jurors),
        "--out", File("out.csv"), "--report", File("report.json"), .. more]);

    private JsonElement Report => JsonDocument.Parse(System.IO.File.ReadAllText(File("report.json"))).RootElement;

    [Fact]
    public async Task The_best_assignment_is_written_with_its_figures_and_no_installation_is_made()
    {
        var outcome = await AssignAsync("--json");
        outcome.Code.ShouldBe(ExitCode.Done, outcome.Error);
        System.IO.File.ReadAllText(File("out.csv")).ShouldBe("entry,juror,affinity\n0,0,1\n1,1,5\n");
        (Report.GetProperty("total_affinity").GetDouble(), Report.GetProperty("dual_bound").GetDouble(), Report.GetProperty("optimal").GetBoolean()).ShouldBe((6, 6, true));
        Report.GetProperty("loads").GetProperty("histogram").GetProperty("1").GetInt32().ShouldBe(2);
        JsonElement.DeepEquals(JsonDocument.Parse(outcome.Output).RootElement, Report).ShouldBeTrue();
        Directory.Exists(terminal.Data).ShouldBeFalse();
    }

    [Fact]
    public async Task A_draw_is_repeated_by_its_seed_and_tells_its_probabilities()
    {
        string[] draw = ["--randomize", "0.75", "--seed", "xổ số 18/11/2026", "--marginals", File("marginals.csv.gz")];
        (await AssignAsync(draw)).Code.ShouldBe(ExitCode.Done);
        var first = (System.IO.File.ReadAllText(File("out.csv")), System.IO.File.ReadAllBytes(File("marginals.csv.gz")));
        using (var text = BangVang.Judging.Csv.Open(File("marginals.csv.gz")))
            text.ReadToEnd().ShouldBe("entry,juror,probability\n0,0,0.75\n0,1,0.25\n1,0,0.25\n1,1,0.75\n");
        (Report.GetProperty("expected_affinity").GetDouble(), Report.GetProperty("support").GetInt32(), Report.GetProperty("seed").GetString())
            .ShouldBe((0.75 * 6 + 0.25 * 5, 4, "xổ số 18/11/2026"));
        (await AssignAsync(draw)).Code.ShouldBe(ExitCode.Done);
        System.IO.File.ReadAllText(File("out.csv")).ShouldBe(first.Item1);
        System.IO.File.ReadAllBytes(File("marginals.csv.gz")).ShouldBe(first.Item2);
    }

    [Fact]
    public async Task What_cannot_be_assigned_is_refused_with_a_reason_and_nothing_is_written()
    {
        var short_ = await AssignAsync(new Lists("entry,demand\n0,1\n1,2\n"));
        (short_.Code, System.IO.File.Exists(File("out.csv")), System.IO.File.Exists(File("report.json"))).ShouldBe((ExitCode.Invalid, false, false));
        short_.Error.ShouldContain("assign.loads_below_demands: juror loads sum to 2, demands to 3");
        (await AssignAsync("--floor", "4")).Error.ShouldContain("assign.floor_unreachable: entry 0 can reach 2, the floor is 4");
        (await AssignAsync("--randomize", "0.25", "--seed", "1")).Error.ShouldContain("assign.cap_too_low: entries 1 can expect 0.5 places together");
    }

    [Theory]
    [InlineData("e.csv:3: assign.demand: ", "entry,demand\n0,1\n1,many\n")]
    [InlineData("e.csv:3: csv.columns: ", "entry,demand\n0,1\n1\n")]
    [InlineData("e.csv:1: csv.header: ", "demand,entry\n0,1\n")]
    public async Task A_wrong_line_is_named(string expected, string entries)
    {
        var outcome = await AssignAsync(new Lists(entries));
        outcome.Code.ShouldBe(ExitCode.Invalid);
        outcome.Error.ShouldContain(expected);
        outcome.Error.ShouldNotContain("   at ");
    }

    [Theory]
    [InlineData("--floor", "x")]
    [InlineData("--floor", "0,5")]
    [InlineData("--group-cap", "0")]
    [InlineData("--diversity", "1")]
    [InlineData("--randomize", "1.5")]
    [InlineData("--randomize", "0.5")]
    [InlineData("--objective", "least")]
    [InlineData("--time-limit", "0")]
    [InlineData("--marginals", "m.csv")]
    public async Task Options_out_of_range_or_alone_are_refused(string option, string value)
    {
        var outcome = await AssignAsync(option, value);
        (outcome.Code, System.IO.File.Exists(File("out.csv"))).ShouldBe((ExitCode.Invalid, false));
    }

    [Fact]
    public async Task A_draw_goes_with_the_largest_total_alone()
    {
        (await AssignAsync("--randomize", "0.5", "--seed", "1", "--objective", "fair")).Error.ShouldContain("assign.randomize_alone: ");
        (await terminal.TypeAsync("assign", "--affinity", File("none.csv"), "--entries", File("e.csv"), "--jurors", File("j.csv"), "--out", File("out.csv"))).Code.ShouldBe(ExitCode.NotFound);
    }
}
