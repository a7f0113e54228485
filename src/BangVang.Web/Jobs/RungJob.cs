namespace BangVang.Web.Jobs;

/// <summary>Wakes a job of this process, so that nobody waits for its next look.</summary>
public abstract class Bell
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

/// <summary>Works when its bell rings, and looks now and then for what was interrupted or another node left.</summary>
internal abstract partial class RungJob(IServiceScopeFactory scopes, Bell bell, ILogger log) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(30);

    /// <returns>How many pieces of work were done.</returns>
    protected abstract Task<int> WorkAsync(IServiceProvider services, CancellationToken ct);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await bell.WaitAsync(LookEvery, stoppingToken);
            await using var scope = scopes.CreateAsyncScope();
            try
            {
                var done = await WorkAsync(scope.ServiceProvider, stoppingToken);
                if (done > 0) LogDone(log, done);
            }
            catch (Exception e) when (e is not OperationCanceledException) { LogFailed(log, e); }
        }
    }

    [LoggerMessage(LogLevel.Information, "Did {Count} pieces of work.")]
    private static partial void LogDone(ILogger log, int count);

    [LoggerMessage(LogLevel.Error, "The work failed; it is tried again.")]
    private static partial void LogFailed(ILogger log, Exception e);
}
