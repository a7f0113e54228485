using System.Text;
using BangVang.Domain.Kernel;

namespace BangVang.App.Kernel;

/// <summary>One line of a table; a column the table does not have reads as empty.</summary>
/// <param name="Line">Where it begins in the file, counted from 1.</param>
public sealed record CsvRow(int Line, IReadOnlyDictionary<string, string> Values)
{
    public string this[string column] => Values.TryGetValue(column, out var value) ? value : "";
}

/// <summary>
/// A table as people upload it: RFC 4180, UTF-8 with or without byte order mark, with a header line; comma, semicolon (as
/// Vietnamese spreadsheets write) or tab, whichever the header uses. Column names are compared in lower case.
/// </summary>
public sealed record CsvTable(IReadOnlyList<string> Columns, IReadOnlyList<CsvRow> Rows)
{
    public bool Has(string column) => Columns.Contains(column);

    /// <summary>Refused when a quote is not closed, a column is named twice, or a line has more values than the header.</summary>
    public static Result<CsvTable> Read(string text)
    {
        text = text.TrimStart('\uFEFF');
        var header = text.Split('\n', 2)[0];
        var separator = new[] { ',', ';', '\t' }.MaxBy(c => header.Count(h => h == c));
        var lines = Split(text, separator);
        if (lines is null) return Problem.Invalid("csv.quote_open");
        if (lines.Count == 0) return Problem.Invalid("csv.empty");

        var columns = lines[0].Values.Select(v => v.Trim().ToLowerInvariant()).ToList();
        if (columns.Count != columns.Distinct().Count()) return Problem.Invalid("csv.column_twice");
        var rows = new List<CsvRow>();
        foreach (var (line, values) in lines.Skip(1))
        {
            if (values.All(string.IsNullOrWhiteSpace)) continue;
            if (values.Count > columns.Count) return Problem.Invalid("csv.too_many_values").With("line", line);
            rows.Add(new(line, columns.Zip(values).ToDictionary(c => c.First, c => c.Second)));
        }
        return new CsvTable(columns, rows);
    }

    /// <summary>Null when a quote is still open at the end.</summary>
    private static List<(int Line, List<string> Values)>? Split(string text, char separator)
    {
        var lines = new List<(int, List<string>)>();
        var (values, value, quoted, line, start) = (new List<string>(), new StringBuilder(), false, 1, 1);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\n') line++;
            if (quoted)
            {
                if (c != '"') value.Append(c);
                else if (i + 1 < text.Length && text[i + 1] == '"') { value.Append('"'); i++; }
                else quoted = false;
            }
            else if (c == '"' && value.Length == 0) quoted = true;
            else if (c == separator) { values.Add(value.ToString()); value.Clear(); }
            else if (c == '\n') EndLine();
            else if (c != '\r') value.Append(c);
        }
        if (quoted) return null;
        if (value.Length > 0 || values.Count > 0) EndLine();
        return lines;

        void EndLine()
        {
            values.Add(value.ToString());
            lines.Add((start, values));
            (values, start) = ([], line);
            value.Clear();
        }
    }
}
