using BangVang.App.Editions;

namespace BangVang.Web.Jobs;

/// <summary>Notes the checkpoint of each deadline that has passed.</summary>
internal sealed partial class DeadlineJob(IServiceScopeFactory scopes, TimeProvider time, ILogger<DeadlineJob> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await using var scope = scopes.CreateAsyncScope();
            try
            {
                var marked = await scope.ServiceProvider.GetRequiredService<MarkDeadlines>().RunAsync(stoppingToken);
                if (marked > 0) LogMarked(log, marked);
            }
            catch (Exception e) when (e is not OperationCanceledException) { LogFailed(log, e); }
        }
    }

    [LoggerMessage(LogLevel.Information, "Noted the checkpoints of {Count} deadlines.")]
    private static partial void LogMarked(ILogger log, int count);

    [LoggerMessage(LogLevel.Error, "The checkpoints of deadlines could not be noted.")]
    private static partial void LogFailed(ILogger log, Exception e);
}
