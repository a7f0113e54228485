using BangVang.App.Files;
using BangVang.App.Kernel;
using BangVang.App.Ports;
using BangVang.App.Storage;
using BangVang.Domain.Forum.Streams;
using BangVang.Domain.Kernel;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Forum.Streams;

/// <summary>What became of a file that an encoder sent.</summary>
public enum Taken
{
    New,
    /// <summary>The same bytes under the same name once more.</summary>
    Again,
}

/// <summary>
/// Takes a segment that an encoder sends by HTTP PUT. Whoever has the key may send; a file counts once it is whole and on
/// the disk, and a name never gets other bytes.
/// </summary>
public sealed class TakeStreamSegment(BangVangDb db, ForumBook book, IFileStore store, FileStoreOptions files, TimeProvider time)
{
    /// <summary>Bytes of the largest segment: 20 seconds at some 13 Mbit/s.</summary>
    public const long Largest = 32L << 20;

    private static readonly string[] Extensions = ["ts", "aac", "vtt"];

    /// <returns>stream.unknown for a wrong key too, stream.name_malformed, stream.kind_unknown, stream.segment_too_large, stream.name_used.</returns>
    public async Task<Result<Taken>> RunAsync(string slug, string stream, string key, string rendition, string file, Stream body, CancellationToken ct)
    {
        if (await db.OpenIngestAsync(book, slug, stream, key, ct) is not { } rules || rules.Rendition(rendition) is null) return Problem.NotFound("stream.unknown");
        if (EncoderPlaylist.NameOf(file) is not { } name || name != file) return Problem.Invalid("stream.name_malformed").With("name", file);
        var extension = name[(name.LastIndexOf('.') + 1)..].ToLowerInvariant();
        if (!Extensions.Contains(extension)) return Problem.Invalid("stream.kind_unknown").With("name", name).With("known", string.Join(", ", Extensions));

        await using var incoming = IncomingFile.Create(files);
        if (await incoming.WriteAsync(body, Largest, ct) is not { } content) return Problem.Invalid("stream.segment_too_large").With("max", Largest >> 20);
        if (await KnownAsync(slug, stream, rendition, name, ct) is { } known) return Same(known, content.Sha256);
        await store.TakeAsync(incoming.Path, content.Sha256, ct);
        var now = time.Now();
        db.StreamSegments.Add(new() { Id = Ids.New(now), ForumSlug = slug, Stream = stream, Rendition = rendition, Name = name, Extension = extension, Sha256 = content.Sha256, Bytes = content.Bytes, ReceivedAt = now });
        if (await db.TrySaveAsync(ct))
        {
            await db.ArrivedAsync(rules, slug, rendition, name, ct);
            // Whoever told it at the same moment did what was to be done.
            await db.TrySaveAsync(ct);
            return Taken.New;
        }
        // Another connection was quicker with that name.
        return await KnownAsync(slug, stream, rendition, name, ct) is { } quicker ? Same(quicker, content.Sha256) : Problem.Conflict("stream.try_again");
    }

    private Task<string?> KnownAsync(string slug, string stream, string rendition, string name, CancellationToken ct) =>
        db.StreamSegments.AsNoTracking().Where(s => s.ForumSlug == slug && s.Stream == stream && s.Rendition == rendition && s.Name == name).Select(s => s.Sha256).FirstOrDefaultAsync(ct);

    private static Result<Taken> Same(string known, string sha256) => known == sha256 ? Taken.Again : Problem.Conflict("stream.name_used");
}

internal static class StreamDoor
{
    /// <summary>The rules of the stream when the key opens it; null otherwise, whatever is wrong.</summary>
    public static async Task<StreamRules?> OpenIngestAsync(this BangVangDb db, ForumBook book, string slug, string stream, string key, CancellationToken ct)
    {
        var hash = Secrets.HashOf(key);
        if (!await db.StreamIngests.AnyAsync(i => i.ForumSlug == slug && i.Stream == stream && i.KeyHash == hash && i.EndedAt == null, ct)) return null;
        return (await book.CurrentAsync(slug, ct))?.Forum.Stream(stream);
    }
}
