namespace BangVang.Judging.Affinity;

/// <summary>How near entries and jurors are by what is written about them, in Vietnamese, English or both.</summary>
public static class TextAffinity
{
    /// <summary>Of the nearness, by ideas of the field (which cross languages); the rest by words.</summary>
    private const double IdeasShare = 0.6;

    /// <summary>Weight of what is compared without marks, beside 1 for words as they are written.</summary>
    private const double Unmarked = 0.5;

    /// <summary>
    /// The cosine of weighted terms (1 + ln of how often, times the logarithm of how rare among all texts given): 40 % of it by words and
    /// pairs of neighbouring words (which are the words of Vietnamese), with and without marks; 60 % by ideas of the field by their names in
    /// both languages. Rounded to four decimals, so that the last bits of logarithms change nothing; the order of the texts neither.
    /// </summary>
    /// <returns>For each entry each juror, from 0 (nothing in common) to 1; 0 where a text is empty.</returns>
    public static double[] Of(IReadOnlyList<string> entries, IReadOnlyList<string> jurors)
    {
        List<string[]> texts = [.. entries.Concat(jurors).Select(TopicText.Words)];
        var words = Weighted([.. texts.Select(WordTerms)]);
        var ideas = Weighted([.. texts.Select(t => Counted(Terms.In(t, TopicText.IsMarked(t)).Select(idea => (idea.ToString("0000", System.Globalization.CultureInfo.InvariantCulture), 1.0))))]);
        var (n, m) = (entries.Count, jurors.Count);
        var near = new double[n * m];
        for (var e = 0; e < n; e++)
        {
            for (var j = 0; j < m; j++)
                near[e * m + j] = Math.Round((1 - IdeasShare) * Product(words[e], words[n + j]) + IdeasShare * Product(ideas[e], ideas[n + j]), 4);
        }
        return near;
    }

    private static Dictionary<string, double> WordTerms(string[] words)
    {
        var told = words.Where(w => !TopicText.IsCommon(w)).ToArray();
        var plain = told.Select(TopicText.WithoutMarks).ToArray();
        return Counted(told.Select(w => (w, 1.0)).Concat(Pairs(told).Select(p => (p, 1.0)))
            .Concat(plain.Select(w => ("~" + w, Unmarked))).Concat(Pairs(plain).Select(p => ("~" + p, Unmarked))));
    }

    private static IEnumerable<string> Pairs(string[] words) => words.Zip(words.Skip(1), (a, b) => $"{a} {b}");

    private static Dictionary<string, double> Counted(IEnumerable<(string Term, double Weight)> terms) => terms
        .GroupBy(t => t.Term, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First().Weight * (1 + Math.Log(g.Count())), StringComparer.Ordinal);

    /// <summary>Vectors of length 1, terms sorted; without terms an empty one.</summary>
    private static (int Term, double Weight)[][] Weighted(IReadOnlyList<Dictionary<string, double>> texts)
    {
        var among = texts.SelectMany(t => t.Keys).CountBy(term => term, StringComparer.Ordinal).OrderBy(t => t.Key, StringComparer.Ordinal)
            .Select((t, i) => (t.Key, Index: i, Count: t.Value)).ToDictionary(t => t.Key, t => (t.Index, t.Count), StringComparer.Ordinal);
        return [.. texts.Select(text =>
        {
            var vector = text.Select(t => (Term: among[t.Key].Index, Weight: t.Value * Math.Log(1 + (double)texts.Count / among[t.Key].Count))).OrderBy(t => t.Term).ToArray();
            var length = Math.Sqrt(vector.Sum(t => t.Weight * t.Weight));
            return vector.Select(t => (t.Term, t.Weight / length)).ToArray();
        })];
    }

    /// <summary>The sum over terms that both have, in their order.</summary>
    private static double Product((int Term, double Weight)[] one, (int Term, double Weight)[] other)
    {
        var (sum, i, k) = (0.0, 0, 0);
        while (i < one.Length && k < other.Length)
        {
            switch (one[i].Term.CompareTo(other[k].Term))
            {
                case < 0: i++; break;
                case > 0: k++; break;
                default: sum += one[i++].Weight * other[k++].Weight; break;
            }
        }
        return sum;
    }
}
