using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using BangVang.Proof.Keys;

namespace BangVang.Proof.Age;

/// <summary>Somebody a file is encrypted to.</summary>
public interface IAgeRecipient
{
    /// <summary>The file's key, so that this recipient alone can read it.</summary>
    internal AgeStanza Wrap(ReadOnlySpan<byte> fileKey);
}

/// <summary>What opens a file.</summary>
public interface IAgeIdentity
{
    /// <summary>The file's key, when one of these lines is for this identity; null otherwise.</summary>
    /// <exception cref="AgeException">A line of this kind is not of the format.</exception>
    internal byte[]? Unwrap(IReadOnlyList<AgeStanza> stanzas);
}

/// <summary>A public key, written <c>age1…</c>: who has it can close files, and open none.</summary>
public sealed class AgeRecipient : IAgeRecipient
{
    private const string Word = "age";
    private readonly byte[] publicKey;

    internal AgeRecipient(byte[] publicKey) => this.publicKey = publicKey;

    /// <summary>Null when the text is no such key.</summary>
    public static AgeRecipient? TryParse(string text) =>
        text == text.ToLowerInvariant() && Bech32.Decode(Word, text) is { Length: X25519.KeySize } key ? new(key) : null;

    public override string ToString() => Bech32.Encode(Word, publicKey);

    AgeStanza IAgeRecipient.Wrap(ReadOnlySpan<byte> fileKey)
    {
        var ephemeral = RandomNumberGenerator.GetBytes(X25519.KeySize);
        var share = X25519.PublicKeyOf(ephemeral);
        var shared = X25519.Agree(ephemeral, publicKey) ?? throw new ArgumentException("This public key is of low order and keeps nothing secret.", nameof(fileKey));
        return new(AgeIdentity.Kind, [AgeText.Encode(share)], AgeCipher.Wrap(AgeIdentity.WrapKey(shared, share, publicKey), fileKey));
    }
}

/// <summary>A secret key, written <c>AGE-SECRET-KEY-1…</c>.</summary>
public sealed class AgeIdentity : IAgeIdentity
{
    internal const string Kind = "X25519";
    private const string Word = "age-secret-key-";
    private readonly byte[] secret, publicKey;

    private AgeIdentity(byte[] secret)
    {
        this.secret = secret;
        publicKey = X25519.PublicKeyOf(secret);
    }

    public AgeRecipient Recipient => new(publicKey);

    /// <summary>A new key from the system's randomness.</summary>
    public static AgeIdentity New() => new(RandomNumberGenerator.GetBytes(X25519.KeySize));

    /// <summary>The key that is these 32 bytes.</summary>
    public static AgeIdentity Of(ReadOnlySpan<byte> secret) => new(secret.ToArray());

    /// <summary>Null when the text is no such key.</summary>
    public static AgeIdentity? TryParse(string text) =>
        text == text.ToUpperInvariant() && Bech32.Decode(Word, text) is { Length: X25519.KeySize } secret ? new(secret) : null;

    /// <summary>The keys in a file as <c>age-keygen</c> writes it: one a line, comments begin with #. Empty when a line is neither.</summary>
    public static IReadOnlyList<AgeIdentity> ParseFile(string text)
    {
        var lines = text.Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0 && l[0] != '#').Select(TryParse).ToList();
        return lines.All(i => i is not null) ? [.. lines.OfType<AgeIdentity>()] : [];
    }

    /// <summary>The 32 bytes, to be split among trustees. Whoever asks for them wipes them.</summary>
    public byte[] ToBytes() => [.. secret];

    /// <summary>The secret in the form that age reads; <see cref="object.ToString"/> is left alone, so that no log shows it by accident.</summary>
    public string ToSecretText() => Bech32.Encode(Word, secret).ToUpperInvariant();

    byte[]? IAgeIdentity.Unwrap(IReadOnlyList<AgeStanza> stanzas)
    {
        byte[]? found = null;
        foreach (var stanza in stanzas.Where(s => s.Kind == Kind))
        {
            if (stanza.Arguments.Count != 1 || AgeText.Decode(stanza.Arguments[0]) is not { Length: X25519.KeySize } share || stanza.Body.Length != AgeCipher.WrappedLength)
                throw new AgeException(AgeFailure.Header, "A line for an X25519 key is not of the format.");
            var shared = X25519.Agree(secret, share) ?? throw new AgeException(AgeFailure.Header, "A line for an X25519 key holds a point of low order.");
            found ??= AgeCipher.Unwrap(WrapKey(shared, share, publicKey), stanza.Body);
        }
        return found;
    }

    internal static byte[] WrapKey(byte[] shared, byte[] share, byte[] recipient) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, shared, 32, [.. share, .. recipient], "age-encryption.org/v1/X25519"u8.ToArray());
}

/// <summary>A passphrase, to close and to open. A file closed with one has no other way in.</summary>
/// <param name="logN">The price of one guess when closing: 2 to this power KiB of memory. 18 is a second or so on a desktop.</param>
public sealed class AgePassphrase(string passphrase, int logN = 18) : IAgeRecipient, IAgeIdentity
{
    internal const string Kind = "scrypt";
    private const int SaltLength = 16, MaxLogN = 22;

    AgeStanza IAgeRecipient.Wrap(ReadOnlySpan<byte> fileKey)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltLength);
        return new(Kind, [AgeText.Encode(salt), logN.ToString(CultureInfo.InvariantCulture)], AgeCipher.Wrap(Key(salt, logN), fileKey));
    }

    byte[]? IAgeIdentity.Unwrap(IReadOnlyList<AgeStanza> stanzas)
    {
        if (stanzas.SingleOrDefault(s => s.Kind == Kind) is not { } stanza) return null;
        if (stanza.Arguments.Count != 2 || AgeText.Decode(stanza.Arguments[0]) is not { Length: SaltLength } salt || LogN(stanza.Arguments[1]) is not { } price || stanza.Body.Length != AgeCipher.WrappedLength)
            throw new AgeException(AgeFailure.Header, "The line for a passphrase is not of the format, or asks for too much memory.");
        return AgeCipher.Unwrap(Key(salt, price), stanza.Body);
    }

    /// <summary>1 to 22, without sign or leading zero; a file may not make us work for days.</summary>
    private static int? LogN(string text) =>
        text.Length is 1 or 2 && text[0] != '0' && text.All(char.IsAsciiDigit) && int.Parse(text, CultureInfo.InvariantCulture) is <= MaxLogN and var n ? n : null;

    private byte[] Key(byte[] salt, int price) => Scrypt.Derive(Encoding.UTF8.GetBytes(passphrase), [.. "age-encryption.org/v1/scrypt"u8, .. salt], price);
}
