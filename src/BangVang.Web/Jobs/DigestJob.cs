using BangVang.App.Kernel;
using BangVang.App.People;
using BangVang.App.Secretariat.Chasing;
using Microsoft.Extensions.Options;

namespace BangVang.Web.Jobs;

/// <summary>Notes whom the calendar wants reminded, sends the mail of the day when it is due, and clears old links away.</summary>
internal sealed partial class DigestJob(IServiceScopeFactory scopes, IOptions<InstallationOptions> options, TimeProvider time, ILogger<DigestJob> log) : BackgroundService
{
    private static readonly TimeSpan ClearEvery = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.Mail.ReminderInterval, time);
        var cleared = DateTimeOffset.MinValue;
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await DoAsync<RemindDue>((a, ct) => a.RunAsync(ct), stoppingToken);
            await DoAsync<SendReminders>((a, ct) => a.RunAsync(ct), stoppingToken);
            if (time.GetUtcNow() - cleared < ClearEvery) continue;
            await DoAsync<ForgetExpired>((a, ct) => a.RunAsync(ct), stoppingToken);
            cleared = time.GetUtcNow();
        }
    }

    /// <summary>One that fails does not keep the others from their turn.</summary>
    private async Task DoAsync<T>(Func<T, CancellationToken, Task<int>> act, CancellationToken ct) where T : notnull
    {
        await using var scope = scopes.CreateAsyncScope();
        try
        {
            var done = await act(scope.ServiceProvider.GetRequiredService<T>(), ct);
            if (done > 0) LogDone(log, typeof(T).Name, done);
        }
        catch (Exception e) when (e is not OperationCanceledException) { LogFailed(log, typeof(T).Name, e); }
    }

    [LoggerMessage(LogLevel.Information, "{Action}: {Count}.")]
    private static partial void LogDone(ILogger log, string action, int count);

    [LoggerMessage(LogLevel.Error, "{Action} failed.")]
    private static partial void LogFailed(ILogger log, string action, Exception e);
}
