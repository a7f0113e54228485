using System.IO.Compression;
using System.Text;

namespace BangVang.Judging;

/// <summary>A line of an input file that cannot be used; a person can mend it with this alone.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Reason">What is wrong, for whoever words it in another language.</param>
public sealed record FileProblem(string File, int Line, Reason Reason)
{
    /// <summary>"word.reason".</summary>
    public string Code => Reason.Code;

    /// <summary>In English, without a full stop.</summary>
    public string Sentence => ReasonText.English(Reason);

    /// <summary>"FILE:LINE: word.reason: sentence".</summary>
    public override string ToString() => $"{File}:{Line}: {Code}: {Sentence}";
}

/// <summary>One record of a CSV file.</summary>
/// <param name="Line">Where it begins, from 1.</param>
public sealed record CsvRow(int Line, IReadOnlyList<string> Fields);

/// <summary>Reads CSV after RFC 4180: UTF-8, comma, quotes doubled inside quotes; a name ending in ".gz" is read compressed. Empty lines are skipped.</summary>
public static class Csv
{
    /// <summary>The most records a file may have, so that a wrong file cannot fill the memory.</summary>
    public const int MostRows = 50_000_000;

    /// <summary>Characters of the longest record that goes over several lines.</summary>
    private const int LongestRecord = 1 << 20;

    /// <summary>The text of a file, decompressed where its name says so.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static TextReader Open(string path)
    {
        Stream stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        if (path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)) stream = new GZipStream(stream, CompressionMode.Decompress);
        return new StreamReader(stream, new UTF8Encoding(false, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: true, 1 << 16);
    }

    /// <summary>A file to write, LF line ends, compressed where its name says so.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static TextWriter Create(string path)
    {
        Stream stream = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None);
        if (path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)) stream = new GZipStream(stream, CompressionLevel.Optimal);
        return new StreamWriter(stream, new UTF8Encoding(false)) { NewLine = "\n" };
    }

    /// <summary>The records of <paramref name="text"/>.</summary>
    /// <exception cref="CsvException">A quote is not closed or stands inside a field without quotes, or there are too many records.</exception>
    public static IEnumerable<CsvRow> Read(TextReader text)
    {
        var line = 0;
        for (var count = 0; text.ReadLine() is { } read; count++)
        {
            var start = ++line;
            if (read.Length == 0) continue;
            if (count == MostRows) throw new CsvException(start, new("csv.too_long", ("most", MostRows)));
            if (read.Contains('"')) yield return new(start, Fields(WholeRecord(text, read, ref line), start));
            else yield return new(start, read.Split(','));
        }
    }

    /// <summary>Quotes a field where it needs it.</summary>
    public static string Quote(string field) =>
        field.AsSpan().IndexOfAny(",\"\r\n") < 0 ? field : $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>The line, with those that follow as long as a quote is open.</summary>
    private static string WholeRecord(TextReader text, string read, ref int line)
    {
        var start = line;
        var record = new StringBuilder(read);
        for (var quotes = read.Count(c => c == '"'); quotes % 2 == 1;)
        {
            if (record.Length > LongestRecord || text.ReadLine() is not { } more)
                throw new CsvException(start, new("csv.quote_open"));
            line++;
            record.Append('\n').Append(more);
            quotes += more.Count(c => c == '"');
        }
        return record.ToString();
    }

    private static List<string> Fields(string record, int line)
    {
        var fields = new List<string>();
        for (var i = 0; ; i++)
        {
            fields.Add(i < record.Length && record[i] == '"' ? Quoted(record, ref i, line) : Plain(record, ref i, line));
            if (i == record.Length) return fields;
        }
    }

    private static string Plain(string record, ref int i, int line)
    {
        var end = record.IndexOf(',', i) is >= 0 and var comma ? comma : record.Length;
        var field = record[i..end];
        if (field.Contains('"')) throw new CsvException(line, new("csv.quote_inside"));
        i = end;
        return field;
    }

    private static string Quoted(string record, ref int i, int line)
    {
        var field = new StringBuilder();
        for (i++; i < record.Length; i++)
        {
            if (record[i] != '"') field.Append(record[i]);
            else if (i + 1 < record.Length && record[i + 1] == '"') field.Append(record[i++]);
            else if (i + 1 == record.Length || record[i + 1] == ',') break;
            else throw new CsvException(line, new("csv.after_quote"));
        }
        if (i == record.Length) throw new CsvException(line, new("csv.quote_open"));
        i++;
        return field.ToString();
    }
}

/// <summary>A file that is no CSV.</summary>
public sealed class CsvException(int line, Reason reason) : Exception(ReasonText.English(reason))
{
    public int Line => line;
    public Reason Reason => reason;
}
