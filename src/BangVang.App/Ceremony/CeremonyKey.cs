using System.Security.Cryptography;
using BangVang.App.Kernel;
using BangVang.App.Log;
using BangVang.Domain.Ceremony;
using BangVang.Proof.Notes;

namespace BangVang.App.Ceremony;

/// <summary>The installation's secret from which the keys of envelopes come: in a file beside the other keys, never in the database.</summary>
public sealed class CeremonyKey(byte[] secret)
{
    private const string FileName = "ceremony.key";

    /// <summary>The key of the envelopes of one ceremony: HKDF-SHA256 (RFC 5869) over the secret with the ceremony's id.</summary>
    public byte[] Of(Guid ceremony) => HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, Envelope.KeyBytes, salt: [], info: [.. "bang-vang ceremony "u8, .. ceremony.ToByteArray(bigEndian: true)]);

    /// <exception cref="InvalidDataException">The file is no key, or others than its owner may read it.</exception>
    public static CeremonyKey Load(string directory, PublicUrl site) =>
        new(KeyFile.LoadOrMake(Path.Combine(directory, FileName), NoteSignatureKind.Ed25519, $"{site.Root.Authority}/ceremony").Seed);
}
