using System.Globalization;

namespace BangVang.Domain.Editions;

/// <summary>An exact share of a whole, as regulations write it: "2/3", "3/4", "80%".</summary>
/// <param name="Part">At least 0, at most <paramref name="Whole"/>.</param>
/// <param name="Whole">At least 1.</param>
public sealed record Share(int Part, int Whole)
{
    /// <summary>True when <paramref name="count"/> is at least this share of <paramref name="all"/>.</summary>
    public bool IsReachedBy(int count, int all) => (long)count * Whole >= (long)all * Part;

    /// <summary>True when <paramref name="count"/> is more than this share of <paramref name="all"/>.</summary>
    public bool IsExceededBy(int count, int all) => (long)count * Whole > (long)all * Part;

    /// <summary>The smallest count that reaches the share of <paramref name="all"/>.</summary>
    public int Needed(int all) => (int)(((long)all * Part + Whole - 1) / Whole);

    public override string ToString() => Whole == 100 ? $"{Part}%" : $"{Part}/{Whole}";

    /// <summary>Reads "2/3" or "75%"; null when it is neither, or no share of a whole.</summary>
    public static Share? TryParse(string text)
    {
        var parts = text.EndsWith('%') ? [text[..^1], "100"] : text.Split('/');
        if (parts.Length != 2 || !int.TryParse(parts[0].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var part)
            || !int.TryParse(parts[1].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var whole)) return null;
        return whole >= 1 && part <= whole ? new(part, whole) : null;
    }
}
