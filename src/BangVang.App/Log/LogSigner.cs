using BangVang.App.Kernel;
using BangVang.App.Signing;
using BangVang.Proof.Keys;
using BangVang.Proof.Notes;
using BangVang.Proof.Receipts;

namespace BangVang.App.Log;

/// <summary>
/// The log's own name and key. The key is made once and travels in no backup. The name is fixed with it: an installation that
/// moves to another address stays the same log. It is a file of the installation, or a key in an organisation's own device.
/// </summary>
public sealed class LogSigner
{
    private const string FileName = "log.key", NextFileName = "log.key.next";

    private readonly Func<byte[], byte[]> sign;

    private LogSigner(KeyFile key) => (Key, sign) = (key.Public, bytes => Ed25519.Sign(key.Seed, bytes));

    private LogSigner(string origin, Pkcs11Key device) =>
        (Key, sign, IsInDevice) = (new(origin, NoteSignatureKind.Ed25519, device.Ed25519PublicKey()), device.SignEd25519, true);

    /// <param name="origin">Name of the log, an address without its scheme.</param>
    /// <param name="seed">32 bytes, secret.</param>
    public LogSigner(string origin, byte[] seed) : this(new KeyFile(origin, NoteSignatureKind.Ed25519, seed)) { }

    /// <summary>What others check its signatures with.</summary>
    public NoteKey Key { get; }

    public string Origin => Key.Name;

    /// <summary>The secret is in a device and cannot be had from it.</summary>
    public bool IsInDevice { get; }

    /// <summary>The key of an installation: in the device that the settings name, otherwise in a file; a new one, safely on the disk, when there is none.</summary>
    /// <param name="address">Under which the public reaches the installation; names a new log.</param>
    /// <exception cref="InvalidDataException">The file is no key, or others than its owner may read it.</exception>
    /// <exception cref="IOException">The device does not answer.</exception>
    public static LogSigner Load(string directory, Uri address, LogOptions? options = null)
    {
        var name = options?.Name ?? $"{address.Authority}{address.AbsolutePath.TrimEnd('/')}/log";
        return options is { Device.IsSet: true } ? new LogSigner(name, DeviceSigner.Open(options.Device)) : new LogSigner(KeyFile.LoadOrMake(Path.Combine(directory, FileName), NoteSignatureKind.Ed25519, name));
    }

    /// <summary>The key that will follow, safely on the disk beside the one in use; the same when it was made before.</summary>
    /// <exception cref="InvalidDataException">The file is no key of this log.</exception>
    public static LogSigner MakeNext(string directory, string origin)
    {
        var next = KeyFile.LoadOrMake(Path.Combine(directory, NextFileName), NoteSignatureKind.Ed25519, origin);
        return next.Name == origin ? new LogSigner(next) : throw new InvalidDataException($"{Path.Combine(directory, NextFileName)} is a key of another log.");
    }

    /// <summary>Puts the key that follows in the place of the one in use, whose secret is gone then.</summary>
    public static void InstallNext(string directory) => DurableFiles.Publish(Path.Combine(directory, NextFileName), Path.Combine(directory, FileName));

    /// <summary>The word of this key on the one that follows it (<see cref="Trust.SuccessionOf"/>).</summary>
    public SignedNote NameSuccessor(NoteKey next, long size) => SignedNote.Sign(Trust.SuccessionOf(Origin, next, size), Key, sign);

    /// <summary>The checkpoint as a note, signed.</summary>
    public SignedNote Sign(long size, byte[] root) => SignedNote.Sign(new Checkpoint(Origin, size, root).ToString(), Key, sign);

    /// <summary>The word of the installation that this entry has this place, given before a checkpoint covers it (<see cref="ReceiptFile.PromiseOf"/>).</summary>
    public SignedNote Promise(long seq, ReadOnlySpan<byte> entry) => SignedNote.Sign(ReceiptFile.PromiseOf(Origin, seq, entry), Key, sign);

    /// <summary>The word of the installation that these sheets and no others make up the totals of a dossier (<see cref="SlipFile.StatementOf"/>).</summary>
    public SignedNote SignSlip(string edition, string reference, IReadOnlyList<SlipRound> rounds) => SignedNote.Sign(SlipFile.StatementOf(Origin, edition, reference, rounds), Key, sign);
}
