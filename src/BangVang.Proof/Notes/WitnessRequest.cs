using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace BangVang.Proof.Notes;

/// <summary>
/// What a log asks of a witness (c2sp.org/tlog-witness, version 1.0.0): sign this checkpoint; it continues the tree of
/// <see cref="OldSize"/> that you signed before.
/// </summary>
/// <param name="Proof">Leads from the old tree to the new one, see <see cref="MerkleProofs.Consistency"/>; at most 63 hashes.</param>
public sealed record WitnessRequest(long OldSize, IReadOnlyList<byte[]> Proof, SignedNote Checkpoint)
{
    private const int MostHashes = 63;

    /// <summary>Reads the body of a request.</summary>
    /// <returns>False when it is malformed.</returns>
    public static bool TryParse(ReadOnlySpan<byte> body, [NotNullWhen(true)] out WitnessRequest? request)
    {
        request = null;
        var end = body.IndexOf("\n\n"u8);
        if (end < 0) return false;
        var lines = Encoding.UTF8.GetString(body[..end]).Split('\n');
        if (!lines[0].StartsWith("old ", StringComparison.Ordinal) || lines.Length - 1 > MostHashes) return false;
        if (!long.TryParse(lines[0].AsSpan(4), NumberStyles.None, CultureInfo.InvariantCulture, out var old)) return false;
        var proof = new List<byte[]>();
        foreach (var line in lines.Skip(1))
        {
            if (!CanonicalText.TryBase64(line, out var hash) || hash.Length != MerkleHash.Size) return false;
            proof.Add(hash);
        }
        if (!SignedNote.TryParse(body[(end + 2)..], out var note)) return false;
        request = new(old, proof, note);
        return true;
    }

    public byte[] Bytes() => Encoding.UTF8.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"old {OldSize}\n{string.Concat(Proof.Select(h => Convert.ToBase64String(h) + "\n"))}\n{Checkpoint}"));
}

/// <summary>How a witness answers; the numbers are those of HTTP.</summary>
public enum WitnessAnswer
{
    /// <summary>It signs.</summary>
    Signs = 200,
    /// <summary>The old size is above the new one.</summary>
    OldAboveNew = 400,
    /// <summary>No signature of the log's key, or one that fails.</summary>
    NotSigned = 403,
    /// <summary>It does not know this log.</summary>
    UnknownLog = 404,
    /// <summary>It has signed another size last; it says which.</summary>
    OtherSize = 409,
    /// <summary>The tree does not continue the one it signed: proof of a log that lies, to be kept.</summary>
    Inconsistent = 422,
}

/// <summary>The rule of a witness. Keeping what was signed, and at once with the check, is the business of whoever calls it.</summary>
public static class WitnessRule
{
    /// <summary>Whether to sign.</summary>
    /// <param name="last">What it signed last of this log; of a log it has never seen, size 0 and <see cref="MerkleHash.EmptyRoot"/>.</param>
    /// <param name="key">The log's key; null when it knows no such log.</param>
    /// <param name="seen">The checkpoint asked about; null unless the log's key has signed it.</param>
    public static WitnessAnswer Of(WitnessRequest request, NoteKey? key, string origin, (long Size, byte[] Root) last, out Checkpoint? seen)
    {
        seen = null;
        if (key is null) return WitnessAnswer.UnknownLog;
        if (!request.Checkpoint.TryOpen([key], out var opened) || !Checkpoint.TryParse(opened.Text, out var checkpoint) || checkpoint.Origin != origin) return WitnessAnswer.NotSigned;
        seen = checkpoint;
        if (request.OldSize > checkpoint.Size) return WitnessAnswer.OldAboveNew;
        if (request.OldSize != last.Size) return WitnessAnswer.OtherSize;
        return MerkleVerifier.IsConsistent(last.Size, last.Root, checkpoint.Size, checkpoint.Root, request.Proof) ? WitnessAnswer.Signs : WitnessAnswer.Inconsistent;
    }
}
