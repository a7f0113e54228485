using System.Buffers.Binary;
using System.Security.Cryptography;

namespace BangVang.Proof.Age;

/// <summary>
/// One trustee's share of the key that opens an edition's files, as a line of text with a checksum: <c>bvshare1…</c>. It says which
/// sealing it is of and how many are needed, so that a share of another year is told from a mistyped one.
/// </summary>
/// <param name="Sealing">The first four bytes of the SHA-256 of the public key that closes the files.</param>
/// <param name="Needed">k: how many different shares restore the key.</param>
/// <param name="Number">1 to n.</param>
public sealed record TrusteeShare(uint Sealing, byte Needed, byte Number, byte[] Bytes)
{
    private const string Word = "bvshare";
    private const byte Version = 1;
    private const int HeadLength = 7, SecretLength = 32;

    /// <summary>What stands for this share in the edition: SHA-256 of its bytes, in hexadecimal. Whoever hands in another is told at once.</summary>
    public string Fingerprint => Convert.ToHexStringLower(SHA256.HashData(ToBytes()));

    /// <summary>Null when the text is mistyped, cut off or something else. Spaces and line ends within it are of no matter.</summary>
    public static TrusteeShare? TryParse(string text)
    {
        var line = string.Concat(text.Where(c => !char.IsWhiteSpace(c)));
        if (Bech32.Decode(Word, line) is not { Length: HeadLength + SecretLength } bytes || bytes[0] != Version || bytes[5] == 0 || bytes[6] == 0) return null;
        return new(BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(1)), bytes[5], bytes[6], bytes[HeadLength..]);
    }

    public override string ToString() => "share " + Number;

    /// <summary>The secret line itself; <see cref="ToString"/> shows none of it, so that no log does.</summary>
    public string ToSecretText() => Bech32.Encode(Word, ToBytes());

    private byte[] ToBytes()
    {
        var head = new byte[HeadLength];
        head[0] = Version;
        BinaryPrimitives.WriteUInt32BigEndian(head.AsSpan(1), Sealing);
        (head[5], head[6]) = (Needed, Number);
        return [.. head, .. Bytes];
    }
}

/// <summary>The key of one edition's sealing: made at the trustees' table, split, and restored from enough shares.</summary>
public static class SealingKey
{
    /// <summary>A new key, in shares. The key itself is wiped; only what is returned remains of it.</summary>
    public static (AgeRecipient Recipient, IReadOnlyList<TrusteeShare> Shares) Make(int needed, int count)
    {
        var identity = AgeIdentity.New();
        var secret = identity.ToBytes();
        var sealing = NumberOf(identity.Recipient);
        var shares = SecretShares.Split(secret, needed, count);
        CryptographicOperations.ZeroMemory(secret);
        return (identity.Recipient, [.. shares.Select((s, i) => new TrusteeShare(sealing, (byte)needed, (byte)(i + 1), s))]);
    }

    /// <summary>Which sealing a share is of.</summary>
    public static uint NumberOf(AgeRecipient recipient) => BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(AgeText.Ascii(recipient.ToString())));

    /// <summary>The key; null when these shares are too few, or one of them is not of it.</summary>
    public static AgeIdentity? Restore(AgeRecipient recipient, IReadOnlyList<TrusteeShare> shares)
    {
        var different = shares.DistinctBy(s => s.Number).ToList();
        if (different.Count == 0 || different.Count < different[0].Needed) return null;
        var identity = AgeIdentity.Of(SecretShares.Restore([.. different.Take(different[0].Needed).Select(s => (s.Number, s.Bytes))]));
        return identity.Recipient.ToString() == recipient.ToString() ? identity : null;
    }
}
