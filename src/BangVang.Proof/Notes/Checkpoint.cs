using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace BangVang.Proof.Notes;

/// <summary>
/// What a log says of itself at a moment (c2sp.org/tlog-checkpoint, version 1.0.0): origin, size and root, one on a line. The
/// text of a note that the log signs; it never signs two that contradict each other.
/// </summary>
/// <param name="Origin">Which log, an address without its scheme.</param>
/// <param name="Size">Number of entries, 0 or more.</param>
/// <param name="Root">32 bytes, see <see cref="MerkleHash"/>.</param>
public sealed record Checkpoint(string Origin, long Size, byte[] Root)
{
    /// <summary>Reads the text of a note; lines that extend it are passed over.</summary>
    /// <returns>False when it is no checkpoint.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out Checkpoint? checkpoint)
    {
        checkpoint = null;
        var lines = text.Split('\n');
        if (lines.Length < 4 || lines[^1].Length > 0 || lines[0].Length == 0) return false;
        if (lines.Skip(3).SkipLast(1).Any(extension => extension.Length == 0)) return false;
        if (!long.TryParse(lines[1], NumberStyles.None, CultureInfo.InvariantCulture, out var size) || size.ToString(CultureInfo.InvariantCulture) != lines[1]) return false;
        if (!CanonicalText.TryBase64(lines[2], out var root) || root.Length != MerkleHash.Size) return false;
        checkpoint = new(lines[0], size, root);
        return true;
    }

    /// <summary>The text of the note, as <see cref="TryParse"/> reads it.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Origin}\n{Size}\n{Convert.ToBase64String(Root)}\n");

    public bool Equals(Checkpoint? other) => other is not null && ToString() == other.ToString();

    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);
}
