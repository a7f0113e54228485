using System.Text.Json;
using BangVang.App.Editions;
using BangVang.App.Kernel;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using BangVang.Domain.Simulation;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Simulation;

/// <summary>
/// Plays the rehearsals that wait, one after the other, on one processor. Of several nodes one gets each: it is claimed for a while, and the claim
/// is renewed while it is played. One whose player died is played again from the beginning, with the same result.
/// </summary>
public sealed class PlayRehearsals(BangVangDb db, EditionBook editions, TimeProvider time)
{
    private static readonly TimeSpan NoteEvery = TimeSpan.FromSeconds(1);
    private static readonly Duration Claim = Duration.FromSeconds(30);

    /// <returns>How many were played.</returns>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        var played = 0;
        for (; await ClaimAsync(ct) is { } rehearsal; played++) await PlayAsync(rehearsal, ct);
        return played;
    }

    private async Task<Rehearsal?> ClaimAsync(CancellationToken ct)
    {
        while (true)
        {
            var now = time.Now();
            var waiting = await db.Rehearsals.AsNoTracking().Where(r => r.FinishedAt == null && (r.ClaimedUntil == null || r.ClaimedUntil <= now))
                .OrderBy(r => r.AskedAt).ThenBy(r => r.Id).FirstOrDefaultAsync(ct);
            if (waiting is null) return null;
            if (await Own(waiting.Id).Where(r => r.ClaimedUntil == waiting.ClaimedUntil).ExecuteUpdateAsync(r => r.SetProperty(x => x.ClaimedUntil, now + Claim), ct) == 1) return waiting;
        }
    }

    private async Task PlayAsync(Rehearsal rehearsal, CancellationToken ct)
    {
        var plan = JsonSerializer.Deserialize<SimulationPlan>(rehearsal.Plan, Json.Options)!;
        var published = await editions.AtAsync(rehearsal.SnapshotId, ct) ?? throw new InvalidOperationException($"Snapshot {rehearsal.SnapshotId} is gone.");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var played = 0;
        var work = Task.Run(() => EditionSimulator.Run(published.Edition, plan, stop.Token, new(Processors: 1, () => Interlocked.Increment(ref played))), CancellationToken.None);
        try
        {
            await NoteWhileAsync(work, rehearsal.Id, () => Volatile.Read(ref played), stop);
            var (report, refusal) = (await work).TryGet(out var found, out var problem) ? (JsonSerializer.Serialize(found, Json.Options), null) : ((string?)null, problem.Code);
            await FinishAsync(rehearsal, report, refusal, ct);
        }
        // Thrown away while it was played.
        catch (OperationCanceledException) when (!ct.IsCancellationRequested) { }
        catch (OperationCanceledException)
        {
            // The server stops: whoever comes next need not wait for the claim to end.
            await Own(rehearsal.Id).ExecuteUpdateAsync(r => r.SetProperty(x => x.ClaimedUntil, (Instant?)null), CancellationToken.None);
            throw;
        }
        catch
        {
            await FinishAsync(rehearsal, null, "simulation.failed", CancellationToken.None);
            throw;
        }
    }

    /// <summary>Says how far it is and renews the claim, until the work is done; stops the work when the rehearsal is gone.</summary>
    private async Task NoteWhileAsync(Task work, Guid id, Func<int> played, CancellationTokenSource stop)
    {
        using var timer = new PeriodicTimer(NoteEvery, time);
        for (var tick = timer.WaitForNextTickAsync(CancellationToken.None).AsTask(); await Task.WhenAny(work, tick) == tick; tick = timer.WaitForNextTickAsync(CancellationToken.None).AsTask())
        {
            var (done, until) = (played(), time.Now() + Claim);
            if (await Own(id).ExecuteUpdateAsync(r => r.SetProperty(x => x.Played, done).SetProperty(x => x.ClaimedUntil, until), CancellationToken.None) == 0) await stop.CancelAsync();
        }
    }

    private Task FinishAsync(Rehearsal rehearsal, string? report, string? refusal, CancellationToken ct)
    {
        var now = time.Now();
        return Own(rehearsal.Id).ExecuteUpdateAsync(r => r.SetProperty(x => x.Played, report is null ? 0 : rehearsal.Draws).SetProperty(x => x.FinishedAt, now)
            .SetProperty(x => x.Report, report).SetProperty(x => x.Refusal, refusal).SetProperty(x => x.ClaimedUntil, (Instant?)null), ct);
    }

    private IQueryable<Rehearsal> Own(Guid id) => db.Rehearsals.Where(r => r.Id == id && r.FinishedAt == null);
}
