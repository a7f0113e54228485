using System.Globalization;

namespace BangVang.Judging.Assignment;

/// <summary>Where the input of an assignment is.</summary>
public sealed record AssignmentPaths(string Affinity, string Entries, string Jurors, string? Conflicts = null, string? Pinned = null);

/// <summary>
/// Reads and writes the files of an assignment: entries <c>entry,demand[,group]</c>, jurors <c>juror,min_load,max_load[,group]</c>,
/// conflicts and pinned pairs <c>entry,juror</c>, affinities as numbers alone (row = entry, column = juror, in the order of the lists)
/// or as <c>entry,juror,affinity</c>, where missing pairs count 0. "paper" and "reviewer" are accepted for "entry" and "juror" in headers.
/// </summary>
public static class AssignmentFiles
{
    /// <summary>Problems listed per file: the first ones tell enough.</summary>
    private const int MostProblems = 20;

    /// <summary>Reads everything, or says what is wrong where.</summary>
    /// <exception cref="IOException">A file cannot be opened.</exception>
    public static (AssignmentProblem? Problem, IReadOnlyList<FileProblem> Problems) Read(AssignmentPaths paths, int? groupCap = null)
    {
        var problems = new List<FileProblem>();
        var entries = Rows(paths.Entries, problems, ["entry,demand,group", "entry,demand"], EntryOf);
        var jurors = Rows(paths.Jurors, problems, ["juror,min_load,max_load,group", "juror,min_load,max_load"], JurorOf);
        var entryIndex = Index(paths.Entries, entries, e => e.Entry, "assign.entry_twice", problems);
        var jurorIndex = Index(paths.Jurors, jurors, j => j.Juror, "assign.juror_twice", problems);
        var conflicts = Pairs(paths.Conflicts, entryIndex, jurorIndex, problems);
        var pinned = Pairs(paths.Pinned, entryIndex, jurorIndex, problems);
        if (problems.Count == 0) RefuseContradictions(paths, entries, jurors, conflicts, pinned, problems);
        if (problems.Count > 0) return (null, problems);

        var affinity = Affinity(paths.Affinity, entryIndex, jurorIndex, problems);
        if (problems.Count > 0) return (null, problems);
        var panel = new PanelRequest(
            [.. entries.Select(e => e.Item)], [.. jurors.Select(j => j.Item)], [.. conflicts.Select(c => c.Item)], [.. pinned.Select(p => p.Item)], groupCap);
        return (new(panel, affinity), []);
    }

    /// <summary>Reads the files and assigns: the whole of the command <c>assign</c> but for writing.</summary>
    /// <returns>The problems of the files, or else the result, which may be a shortage (<see cref="ReasonText"/> puts it in words).</returns>
    /// <exception cref="IOException">A file cannot be opened.</exception>
    public static (AssignmentResult? Result, IReadOnlyList<FileProblem> Problems) Solve(
        AssignmentPaths paths, AssignmentOptions options, int? groupCap = null, Func<bool>? stop = null)
    {
        var (problem, problems) = Read(paths, groupCap);
        return problem is null ? (null, problems) : (Assigner.Solve(problem, options, stop), problems);
    }

    /// <summary>Writes <c>entry,juror,affinity</c>, sorted as they come; affinities with as many digits as they need.</summary>
    public static void Write(TextWriter text, IReadOnlyList<AssignedPair> pairs)
    {
        text.Write("entry,juror,affinity\n");
        foreach (var pair in pairs)
            text.Write(string.Create(CultureInfo.InvariantCulture, $"{Csv.Quote(pair.Entry)},{Csv.Quote(pair.Juror)},{pair.Affinity}\n"));
    }

    /// <summary>Writes <c>entry,juror,probability</c>, sorted as they come; probabilities with as many digits as they need.</summary>
    public static void Write(TextWriter text, IReadOnlyList<PairProbability> pairs)
    {
        text.Write("entry,juror,probability\n");
        foreach (var pair in pairs)
            text.Write(string.Create(CultureInfo.InvariantCulture, $"{Csv.Quote(pair.Entry)},{Csv.Quote(pair.Juror)},{pair.Probability}\n"));
    }

