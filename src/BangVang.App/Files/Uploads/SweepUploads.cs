using BangVang.App.Kernel;
using BangVang.App.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Files.Uploads;

/// <summary>Clears away expired uploads, and part files that no upload names or that were left behind. For a job.</summary>
public sealed class SweepUploads(BangVangDb db, TimeProvider time, UploadParts parts)
{
    /// <summary>A part file is older than the row that names it by the time one save takes.</summary>
    private static readonly Duration Grace = Duration.FromHours(1);

    /// <returns>Uploads and part files removed.</returns>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        var now = time.Now();
        var expired = await db.Uploads.Where(u => u.ExpiresAt <= now).Select(u => u.Id).ToListAsync(ct);
        foreach (var id in expired)
        {
            await db.Uploads.Where(u => u.Id == id && u.ExpiresAt <= now).ExecuteDeleteAsync(ct);
            parts.Delete(id);
        }
        // An upload that is complete has no part file; one that has was cut off before it could clear away.
        var known = (await db.Uploads.Where(u => u.CompletedAt == null).Select(u => u.Id).ToListAsync(ct)).ToHashSet();
        var orphans = parts.List().Where(p => !known.Contains(p.Upload) && Instant.FromDateTimeOffset(p.Written) < now - Grace).ToList();
        foreach (var (id, _) in orphans) parts.Delete(id);
        var left = parts.ListIncoming().Where(f => Instant.FromDateTimeOffset(f.Written) < now - Grace).ToList();
        foreach (var (file, _) in left) File.Delete(file);
        return expired.Count + orphans.Count + left.Count;
    }
}
