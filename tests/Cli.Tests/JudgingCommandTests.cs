using System.IO.Compression;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using BangVang.Cli.Kernel;
using BangVang.Judging;
using BangVang.Testing;
using Shouldly;
using Xunit;

namespace BangVang.Cli.Tests;

public sealed class JudgingCommandTests : IDisposable
{
    private const string Marks = "entry,juror,score\na,1,8\na,2,6\nb,1,7\nb,2,5\nc,1,4\nc,2,3\n";
    private readonly Terminal terminal = new();

    public void Dispose() => terminal.Dispose();

    private string In(string name, string text)
    {
        File.WriteAllText(Path.Combine(terminal.Folder, name), text);
        return Path.Combine(terminal.Folder, name);
    }

    private string Out(string name) => Path.Combine(terminal.Folder, name);

    [Theory]
    [InlineData("mean")]
    [InlineData("additive")]
    [InlineData("mixed")]
    [InlineData("affine")]
    [InlineData("rasch")]
    [InlineData("cumulative")]
    public async Task Every_model_writes_entries_jurors_and_a_report(string model)
    {
        var done = await terminal.TypeAsync("calibrate", "--ratings", In("marks.csv", Marks), "--model", model,
            "--out", Out("entries.csv.gz"), "--jurors-out", Out("jurors.csv"), "--report", Out("report.json"), "--json");
        done.Code.ShouldBe(ExitCode.Done, done.Error);
        using var entries = new StreamReader(new GZipStream(File.OpenRead(Out("entries.csv.gz")), CompressionMode.Decompress));
        (await entries.ReadLineAsync()).ShouldBe("entry,estimate,se,raw_mean,n,rank,rank_lo,rank_hi,p_top1,p_top3,p_top10");
        (await entries.ReadLineAsync())!.ShouldStartWith("a,");
        var jurors = await File.ReadAllLinesAsync(Out("jurors.csv"));
        jurors[0].ShouldBe("juror,severity,se,scale,n,fit");
        double.Parse(jurors[2].Split(',')[1], System.Globalization.CultureInfo.InvariantCulture).ShouldBeGreaterThanOrEqualTo(0, "juror 2 is the stricter one");
        var (written, printed) = (JsonDocument.Parse(await File.ReadAllTextAsync(Out("report.json"))).RootElement, JsonDocument.Parse(done.Output).RootElement);
        written.GetProperty("model").GetString().ShouldBe(model);
        written.GetProperty("connected").GetBoolean().ShouldBeTrue();
        printed.GetProperty("deviance").GetDouble().ShouldBe(written.GetProperty("deviance").GetDouble());
        printed.EnumerateObject().Select(p => p.Name).ShouldBe(written.EnumerateObject().Select(p => p.Name));
    }

    [Fact]
    public async Task Groups_that_cannot_be_compared_are_named_and_the_fit_is_still_returned()
    {
        var done = await terminal.TypeAsync("calibrate", "--ratings", In("marks.csv", Marks + "x,9,7\ny,9,5\n"), "--out", Out("entries.csv"), "--report", Out("report.json"));
        done.Code.ShouldBe(ExitCode.Done);
        done.Error.ShouldContain("calibrate.not_connected: ");
        done.Error.ShouldContain("a, b, c · x, y");
        var report = JsonDocument.Parse(await File.ReadAllTextAsync(Out("report.json"))).RootElement;
        report.GetProperty("connected").GetBoolean().ShouldBeFalse();
        report.GetProperty("groups").EnumerateArray().Select(g => string.Concat(g.GetProperty("entries").EnumerateArray().Select(e => e.GetString()))).ShouldBe(["abc", "xy"]);
        File.ReadLines(Out("entries.csv")).Count().ShouldBe(6);
    }

