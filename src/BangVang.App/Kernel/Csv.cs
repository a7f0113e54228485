using System.Globalization;
using System.Text;

namespace BangVang.App.Kernel;

/// <summary>Writes comma-separated values as RFC 4180 has them; <see cref="CsvTable"/> reads them.</summary>
public static class Csv
{
    /// <summary>
    /// Writes one record, ended by CR LF. A text that a spreadsheet would take for a formula gets an apostrophe before it,
    /// so that opening the file runs nothing; <see cref="Plain"/> takes it off again.
    /// </summary>
    public static StringBuilder AppendCsv(this StringBuilder text, params ReadOnlySpan<string?> cells)
    {
        for (var i = 0; i < cells.Length; i++)
        {
            if (i > 0) text.Append(',');
            text.Append(Cell(cells[i] ?? ""));
        }
        return text.Append("\r\n");
    }

    /// <summary>A cell as it was before <see cref="AppendCsv"/> wrote it.</summary>
    public static string Plain(string cell) => cell.StartsWith('\'') && IsFormula(cell.AsSpan(1)) ? cell[1..] : cell;

    private static string Cell(string value)
    {
        var safe = IsFormula(value) ? $"'{value}" : value;
        return safe.AsSpan().IndexOfAny(",\"\r\n") < 0 ? safe : $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    /// <summary>Apostrophes before it do not count, so that a text which begins with one comes back with it.</summary>
    private static bool IsFormula(ReadOnlySpan<char> value) =>
        value.TrimStart('\'') is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] && !decimal.TryParse(value, CultureInfo.InvariantCulture, out _);
}
