using System.IO.Compression;
using BangVang.Judging.Assignment;
using BangVang.Testing;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace BangVang.Judging.Tests;

public sealed class AssignmentFilesTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("assign").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string File(string name, string text)
    {
        var path = Path.Combine(folder, name);
        using var writer = Csv.Create(path);
        writer.Write(text);
        return path;
    }

    private AssignmentPaths Paths(
        string affinity = "1,2\n3,5\n", string entries = "entry,demand\na,1\nb,1\n", string jurors = "juror,min_load,max_load\n1,0,1\n2,0,1\n",
        string? conflicts = null, string? pinned = null) => new(
        File("affinity.csv", affinity), File("entries.csv", entries), File("jurors.csv", jurors),
        conflicts is null ? null : File("conflicts.csv", conflicts), pinned is null ? null : File("pinned.csv", pinned));

    private static string[] Refusals(AssignmentPaths paths) =>
        [.. AssignmentFiles.Read(paths).Problems.Select(p => $"{Path.GetFileName(p.File)}:{p.Line}: {p.Code}: {p.Sentence}")];

    private static string Solved(AssignmentPaths paths)
    {
        var (result, problems) = AssignmentFiles.Solve(paths, new());
        problems.ShouldBeEmpty();
        var text = new StringWriter();
        AssignmentFiles.Write(text, result!.Pairs);
        return text.ToString();
    }

    [Fact]
    public void Dense_and_long_affinities_are_read_with_both_kinds_of_names()
    {
        Solved(Paths()).ShouldBe("entry,juror,affinity\na,1,1\nb,2,5\n");
        Solved(Paths(
            affinity: "paper,reviewer,affinity\nb,1,0.5\n\"a\",2,1e-1\n", entries: "paper,demand\r\nb,1\r\na,1\r\n",
            jurors: "reviewer,min_load,max_load,group\n1,0,1,\n2,0,1,X\n")).ShouldBe("entry,juror,affinity\na,2,0.1\nb,1,0.5\n");
    }

    [Fact]
    public void Compressed_files_are_read_and_written()
    {
        var path = Path.Combine(folder, "affinity.csv.gz");
        using (var writer = Csv.Create(path)) writer.Write("1,2\n3,5\n");
        new byte[] { 0x1f, 0x8b }.ShouldBe(System.IO.File.ReadAllBytes(path)[..2]);
        Solved(Paths() with { Affinity = path }).ShouldBe("entry,juror,affinity\na,1,1\nb,2,5\n");
    }

    [Fact]
    public void Conflicts_and_pinned_pairs_are_kept() =>
        Solved(Paths(conflicts: "entry,juror\na,1\n", pinned: "paper,reviewer\na,2\n")).ShouldBe("entry,juror,affinity\na,2,2\nb,1,3\n");

    [Fact]
    public void Numbers_sort_by_their_value_and_names_with_commas_are_quoted() =>
        Solved(Paths(affinity: "1\n1\n1\n", entries: "entry,demand\n10,1\n9,1\n\"x, y\",1\n", jurors: "juror,min_load,max_load\n1,0,3\n"))
            .ShouldBe("entry,juror,affinity\n9,1,1\n10,1,1\n\"x, y\",1,1\n");

    [Fact]
    public void Every_wrong_line_is_named()
    {
        Refusals(Paths(entries: "entry,demand\na,1\nb,x\nc,-1\nd\n,1\n")).ShouldBe(
        [
            "entries.csv:3: assign.demand: the demand \"x\" is not a whole number from 0 to 1000000",
            "entries.csv:4: assign.demand: the demand \"-1\" is not a whole number from 0 to 1000000",
            "entries.csv:5: csv.columns: 1 columns, expected 2",
            "entries.csv:6: csv.first_empty: the first column is empty",
        ]);
        Refusals(Paths(jurors: "juror,min_load,max_load\n1,2,1\n2,0,1\n2,0,1\n")).ShouldBe(
        [
            "jurors.csv:2: assign.loads_crossed: the least load 2 is above the largest load 1",
            "jurors.csv:4: assign.juror_twice: 2 occurs twice",
        ]);
        Refusals(Paths(conflicts: "entry,juror\nz,1\na,9\n", pinned: "juror,entry\n")).ShouldBe(
        [
            "conflicts.csv:2: assign.entry_unknown: entry z is not in the list of entries",
            "conflicts.csv:3: assign.juror_unknown: juror 9 is not in the list of jurors",
            "pinned.csv:1: csv.header: the header is \"juror,entry\", expected \"entry,juror\"",
        ]);
        Refusals(Paths(conflicts: "entry,juror\na,1\n", pinned: "entry,juror\na,1\n"))
            .ShouldBe(["pinned.csv:2: assign.pinned_conflict: entry a and juror 1 are pinned and in conflict"]);
        Refusals(Paths(affinity: "1,2\n3\n")).ShouldBe(["affinity.csv:2: assign.columns: 1 columns, expected 2, one for each juror"]);
        Refusals(Paths(affinity: "1,2\n3,NaN\n")).ShouldBe(["affinity.csv:2: assign.number_at: column 2: \"NaN\" is not a finite number"]);
        Refusals(Paths(affinity: "1,2\n")).ShouldBe(["affinity.csv:2: assign.rows: 1 rows of affinities, expected 2, one for each entry"]);
        Refusals(Paths(affinity: "1,2\n3,4\n5,6\n")).ShouldBe(["affinity.csv:3: assign.rows_more: more rows of affinities than the 2 entries",
            "affinity.csv:4: assign.rows: 3 rows of affinities, expected 2, one for each entry"]);
        Refusals(Paths(affinity: "entry,juror,affinity\na,1,1\na,1,2\n")).ShouldBe(["affinity.csv:3: assign.pair_twice: entry a and juror 1 occur twice"]);
        Refusals(Paths(entries: "entry,demand\n\"a,1\nb,1\n")).ShouldBe(["entries.csv:2: csv.quote_open: a quote is opened and never closed"]);
        Refusals(Paths(entries: "")).ShouldBe(["entries.csv:1: csv.empty: the file is empty, expected the header \"entry,demand\""]);
    }

    [Fact]
    public void What_is_no_text_or_no_archive_is_refused()
    {
        var binary = Path.Combine(folder, "binary.csv");
        System.IO.File.WriteAllBytes(binary, [0x31, 0x2c, 0xff, 0xfe, 0x0a]);
        Refusals(Paths() with { Affinity = binary }).ShouldBe(["binary.csv:1: csv.encoding: the text is not UTF-8"]);
        var plain = Path.Combine(folder, "plain.csv.gz");
        System.IO.File.WriteAllText(plain, "1,2\n3,5\n");
        Refusals(Paths() with { Affinity = plain }).ShouldBe(["plain.csv.gz:1: csv.compression: the file is not in gzip format"]);
    }

    [Fact]
    public void The_missing_is_said_in_a_sentence()
    {
        var (result, _) = AssignmentFiles.Solve(Paths(jurors: "juror,min_load,max_load\n1,0,1\n2,0,0\n"), new());
        ReasonText.English(result!.Shortage!).ShouldBe("juror loads sum to 1, demands to 2");
        (result, _) = AssignmentFiles.Solve(Paths(conflicts: "entry,juror\nb,1\nb,2\n"), new());
        ReasonText.English(result!.Shortage!).ShouldBe("entry b has 0 jurors without conflict, needs 1");
    }

    [Fact]
    public void Whatever_a_file_holds_it_is_read_or_refused_with_a_line() =>
        Prop.ForAll(Gen.Elements([.. "ab1,\"\n\r.-eE+ ntryjuodmaxilfc_gp0é\0"]).ArrayOf().ToArbitrary(), letters =>
        {
            var text = new string(letters);
            AssignmentPaths[] all =
            [
                Paths(affinity: text), Paths(affinity: "entry,juror,affinity\n" + text), Paths(entries: "entry,demand\n" + text),
                Paths(jurors: "juror,min_load,max_load\n" + text), Paths(conflicts: "entry,juror\n" + text), Paths(conflicts: text),
            ];
            return all.All(paths => AssignmentFiles.Read(paths) is var (problem, problems)
                && (problem is null) == (problems.Count > 0) && problems.All(p => p.Line >= 1 && p.Sentence != p.Reason.ToString()));
        }).Holds();
}
