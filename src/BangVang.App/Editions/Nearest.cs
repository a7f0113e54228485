namespace BangVang.App.Editions;

/// <summary>What somebody probably meant.</summary>
internal static class Nearest
{
    /// <summary>The known word that differs from <paramref name="typed"/> by the fewest letters, or null when none is near (more than a third differs).</summary>
    public static string? To(string typed, IEnumerable<string> known)
    {
        var best = known.Select(k => (Word: k, Distance: Distance(typed.ToLowerInvariant().Replace('-', '_'), k.Replace('-', '_'))))
            .OrderBy(k => k.Distance).ThenBy(k => k.Word, StringComparer.Ordinal).FirstOrDefault();
        return best.Word is not null && best.Distance <= Math.Max(1, Math.Max(typed.Length, best.Word.Length) / 3) ? best.Word : null;
    }

    /// <summary>How many letters must be added, left out or changed.</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(changed, 1 + Math.Min(row[j], row[j - 1]));
            }
        }
        return row[b.Length];
    }
}
