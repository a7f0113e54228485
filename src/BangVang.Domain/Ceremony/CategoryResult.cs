using System.Security.Cryptography;
using System.Text.Json.Nodes;
using BangVang.Domain.Kernel;
using BangVang.Proof;

namespace BangVang.Domain.Ceremony;

/// <summary>Whether somebody of the winner comes on stage.</summary>
public enum Attendance { Comes, Represented, Absent }

/// <param name="Reference">Of the dossier.</param>
public sealed record CeremonyWinner(string Reference, string TierCode, string Product, string Organisation, Attendance Comes = Attendance.Comes);

/// <summary>What an envelope holds: the winners of a category, or, without a category, the roll of the other laureates.</summary>
/// <param name="Winners">In the order in which they are called; empty when the prize is not given.</param>
public sealed record CategoryResult(string? CategoryCode, IReadOnlyList<CeremonyWinner> Winners)
{
    public const int SaltBytes = 32;

    /// <summary>Canonical JSON (RFC 8785): what the commitment is about. Whether somebody comes may still change and is not in it.</summary>
    /// <param name="edition"><c>programme/year</c>, so that an envelope is none of another year.</param>
    public byte[] Bytes(string edition) => CanonicalJson.Bytes(new JsonObject
    {
        ["edition"] = edition, ["category"] = CategoryCode ?? "",
        ["winners"] = new JsonArray([.. Winners.Select(w => new JsonObject { ["dossier"] = w.Reference, ["tier"] = w.TierCode, ["product"] = w.Product, ["organisation"] = w.Organisation })]),
    });

    /// <summary>SHA-256(salt ‖ bytes), 64 lower-case hexadecimal digits: of one length for every result, and blind without the salt.</summary>
    /// <param name="salt">32 random bytes: there are few possible results, and without it they could be tried one by one.</param>
    public string Commitment(string edition, ReadOnlySpan<byte> salt)
    {
        if (salt.Length != SaltBytes) throw new ArgumentException($"A salt has {SaltBytes} bytes.", nameof(salt));
        return Convert.ToHexStringLower(SHA256.HashData([.. salt, .. Bytes(edition)]));
    }

    /// <summary>Whether this result under this salt is the one that was committed to before the doors opened.</summary>
    public bool Opens(string commitment, string edition, ReadOnlySpan<byte> salt) => salt.Length == SaltBytes && Commitment(edition, salt) == commitment;
}

/// <summary>An envelope while it is closed: AES-256-GCM over the result and its salt, bound to edition and category.</summary>
public static class Envelope
{
    /// <summary>Every envelope is a multiple of this, so that its length does not tell how many won; a roll may take several.</summary>
    public const int Block = 16 * 1024;
    public const int KeyBytes = 32, NonceBytes = 12, TagBytes = 16;

    /// <param name="nonce">12 random bytes, never used again under the key.</param>
    /// <returns>Nonce, tag and cipher text.</returns>
    public static byte[] Close(CategoryResult result, string edition, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce)
    {
        var content = CanonicalJson.Bytes(new JsonObject
        {
            ["salt"] = Convert.ToHexStringLower(salt),
            ["winners"] = new JsonArray([.. result.Winners.Select(w => new JsonObject { ["dossier"] = w.Reference, ["tier"] = w.TierCode, ["product"] = w.Product, ["organisation"] = w.Organisation, ["comes"] = Codes.Of(w.Comes) })]),
        });
        // JSON may end in blanks.
        var padded = new byte[(content.Length + Block - 1) / Block * Block];
        padded.AsSpan().Fill((byte)' ');
        content.CopyTo(padded, 0);
        var closed = new byte[NonceBytes + TagBytes + padded.Length];
        nonce.CopyTo(closed);
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(nonce, padded, closed.AsSpan(NonceBytes + TagBytes), closed.AsSpan(NonceBytes, TagBytes), Bound(edition, result.CategoryCode));
        return closed;
    }

    /// <summary>The result and the salt of its commitment. Throws when the envelope was changed, or is of another edition or category, or the key is another.</summary>
    public static (CategoryResult Result, byte[] Salt) Open(ReadOnlySpan<byte> closed, string edition, string? category, ReadOnlySpan<byte> key)
    {
        if (closed.Length < NonceBytes + TagBytes) throw new CryptographicException("The envelope is cut short.");
        var content = new byte[closed.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(key, TagBytes);
        aes.Decrypt(closed[..NonceBytes], closed[(NonceBytes + TagBytes)..], closed.Slice(NonceBytes, TagBytes), content, Bound(edition, category));
        var json = JsonNode.Parse(content)!;
        var winners = json["winners"]!.AsArray().Select(w => new CeremonyWinner((string)w!["dossier"]!, (string)w["tier"]!, (string)w["product"]!, (string)w["organisation"]!, Codes.Parse<Attendance>((string?)w["comes"])!.Value));
        return (new(category, [.. winners]), Convert.FromHexString((string)json["salt"]!));
    }

    /// <summary>As <see cref="Open"/>; null when it throws there.</summary>
    public static (CategoryResult Result, byte[] Salt)? TryOpen(ReadOnlySpan<byte> closed, string edition, string? category, ReadOnlySpan<byte> key)
    {
        try { return Open(closed, edition, category, key); }
        catch (CryptographicException) { return null; }
    }

    private static byte[] Bound(string edition, string? category) => CanonicalJson.Bytes(new JsonArray(edition, category ?? ""));
}
