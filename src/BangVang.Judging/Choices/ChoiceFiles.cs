using System.Globalization;

namespace BangVang.Judging.Choices;

/// <summary>Reads choices, <c>contest,entry,place[,count]</c>, and writes strengths, <c>entry,estimate,se</c>.</summary>
public static class ChoiceFiles
{
    /// <summary>Reads everything, or says what is wrong where. A contest of one entry, a tie and two counts of one contest are refused.</summary>
    /// <param name="onlyPairs">Contests of more than two are refused too: Bradley and Terry's model compares two.</param>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static (IReadOnlyList<Contest>? Contests, IReadOnlyList<FileProblem> Problems) Read(string path, bool onlyPairs)
    {
        var problems = new List<FileProblem>();
        var contests = new Dictionary<string, List<Line>>(StringComparer.Ordinal);
        new CsvTable(path, problems).Read(["contest", "entry", "place"], ["count"], null, line =>
        {
            var count = 1.0;
            if (!int.TryParse(line["place"], NumberStyles.None, CultureInfo.InvariantCulture, out var place) || place < 1)
                return new("choices.place", ("text", line["place"]!));
            if (line["count"] is { } text && (!CsvTable.TryNumber(text, out count) || count < 0))
                return new("choices.count", ("text", text));
            if (!contests.TryGetValue(line["contest"]!, out var lines)) contests[line["contest"]!] = lines = [];
            lines.Add(new(line.Line, line["entry"]!, place, count));
            return null;
        });
        foreach (var (name, lines) in contests)
            if (problems.Count < 20) problems.AddRange(Wrong(path, name, lines, onlyPairs));
        if (problems.Count == 0 && contests.Count == 0) problems.Add(new(path, 1, new("choices.none")));
        return problems.Count > 0 ? (null, problems)
            : ([.. contests.Select(c => new Contest(c.Key, [.. c.Value.OrderBy(l => l.Place).Select(l => l.Entry)], c.Value[0].Count))], []);
    }

    /// <summary>Writes the strengths from the strongest down.</summary>
    public static void Write(TextWriter text, ChoiceResult result)
    {
        text.Write("entry,estimate,se\n");
        foreach (var e in result.Entries) text.Write($"{Csv.Quote(e.Entry)},{CsvTable.Text(e.Estimate)},{CsvTable.Text(e.StandardError)}\n");
    }

    private readonly record struct Line(int Number, string Entry, int Place, double Count);

    private static IEnumerable<FileProblem> Wrong(string path, string contest, List<Line> lines, bool onlyPairs)
    {
        var (entries, places) = (new HashSet<string>(StringComparer.Ordinal), new Dictionary<int, string>());
        foreach (var line in lines)
        {
            if (!entries.Add(line.Entry))
                yield return new(path, line.Number, new("choices.entry_twice", ("entry", line.Entry), ("contest", contest)));
            else if (!places.TryAdd(line.Place, line.Entry))
                yield return new(path, line.Number, new("choices.tie", ("entry", line.Entry), ("other", places[line.Place]), ("place", line.Place), ("contest", contest)));
            if (line.Count != lines[0].Count)
                yield return new(path, line.Number, new("choices.counts", ("contest", contest), ("first", CsvTable.Text(lines[0].Count)), ("second", CsvTable.Text(line.Count))));
        }
        if (lines.Count == 1) yield return new(path, lines[0].Number, new("choices.alone", ("contest", contest)));
        if (onlyPairs && lines.Count > 2)
            yield return new(path, lines[2].Number, new("choices.not_a_pair", ("contest", contest), ("entries", lines.Count)));
    }
}
