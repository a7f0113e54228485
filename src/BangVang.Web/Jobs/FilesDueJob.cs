using BangVang.App.Dossiers;

namespace BangVang.Web.Jobs;

/// <summary>Reminds applicants of files that were named and have not come.</summary>
internal sealed partial class FilesDueJob(IServiceScopeFactory scopes, TimeProvider time, ILogger<FilesDueJob> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await using var scope = scopes.CreateAsyncScope();
            try
            {
                var written = await scope.ServiceProvider.GetRequiredService<ChaseFiles>().RunAsync(stoppingToken);
                if (written > 0) LogWritten(log, written);
            }
            catch (Exception e) when (e is not OperationCanceledException) { LogFailed(log, e); }
        }
    }

    [LoggerMessage(LogLevel.Information, "Wrote to the applicants of {Count} dossiers about files that have not come.")]
    private static partial void LogWritten(ILogger log, int count);

    [LoggerMessage(LogLevel.Error, "Applicants could not be reminded of files.")]
    private static partial void LogFailed(ILogger log, Exception e);
}
