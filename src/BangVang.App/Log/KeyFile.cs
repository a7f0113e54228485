using System.Security.Cryptography;
using System.Text;
using BangVang.App.Kernel;
using BangVang.Proof.Keys;
using BangVang.Proof.Notes;

namespace BangVang.App.Log;

/// <summary>
/// A secret key with the name it signs under, in a file that its owner alone may read: "PRIVATE+KEY+name+id+base64(kind ‖ seed)",
/// as the tools of signed notes keep it.
/// </summary>
/// <param name="Seed">32 bytes, secret.</param>
public sealed record KeyFile(string Name, NoteSignatureKind Kind, byte[] Seed)
{
    private const string Prefix = "PRIVATE+KEY+";

    /// <summary>What others check its signatures with.</summary>
    public NoteKey Public { get; } = new(Name, Kind, Ed25519.PublicKeyOf(Seed));

    /// <summary>The key in <paramref name="file"/>; a new one under <paramref name="name"/>, safely on the disk, when there is none.</summary>
    /// <exception cref="InvalidDataException">The file is no key of this kind, or others than its owner may read it.</exception>
    public static KeyFile LoadOrMake(string file, NoteSignatureKind kind, string name)
    {
        if (File.Exists(file)) return Read(file, kind);
        var made = new KeyFile(name, kind, RandomNumberGenerator.GetBytes(Ed25519.KeySize));
        DurableFiles.Write(file, Encoding.UTF8.GetBytes(made.Text()));
        return made;
    }

    private static KeyFile Read(string file, NoteSignatureKind kind)
    {
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite)) != 0)
            throw new InvalidDataException($"Others than its owner may use {file}: chmod 600.");
        var text = File.ReadAllText(file).TrimEnd('\n');
        if (!text.StartsWith(Prefix, StringComparison.Ordinal) || text[Prefix.Length..].Split('+', 3) is not [var name, var id, var encoded] || !NoteKey.IsName(name))
            throw new InvalidDataException($"{file} is no key.");
        var bytes = new byte[encoded.Length];
        if (!Convert.TryFromBase64String(encoded, bytes, out var length) || length != 1 + Ed25519.KeySize || bytes[0] != (byte)kind)
            throw new InvalidDataException($"{file} is no key of the kind {kind}.");
        var read = new KeyFile(name, kind, bytes[1..length]);
        return Convert.ToHexStringLower(read.Public.Id) == id ? read : throw new InvalidDataException($"{file} is damaged: its number is not that of its key.");
    }

    private string Text() => $"{Prefix}{Name}+{Convert.ToHexStringLower(Public.Id)}+{Convert.ToBase64String([(byte)Kind, .. Seed])}\n";

    /// <summary>Its public part: a secret is never written by accident.</summary>
    public override string ToString() => Public.ToString();
}
