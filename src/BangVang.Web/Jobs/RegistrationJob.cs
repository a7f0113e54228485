using BangVang.App.Forum.Registration;

namespace BangVang.Web.Jobs;

/// <summary>Seats those whom free seats reach after a forum was published with more of them.</summary>
internal sealed partial class RegistrationJob(IServiceScopeFactory scopes, TimeProvider time, ILogger<RegistrationJob> log) : BackgroundService
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
                var seated = await scope.ServiceProvider.GetRequiredService<KeepSeats>().RunAsync(stoppingToken);
                if (seated > 0) LogSeated(log, seated);
            }
            catch (Exception e) when (e is not OperationCanceledException) { LogFailed(log, e); }
        }
    }

    [LoggerMessage(LogLevel.Information, "Seated {Count} registrations from the waiting lists.")]
    private static partial void LogSeated(ILogger log, int count);

    [LoggerMessage(LogLevel.Error, "The waiting lists could not be moved.")]
    private static partial void LogFailed(ILogger log, Exception e);
}
