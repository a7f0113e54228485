using System.Globalization;

namespace BangVang.Judging;

/// <summary>An entry with its score and what breaks ties, as the command <c>allocate</c> reads it.</summary>
/// <param name="PTop1">The chance that it is truly first; null where the file does not say.</param>
public sealed record ScoredEntry(PrizeContender Contender, double? PTop1);

/// <summary>Reads scores, <c>entry,category,score[,p_top1][,tie1…]</c>.</summary>
public static class ScoreFiles
{
    /// <summary>Tie-breaks are compared to so many parts of one: six decimals.</summary>
    private const decimal Parts = 1_000_000;

    /// <summary>
    /// Reads everything, or says what is wrong where. Scores are rounded to hundredths of a point, half away from zero: what the regulation
    /// compares. Tie-breaks, in the order of their numbers, count to six decimals; more is better.
    /// </summary>
    /// <param name="categories">The codes that an entry's category may have.</param>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static (IReadOnlyList<ScoredEntry>? Entries, IReadOnlyList<FileProblem> Problems) Read(string path, IReadOnlyCollection<string> categories)
    {
        var problems = new List<FileProblem>();
        var entries = new List<ScoredEntry>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var table = new CsvTable(path, problems);
        string[]? ties = null;
        table.Read(["entry", "category", "score"], ["p_top1"], "tie", line =>
        {
            ties ??= [.. table.Prefixed.OrderBy(t => int.TryParse(t[3..], NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : int.MaxValue).ThenBy(t => t, StringComparer.Ordinal)];
            if (!seen.Add(line["entry"]!)) return new("allocate.entry_twice", ("entry", line["entry"]!));
            if (!categories.Contains(line["category"]!)) return new("allocate.category_unknown", ("category", line["category"]!), ("categories", string.Join(", ", categories)));
            var keys = new List<long>();
            foreach (var (column, parts) in ties.Select(t => (t, Parts)).Prepend(("score", 100)))
            {
                if (Whole(line[column]!, parts) is not { } key) return new("allocate.number", ("column", column), ("text", line[column]!));
                keys.Add(key);
            }
            double? first = null;
            if (line["p_top1"] is { Length: > 0 } text)
            {
                if (!CsvTable.TryNumber(text, out var p) || p is < 0 or > 1) return new("allocate.chance", ("text", text));
                first = p;
            }
            entries.Add(new(new(line["entry"]!, line["category"]!, keys), first));
            return null;
        });
        if (problems.Count == 0 && entries.Count == 0) problems.Add(new(path, 1, new("allocate.no_entries")));
        return problems.Count > 0 ? (null, problems) : (entries, []);
    }

    private static long? Whole(string text, decimal parts) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && Math.Abs(number) <= 1_000_000
            ? (long)Math.Round(number * parts, MidpointRounding.AwayFromZero) : null;
}
