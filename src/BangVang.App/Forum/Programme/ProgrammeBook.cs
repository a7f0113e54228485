using System.Collections.Concurrent;
using BangVang.App.Storage;
using BangVang.Domain.Forum;
using BangVang.Domain.Forum.Programme;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Forum.Programme;

/// <summary>A release with what it says about itself.</summary>
public sealed record PublishedProgramme(int Number, string Name, string Sha256, Instant ReleasedAt, ReleasedProgramme Programme);

/// <summary>The released programmes: all that is public of a programme. A release never changes, so each is rebuilt once per process and kept by its hash.</summary>
public sealed class ProgrammeBook(BangVangDb db)
{
    /// <summary>Kept at once: the releases of some forums, not of all there ever were.</summary>
    private const int MostKept = 64;

    private static readonly ConcurrentDictionary<string, ReleasedProgramme> BySha256 = new();

    /// <summary>The latest release of a forum; null before the first.</summary>
    public async Task<PublishedProgramme?> CurrentAsync(string slug, CancellationToken ct)
    {
        var key = ForumEdition.KeyOf(slug);
        var row = await db.ProgrammeReleases.AsNoTracking().Where(r => r.ForumKey == key).OrderByDescending(r => r.Number)
            .Select(r => new { r.Id, r.Number, r.Name, r.Sha256, r.ReleasedAt }).FirstOrDefaultAsync(ct);
        if (row is null) return null;
        if (!BySha256.TryGetValue(row.Sha256, out var programme))
        {
            programme = (await db.ProgrammeReleases.AsNoTracking().SingleAsync(r => r.Id == row.Id, ct)).Thaw();
            if (BySha256.Count >= MostKept) BySha256.Clear();
            BySha256.TryAdd(row.Sha256, programme);
        }
        return new(row.Number, row.Name, row.Sha256, row.ReleasedAt, programme);
    }

    /// <summary>The last twenty releases of a forum, the newest first.</summary>
    public async Task<IReadOnlyList<PublishedProgramme>> AllAsync(string slug, CancellationToken ct)
    {
        var key = ForumEdition.KeyOf(slug);
        var rows = await db.ProgrammeReleases.AsNoTracking().Where(r => r.ForumKey == key).OrderByDescending(r => r.Number).Take(20).ToListAsync(ct);
        return [.. rows.Select(r => new PublishedProgramme(r.Number, r.Name, r.Sha256, r.ReleasedAt, r.Thaw()))];
    }
}
