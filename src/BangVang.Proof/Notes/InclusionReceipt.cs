using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace BangVang.Proof.Notes;

/// <summary>
/// Proves to anyone, without asking, that an entry is in a log: its place, the way to the root, and the checkpoint with its
/// signatures (c2sp.org/tlog-proof, "c2sp.org/tlog-proof@v1").
/// </summary>
/// <param name="Extra">Bytes that come with it and are not proved; null for none.</param>
/// <param name="Index">Place of the entry, from 0.</param>
/// <param name="Path">Hashes from the entry's sibling upward, see <see cref="MerkleProofs.Inclusion"/>.</param>
/// <param name="Checkpoint">The note as the log and its witnesses signed it.</param>
public sealed record InclusionReceipt(byte[]? Extra, long Index, IReadOnlyList<byte[]> Path, SignedNote Checkpoint)
{
    private const string Header = "c2sp.org/tlog-proof@v1";

    /// <summary>Reads a receipt; nothing is checked yet.</summary>
    /// <returns>False when it is malformed.</returns>
    public static bool TryParse(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out InclusionReceipt? receipt)
    {
        receipt = null;
        var end = bytes.IndexOf("\n\n"u8);
        if (end < 0) return false;
        var lines = new Queue<string>(Encoding.UTF8.GetString(bytes[..end]).Split('\n'));
        if (lines.Dequeue() != Header || lines.Count == 0) return false;
        byte[]? extra = null;
        if (lines.Peek().StartsWith("extra ", StringComparison.Ordinal) && !CanonicalText.TryBase64(lines.Dequeue()[6..], out extra)) return false;
        if (lines.Count == 0 || !lines.Peek().StartsWith("index ", StringComparison.Ordinal)) return false;
        var number = lines.Dequeue()[6..];
        if (!long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var index) || index.ToString(CultureInfo.InvariantCulture) != number) return false;
        var path = new List<byte[]>();
        foreach (var line in lines)
        {
            if (path.Count == 63 || !CanonicalText.TryBase64(line, out var hash) || hash.Length != MerkleHash.Size) return false;
            path.Add(hash);
        }
        if (!SignedNote.TryParse(bytes[(end + 2)..], out var note)) return false;
        receipt = new(extra, index, path, note);
        return true;
    }

    /// <summary>Is <paramref name="entry"/> in the log whose key is <paramref name="log"/>, at <see cref="Index"/>? The witnesses' part is <see cref="WitnessedBy"/>.</summary>
    /// <param name="origin">The log's own name; a checkpoint of another log proves nothing here.</param>
    public bool Proves(ReadOnlySpan<byte> entry, NoteKey log, string origin) =>
        Checkpoint.TryOpen([log], out var opened) && Notes.Checkpoint.TryParse(opened.Text, out var checkpoint) && checkpoint.Origin == origin
        && MerkleVerifier.Includes(MerkleHash.Leaf(entry), Index, checkpoint.Size, Path, checkpoint.Root);

    /// <summary>The witnesses among <paramref name="trusted"/> that have signed the checkpoint; none when the signature of one fails.</summary>
    public IReadOnlyList<NoteKey> WitnessedBy(IReadOnlyCollection<NoteKey> trusted) =>
        Checkpoint.TryOpen([.. trusted.Where(k => k.Kind is NoteSignatureKind.Cosignature)], out var opened) ? opened.Keys : [];

    public byte[] Bytes() => Encoding.UTF8.GetBytes(ToString());

    public override string ToString()
    {
        var text = new StringBuilder(Header).Append('\n');
        if (Extra is not null) text.Append("extra ").Append(Convert.ToBase64String(Extra)).Append('\n');
        text.Append(CultureInfo.InvariantCulture, $"index {Index}\n");
        foreach (var hash in Path) text.Append(Convert.ToBase64String(hash)).Append('\n');
        return text.Append('\n').Append(Checkpoint).ToString();
    }
}
