using BangVang.App.Files.Uploads;

namespace BangVang.Web.Jobs;

/// <summary>Clears expired uploads away, now and then.</summary>
internal sealed partial class UploadSweepJob(IServiceScopeFactory scopes, UploadOptions options, TimeProvider time, ILogger<UploadSweepJob> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.SweepInterval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await using var scope = scopes.CreateAsyncScope();
            try
            {
                var swept = await scope.ServiceProvider.GetRequiredService<SweepUploads>().RunAsync(stoppingToken);
                if (swept > 0) LogSwept(log, swept);
            }
            catch (Exception e) when (e is not OperationCanceledException) { LogFailed(log, e); }
        }
    }

    [LoggerMessage(LogLevel.Information, "Cleared {Count} expired uploads away.")]
    private static partial void LogSwept(ILogger log, int count);

    [LoggerMessage(LogLevel.Error, "Expired uploads could not be cleared away.")]
    private static partial void LogFailed(ILogger log, Exception e);
}
