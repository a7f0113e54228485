using System.Diagnostics.CodeAnalysis;
using System.Text;
using BangVang.Proof.Keys;

namespace BangVang.Proof.Notes;

/// <summary>A line under a note: who says to have signed it, and the bytes.</summary>
/// <param name="KeyId">Four bytes, see <see cref="NoteKey.Id"/>.</param>
public sealed record NoteSignature(string Name, byte[] KeyId, byte[] Signature)
{
    /// <summary>"— name base64(id ‖ signature)".</summary>
    public override string ToString() => $"— {Name} {Convert.ToBase64String([.. KeyId, .. Signature])}";

    internal bool IsBy(NoteKey key) => Name == key.Name && KeyId.AsSpan().SequenceEqual(key.Id);
}

/// <summary>What a note's signatures are worth to somebody who trusts certain keys.</summary>
/// <param name="Text">Ends with a line feed.</param>
/// <param name="Keys">The trusted keys that signed it, at least one.</param>
public sealed record OpenedNote(string Text, IReadOnlyList<NoteKey> Keys);

/// <summary>
/// Text with signatures (c2sp.org/signed-note, version 1.0.0): the text ends with a line feed, then a blank line, then a line for
/// each signature. Signatures by unknown keys are passed over; a signature by a trusted key that fails rejects the whole note.
/// </summary>
public sealed record SignedNote(string Text, IReadOnlyList<NoteSignature> Signatures)
{
    /// <summary>Signatures read at most.</summary>
    private const int Most = 100;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Signs <paramref name="text"/> with an Ed25519 key.</summary>
    /// <exception cref="ArgumentException">The text does not end with a line feed, is empty, or has control characters.</exception>
    public static SignedNote Sign(string text, string name, ReadOnlySpan<byte> seed)
    {
        var secret = seed.ToArray();
        return Sign(text, new NoteKey(name, NoteSignatureKind.Ed25519, Ed25519.PublicKeyOf(seed)), bytes => Ed25519.Sign(secret, bytes));
    }

    /// <summary>Signs <paramref name="text"/> with an Ed25519 key that is not at hand itself.</summary>
    /// <param name="sign">Gives the 64 bytes for these bytes.</param>
    /// <exception cref="ArgumentException">The text does not end with a line feed, is empty, or has control characters.</exception>
    public static SignedNote Sign(string text, NoteKey key, Func<byte[], byte[]> sign)
    {
        if (!IsText(text)) throw new ArgumentException("A note's text ends with a line feed and has no other control characters.", nameof(text));
        return new(text, [new(key.Name, key.Id, sign(Encoding.UTF8.GetBytes(text)))]);
    }

    /// <summary>Reads a note; its signatures are not checked.</summary>
    /// <returns>False when it is malformed: no UTF-8, control characters, no signature, a line that is none.</returns>
    public static bool TryParse(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out SignedNote? note)
    {
        note = null;
        string all;
        try { all = StrictUtf8.GetString(bytes); }
        catch (DecoderFallbackException) { return false; }
        var split = all.LastIndexOf("\n\n", StringComparison.Ordinal);
        if (split < 0 || !all.EndsWith('\n')) return false;
        var text = all[..(split + 1)];
        var lines = all[(split + 2)..^1].Split('\n');
        if (!IsText(text) || lines.Length > Most) return false;

        var signatures = new List<NoteSignature>();
        foreach (var line in lines)
        {
            if (!TryParseLine(line, out var signature)) return false;
            signatures.Add(signature);
        }
        note = new(text, signatures);
        return true;
    }

    /// <summary>"— name base64", as under a note and in a witness's answer.</summary>
    public static bool TryParseLine(string line, [NotNullWhen(true)] out NoteSignature? signature)
    {
        signature = null;
        if (line.Split(' ') is not ["—", var name, var encoded] || !NoteKey.IsName(name)) return false;
        if (!CanonicalText.TryBase64(encoded, out var bytes) || bytes.Length < 5) return false;
        signature = new(name, bytes[..4], bytes[4..]);
        return true;
    }

    /// <summary>The text, if a trusted key has signed it.</summary>
    /// <returns>False when no trusted key has, or the signature of one fails.</returns>
    public bool TryOpen(IReadOnlyCollection<NoteKey> trusted, [NotNullWhen(true)] out OpenedNote? opened)
    {
        opened = null;
        var keys = new List<NoteKey>();
        foreach (var signature in Signatures)
        {
            if (trusted.FirstOrDefault(signature.IsBy) is not { } key) continue;
            if (keys.Contains(key)) continue;
            if (!Verifies(key, signature)) return false;
            keys.Add(key);
        }
        if (keys.Count == 0) return false;
        opened = new(Text, keys);
        return true;
    }

    /// <summary>The same note with another signature under it.</summary>
    public SignedNote With(NoteSignature signature) => this with { Signatures = [.. Signatures, signature] };

    /// <summary>The bytes that <see cref="TryParse"/> reads.</summary>
    public byte[] Bytes() => Encoding.UTF8.GetBytes(ToString());

    public override string ToString() => $"{Text}\n{string.Concat(Signatures.Select(s => $"{s}\n"))}";

    private bool Verifies(NoteKey key, NoteSignature signature) => key.Kind switch
    {
        NoteSignatureKind.Ed25519 => Ed25519.Verify(key.PublicKey, Encoding.UTF8.GetBytes(Text), signature.Signature),
        NoteSignatureKind.Cosignature => Cosignature.Verifies(key, Text, signature),
        _ => false,
    };

    private static bool IsText(string text) => text.EndsWith('\n') && text.Length > 1 && !text.Any(c => c is < ' ' and not '\n');
}