    private static (EntryDemand? Item, Reason? Wrong) EntryOf(IReadOnlyList<string> f) =>
        Number(f[1]) is { } demand
            ? (new(f[0], demand, f.Count > 2 && f[2].Length > 0 ? f[2] : null), null)
            : (null, new("assign.demand", ("text", f[1])));

    private static (JurorLoad? Item, Reason? Wrong) JurorOf(IReadOnlyList<string> f) => (Number(f[1]), Number(f[2])) switch
    {
        (null, _) => (null, new("assign.least_load", ("text", f[1]))),
        (_, null) => (null, new("assign.largest_load", ("text", f[2]))),
        ({ } min, { } max) when min > max => (null, new("assign.loads_crossed", ("least", min), ("largest", max))),
        ({ } min, { } max) => (new(f[0], min, max, f.Count > 3 && f[3].Length > 0 ? f[3] : null), null),
    };

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= 1_000_000 ? number : null;

    private static List<(T Item, int Line)> Rows<T>(
        string path, List<FileProblem> problems, string[] headers, Func<IReadOnlyList<string>, (T? Item, Reason? Wrong)> read) where T : class
    {
        var rows = new List<(T, int)>();
        var columns = 0;
        var limit = problems.Count + MostProblems;
        Guard(path, problems, rowsOf =>
        {
            foreach (var row in rowsOf)
            {
                if (columns == 0)
                {
                    var header = Header(row);
                    if (!headers.Contains(header))
                    {
                        problems.Add(new(path, row.Line, new("csv.header", ("header", header), ("expected", headers[^1]))));
                        return;
                    }
                    columns = row.Fields.Count;
                }
                else if (row.Fields.Count != columns || row.Fields[0].Length == 0)
                {
                    problems.Add(new(path, row.Line, row.Fields.Count != columns ? new("csv.columns", ("have", row.Fields.Count), ("need", columns)) : new("csv.first_empty")));
                }
                else if (read(row.Fields) is var (item, wrong) && item is not null)
                {
                    rows.Add((item, row.Line));
                }
                else
                {
                    problems.Add(new(path, row.Line, wrong!));
                }
                if (problems.Count >= limit) return;
            }
            if (columns == 0) problems.Add(new(path, 1, new("csv.empty", ("header", headers[^1]))));
        });
        return rows;
    }

    private static string Header(CsvRow row) => string.Join(',', row.Fields.Select(f => f.Trim() switch { "paper" => "entry", "reviewer" => "juror", var name => name }));

