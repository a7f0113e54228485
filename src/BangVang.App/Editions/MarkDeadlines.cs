using BangVang.App.Log;
using BangVang.App.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Editions;

/// <summary>
/// Notes for each phase that has closed the checkpoint under which everything stands that its edition had received by then. That
/// checkpoint was signed about a second after the last of it; the note comes when nothing can be on its way any more.
/// </summary>
public sealed class MarkDeadlines(BangVangDb db, EditionBook editions, IClock clock, WitnessPolicy policy)
{
    /// <summary>Longer than a transaction that began before the deadline can last: a writer waits for its turn for 30 s at most.</summary>
    public static readonly Duration Settling = Duration.FromSeconds(40);

    /// <returns>How many were noted.</returns>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        var closed = (await editions.AllAsync(ct)).SelectMany(p => p.Edition.Moments().Where(m => !m.Opens && m.At.Plus(Settling) <= now).Select(m => (p.Key, m.Phase.Code, m.At))).ToList();
        if (closed.Count == 0) return 0;
        var marked = (await db.LogDeadlines.AsNoTracking().Select(d => new { d.EditionKey, d.Phase, d.ClosesAt }).ToListAsync(ct)).Select(d => (d.EditionKey, d.Phase, d.ClosesAt)).ToHashSet();
        var count = 0;
        foreach (var (key, phase, at) in closed.Where(c => !marked.Contains(c)))
        {
            // What closed before the edition was on this system was received elsewhere.
            if (!await db.EditionSnapshots.AnyAsync(s => s.EditionKey == key && s.PublishedAt < at, ct)) continue;
            if (await CheckpointOfAsync(key, at, ct) is not { } size) continue;
            count += await db.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO log_deadline (edition_key, phase, closes_at, size, marked_at) VALUES ({key}, {phase}, {at.ToUnixTimeMilliseconds()}, {size}, {now.ToUnixTimeMilliseconds()})
                ON CONFLICT (edition_key, phase, closes_at) DO NOTHING
                """, ct);
        }
        return count;
    }

    /// <summary>Size of the first checkpoint over everything that came before; one with its quorum, if there is one. Null while none covers it.</summary>
    private async Task<long?> CheckpointOfAsync(string editionKey, Instant at, CancellationToken ct)
    {
        var last = await db.LogEvents.Where(e => e.EditionKey == editionKey && e.At < at).OrderByDescending(e => e.Seq).Select(e => (long?)e.Seq).FirstOrDefaultAsync(ct);
        var over = last ?? -1;
        return (await db.CheckpointOverAsync(over, policy, ct) ?? await db.CheckpointOverAsync(over, WitnessPolicy.None, ct))?.Size;
    }
}
