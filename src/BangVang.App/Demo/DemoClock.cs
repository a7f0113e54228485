using BangVang.App.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Demo;

/// <summary>
/// The clock of a demonstration: the real time and an offset that only grows, kept in the database so that the server,
/// the commands and a restart agree on it. Before anybody is served it stands once in the past, while what happened then is
/// laid. Nothing of it exists outside demo mode.
/// </summary>
public sealed class DemoClock(IClock real) : IClock
{
    private const long Runs = long.MinValue;

    /// <summary>How often a running server reads the offset that another process may have moved.</summary>
    public static readonly TimeSpan ReadEvery = TimeSpan.FromMilliseconds(250);

    private long offset;
    /// <summary>Unix milliseconds at which it stands while the past is laid.</summary>
    private long standing = Runs;
    private bool hasRun;

    /// <summary>Demo time: since it runs, never earlier than a time it gave before.</summary>
    public Instant GetCurrentInstant() => Standing ?? real.GetCurrentInstant() + Offset;

    /// <summary>Where it stands while the past is laid; null since it runs.</summary>
    internal Instant? Standing => Interlocked.Read(ref standing) is var at and not Runs ? Instant.FromUnixTimeMilliseconds(at) : null;

    /// <summary>Puts the clock into the past, later each time, until <see cref="Run"/>.</summary>
    /// <exception cref="InvalidOperationException">It runs after the laying, was moved, or would go back or into the future.</exception>
    internal void StandAt(Instant moment)
    {
        if (hasRun || Offset > Duration.Zero || moment < Standing || moment > real.GetCurrentInstant()) throw new InvalidOperationException($"The demonstration's clock cannot stand at {moment}.");
        Interlocked.Exchange(ref standing, moment.ToUnixTimeMilliseconds());
    }

    /// <summary>The past is laid: from here on the clock runs, and never stands again.</summary>
    internal void Run()
    {
        hasRun = true;
        Interlocked.Exchange(ref standing, Runs);
    }

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

/// <summary>The world's time in a demonstration: the real one, but while the past is laid the time of the award then, so that its mails carry their own date.</summary>
public sealed class DemoTime(DemoClock clock) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => clock.Standing is { } standing ? standing.ToDateTimeOffset() : base.GetUtcNow();
}
