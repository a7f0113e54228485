using System.Collections.Concurrent;
using BangVang.Domain.Forum;
using BangVang.Domain.Forum.Registration;
using BangVang.Domain.Kernel;
using NodaTime;

namespace BangVang.App.Forum.Registration;

/// <summary>A registration with a shown address that comes for its number and its seats.</summary>
/// <param name="PersonId">Null for somebody who is not signed in.</param>
/// <param name="Guest">The invitation that it uses up; null without one.</param>
/// <param name="Request">Hash of the request that it uses up; null where the address was known.</param>
internal sealed record Arrival(ForumEdition Forum, PartyForm Form, Guid? PersonId, ForumGuest? Guest, string? Request, Instant At);

/// <summary>
/// Where arrivals of this node wait for their turn. Whoever's turn it is takes everybody along who waits by then, so that in a
/// rush one transaction serves many (docs/adr/0023): numbers follow the order in which they came here, and one who fails fails alone.
/// </summary>
public sealed class ArrivalLine
{
    /// <summary>In one transaction at most; the next ones wait meanwhile.</summary>
    private const int Most = 100;

    private readonly ConcurrentQueue<Place> waiting = new();
    private readonly SemaphoreSlim turn = new(1, 1);

    /// <param name="desk">Serves arrivals of one forum; the caller's own, used by it alone.</param>
    internal async Task<Outcome<Registered>> ArriveAsync(Arrival arrival, Func<ForumEdition, ArrivalDesk> desk, CancellationToken ct)
    {
        var own = new Place(arrival);
        waiting.Enqueue(own);
        try { await turn.WaitAsync(ct); }
        catch (OperationCanceledException)
        {
            // Nobody waits for the answer any more; whoever is served already is registered all the same.
            own.Answer.TrySetCanceled(ct);
            throw;
        }
        try
        {
            while (!own.Answer.Task.IsCompleted) await ServeAsync(Next(), desk, ct);
        }
        finally { turn.Release(); }
        return await own.Answer.Task;
    }

    /// <summary>The first who wait, as far as they come to the same forum by the same rules.</summary>
    private List<Place> Next()
    {
        var served = new List<Place>();
        while (served.Count < Most && waiting.TryPeek(out var next) && (served.Count == 0 || ReferenceEquals(next.Arrival.Forum, served[0].Arrival.Forum)))
        {
            waiting.TryDequeue(out _);
            if (!next.Answer.Task.IsCompleted) served.Add(next);
        }
        return served;
    }

    private static async Task ServeAsync(List<Place> places, Func<ForumEdition, ArrivalDesk> desk, CancellationToken ct)
    {
        if (places.Count == 0) return;
        // Those taken along do not fall with the one whose turn it is.
        if (places.Count > 1) ct = CancellationToken.None;
        try
        {
            var answers = await desk(places[0].Arrival.Forum).RunAsync([.. places.Select(p => p.Arrival)], ct);
            for (var i = 0; i < places.Count; i++) places[i].Answer.TrySetResult(answers[i]);
        }
        catch (Exception e) when (places.Count == 1) { places[0].Answer.TrySetException(e); }
        catch (Exception)
        {
            // What is wrong with one must not harm the others: each alone now, and each hears of its own fault.
            foreach (var place in places) await ServeAsync([place], desk, ct);
        }
    }

    private sealed record Place(Arrival Arrival)
    {
        public TaskCompletionSource<Outcome<Registered>> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
