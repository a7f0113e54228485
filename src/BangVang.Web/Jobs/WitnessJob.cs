using BangVang.App.Kernel;
using BangVang.App.Log;
using Microsoft.Extensions.Options;
using NodaTime;

namespace BangVang.Web.Jobs;

/// <summary>
/// Asks the witnesses about the newest checkpoint, all at once and every few seconds. One that is slow is left alone until it has
/// answered, one that is down is asked less and less often; neither holds up the others or the log.
/// </summary>
internal sealed partial class WitnessJob(IServiceScopeFactory scopes, WitnessPolicy policy, IOptions<InstallationOptions> options, TimeProvider time, ILogger<WitnessJob> log) : BackgroundService
{
    private static readonly TimeSpan LongestRest = TimeSpan.FromMinutes(1);

    private readonly List<Asked> asked = [.. policy.Witnesses.Select(w => new Asked(w))];

    private sealed class Asked(Witness witness)
    {
        public Witness Witness => witness;
        public Task Running { get; set; } = Task.CompletedTask;
        public int Failures { get; set; }
        public string? Failure { get; set; }
        public DateTimeOffset RestsUntil { get; set; }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (asked.Count == 0) return;
        var pace = options.Value.Log.WitnessInterval;
        using var timer = new PeriodicTimer(pace, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try { await BeginAsync(pace, stoppingToken); }
                catch (Exception e) when (e is not OperationCanceledException) { LogFailed(log, e); }
            }
        }
        finally { await Task.WhenAll(asked.Select(a => a.Running)); }
    }

    private async Task BeginAsync(TimeSpan pace, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        // Half of it: a timer that ticks a little early must not miss its turn.
        if (await scope.ServiceProvider.GetRequiredService<BeginWitnessRound>().RunAsync(Duration.FromTimeSpan(pace / 2), ct) is not { } size) return;
        foreach (var each in asked.Where(a => a.Running.IsCompleted && a.RestsUntil <= time.GetUtcNow())) each.Running = AskAsync(each, size, pace, ct);
    }

    private async Task AskAsync(Asked each, long size, TimeSpan pace, CancellationToken ct)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            Tell(each, await scope.ServiceProvider.GetRequiredService<AskWitness>().RunAsync(each.Witness, size, ct), pace);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested) { /* The server ends; who was asked is asked again when it starts. */ }
        catch (Exception e) { LogFailed(log, e); }
    }

    /// <summary>Each change is told once: a witness that is down for a night is one line, not ten thousand.</summary>
    private void Tell(Asked each, string? failure, TimeSpan pace)
    {
        each.Failures = failure is null ? 0 : Math.Min(each.Failures + 1, 10);
        var rest = pace * Math.Pow(2, each.Failures);
        each.RestsUntil = failure is null ? default : time.GetUtcNow() + (rest < LongestRest ? rest : LongestRest);
        if (failure == each.Failure) return;
        each.Failure = failure;
        if (failure is null) LogSignsAgain(log, each.Witness.Key.Name);
        else if (WitnessFailures.IsAlarm(failure)) LogAlarm(log, each.Witness.Key.Name, failure);
        else LogDoesNotSign(log, each.Witness.Key.Name, failure);
    }

    [LoggerMessage(LogLevel.Information, "Witness {Witness} signs again.")]
    private static partial void LogSignsAgain(ILogger log, string witness);

    [LoggerMessage(LogLevel.Warning, "Witness {Witness} does not sign: {Failure}.")]
    private static partial void LogDoesNotSign(ILogger log, string witness, string failure);

    [LoggerMessage(LogLevel.Critical, "Witness {Witness} has signed another log than this one: {Failure}. See docs/operate/log.md before anything else is done.")]
    private static partial void LogAlarm(ILogger log, string witness, string failure);

    [LoggerMessage(LogLevel.Error, "Witnesses could not be asked.")]
    private static partial void LogFailed(ILogger log, Exception e);
}
