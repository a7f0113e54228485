using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using BangVang.Proof.Keys;

namespace BangVang.Proof.Notes;

/// <summary>
/// A witness's word on a checkpoint (c2sp.org/tlog-cosignature, version 1.0.1): at this time the witness had seen the log only
/// grow up to this size, and it will not sign a tree that contradicts it. The signature is 8 bytes of time, then 64 of Ed25519.
/// </summary>
public static class Cosignature
{
    private const int TimeSize = 8;

    /// <summary>Signs the text of a checkpoint.</summary>
    /// <param name="at">Seconds since 1970, UTC.</param>
    public static NoteSignature Sign(string checkpoint, string witness, ReadOnlySpan<byte> seed, long at)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(at);
        var key = new NoteKey(witness, NoteSignatureKind.Cosignature, Ed25519.PublicKeyOf(seed));
        var signature = new byte[TimeSize + Ed25519.SignatureSize];
        BinaryPrimitives.WriteInt64BigEndian(signature, at);
        Ed25519.Sign(seed, Message(checkpoint, at)).CopyTo(signature, TimeSize);
        return new(witness, key.Id, signature);
    }

    /// <summary>When the witness signed, seconds since 1970, UTC; null for what is no cosignature.</summary>
    public static long? TimeOf(NoteSignature signature) =>
        signature.Signature.Length == TimeSize + Ed25519.SignatureSize && BinaryPrimitives.ReadInt64BigEndian(signature.Signature) is >= 0 and var at ? at : null;

    internal static bool Verifies(NoteKey key, string checkpoint, NoteSignature signature) =>
        TimeOf(signature) is { } at && Ed25519.Verify(key.PublicKey, Message(checkpoint, at), signature.Signature.AsSpan(TimeSize));

    private static byte[] Message(string checkpoint, long at) =>
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"cosignature/v1\ntime {at}\n{checkpoint}"));
}
