using BangVang.App.Kernel;
using BangVang.App.Log;
using Microsoft.Extensions.Options;

namespace BangVang.Web.Jobs;

/// <summary>Signs a checkpoint over what was saved since the last one, every second or so.</summary>
internal sealed partial class LogJob(IServiceScopeFactory scopes, IOptions<InstallationOptions> options, TimeProvider time, ILogger<LogJob> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.Log.CheckpointInterval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try { while (await GrowAsync(stoppingToken) == GrowLog.Most) { } }
            catch (Exception e) when (e is not OperationCanceledException) { LogFailed(log, e); }
        }
    }

    private async Task<int> GrowAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<GrowLog>().RunAsync(ct);
    }

    [LoggerMessage(LogLevel.Error, "No checkpoint could be signed.")]
    private static partial void LogFailed(ILogger log, Exception e);
}
