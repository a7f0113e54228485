using System.Security.Cryptography;
using BangVang.App.Kernel;
using BangVang.App.Ports;
using BangVang.App.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Log;

/// <summary>
/// Fetches time-stamps over the entries that record submissions, where an authority is set. Afterwards and apart: nobody who submits waits for it,
/// and while it is down the entries wait in order. Of several nodes one asks about each entry.
/// </summary>
public sealed class StampEntries(BangVangDb db, IEnumerable<ITimeStampAuthority> authorities, TimeProvider time)
{
    private const string Kind = "dossier.submitted";
    private static readonly Duration Claim = Duration.FromMinutes(15), FirstRest = Duration.FromSeconds(10), LongestRest = Duration.FromMinutes(10);

    /// <returns>Tokens that were given.</returns>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        if (authorities.FirstOrDefault() is not { } authority) return 0;
        await QueueAsync(ct);
        var given = 0;
        while (await ClaimAsync(ct) is { } seq)
        {
            if (!await StampAsync(authority, seq, ct)) return given;
            given++;
        }
        return given;
    }

    /// <summary>Entries are numbered in the order in which they are saved: what is behind the last one queued was never queued.</summary>
    private Task<int> QueueAsync(CancellationToken ct)
    {
        var now = time.Now().ToUnixTimeMilliseconds();
        return db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO time_stamp (seq, attempts, next_at)
            SELECT e.seq, 0, {now} FROM log_event e WHERE e.kind = {Kind} AND e.seq > (SELECT COALESCE(MAX(t.seq), -1) FROM time_stamp t)
            ON CONFLICT DO NOTHING
            """, ct);
    }

    private async Task<long?> ClaimAsync(CancellationToken ct)
    {
        var now = time.Now();
        foreach (var due in await db.TimeStamps.AsNoTracking().Where(t => t.Token == null && t.NextAt <= now).OrderBy(t => t.Seq).Take(10).Select(t => new { t.Seq, t.NextAt }).ToListAsync(ct))
            if (await db.TimeStamps.Where(t => t.Seq == due.Seq && t.Token == null && t.NextAt == due.NextAt).ExecuteUpdateAsync(t => t.SetProperty(x => x.NextAt, now + Claim), ct) == 1) return due.Seq;
        return null;
    }

    private async Task<bool> StampAsync(ITimeStampAuthority authority, long seq, CancellationToken ct)
    {
        var entry = await db.LogEvents.AsNoTracking().Where(e => e.Seq == seq).Select(e => e.Entry).SingleAsync(ct);
        try
        {
            var token = await authority.StampAsync(SHA256.HashData(entry), ct);
            var at = time.Now();
            await db.TimeStamps.Where(t => t.Seq == seq).ExecuteUpdateAsync(t => t.SetProperty(x => x.Token, token).SetProperty(x => x.StampedAt, at).SetProperty(x => x.Failure, (string?)null), ct);
            return true;
        }
        catch (IOException e)
        {
            var attempts = await db.TimeStamps.Where(t => t.Seq == seq).Select(t => t.Attempts).SingleAsync(ct) + 1;
            var next = time.Now() + Duration.Min(FirstRest * (1 << Math.Min(attempts - 1, 10)), LongestRest);
            await db.TimeStamps.Where(t => t.Seq == seq).ExecuteUpdateAsync(t => t.SetProperty(x => x.Attempts, attempts).SetProperty(x => x.NextAt, next).SetProperty(x => x.Failure, e.Message), ct);
            return false;
        }
    }
}
