using System.Formats.Tar;
using BangVang.App.Kernel;
using BangVang.Domain.Kernel;
using BangVang.Proof.Age;

namespace BangVang.App.Keys;

/// <summary>
/// All private keys of an installation in one file that is closed with age: inside it is a tar archive, so that <c>age -d</c> and <c>tar</c>
/// get them out where this program is not at hand.
/// </summary>
public static class KeyArchive
{
    /// <summary>A folder of keys holds some small files.</summary>
    private const long MostBytes = 1 << 20;

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <returns>The names in the archive; nothing is written when there is no key.</returns>
    public static Result<IReadOnlyList<string>> Export(InstallationOptions options, string file, IReadOnlyList<IAgeRecipient> recipients)
    {
        var keys = Files(options).ToList();
        if (keys.Count == 0) return Problem.NotFound("keys.none").With("directory", options.KeysDirectory);
        if (File.Exists(file)) return Problem.Conflict("keys.file_exists").With("file", file);
        using var tar = new MemoryStream();
        using (var writer = new TarWriter(tar, TarEntryFormat.Pax, leaveOpen: true))
            foreach (var (name, path) in keys)
                writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(File.ReadAllBytes(path)), Mode = OwnerOnly, ModificationTime = File.GetLastWriteTimeUtc(path) });
        DurableFiles.Write(file, AgeFile.Encrypt(tar.ToArray(), recipients));
        return keys.Select(k => k.Name).ToList();
    }

    /// <summary>Puts the keys in their place. A key that is there already stays as it is; another one in its place refuses the whole.</summary>
    /// <returns>The names that were not there before.</returns>
    public static Result<IReadOnlyList<string>> Import(InstallationOptions options, string file, IReadOnlyList<IAgeIdentity> identities)
    {
        if (!File.Exists(file)) return Problem.NotFound("keys.no_file").With("file", file);
        List<(string Path, string Name, byte[] Bytes)> found;
        try { found = Entries(AgeFile.Decrypt(File.ReadAllBytes(file), identities)).Select(e => (PathOf(options, e.Name), e.Name, e.Bytes)).ToList(); }
        catch (AgeException e) when (e.Failure is AgeFailure.NoMatch) { return new Problem(ProblemKind.Forbidden, "keys.wrong_key"); }
        catch (Exception e) when (e is AgeException or InvalidDataException or EndOfStreamException) { return Problem.Invalid("keys.not_an_archive").With("file", file); }
        if (found.FirstOrDefault(f => File.Exists(f.Path) && !File.ReadAllBytes(f.Path).AsSpan().SequenceEqual(f.Bytes)) is { Name: { } other }) return Problem.Conflict("keys.another_is_there").With("name", other);
        var missing = found.Where(f => !File.Exists(f.Path)).ToList();
        foreach (var (path, _, bytes) in missing) DurableFiles.Write(path, bytes);
        return missing.Select(f => f.Name).ToList();
    }

    /// <summary>Everything below the folder of keys, and the signer's own files where the settings name others.</summary>
    private static IEnumerable<(string Name, string Path)> Files(InstallationOptions options)
    {
        var directory = new DirectoryInfo(options.KeysDirectory);
        if (directory.Exists)
            foreach (var file in directory.EnumerateFiles().Where(f => f.Length <= MostBytes).OrderBy(f => f.Name, StringComparer.Ordinal)) yield return ($"keys/{file.Name}", file.FullName);
        if (options.Signing.Key is { } key && File.Exists(key)) yield return (SigningKey, key);
        if (options.Signing.Certificate is { } certificate && File.Exists(certificate)) yield return (SigningCertificate, certificate);
    }

    private const string SigningKey = "signing/issuer.key", SigningCertificate = "signing/issuer.crt";

    private static string PathOf(InstallationOptions options, string name)
    {
        if (name == SigningKey) return options.Signing.Key ?? Path.Combine(options.KeysDirectory, "issuer.key");
        if (name == SigningCertificate) return options.Signing.Certificate ?? Path.Combine(options.KeysDirectory, "issuer.crt");
        return name.Split('/') is ["keys", { Length: > 0 } plain] && plain == Path.GetFileName(plain) && plain[0] != '.' ? Path.Combine(options.KeysDirectory, plain) : throw new InvalidDataException($"{name} is no name of a key.");
    }

    private static IEnumerable<(string Name, byte[] Bytes)> Entries(byte[] archive)
    {
        using var reader = new TarReader(new MemoryStream(archive));
        while (reader.GetNextEntry() is { } entry)
        {
            if (entry.EntryType is not TarEntryType.RegularFile) throw new InvalidDataException($"{entry.Name} is no plain file.");
            using var bytes = new MemoryStream();
            entry.DataStream?.CopyTo(bytes);
            yield return (entry.Name, bytes.ToArray());
        }
    }
}
