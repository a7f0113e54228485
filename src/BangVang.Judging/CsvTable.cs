using System.Globalization;

namespace BangVang.Judging;

/// <summary>One line of a table, its fields by the names of the header.</summary>
internal readonly struct CsvLine(int line, IReadOnlyList<string> fields, Dictionary<string, int> columns)
{
    public int Line => line;

    /// <summary>The field of a column; null where the file has no such column.</summary>
    public string? this[string column] => columns.TryGetValue(column, out var at) ? fields[at] : null;
}

/// <summary>Reads CSV files with a header whose columns may stand in any order; "paper" and "reviewer" are accepted for "entry" and "juror".</summary>
internal sealed class CsvTable(string path, List<FileProblem> problems)
{
    /// <summary>Problems listed per file: the first ones tell enough.</summary>
    private const int Most = 20;

    /// <summary>The columns that are there and begin with the prefix, in their order.</summary>
    public List<string> Prefixed { get; } = [];

    /// <summary>Reads every line, or adds what is wrong to the problems; what is no CSV, no UTF-8 or no gzip too.</summary>
    /// <param name="needed">Columns that must be there, their fields not empty.</param>
    /// <param name="optional">Columns that may be there.</param>
    /// <param name="prefix">Any columns whose names begin so may be there; null for none.</param>
    /// <param name="read">Takes a line; returns what is wrong with it, null for nothing.</param>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public void Read(string[] needed, string[] optional, string? prefix, Func<CsvLine, Reason?> read)
    {
        using var text = Csv.Open(path);
        var (line, limit) = (0, problems.Count + Most);
        try
        {
            Dictionary<string, int>? columns = null;
            foreach (var row in Csv.Read(text))
            {
                line = row.Line;
                if (columns is null)
                {
                    columns = Header(row, needed, optional, prefix);
                    if (columns is null) return;
                    continue;
                }
                if (row.Fields.Count != columns.Count) Add(line, new("csv.columns", ("have", row.Fields.Count), ("need", columns.Count)));
                else if (needed.FirstOrDefault(n => row.Fields[columns[n]].Length == 0) is { } empty) Add(line, new("csv.empty_field", ("column", empty)));
                else if (read(new(line, row.Fields, columns)) is { } wrong) Add(line, wrong);
                if (problems.Count >= limit) return;
            }
            if (columns is null) Add(1, new("csv.empty", ("header", string.Join(',', needed))));
        }
        catch (CsvException e) { Add(e.Line, e.Reason); }
        catch (System.Text.DecoderFallbackException) { Add(line + 1, new("csv.encoding")); }
        catch (InvalidDataException) { Add(line + 1, new("csv.compression")); }
    }

    /// <summary>A finite number with a decimal point.</summary>
    public static bool TryNumber(string text, out double number) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);

    /// <summary>A number as files have it: ten digits, a decimal point.</summary>
    public static string Text(double number) => number.ToString("G10", CultureInfo.InvariantCulture);

    private Dictionary<string, int>? Header(CsvRow row, string[] needed, string[] optional, string? prefix)
    {
        var columns = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var field in row.Fields)
        {
            var name = field.Trim() switch { "paper" => "entry", "reviewer" => "juror", var other => other };
            var isPrefixed = prefix is not null && name.StartsWith(prefix, StringComparison.Ordinal) && name.Length > prefix.Length;
            if (!isPrefixed && !needed.Contains(name) && !optional.Contains(name))
                Add(row.Line, new("csv.column_unknown", ("column", name), ("expected", Expected(needed, optional, prefix))));
            else if (!columns.TryAdd(name, columns.Count))
                Add(row.Line, new("csv.column_twice", ("column", name)));
            else if (isPrefixed) Prefixed.Add(name);
            if (columns.Count == 0 || problems.Count > 0 && problems[^1].File == path) return null;
        }
        if (needed.FirstOrDefault(n => !columns.ContainsKey(n)) is not { } missing) return columns;
        Add(row.Line, new("csv.column_missing", ("column", missing), ("expected", Expected(needed, optional, prefix))));
        return null;
    }

    private static string Expected(string[] needed, string[] optional, string? prefix) =>
        $"{string.Join(',', needed)}{string.Concat(optional.Select(o => $"[,{o}]"))}{(prefix is null ? "" : $"[,{prefix}…]")}";

    private void Add(int line, Reason reason) => problems.Add(new(path, line, reason));
}
