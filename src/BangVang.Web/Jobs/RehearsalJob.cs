using BangVang.App.Simulation;

namespace BangVang.Web.Jobs;

/// <summary>Wakes the job that plays rehearsals, so that nobody waits for its next look.</summary>
public sealed class RehearsalBell
{
    private readonly SemaphoreSlim rung = new(0, 1);

    public void Ring()
    {
        try { rung.Release(); }
        // It rings already.
        catch (SemaphoreFullException) { }
    }

    public Task WaitAsync(TimeSpan longest, CancellationToken ct) => rung.WaitAsync(longest, ct);
}

/// <summary>Plays rehearsals when somebody asks for one, and looks now and then for what another node left.</summary>
internal sealed partial class RehearsalJob(IServiceScopeFactory scopes, RehearsalBell bell, ILogger<RehearsalJob> log) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await bell.WaitAsync(LookEvery, stoppingToken);
            await using var scope = scopes.CreateAsyncScope();
            try
            {
                var played = await scope.ServiceProvider.GetRequiredService<PlayRehearsals>().RunAsync(stoppingToken);
                if (played > 0) LogPlayed(log, played);
            }
            catch (Exception e) when (e is not OperationCanceledException) { LogFailed(log, e); }
        }
    }

    [LoggerMessage(LogLevel.Information, "Played {Count} rehearsals.")]
    private static partial void LogPlayed(ILogger log, int count);

    [LoggerMessage(LogLevel.Error, "A rehearsal failed.")]
    private static partial void LogFailed(ILogger log, Exception e);
}
