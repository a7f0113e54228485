namespace BangVang.Judging.Calibration;

/// <summary>
/// Ratings by index. Entries and jurors stand in an order given by their marks and not by their names, and rows in the order of those, so
/// that neither the order of rows nor the names change a bit of the result. Ratings of weight 0 are left out.
/// </summary>
internal sealed class RatingDesign
{
    /// <exception cref="CalibrationException">There is nothing to calibrate, or a rating cannot be used.</exception>
    public RatingDesign(Ratings ratings)
    {
        Check(ratings);
        var rows = ratings.Rows.Where(r => r.Weight > 0).ToArray();
        if (rows.Length == 0) throw new CalibrationException(new("calibrate.no_ratings"));
        Array.Sort(rows, static (a, b) => (a.Score, a.Weight).CompareTo((b.Score, b.Weight)));
        Entries = Sorted(rows, r => r.Entry);
        Jurors = Sorted(rows, r => r.Juror);
        Criteria = [.. rows.Select(r => r.Criterion).OfType<string>().Distinct().Order(StringComparer.Ordinal)];
        FacetNames = ratings.Facets;
        FacetLevels = [.. ratings.Facets.Select((_, f) => rows.Select(r => r.Facets![f]).Distinct().Order(StringComparer.Ordinal).ToArray())];

        var (entries, jurors, criteria) = (Index(Entries), Index(Jurors), Index(Criteria));
        var levels = FacetLevels.Select(Index).ToArray();
        var keyed = rows.Select(r => (
            Entry: entries[r.Entry], Juror: jurors[r.Juror], Criterion: r.Criterion is null ? 0 : criteria[r.Criterion],
            Facets: levels.Select((l, f) => l[r.Facets![f]]).ToArray(), Row: r)).ToArray();
        Array.Sort(keyed, static (a, b) =>
        {
            var first = (a.Entry, a.Juror, a.Criterion).CompareTo((b.Entry, b.Juror, b.Criterion));
            for (var f = 0; first == 0 && f < a.Facets.Length; f++) first = a.Facets[f].CompareTo(b.Facets[f]);
            return first != 0 ? first : (a.Row.Score, a.Row.Weight).CompareTo((b.Row.Score, b.Row.Weight));
        });
        (Entry, Juror, Criterion) = ([.. keyed.Select(k => k.Entry)], [.. keyed.Select(k => k.Juror)], [.. keyed.Select(k => k.Criterion)]);
        Facets = [.. keyed.Select(k => k.Facets)];
        (Score, Weight) = ([.. keyed.Select(k => k.Row.Score)], [.. keyed.Select(k => k.Row.Weight)]);
    }

    public string[] Entries { get; }
    public string[] Jurors { get; }

    /// <summary>Empty where scores are totals.</summary>
    public string[] Criteria { get; }
    public IReadOnlyList<string> FacetNames { get; }
    public string[][] FacetLevels { get; }

    public int Count => Score.Length;
    public int[] Entry { get; }
    public int[] Juror { get; }
    public int[] Criterion { get; }

    /// <summary>The levels of each row, facet by facet.</summary>
    public int[][] Facets { get; }
    public double[] Score { get; }
    public double[] Weight { get; }

    /// <summary>The groups of entries and jurors that marks connect, the largest first; inside, by name.</summary>
    public IReadOnlyList<JudgingGroup> Groups()
    {
        var group = GroupOfEntry(out _);
        var jurors = new int[Jurors.Length];
        for (var r = 0; r < Count; r++) jurors[Juror[r]] = group[Entry[r]];
        return [.. Enumerable.Range(0, group.Max() + 1)
            .Select(g => new JudgingGroup(
                [.. Entries.Where((_, e) => group[e] == g).Order(Names.ByValue)], [.. Jurors.Where((_, j) => jurors[j] == g).Order(Names.ByValue)]))
            .OrderByDescending(g => g.Entries.Count).ThenBy(g => g.Entries[0], Names.ByValue)];
    }

    /// <summary>The number of each entry's group, and of each juror's.</summary>
    public int[] GroupOfEntry(out int[] groupOfJuror)
    {
        var parent = Enumerable.Range(0, Entries.Length + Jurors.Length).ToArray();
        int Root(int node)
        {
            while (parent[node] != node) node = parent[node] = parent[parent[node]];
            return node;
        }
        for (var r = 0; r < Count; r++) parent[Root(Entry[r])] = Root(Entries.Length + Juror[r]);
        var numbers = new Dictionary<int, int>();
        var all = parent.Select((_, node) =>
        {
            var root = Root(node);
            if (!numbers.TryGetValue(root, out var number)) numbers[root] = number = numbers.Count;
            return number;
        }).ToArray();
        groupOfJuror = all[Entries.Length..];
        return all[..Entries.Length];
    }

    private static void Check(Ratings ratings)
    {
        foreach (var row in ratings.Rows)
        {
            if (!double.IsFinite(row.Score)) throw new CalibrationException(new("calibrate.score_not_finite", ("entry", row.Entry), ("juror", row.Juror)));
            if (!double.IsFinite(row.Weight) || row.Weight < 0) throw new CalibrationException(new("calibrate.weight", ("entry", row.Entry), ("juror", row.Juror)));
            if ((row.Facets?.Count ?? 0) != ratings.Facets.Count) throw new CalibrationException(new("calibrate.facets", ("entry", row.Entry), ("juror", row.Juror)));
            if (row.Criterion is null != ratings.Rows[0].Criterion is null) throw new CalibrationException(new("calibrate.criterion_some", ("entry", row.Entry), ("juror", row.Juror)));
        }
    }

    /// <summary>By the mean mark, then by how many; the name decides only among equals.</summary>
    private static string[] Sorted(Rating[] rows, Func<Rating, string> name) =>
    [
        .. rows.GroupBy(name, StringComparer.Ordinal)
            .Select(g => (Name: g.Key, Mean: g.Sum(r => r.Weight * r.Score) / g.Sum(r => r.Weight), Count: g.Count(), Squares: g.Sum(r => r.Score * r.Score)))
            .OrderByDescending(g => g.Mean).ThenByDescending(g => g.Count).ThenBy(g => g.Squares).ThenBy(g => g.Name, StringComparer.Ordinal)
            .Select(g => g.Name),
    ];

    private static Dictionary<string, int> Index(string[] names) =>
        names.Select((name, index) => (name, index)).ToDictionary(n => n.name, n => n.index, StringComparer.Ordinal);
}

/// <summary>Ratings that cannot be calibrated.</summary>
public sealed class CalibrationException(Reason reason) : Exception(reason.ToString())
{
    /// <summary>
    /// calibrate.no_ratings · calibrate.score_not_finite {entry, juror} · calibrate.weight {entry, juror} · calibrate.facets {entry, juror} ·
    /// calibrate.criterion_some {entry, juror}: it has a criterion where the first has none, or the reverse ·
    /// calibrate.off_scale {entry, juror, score} · calibrate.too_many_marks {marks}.
    /// </summary>
    public Reason Reason => reason;
}

/// <summary>The order in which names are listed: whole numbers by value, before all others, which stand in ordinal order.</summary>
internal static class Names
{
    public static readonly Comparer<string> ByValue = Comparer<string>.Create((a, b) =>
        (long.TryParse(a, System.Globalization.NumberStyles.None, null, out var x), long.TryParse(b, System.Globalization.NumberStyles.None, null, out var y)) switch
        {
            (true, true) when x != y => x.CompareTo(y),
            (true, false) => -1,
            (false, true) => 1,
            _ => string.CompareOrdinal(a, b),
        });
}