    private static Dictionary<string, int> Index<T>(
        string path, List<(T Item, int Line)> rows, Func<T, string> code, string twice, List<FileProblem> problems)
    {
        var index = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (item, line) in rows)
        {
            if (!index.TryAdd(code(item), index.Count)) problems.Add(new(path, line, new(twice, ("code", code(item)))));
        }
        return index;
    }

    private static List<(PanelPair Item, int Line)> Pairs(
        string? path, Dictionary<string, int> entries, Dictionary<string, int> jurors, List<FileProblem> problems)
    {
        if (path is null) return [];
        var pairs = Rows(path, problems, ["entry,juror"], f => (new PanelPair(f[0], f[1]), (Reason?)null));
        foreach (var (pair, line) in pairs) Known(path, line, pair.Entry, pair.Juror, entries, jurors, problems);
        return pairs;
    }

    private static bool Known(
        string path, int line, string entry, string juror, Dictionary<string, int> entries, Dictionary<string, int> jurors, List<FileProblem> problems)
    {
        if (!entries.ContainsKey(entry)) problems.Add(new(path, line, new("assign.entry_unknown", ("entry", entry))));
        else if (!jurors.ContainsKey(juror)) problems.Add(new(path, line, new("assign.juror_unknown", ("juror", juror))));
        else return true;
        return false;
    }

    private static void RefuseContradictions(
        AssignmentPaths paths, List<(EntryDemand Item, int Line)> entries, List<(JurorLoad Item, int Line)> jurors,
        List<(PanelPair Item, int Line)> conflicts, List<(PanelPair Item, int Line)> pinned, List<FileProblem> problems)
    {
        var forbidden = conflicts.Select(c => c.Item).ToHashSet();
        var entryGroup = entries.ToDictionary(e => e.Item.Entry, e => e.Item.Group, StringComparer.Ordinal);
        var jurorGroup = jurors.ToDictionary(j => j.Item.Juror, j => j.Item.Group, StringComparer.Ordinal);
        foreach (var (pair, line) in pinned)
        {
            if (forbidden.Contains(pair) || (entryGroup[pair.Entry] is { } group && group == jurorGroup[pair.Juror]))
                problems.Add(new(paths.Pinned!, line, new("assign.pinned_conflict", ("entry", pair.Entry), ("juror", pair.Juror))));
        }
    }

    private static double[] Affinity(string path, Dictionary<string, int> entries, Dictionary<string, int> jurors, List<FileProblem> problems)
    {
        if ((long)entries.Count * jurors.Count > Array.MaxLength)
        {
            problems.Add(new(path, 1, new("assign.too_large", ("entries", entries.Count), ("jurors", jurors.Count))));
            return [];
        }
        var affinity = new double[entries.Count * jurors.Count];
        var limit = problems.Count + MostProblems;
        Guard(path, problems, rows =>
        {
            var (row, isLong, seen) = (0, false, (HashSet<(int, int)>?)null);
            foreach (var line in rows)
            {
                if (row == 0 && Header(line) == "entry,juror,affinity" && !isLong) (isLong, seen) = (true, []);
                else if (isLong) ReadPair(path, line, entries, jurors, affinity, seen!, problems);
                else ReadDense(path, line, row++, jurors.Count, entries.Count, affinity, problems);
                if (problems.Count >= limit) return;
            }
            if (!isLong && row != entries.Count)
                problems.Add(new(path, row + 1, new("assign.rows", ("have", row), ("need", entries.Count))));
        });
        return affinity;
    }

    private static void ReadPair(
        string path, CsvRow line, Dictionary<string, int> entries, Dictionary<string, int> jurors, double[] affinity,
        HashSet<(int, int)> seen, List<FileProblem> problems)
    {
        if (line.Fields.Count != 3)
            problems.Add(new(path, line.Line, new("csv.columns", ("have", line.Fields.Count), ("need", 3))));
        else if (!TryNumber(line.Fields[2], out var number))
            problems.Add(new(path, line.Line, new("assign.number", ("text", line.Fields[2]))));
        else if (Known(path, line.Line, line.Fields[0], line.Fields[1], entries, jurors, problems))
        {
            var (e, j) = (entries[line.Fields[0]], jurors[line.Fields[1]]);
            if (!seen.Add((e, j))) problems.Add(new(path, line.Line, new("assign.pair_twice", ("entry", line.Fields[0]), ("juror", line.Fields[1]))));
            affinity[e * jurors.Count + j] = number;
        }
    }

    private static void ReadDense(string path, CsvRow line, int row, int columns, int rows, double[] affinity, List<FileProblem> problems)
    {
        if (row >= rows || line.Fields.Count != columns)
        {
            problems.Add(row >= rows
                ? new(path, line.Line, new("assign.rows_more", ("need", rows)))
                : new(path, line.Line, new("assign.columns", ("have", line.Fields.Count), ("need", columns))));
            return;
        }
        for (var j = 0; j < columns; j++)
        {
            if (TryNumber(line.Fields[j], out affinity[row * columns + j])) continue;
            problems.Add(new(path, line.Line, new("assign.number_at", ("column", j + 1), ("text", line.Fields[j]))));
            return;
        }
    }

    private static bool TryNumber(string text, out double number) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);

    /// <summary>Reads the rows of a file; what is no CSV, no UTF-8 or no gzip becomes a problem with its line.</summary>
    private static void Guard(string path, List<FileProblem> problems, Action<IEnumerable<CsvRow>> read)
    {
        using var text = Csv.Open(path);
        var line = 0;
        try
        {
            read(Csv.Read(text).Select(row =>
            {
                line = row.Line;
                return row;
            }));
        }
        catch (CsvException e) { problems.Add(new(path, e.Line, e.Reason)); }
        catch (System.Text.DecoderFallbackException) { problems.Add(new(path, line + 1, new("csv.encoding"))); }
        catch (InvalidDataException) { problems.Add(new(path, line + 1, new("csv.compression"))); }
    }
}