    [Fact]
    public void What_is_wrong_with_a_file_is_said_in_both_languages_and_the_english_is_the_library_s()
    {
        var sentences = XDocument.Load(Path.Combine(Repository.Root, "src/BangVang.Cli/Resources/Console.vi.resx")).Root!.Elements("data")
            .Select(d => d.Attribute("name")!.Value).Where(k => k.StartsWith("file.", StringComparison.Ordinal)).ToList();
        sentences.Count.ShouldBeGreaterThan(40);
        foreach (var key in sentences)
        {
            var places = Regex.Matches(Texts.In("en", key, new Dictionary<string, object>()), @"\{(\w+)\}").Select(m => m.Groups[1].Value).Distinct().ToList();
            var values = places.Select((name, n) => (name, (object)(n + 2))).ToDictionary(v => v.name, v => v.Item2);
            var reason = new Reason(key["file.".Length..], [.. values.Select(v => (v.Key, v.Value))]);
            Texts.In("en", key, values).ShouldBe(ReasonText.English(reason));
            var vietnamese = Texts.In("vi", key, values);
            vietnamese.ShouldNotContain("{");
            vietnamese.ShouldNotBe(ReasonText.English(reason));
            foreach (var value in values.Values) vietnamese.ShouldContain($"{value}", customMessage: key);
        }
    }

