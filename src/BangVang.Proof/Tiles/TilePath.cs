using System.Globalization;

namespace BangVang.Proof.Tiles;

/// <summary>
/// The place of a tile in a log (c2sp.org/tlog-tiles, version 0.1.0): <c>tile/0/x001/x234/067</c>, of the tree's edge
/// <c>tile/0/000.p/112</c>, of the entries themselves <c>tile/entries/000</c>.
/// </summary>
/// <param name="Level">0 for the hashes of the leaves, each level above 256 times fewer; <see cref="Entries"/> for the entries.</param>
/// <param name="Index">Which tile of its level, from 0.</param>
/// <param name="Width">How many hashes or entries it has, 1 to 256; below 256 it is the edge of the tree at some size.</param>
public readonly record struct TilePath(int Level, long Index, int Width)
{
    /// <summary>Hashes or entries of a full tile.</summary>
    public const int Full = 256;

    /// <summary>The level that stands for the entries.</summary>
    public const int Entries = -1;

    /// <summary>Levels that a tree of 63 bits can have.</summary>
    private const int Highest = 7;

    /// <summary>True when it never changes any more.</summary>
    public bool IsFull => Width == Full;

    /// <summary>All tiles that a tree of this size has, the entries' included; of the edge those of exactly this size.</summary>
    public static IEnumerable<TilePath> Of(long size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        for (var level = Entries; level <= Highest; level++)
        {
            var count = Count(level, size);
            for (var n = 0L; n < count / Full; n++) yield return new(level, n, Full);
            if (count % Full > 0) yield return new(level, count / Full, (int)(count % Full));
        }
    }

    /// <summary>The tile that holds hash (or entry) <paramref name="at"/> of the level in a tree of this size.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The tree has no such hash.</exception>
    public static TilePath Holding(int level, long at, long size)
    {
        var count = Count(level, size);
        ArgumentOutOfRangeException.ThrowIfNegative(at);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(at, count);
        return new(level, at / Full, (int)Math.Min(Full, count - (at / Full * Full)));
    }

    /// <summary>True when a tree of this size has the tile, whole or as an edge that it had when it was smaller.</summary>
    public bool IsWithin(long size) => (Index * Full) + Width <= Count(Level, size);

    /// <summary>Reads what stands after "tile/".</summary>
    public static TilePath? Parse(string path)
    {
        if (path.Split('/') is not [var level, .. { Length: > 0 } groups]) return null;
        var at = level == "entries" ? Entries : Small(level, Highest);
        if (at is null) return null;
        var width = Full;
        if (groups.Length > 1 && groups[^2].EndsWith(".p", StringComparison.Ordinal))
        {
            if (Small(groups[^1], Full - 1) is not (> 0 and var partial)) return null;
            (width, groups) = (partial, [.. groups[..^2], groups[^2][..^2]]);
        }
        var index = 0L;
        for (var i = 0; i < groups.Length; i++)
        {
            var digits = i < groups.Length - 1 ? groups[i] is ['x', .. var rest] ? rest : null : groups[i];
            if (digits is not { Length: 3 } || !digits.All(char.IsAsciiDigit)) return null;
            if (index > long.MaxValue / 1000 / Full) return null;
            index = (index * 1000) + int.Parse(digits, CultureInfo.InvariantCulture);
        }
        var read = new TilePath(at.Value, index, width);
        // One tile has one address: no leading groups of zeros.
        return read.ToString() == "tile/" + path ? read : null;
    }

    /// <summary>With "tile/" before it, as in the address.</summary>
    public override string ToString()
    {
        var number = Index.ToString("000", CultureInfo.InvariantCulture);
        number = number.PadLeft((number.Length + 2) / 3 * 3, '0');
        var groups = Enumerable.Range(0, number.Length / 3).Select(i => number.Substring(i * 3, 3)).ToList();
        var path = string.Concat(groups.SkipLast(1).Select(g => $"x{g}/")) + groups[^1];
        return string.Create(CultureInfo.InvariantCulture, $"tile/{(Level == Entries ? "entries" : Level)}/{path}{(IsFull ? "" : $".p/{Width}")}");
    }

    /// <summary>How many hashes (or entries) a level has.</summary>
    private static long Count(int level, long size) => level == Entries ? size : size >> (8 * level);

    private static int? Small(string text, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most && number.ToString(CultureInfo.InvariantCulture) == text ? number : null;
}
