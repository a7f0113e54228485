using BangVang.App.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Demo;

/// <summary>
/// The clock of a demonstration: the real time and an offset that only grows, kept in the database so that the server,
/// the commands and a restart agree on it. Nothing of it exists outside demo mode.
/// </summary>
public sealed class DemoClock(IClock real) : IClock
{
    /// <summary>How often a running server reads the offset that another process may have moved.</summary>
    public static readonly TimeSpan ReadEvery = TimeSpan.FromMilliseconds(250);

    private long offset;

    /// <summary>Demo time: never earlier than a time it gave before.</summary>
    public Instant GetCurrentInstant() => real.GetCurrentInstant() + Offset;

    /// <summary>How far ahead of the real time, to the millisecond; zero until somebody moves it.</summary>
    public Duration Offset => Duration.FromMilliseconds(Interlocked.Read(ref offset));

    /// <summary>The offset, in whole milliseconds rounded up, that makes it <paramref name="target"/> now.</summary>
    internal long OffsetTo(Instant target) => (long)Math.Ceiling((target - real.GetCurrentInstant()).TotalMilliseconds);

    /// <summary>Takes over the offset the database holds.</summary>
    public async Task ReadAsync(BangVangDb db, CancellationToken ct)
    {
        var read = await db.Database.SqlQuery<long>($"SELECT offset_ms AS value FROM demo_clock").ToListAsync(ct);
        if (read.Count > 0) Interlocked.Exchange(ref offset, read[0]);
    }
}
