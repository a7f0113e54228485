using BangVang.App.Kernel;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.People;

/// <summary>How long a session lasts.</summary>
public static class SessionLives
{
    /// <summary>Ends whatever happens after this time.</summary>
    public static readonly Duration Absolute = Duration.FromDays(7);
    /// <summary>Ends when unused for this long.</summary>
    public static readonly Duration Idle = Duration.FromHours(12);
    /// <summary>How exactly the last use is kept: rows are not written at every request.</summary>
    public static readonly Duration SeenEvery = Duration.FromMinutes(5);
}

/// <summary>An open session as its owner sees it.</summary>
/// <param name="Reference">First 12 digits of the stored hash: names the row, opens nothing.</param>
public sealed record SessionRow(string Reference, string Device, Instant CreatedAt, Instant LastSeenAt, bool IsThisOne);

public static class SessionQueries
{
    /// <summary>The person of a live session, once for each role and once without any.</summary>
    private static readonly CompiledQuery<Func<BangVangDb, string, Instant, Instant, IAsyncEnumerable<SessionGrant>>> OfSession = new(() =>
        EF.CompileAsyncQuery((BangVangDb db, string hash, Instant now, Instant idleSince) =>
            from s in db.Sessions.AsNoTracking()
            join p in db.People on s.PersonId equals p.Id
            join g in db.RoleGrants on p.Id equals g.PersonId into grants
            from g in grants.DefaultIfEmpty()
            where s.TokenHash == hash && s.EndedAt == null && s.ExpiresAt > now && s.LastSeenAt > idleSince && p.DisabledAt == null
            select new SessionGrant(p.Id, p.FullName, p.IsAdministrator, s.LastSeenAt, (string?)g.EditionKey, (Role?)g.Role)));

    private sealed record SessionGrant(Guid Id, string FullName, bool IsAdministrator, Instant LastSeenAt, string? EditionKey, Role? Role);

    /// <summary>Who the cookie's token belongs to; <see cref="Actor.Anonymous"/> when it opens no live session.</summary>
    public static async Task<Actor> ActorOfSessionAsync(this BangVangDb db, string token, Instant now, CancellationToken ct)
    {
        var hash = Secrets.HashOf(token);
        var rows = new List<SessionGrant>();
        await foreach (var row in OfSession.On(db)(db, hash, now, now - SessionLives.Idle).WithCancellation(ct)) rows.Add(row);
        if (rows.Count == 0) return Actor.Anonymous;

        if (now - rows[0].LastSeenAt > SessionLives.SeenEvery)
            await db.Sessions.Where(s => s.TokenHash == hash).ExecuteUpdateAsync(set => set.SetProperty(s => s.LastSeenAt, now), ct);
        var roles = rows.Where(r => r.EditionKey is not null).Select(r => new RoleInEdition(r.EditionKey!, r.Role!.Value)).ToHashSet();
        return new(rows[0].Id, rows[0].FullName, rows[0].IsAdministrator, roles);
    }

    /// <summary>The open sessions of the actor, newest use first.</summary>
    public static Task<List<SessionRow>> SessionsAsync(this BangVangDb db, Actor actor, string currentToken, Instant now, CancellationToken ct)
    {
        var current = Secrets.HashOf(currentToken);
        var idleSince = now - SessionLives.Idle;
        return db.Sessions.AsNoTracking()
            .Where(s => s.PersonId == actor.PersonId && s.EndedAt == null && s.ExpiresAt > now && s.LastSeenAt > idleSince)
            .OrderByDescending(s => s.LastSeenAt).ThenBy(s => s.TokenHash)
            .Take(100)
            .Select(s => new SessionRow(s.TokenHash.Substring(0, 12), s.Device, s.CreatedAt, s.LastSeenAt, s.TokenHash == current))
            .ToListAsync(ct);
    }
}
