using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using NodaTime;

namespace BangVang.App.Demo;

/// <summary>Where the past of the demonstration is played: the clock stands where it is put, and each act begins with a fresh look at the database, as a request does.</summary>
public sealed class DemoStage(BangVangDb db, DemoClock clock)
{
    /// <param name="moment">In the past, not before the one before.</param>
    public void At(Instant moment)
    {
        clock.StandAt(moment);
        db.ChangeTracker.Clear();
    }

    /// <summary>The past is over: the clock runs from now on.</summary>
    public void Leave()
    {
        clock.Run();
        db.ChangeTracker.Clear();
    }

    /// <exception cref="InvalidOperationException">The act was refused.</exception>
    public static T Value<T>(Result<T> result) => result.TryGet(out var value, out var problem) ? value : throw Refused(problem);

    /// <inheritdoc cref="Value"/>
    public static void Demand(Problem? problem)
    {
        if (problem is not null) throw Refused(problem);
    }

    private static InvalidOperationException Refused(Problem problem) =>
        new($"{problem.Code} {problem.Field} {string.Join(", ", problem.Args.Select(a => $"{a.Key}={a.Value}"))}");
}
