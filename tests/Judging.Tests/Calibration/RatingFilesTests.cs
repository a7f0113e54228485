using System.Text.Json;
using BangVang.Judging.Calibration;
using BangVang.Judging.Choices;
using BangVang.Judging.Ranks;
using BangVang.Testing;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace BangVang.Judging.Tests.Calibration;

public sealed class RatingFilesTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("ratings").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string File(string text, string name = "ratings.csv")
    {
        var path = Path.Combine(folder, name);
        using var writer = Csv.Create(path);
        writer.Write(text);
        return path;
    }

    private string[] Refusals(string text) => Said(RatingFiles.Read(File(text)).Problems);

    private static string[] Said(IEnumerable<FileProblem> problems) => [.. problems.Select(p => $"{p.Line}: {p.Code}: {p.Sentence}")];

    [Fact]
    public void Columns_may_stand_in_any_order_and_files_be_compressed()
    {
        var text = "facet:day,reviewer,paper,weight,score,criterion,facet:hall\nmon,1,\"a, b\",0.5,7.25,idea,\"x\"\"y\"\n";
        foreach (var name in new[] { "ratings.csv", "ratings.csv.gz" })
        {
            var (ratings, problems) = RatingFiles.Read(File(text, name));
            problems.ShouldBeEmpty();
            ratings!.Facets.ShouldBe(["day", "hall"]);
            var row = ratings.Rows.ShouldHaveSingleItem();
            (row with { Facets = null }).ShouldBe(new("a, b", "1", 7.25, "idea", 0.5));
            row.Facets.ShouldBe(["mon", "x\"y"]);
        }
    }

    [Fact]
    public void Every_wrong_line_is_named()
    {
        Refusals("entry,juror,score\na,1,\na,1,NaN\n,1,2\na,1\na,1,3\n").ShouldBe(
        [
            "2: csv.empty_field: the column score is empty",
            "3: calibrate.score: the score \"NaN\" is not a finite number; an abstention is an absent row",
            "4: csv.empty_field: the column entry is empty",
            "5: csv.columns: 2 columns, expected 3",
        ]);
        Refusals("entry,juror,score,weight\na,1,2,-1\n").ShouldBe(["2: calibrate.weight: the weight \"-1\" is not a number from 0"]);
        Refusals("entry,juror,score,facet:day\na,1,2,\n").ShouldBe(["2: csv.empty_field: the column facet:day is empty"]);
        Refusals("entry,score\n").ShouldBe(["1: csv.column_missing: the column \"juror\" is missing, expected \"entry,juror,score[,criterion][,weight][,facet:…]\""]);
        Refusals("entry,juror,score,mark\n").ShouldBe(["1: csv.column_unknown: the column \"mark\" is unknown, expected \"entry,juror,score[,criterion][,weight][,facet:…]\""]);
        Refusals("entry,juror,score,paper\n").ShouldBe(["1: csv.column_twice: the column \"entry\" stands twice"]);
        Refusals("entry,juror,score\n").ShouldBe(["1: calibrate.no_ratings: the file has no ratings"]);
        Refusals("").ShouldBe(["1: csv.empty: the file is empty, expected the header \"entry,juror,score\""]);
        Refusals("entry,juror,score\na,1,\"2\n").ShouldBe(["2: csv.quote_open: a quote is opened and never closed"]);
    }

    [Fact]
    public void Results_are_written_as_the_contract_says()
    {
        var fit = Calibrator.Fit(new([new("b", "1", 2), new("a, x", "1", 4), new("b", "2", 3), new("a, x", "2", 5)]), new(CalibrationModel.Mean));
        var (entries, jurors) = (new StringWriter(), new StringWriter());
        RatingFiles.WriteEntries(entries, fit, RankDraws.Of(fit, count: 100).Ranking());
        RatingFiles.WriteJurors(jurors, fit);
        entries.ToString().Split('\n')[..2].ShouldBe(["entry,estimate,se,raw_mean,n,rank,rank_lo,rank_hi,p_top1,p_top3,p_top10", "\"a, x\",4.5,0.5,4.5,2,1,1,1,1,1,1"]);
        jurors.ToString().ShouldBe("juror,severity,se,scale,n,fit\n1,0.5,0.5,1,2,0.5\n2,-0.5,0.5,1,2,0.5\n");

        var report = JsonDocument.Parse(CalibrationReport.Of(fit, "7", 100, 0.25).ToJson()).RootElement;
        report.EnumerateObject().Select(p => p.Name).ShouldBe(
            ["model", "log_likelihood", "deviance", "variance_components", "intercept", "steps", "effects", "iterations", "converged", "connected", "groups", "seconds", "seed", "draws", "version", "agreement", "intraclass_correlation"]);
        report.GetProperty("variance_components").EnumerateObject().Select(p => p.Name).ShouldBe(["entry", "juror", "residual"]);
        (report.GetProperty("model").GetString(), report.GetProperty("seconds").GetDouble(), report.GetProperty("connected").GetBoolean()).ShouldBe(("mean", 0.25, true));
    }

    [Fact]
    public void Choices_are_read_in_the_order_of_their_places()
    {
        var (contests, problems) = ChoiceFiles.Read(File("contest,entry,place,count\nx,b,2,3\nx,a,1,3\nx,c,7,3\n"), onlyPairs: false);
        problems.ShouldBeEmpty();
        contests!.Single().Order.ShouldBe(["a", "b", "c"]);
        contests![0].Count.ShouldBe(3);
        Said(ChoiceFiles.Read(File("contest,entry,place\nx,a,1\nx,b,1\ny,a,1\nz,a,1\nz,a,2\nw,a,0\n"), onlyPairs: false).Problems).ShouldBe(
        [
            "7: choices.place: the place \"0\" is not a whole number from 1",
            "3: choices.tie: b and a share place 1 of contest x: a choice has no ties",
            "4: choices.alone: contest y has one entry, a choice needs two",
            "6: choices.entry_twice: a occurs twice in contest z",
        ]);
        Said(ChoiceFiles.Read(File("contest,entry,place\nx,a,1\nx,b,2\nx,c,3\n"), onlyPairs: true).Problems)
            .ShouldBe(["4: choices.not_a_pair: contest x has 3 entries: bradley-terry compares two, use plackett-luce"]);
    }

    [Fact]
    public void Scores_are_hundredths_and_ties_stand_in_the_order_of_their_numbers()
    {
        var (entries, problems) = ScoreFiles.Read(File("entry,category,score,tie2,p_top1,tie1\na,potential,8.345,1,0.5,-2.5\nb,potential,8.3449,0,,3\n"), ["potential"]);
        problems.ShouldBeEmpty();
        entries!.Select(e => $"{e.Contender.Entry} {string.Join(' ', e.Contender.Keys)} {e.PTop1}").ShouldBe(["a 835 -2500000 1000000 0.5", "b 834 3000000 0 "]);
        Said(ScoreFiles.Read(File("entry,category,score\na,x,8\na,potential,8\nb,potential,\nc,potential,1e9\n"), ["potential"]).Problems).ShouldBe(
        [
            "2: allocate.category_unknown: the edition has no category x, it has potential",
            "3: allocate.entry_twice: a occurs twice",
            "4: csv.empty_field: the column score is empty",
            "5: allocate.number: score \"1e9\" is not a number from -1000000 to 1000000",
        ]);
    }

    [Fact]
    public void Whatever_a_file_holds_it_is_read_or_refused_with_a_line() =>
        Prop.ForAll(Gen.Elements([.. "ab1,\"\n\r.-eE+ ntryjuoscfk:g0é\0"]).ArrayOf().ToArbitrary(), letters =>
        {
            var text = new string(letters);
            IReadOnlyList<FileProblem>[] all =
            [
                RatingFiles.Read(File(text)).Problems, RatingFiles.Read(File("entry,juror,score\n" + text)).Problems,
                ChoiceFiles.Read(File("contest,entry,place,count\n" + text), true).Problems, ScoreFiles.Read(File("entry,category,score,tie1\n" + text), ["a"]).Problems,
                RatingFiles.Read(File("entry,juror,score,facet:" + text)).Problems,
            ];
            return all.All(problems => problems.All(p => p.Line >= 1 && p.Sentence != p.Reason.ToString()));
        }).Holds();
}
