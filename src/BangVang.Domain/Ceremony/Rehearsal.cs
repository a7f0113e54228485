using BangVang.Domain.Kernel;
using NodaTime;

namespace BangVang.Domain.Ceremony;

/// <summary>What goes wrong in a rehearsal, on purpose.</summary>
public enum RehearsedFailure { WinnerAbsent, CueSkipped, PresenterChanged, LinkLost }

/// <param name="At">By the clock of the show.</param>
/// <param name="Delay">Of the show, just after.</param>
public sealed record RehearsalEvent(Instant At, Guid Cue, RehearsedFailure? Failure, Duration Delay);

/// <summary>
/// A ceremony played with made-up names. It is given categories and never a result, so no real winner can get into it, and
/// it returns what happened instead of writing it anywhere.
/// </summary>
public static class Rehearsal
{
    /// <summary>How long the caller waits until a lost link is back.</summary>
    public static readonly Duration LinkIsBackAfter = Duration.FromSeconds(30);

    /// <summary>Made-up envelopes, the same for every edition: they tell nothing of its result.</summary>
    public static CategoryResult ResultOf(string? category, string tier, int winners = 1, Attendance comes = Attendance.Comes) => new(category,
        [.. Enumerable.Range(1, winners).Select(i => new CeremonyWinner($"TD-{i:000}", tier, $"Sản phẩm tổng duyệt {i:00}", $"Công ty Tổng duyệt {i:00}", comes))]);

    /// <summary>The show's clock when it runs <paramref name="speed"/> times as fast as the wall's since <paramref name="began"/>.</summary>
    public static Instant ClockOf(Instant start, Instant began, Instant now, int speed) => start + (now - began) * speed;

    /// <summary>Every cue in turn, each for its length, with one failure in each named category.</summary>
    /// <returns>What happened, in order, and the show as it ended.</returns>
    public static (RunOfShow Show, IReadOnlyList<RehearsalEvent> Events) Play(RunOfShow show, IReadOnlyDictionary<string, RehearsedFailure> failures)
    {
        if (show.Current is not null) throw new ArgumentException("Only a show that has not begun is rehearsed.", nameof(show));
        var (now, events) = (show.Start, new List<RehearsalEvent>());
        while (show.Next is { } next)
        {
            var failure = next.CategoryCode is { } category && failures.TryGetValue(category, out var planned) && IsHere(planned, next.Kind) ? planned : (RehearsedFailure?)null;
            if (failure is RehearsedFailure.CueSkipped)
            {
                show = Done(show.Skip(next.Id));
                events.Add(new(now, next.Id, failure, show.Delay(now)));
                continue;
            }
            if (failure is RehearsedFailure.PresenterChanged) show = Done(show.Change(next.Id, new(next.Length, "Người trao tổng duyệt", next.Music, next.Video, next.LowerThird, next.Note)));
            if (failure is RehearsedFailure.LinkLost) now += LinkIsBackAfter;
            show = Done(show.Go(next.Id, isConfirmed: true, now));
            if (next.Kind is CueKind.Envelope) show = show.Open(ResultOf(next.CategoryCode, "", comes: failure is RehearsedFailure.WinnerAbsent ? Attendance.Absent : Attendance.Comes));
            events.Add(new(now, next.Id, failure, show.Delay(now)));
            now += next.Length;
        }
        return (show, events);
    }

    private static bool IsHere(RehearsedFailure failure, CueKind kind) => kind == failure switch
    {
        RehearsedFailure.WinnerAbsent => CueKind.Envelope,
        RehearsedFailure.CueSkipped => CueKind.NomineesFilm,
        RehearsedFailure.PresenterChanged => CueKind.PresenterIntroduced,
        _ => CueKind.Sting,
    };

    private static RunOfShow Done(Result<RunOfShow> result) => result.TryGet(out var show, out var problem) ? show : throw new InvalidOperationException(problem.Code);
}
