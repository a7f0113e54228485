using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using BangVang.Proof.Keys;

namespace BangVang.Proof.Notes;

/// <summary>What a signature on a note covers (c2sp.org/signed-note).</summary>
public enum NoteSignatureKind : byte
{
    /// <summary>Ed25519 over the text.</summary>
    Ed25519 = 0x01,
    /// <summary>Ed25519 over "cosignature/v1", a time and the text (c2sp.org/tlog-cosignature).</summary>
    Cosignature = 0x04,
}

/// <summary>
/// The public key that notes are checked with, as c2sp.org/signed-note writes it ("vkey"): name, the first four bytes of
/// SHA-256(name ‖ 0x0A ‖ kind ‖ key) in hexadecimal, and kind with key in base64, joined by "+".
/// </summary>
public sealed class NoteKey
{
    /// <summary>The key of a signer.</summary>
    /// <param name="name">Whose it is, a host with a path as a rule; not empty, without white space and "+".</param>
    /// <param name="publicKey">32 bytes.</param>
    /// <exception cref="ArgumentException">The name or the key cannot be.</exception>
    public NoteKey(string name, NoteSignatureKind kind, byte[] publicKey)
    {
        if (!IsName(name)) throw new ArgumentException($"\"{name}\" is no name of a key: it is empty, or has white space or \"+\".", nameof(name));
        if (publicKey.Length != Ed25519.KeySize) throw new ArgumentException($"A key has {Ed25519.KeySize} bytes, not {publicKey.Length}.", nameof(publicKey));
        (Name, Kind, PublicKey) = (name, kind, publicKey);
        Id = SHA256.HashData([.. Encoding.UTF8.GetBytes(name), (byte)'\n', (byte)kind, .. publicKey])[..4];
    }

    public string Name { get; }
    public NoteSignatureKind Kind { get; }
    /// <summary>32 bytes.</summary>
    public byte[] PublicKey { get; }
    /// <summary>Four bytes that a signature names its key by.</summary>
    public byte[] Id { get; }

    /// <summary>True for what can be the name of a key.</summary>
    public static bool IsName(string name) => name.Length > 0 && !name.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c is '+');

    /// <summary>Reads "name+id+key".</summary>
    /// <returns>False when it is malformed, of another kind, or its id is not that of its key.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out NoteKey? key)
    {
        key = null;
        if (text.Split('+', 3) is not [var name, { Length: 8 } id, var encoded] || !IsName(name)) return false;
        if (!CanonicalText.TryBase64(encoded, out var bytes) || bytes.Length != 1 + Ed25519.KeySize) return false;
        if (bytes[0] is not ((byte)NoteSignatureKind.Ed25519 or (byte)NoteSignatureKind.Cosignature)) return false;
        var read = new NoteKey(name, (NoteSignatureKind)bytes[0], bytes[1..]);
        if (Convert.ToHexStringLower(read.Id) != id) return false;
        key = read;
        return true;
    }

    /// <summary>"name+id+key", as <see cref="TryParse"/> reads it.</summary>
    public override string ToString() => $"{Name}+{Convert.ToHexStringLower(Id)}+{Convert.ToBase64String([(byte)Kind, .. PublicKey])}";
}
