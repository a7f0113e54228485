using System.Globalization;
using BangVang.Judging;
using BangVang.Judging.Calibration;

namespace BangVang.Bench.Judging;

/// <summary>The tables of the reference data, which are not part of this repository.</summary>
internal sealed class ReferenceTables(string folder)
{
    public bool Has(string set) => Directory.Exists(Path.Combine(folder, set));

    public string PathOf(string file) => Path.Combine(folder, file);

    /// <summary>The lines of a table, by the names of its header.</summary>
    public List<Dictionary<string, string>> Rows(string file)
    {
        using var text = Csv.Open(PathOf(file));
        var rows = Csv.Read(text).ToList();
        return [.. rows.Skip(1).Select(r => rows[0].Fields.Zip(r.Fields).ToDictionary(f => f.First, f => f.Second, StringComparer.Ordinal))];
    }

    /// <summary>A column of numbers by a column of names.</summary>
    public Dictionary<string, double> Numbers(string file, string name, string number) => Rows(file).ToDictionary(r => r[name], r => N(r[number]), StringComparer.Ordinal);

    /// <summary>One rating for each of the columns that has a mark.</summary>
    public Ratings Wide(string file, params string[] criteria) => new([.. Rows(file).SelectMany(r => criteria
        .Where(c => r[c] is not ("NA" or "")).Select(c => new Rating(r["idstud"], r["rater"], N(r[c]), c)))]);

    public static double N(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
