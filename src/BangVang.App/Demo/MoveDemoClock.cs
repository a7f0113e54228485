using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;

namespace BangVang.App.Demo;

/// <summary>Moves the clock of a demonstration forward, never back.</summary>
public sealed class MoveDemoClock(BangVangDb db, DemoClock clock)
{
    /// <param name="actor">An administrator.</param>
    /// <param name="target">Later than the demo time now.</param>
    /// <returns>The demo time after the move.</returns>
    public async Task<Result<Instant>> RunAsync(Actor actor, Instant target, CancellationToken ct)
    {
        if (!actor.IsAdministrator) return Problem.Forbidden("demo.administrator_only");
        await clock.ReadAsync(db, ct);
        var before = clock.GetCurrentInstant();
        if (target <= before) return Problem.Conflict("demo.only_forward").With("now", before);

        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var offset = clock.OffsetTo(target);
        // Two movers at once: the one who wants less far finds nothing to move.
        var moved = await db.Database.ExecuteSqlAsync(
            $"INSERT INTO demo_clock (id, offset_ms) VALUES (1, {offset}) ON CONFLICT (id) DO UPDATE SET offset_ms = excluded.offset_ms WHERE demo_clock.offset_ms < excluded.offset_ms", ct);
        if (moved == 0) return Problem.Conflict("demo.only_forward").With("now", before);

        db.Audit(actor, target, "demo.clock_moved", "demo_clock",
            detail: $"{InstantPattern.ExtendedIso.Format(before)} → {InstantPattern.ExtendedIso.Format(target)}");
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        await clock.ReadAsync(db, ct);
        return clock.GetCurrentInstant();
    }
}
