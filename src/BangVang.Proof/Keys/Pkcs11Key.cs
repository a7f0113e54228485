using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Text;

namespace BangVang.Proof.Keys;

/// <summary>
/// A private key that never leaves its device (smart card, USB token, HSM), reached by PKCS #11. Signs in when first used, and once more when
/// the session was lost; a wrong PIN is never tried twice, since devices lock themselves. Safe for several threads, one at a time.
/// </summary>
/// <param name="module">Path of the vendor's library.</param>
/// <param name="token">Label of the token.</param>
/// <param name="label">Label of the key (CKA_LABEL), and of the certificate or public key beside it.</param>
public sealed class Pkcs11Key(string module, string token, string label, string pin)
{
    private const ulong Certificates = 1, PublicKeys = 2, PrivateKeys = 3;
    private const ulong AttributeLabel = 3, AttributeValue = 0x11, AttributeEcPoint = 0x181;
    private const ulong RsaPkcs = 0x1, Ecdsa = 0x1041, Eddsa = 0x1057;

    /// <summary>What stands before a SHA-256 in a PKCS #1 signature (RFC 8017, section 9.2).</summary>
    private static readonly byte[] Sha256Prefix = [0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20];

    private readonly Lock turn = new();
    private (Pkcs11Module Module, nuint Session, nuint Key)? open;

    /// <summary>PKCS #1 over the SHA-256 of the data, by an RSA key.</summary>
    /// <exception cref="IOException">The device does not do it.</exception>
    public byte[] SignRsa(byte[] data) => Sign(RsaPkcs, [.. Sha256Prefix, .. SHA256.HashData(data)]);

    /// <summary>The DER sequence of r and s over the SHA-256 of the data, by a key on a curve of NIST.</summary>
    /// <exception cref="IOException">The device does not do it.</exception>
    public byte[] SignEcdsa(byte[] data) => ToDer(Sign(Ecdsa, SHA256.HashData(data)));

    /// <summary>64 bytes over the data itself, by an Ed25519 key.</summary>
    /// <exception cref="IOException">The device does not do it.</exception>
    public byte[] SignEd25519(byte[] data) => Sign(Eddsa, data);

    /// <summary>The certificate of this label in the device, DER; null when there is none.</summary>
    /// <exception cref="IOException">The device does not answer.</exception>
    public byte[]? Certificate() => With(o => o.Module.FindObjects(o.Session, Certificates, AttributeLabel, Encoding.UTF8.GetBytes(label)) is [var found, ..] ? o.Module.Attribute(o.Session, found, AttributeValue) : null);

    /// <summary>The public key of an Ed25519 key, 32 bytes.</summary>
    /// <exception cref="IOException">The device does not answer, or holds no such public key.</exception>
    public byte[] Ed25519PublicKey()
    {
        var point = With(o => o.Module.FindObjects(o.Session, PublicKeys, AttributeLabel, Encoding.UTF8.GetBytes(label)) is [var found, ..] ? o.Module.Attribute(o.Session, found, AttributeEcPoint) : null);
        // Devices of version 3 give the bytes, older ones the bytes in an octet string.
        return point switch
        {
            { Length: Ed25519.KeySize } => point,
            { Length: Ed25519.KeySize + 2 } when point[0] == 4 && point[1] == Ed25519.KeySize => point[2..],
            _ => throw new IOException($"The token {token} holds no public Ed25519 key {label}."),
        };
    }

    /// <summary>The signature of two numbers side by side as a sequence of them.</summary>
    public static byte[] ToDer(byte[] sideBySide)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteIntegerUnsigned(Trimmed(sideBySide[..(sideBySide.Length / 2)]));
            writer.WriteIntegerUnsigned(Trimmed(sideBySide[(sideBySide.Length / 2)..]));
        }
        return writer.Encode();
    }

    /// <summary>Ends every session of this process with the token, as drawing it out does.</summary>
    internal void LoseSessions()
    {
        lock (turn) if (open is { } o) o.Module.CloseAllSessions(o.Module.SlotOf(token)!.Value);
    }

    private static byte[] Trimmed(byte[] number) => number.AsSpan().TrimStart((byte)0) is { Length: > 0 } rest ? rest.ToArray() : [0];

    private byte[] Sign(ulong mechanism, byte[] data) => With(o => o.Module.Sign(o.Session, o.Key, mechanism, data));

    private T With<T>(Func<(Pkcs11Module Module, nuint Session, nuint Key), T> work)
    {
        lock (turn)
        {
            var fresh = open is null;
            try { return work(open ??= Open()); }
            catch (Pkcs11Exception e) when (e.SessionLost && !fresh)
            {
                open = null;
                return work((open = Open()).Value);
            }
        }
    }

    private (Pkcs11Module, nuint, nuint) Open()
    {
        var loaded = Pkcs11Module.Load(module);
        var session = loaded.Open(loaded.SlotOf(token) ?? throw new IOException($"The token {token} is not there."), pin);
        return loaded.FindObjects(session, PrivateKeys, AttributeLabel, Encoding.UTF8.GetBytes(label)) switch
        {
            [var key] => (loaded, session, key),
            [] => throw new IOException($"The token {token} holds no private key {label}."),
            _ => throw new IOException($"The token {token} holds several private keys {label}."),
        };
    }
}
