using BangVang.App.Kernel;
using BangVang.Proof.Notes;
using BangVang.Proof.Receipts;

namespace BangVang.App.Log;

/// <summary>
/// The log's own name and key. The key is made once and travels in no backup. The name is fixed with it: an installation that
/// moves to another address stays the same log.
/// </summary>
public sealed class LogSigner(KeyFile key)
{
    private const string FileName = "log.key", NextFileName = "log.key.next";

    /// <param name="origin">Name of the log, an address without its scheme.</param>
    /// <param name="seed">32 bytes, secret.</param>
    public LogSigner(string origin, byte[] seed) : this(new KeyFile(origin, NoteSignatureKind.Ed25519, seed)) { }

    /// <summary>What others check its signatures with.</summary>
    public NoteKey Key => key.Public;

    public string Origin => key.Name;

    /// <summary>The key of an installation; a new one, safely on the disk, when there is none.</summary>
    /// <param name="address">Under which the public reaches the installation; names a new log.</param>
    /// <exception cref="InvalidDataException">The file is no key, or others than its owner may read it.</exception>
    public static LogSigner Load(string directory, Uri address) =>
        new(KeyFile.LoadOrMake(Path.Combine(directory, FileName), NoteSignatureKind.Ed25519, $"{address.Authority}{address.AbsolutePath.TrimEnd('/')}/log"));

    /// <summary>The key that will follow, safely on the disk beside the one in use; the same when it was made before.</summary>
    /// <exception cref="InvalidDataException">The file is no key of this log.</exception>
    public static LogSigner MakeNext(string directory, string origin)
    {
        var next = KeyFile.LoadOrMake(Path.Combine(directory, NextFileName), NoteSignatureKind.Ed25519, origin);
        return next.Name == origin ? new(next) : throw new InvalidDataException($"{Path.Combine(directory, NextFileName)} is a key of another log.");
    }

    /// <summary>Puts the key that follows in the place of the one in use, whose secret is gone then.</summary>
    public static void InstallNext(string directory) => DurableFiles.Publish(Path.Combine(directory, NextFileName), Path.Combine(directory, FileName));

    /// <summary>The word of this key on the one that follows it (<see cref="Trust.SuccessionOf"/>).</summary>
    public SignedNote NameSuccessor(NoteKey next, long size) => SignedNote.Sign(Trust.SuccessionOf(Origin, next, size), Origin, key.Seed);

    /// <summary>The checkpoint as a note, signed.</summary>
    public SignedNote Sign(long size, byte[] root) => SignedNote.Sign(new Checkpoint(Origin, size, root).ToString(), Origin, key.Seed);

    /// <summary>The word of the installation that this entry has this place, given before a checkpoint covers it (<see cref="ReceiptFile.PromiseOf"/>).</summary>
    public SignedNote Promise(long seq, ReadOnlySpan<byte> entry) => SignedNote.Sign(ReceiptFile.PromiseOf(Origin, seq, entry), Origin, key.Seed);
}