    [Fact]
    public async Task Every_kind_of_wrong_line_has_its_sentence()
    {
        string[] files =
        [
            "", "entry,score\n", "entry,juror,score,mark\n", "entry,juror,score,paper\n", "entry,juror,score\n", "entry,juror,score\na,1,\"2\n", "entry,juror,score\na,1,2\"3\n", "entry,juror,score\na,1,\"2\"3\n",
            "entry,juror,score\na,1\na,1,\na,1,x\n", "entry,juror,score,weight\na,1,2,-1\n",
        ];
        foreach (var file in files)
        {
            var wrong = await terminal.TypeAsync("calibrate", "--ratings", In("marks.csv", file), "--out", Out("entries.csv"));
            wrong.Code.ShouldBe(ExitCode.Invalid);
            wrong.Error.ShouldNotContain("file.", customMessage: "a key without a sentence");
            wrong.Error.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries).ShouldAllBe(l => Regex.IsMatch(l, @":\d+: [a-z]+\.[a-z_]+: \S"));
        }
    }

    [Fact]
    public async Task How_far_jurors_agree_stands_in_the_report()
    {
        var done = await terminal.TypeAsync("calibrate", "--ratings", In("marks.csv", Marks), "--out", Out("entries.csv"), "--report", Out("report.json"));
        done.Code.ShouldBe(ExitCode.Done, done.Error);
        var report = JsonDocument.Parse(await File.ReadAllTextAsync(Out("report.json"))).RootElement;
        var agreement = report.GetProperty("agreement").EnumerateArray().ShouldHaveSingleItem();
        agreement.EnumerateObject().Select(p => p.Name).ShouldBe(["criterion", "alpha", "low", "high", "entries", "jurors", "marks"]);
        // Six marks, 8 6 7 5 4 3: D is (4 + 4 + 1) / 3, E is 2 · 17.5 / 5.
        agreement.GetProperty("alpha").GetDouble().ShouldBe(1 - 3.0 / 7, 1e-12);
        report.GetProperty("intraclass_correlation").GetProperty("consistency").GetDouble().ShouldBeInRange(0, 1);
    }

    [Fact]
    public async Task Wrong_input_is_refused_with_line_and_sentence_and_nothing_is_written()
    {
        var wrong = await terminal.TypeAsync("calibrate", "--ratings", In("marks.csv", "entry,juror,score\na,1,x\n"), "--out", Out("entries.csv"));
        wrong.Code.ShouldBe(ExitCode.Invalid);
        var at = $"{Out("marks.csv")}:2: calibrate.score: ";
        wrong.Error.ShouldBe(string.Concat(Language.Spoken.Select(l =>
            $"{at}{(l == "vi" ? "điểm \"x\" không phải là số hữu hạn; không chấm thì bỏ cả dòng" : "the score \"x\" is not a finite number; an abstention is an absent row")}{Environment.NewLine}")));
        File.Exists(Out("entries.csv")).ShouldBeFalse();
        (await terminal.TypeAsync("calibrate", "--ratings", Out("none.csv"), "--out", Out("entries.csv"))).Code.ShouldBe(ExitCode.NotFound);
        (await terminal.TypeAsync("calibrate", "--ratings", In("m.csv", Marks), "--model", "best", "--out", Out("e.csv"))).Code.ShouldBe(ExitCode.Invalid);
        (await terminal.TypeAsync("calibrate", "--ratings", In("m.csv", Marks), "--scale", "5,1,1", "--out", Out("e.csv"))).Error.ShouldContain("judging.scale: ");
        var off = await terminal.TypeAsync("calibrate", "--ratings", In("m.csv", Marks), "--model", "rasch", "--scale", "0,6,1", "--out", Out("e.csv"));
        (off.Code, off.Error.Contains("calibrate.off_scale: ", StringComparison.Ordinal)).ShouldBe((ExitCode.Invalid, true));
    }

    [Fact]
    public async Task Choices_are_ranked_or_the_undefined_ones_named()
    {
        var choices = In("choices.csv", "contest,entry,place,count\n1,a,1,3\n1,b,2,3\n2,b,1,1\n2,a,2,1\n");
        var done = await terminal.TypeAsync("rank-choices", "--in", choices, "--model", "bradley-terry", "--out", Out("s.csv"), "--json");
        done.Code.ShouldBe(ExitCode.Done, done.Error);
        (await File.ReadAllLinesAsync(Out("s.csv"))).ShouldBe(["entry,estimate,se", "a,0,0", $"b,-1.098612289,{Math.Sqrt(4 / 3.0):G10}"]);
        JsonDocument.Parse(done.Output).RootElement.GetProperty("reference").GetString().ShouldBe("a");

        var never = In("never.csv", "contest,entry,place\n1,a,1\n1,b,2\n1,c,3\n2,c,1\n2,b,2\n");
        var refused = await terminal.TypeAsync("rank-choices", "--in", never, "--model", "plackett-luce", "--out", Out("n.csv"));
        refused.Code.ShouldBe(ExitCode.Invalid);
        refused.Error.ShouldContain("choices.never_lost: These entries never lost to one of the others, so their strength has no limit: a.");
        (await terminal.TypeAsync("rank-choices", "--in", never, "--model", "plackett-luce", "--out", Out("n.csv"), "--regularize", "2")).Code.ShouldBe(ExitCode.Done);
        (await terminal.TypeAsync("rank-choices", "--in", never, "--model", "bradley-terry", "--out", Out("n.csv"))).Error.ShouldContain("never.csv:4: choices.not_a_pair: ");
    }

    [Fact]
    public async Task Prizes_follow_the_editions_rules_with_the_reason_on_each_line()
    {
        var demo = Path.Combine(Repository.Root, "editions", "demo", "2026");
        var scores = In("scores.csv", """
            entry,category,score,p_top1,tie1
            A,digital-government,9.1,0.62,0
            B,digital-government,9.0,0.3,0
            C,digital-government,8.2,,2
            D,digital-government,8.2,,1
            E,digital-government,6.9,,0
            P,potential,7.2,,0

            """);
        var done = await terminal.TypeAsync("allocate", "--edition", demo, "--scores", scores, "--out", Out("result.csv"), "--json");
        done.Code.ShouldBe(ExitCode.Done, done.Error);
        (await File.ReadAllLinesAsync(Out("result.csv"))).ShouldBe(
        [
            "entry,category,tier,rank,reason",
            "A,digital-government,gold,1,gold: rank 1 of its category takes place 1 of 1; too close to call: P(first) = 0.62",
            "B,digital-government,silver,2,silver: rank 2 of its category takes place 1 of 1; not gold: all 1 places of the category are taken",
            "C,digital-government,bronze,3,bronze: rank 3 of its category takes place 1 of 2; not silver: all 1 places of the category are taken",
            "D,digital-government,bronze,4,bronze: rank 4 of its category takes place 2 of 2; not silver: all 1 places of the category are taken",
            "E,digital-government,,5,no tier: rank 5 is beyond the prizes; not top10: score 6.90 is below the minimum 7.00",
            "P,potential,top10,1,top10: rank 1 of its category takes place 1 of 10; not bronze: score 7.20 is below the minimum 7.50",
        ]);
        JsonDocument.Parse(done.Output).RootElement.GetProperty("withheld").EnumerateArray()
            .Single(w => w.GetProperty("category").GetString() == "potential" && w.GetProperty("tier").GetString() == "gold").GetProperty("places").GetInt32().ShouldBe(1);
        (await terminal.TypeAsync("allocate", "--edition", demo, "--scores", In("s.csv", "entry,category,score\nA,cars,9\n"), "--out", Out("r.csv")))
            .Error.ShouldContain("s.csv:2: allocate.category_unknown: the edition has no category cars");
        (await terminal.TypeAsync("allocate", "--edition", terminal.Folder, "--scores", scores, "--out", Out("r.csv"))).Code.ShouldBe(ExitCode.Invalid);
    }
}
