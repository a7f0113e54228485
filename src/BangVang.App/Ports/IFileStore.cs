namespace BangVang.App.Ports;

/// <summary>Bytes the store holds.</summary>
/// <param name="Sha256">64 lower-case hexadecimal digits.</param>
public sealed record FileContent(string Sha256, long Bytes);

/// <summary>What a look at kept bytes found.</summary>
public enum FileCheck { Sound, Missing, Damaged }

/// <summary>
/// Keeps the bytes of files under the SHA-256 of their content; names, owners and rights live in the database.
/// A call that puts bytes returns only when a power cut can no longer take them back.
/// </summary>
public interface IFileStore
{
    /// <summary>Keeps everything <paramref name="content"/> still holds. Putting the same bytes again is no error and stores them once.</summary>
    Task<FileContent> PutAsync(Stream content, CancellationToken ct);

    /// <summary>Takes over a finished file of this node, moved if possible; afterwards nothing is left at <paramref name="path"/>.</summary>
    /// <param name="sha256">The hash of what lies at <paramref name="path"/>; the caller has just computed it.</param>
    Task TakeAsync(string path, string sha256, CancellationToken ct);

    /// <summary>The bytes, seekable, from the start; null when there are none under that hash.</summary>
    Task<Stream?> OpenAsync(string sha256, CancellationToken ct);

    Task<bool> ExistsAsync(string sha256, CancellationToken ct);

    /// <summary>Reads all bytes again and compares.</summary>
    Task<FileCheck> VerifyAsync(string sha256, CancellationToken ct);

    /// <summary>Everything held, in the order of the hashes.</summary>
    IAsyncEnumerable<FileContent> ListAsync(CancellationToken ct);
}
