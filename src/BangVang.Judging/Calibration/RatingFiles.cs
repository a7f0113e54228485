namespace BangVang.Judging.Calibration;

/// <summary>
/// Reads ratings, <c>entry,juror,score[,criterion][,weight][,facet:NAME…]</c> with the columns in any order, and writes what a calibration
/// found. Names ending in ".gz" are read and written compressed.
/// </summary>
public static class RatingFiles
{
    private const string Facet = "facet:";

    /// <summary>Reads everything, or says what is wrong where.</summary>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static (Ratings? Ratings, IReadOnlyList<FileProblem> Problems) Read(string path)
    {
        var problems = new List<FileProblem>();
        var rows = new List<Rating>();
        var table = new CsvTable(path, problems);
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        string Shared(string name) => names.TryGetValue(name, out var known) ? known : names[name] = name;
        table.Read(["entry", "juror", "score"], ["criterion", "weight"], Facet, line =>
        {
            if (!CsvTable.TryNumber(line["score"]!, out var score))
                return new("calibrate.score", ("text", line["score"]!));
            var weight = 1.0;
            if (line["weight"] is { } text && (!CsvTable.TryNumber(text, out weight) || weight < 0))
                return new("calibrate.weight", ("text", text));
            if (line["criterion"] is "") return new("csv.empty_field", ("column", "criterion"));
            string[]? facets = table.Prefixed.Count == 0 ? null : [.. table.Prefixed.Select(f => Shared(line[f]!))];
            if (facets is not null && Array.IndexOf(facets, "") is >= 0 and var empty) return new("csv.empty_field", ("column", table.Prefixed[empty]));
            rows.Add(new(Shared(line["entry"]!), Shared(line["juror"]!), score, line["criterion"] is { } c ? Shared(c) : null, weight, facets));
            return null;
        });
        if (problems.Count == 0 && rows.Count == 0) problems.Add(new(path, 1, new("calibrate.no_ratings")));
        return problems.Count > 0 ? (null, problems) : (new(rows, [.. table.Prefixed.Select(f => f[Facet.Length..])]), []);
    }

    /// <summary>Writes <c>entry,estimate,se,raw_mean,n,rank,rank_lo,rank_hi,p_top1,p_top3,p_top10</c>, from the best down.</summary>
    public static void WriteEntries(TextWriter text, CalibrationResult calibration, IReadOnlyList<Ranks.RankedEntry> ranking)
    {
        var ranks = ranking.ToDictionary(r => r.Entry, StringComparer.Ordinal);
        text.Write("entry,estimate,se,raw_mean,n,rank,rank_lo,rank_hi,p_top1,p_top3,p_top10\n");
        foreach (var e in calibration.Entries)
        {
            var rank = ranks[e.Entry];
            text.Write($"{Csv.Quote(e.Entry)},{N(e.Estimate)},{N(e.StandardError)},{N(e.RawMean)},{e.Count},{rank.Rank},{rank.RankLow},{rank.RankHigh},{N(rank.PTop1)},{N(rank.PTop3)},{N(rank.PTop10)}\n");
        }
    }

    /// <summary>Writes <c>juror,severity,se,scale,n,fit</c>, by name.</summary>
    public static void WriteJurors(TextWriter text, CalibrationResult calibration)
    {
        text.Write("juror,severity,se,scale,n,fit\n");
        foreach (var j in calibration.Jurors)
            text.Write($"{Csv.Quote(j.Juror)},{N(j.Severity)},{N(j.StandardError)},{N(j.Scale)},{j.Count},{N(j.Fit)}\n");
    }

    private static string N(double number) => CsvTable.Text(number);
}
