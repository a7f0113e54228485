using System.Security.Cryptography;
using System.Text;
using BangVang.App.Kernel;
using BangVang.Proof.Keys;
using BangVang.Proof.Notes;
using BangVang.Proof.Receipts;

namespace BangVang.App.Log;

/// <summary>
/// The log's own name and key. The key is a file that its owner alone may read, made once; it travels in no backup. The name
/// is fixed with it: an installation that moves to another address stays the same log.
/// </summary>
public sealed class LogSigner
{
    private const string FileName = "log.key";
    private const string Prefix = "PRIVATE+KEY+";
    private readonly byte[] seed;

    /// <param name="origin">Name of the log, an address without its scheme.</param>
    /// <param name="seed">32 bytes, secret.</param>
    public LogSigner(string origin, byte[] seed)
    {
        this.seed = seed;
        Key = new(origin, NoteSignatureKind.Ed25519, Ed25519.PublicKeyOf(seed));
    }

    /// <summary>What others check its signatures with.</summary>
    public NoteKey Key { get; }

    public string Origin => Key.Name;

    /// <summary>The key of an installation; a new one, safely on the disk, when there is none.</summary>
    /// <param name="address">Under which the public reaches the installation; names a new log.</param>
    /// <exception cref="InvalidDataException">The file is no key, or others than its owner may read it.</exception>
    public static LogSigner Load(string directory, Uri address)
    {
        var file = Path.Combine(directory, FileName);
        if (File.Exists(file)) return Read(file);
        var made = new LogSigner($"{address.Authority}{address.AbsolutePath.TrimEnd('/')}/log", RandomNumberGenerator.GetBytes(Ed25519.KeySize));
        DurableFiles.EnsureDirectory(directory);
        var draft = file + ".new";
        File.Delete(draft);
        using (var handle = DurableFiles.Create(draft))
        {
            RandomAccess.Write(handle, Encoding.UTF8.GetBytes(made.Secret()), 0);
            RandomAccess.FlushToDisk(handle);
        }
        DurableFiles.Publish(draft, file);
        return made;
    }

    /// <summary>The checkpoint as a note, signed.</summary>
    public SignedNote Sign(long size, byte[] root) => SignedNote.Sign(new Checkpoint(Origin, size, root).ToString(), Origin, seed);

    /// <summary>The word of the installation that this entry has this place, given before a checkpoint covers it (<see cref="ReceiptFile.PromiseOf"/>).</summary>
    public SignedNote Promise(long seq, ReadOnlySpan<byte> entry) => SignedNote.Sign(ReceiptFile.PromiseOf(Origin, seq, entry), Origin, seed);

    private static LogSigner Read(string file)
    {
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite)) != 0)
            throw new InvalidDataException($"Others than its owner may use {file}: chmod 600.");
        var text = File.ReadAllText(file).TrimEnd('\n');
        if (!text.StartsWith(Prefix, StringComparison.Ordinal) || text[Prefix.Length..].Split('+', 3) is not [var origin, var id, var encoded] || !NoteKey.IsName(origin))
            throw new InvalidDataException($"{file} is no key of a log.");
        var bytes = new byte[encoded.Length];
        if (!Convert.TryFromBase64String(encoded, bytes, out var length) || length != 1 + Ed25519.KeySize || bytes[0] != (byte)NoteSignatureKind.Ed25519)
            throw new InvalidDataException($"{file} is no Ed25519 key.");
        var read = new LogSigner(origin, bytes[1..length]);
        return Convert.ToHexStringLower(read.Key.Id) == id ? read : throw new InvalidDataException($"{file} is damaged: its number is not that of its key.");
    }

    /// <summary>As the tools of signed notes keep it: "PRIVATE+KEY+name+id+base64(kind ‖ seed)".</summary>
    private string Secret() => $"{Prefix}{Origin}+{Convert.ToHexStringLower(Key.Id)}+{Convert.ToBase64String([(byte)NoteSignatureKind.Ed25519, .. seed])}\n";
}
