using BangVang.App.Storage;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Dossiers.Sealing;

/// <summary>A trustee, and whether the share is here.</summary>
public sealed record TrusteeView(int Number, string Name, Instant? HandedAt);

/// <summary>A file that could not be opened.</summary>
/// <param name="Problem">Code of what stands against it.</param>
public sealed record UnopenedFile(string Reference, string Name, string Problem);

/// <summary>Where the sealing of an edition stands.</summary>
/// <param name="Until">From then on it may be opened; null while the day is not settled.</param>
/// <param name="Files">Sealed files in all, of which <paramref name="Opened"/> are open.</param>
public sealed record SealingView(
    int Needed, Instant? Until, IReadOnlyList<TrusteeView> Trustees, int Files, int Opened, Instant? OpenedAt, Instant? FinishedAt, IReadOnlyList<UnopenedFile> Failed)
{
    public int Missing => Math.Max(0, Needed - Trustees.Count(t => t.HandedAt is not null));
}

/// <summary>What the sealing of an edition looks like to those who may know.</summary>
public static class SealingQueries
{
    private const int MostFailed = 200;

    /// <summary>For secretariat, chair and auditor of the edition; null for others, and where nothing is sealed.</summary>
    public static async Task<SealingView?> SealingAsync(this BangVangDb db, Actor actor, Edition edition, CancellationToken ct)
    {
        var key = edition.Key;
        if (edition.Sealing is not { } sealing || !(actor.Is(Role.Secretariat, key) || actor.Is(Role.Chair, key) || actor.Is(Role.Auditor, key))) return null;
        var handed = await db.SealingShares.AsNoTracking().Where(s => s.EditionKey == key).Select(s => new { s.Number, s.HandedAt }).ToDictionaryAsync(s => s.Number, s => s.HandedAt, ct);
        var opening = await db.SealingOpenings.AsNoTracking().SingleOrDefaultAsync(o => o.EditionKey == key, ct);
        var files = await db.SealedFiles.CountAsync(f => f.EditionKey == key, ct);
        var opened = await db.SealedFiles.CountAsync(f => f.EditionKey == key && f.OpenedAt != null, ct);
        var failed = await (
            from s in db.SealedFiles.AsNoTracking()
            join f in db.StoredFiles on s.FileId equals f.Id
            join d in db.Dossiers on f.SubjectId equals d.Id
            where s.EditionKey == key && s.Problem != null
            orderby d.Reference, f.Name
            select new UnopenedFile(d.Reference, f.Name, s.Problem!)).Take(MostFailed).ToListAsync(ct);
        return new(sealing.Needed, edition.SealedUntil, [.. sealing.Trustees.Select((t, i) => new TrusteeView(i + 1, t.Name, handed.TryGetValue(i + 1, out var at) ? at : null))],
            files, opened, opening?.OpenedAt, opening?.FinishedAt, failed);
    }
}
