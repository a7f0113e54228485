using BangVang.App.Files;
using BangVang.App.Kernel;
using BangVang.App.Ports;
using BangVang.App.Storage;
using BangVang.Domain.Forum.Streams;
using BangVang.Domain.Kernel;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Forum.Streams;

/// <summary>Makes the key that stands in an encoder's address; the one before no longer works. For the stream's operators and the organisers.</summary>
public sealed class MakeStreamKey(BangVangDb db, ForumBook book, TimeProvider time)
{
    /// <returns>The key, shown once; or forum.unknown, stream.unknown, stream.may_not_operate.</returns>
    public async Task<Result<string>> RunAsync(Actor actor, string slug, string stream, CancellationToken ct)
    {
        if (await book.CurrentAsync(slug, ct) is not { } forum) return Problem.NotFound("forum.unknown");
        if (!StreamQueries.MayOperate(actor, forum.Key)) return Problem.Forbidden("stream.may_not_operate");
        if (forum.Forum.Stream(stream) is null) return Problem.NotFound("stream.unknown");
        var (key, now) = (Secrets.NewToken(), time.Now());
        var ingest = await db.StreamIngests.FirstOrDefaultAsync(i => i.ForumSlug == slug && i.Stream == stream, ct);
        if (ingest is null) db.StreamIngests.Add(ingest = new() { ForumSlug = slug, Stream = stream, KeyHash = "" });
        (ingest.KeyHash, ingest.MadeAt, ingest.Version) = (Secrets.HashOf(key), now, ingest.Version + 1);
        db.Audit(actor, now, "stream.key_made", $"{slug}/{stream}", forum.Key);
        await db.SaveChangesAsync(ct);
        return key;
    }
}

/// <summary>Says that nothing more comes of a stream, or that it goes on after all. For the stream's operators and the organisers.</summary>
public sealed class EndStream(BangVangDb db, ForumBook book, TimeProvider time)
{
    /// <returns>Null when done; forum.unknown, stream.may_not_operate, stream.unknown when none was begun.</returns>
    public async Task<Problem?> RunAsync(Actor actor, string slug, string stream, bool ended, CancellationToken ct)
    {
        if (await book.CurrentAsync(slug, ct) is not { } forum) return Problem.NotFound("forum.unknown");
        if (!StreamQueries.MayOperate(actor, forum.Key)) return Problem.Forbidden("stream.may_not_operate");
        if (await db.StreamIngests.FirstOrDefaultAsync(i => i.ForumSlug == slug && i.Stream == stream, ct) is not { } ingest) return Problem.NotFound("stream.unknown");
        var now = time.Now();
        (ingest.EndedAt, ingest.Version) = (ended ? now : null, ingest.Version + 1);
        db.Audit(actor, now, ended ? "stream.ended" : "stream.resumed", $"{slug}/{stream}", forum.Key);
        await db.SaveChangesAsync(ct);
        return null;
    }
}
