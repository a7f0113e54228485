using BangVang.App.Mail;

namespace BangVang.Web.Jobs;

/// <summary>Sends the mails that wait in the outbox, round after round.</summary>
internal sealed partial class OutboxJob(IServiceScopeFactory scopes, MailOptions options, TimeProvider time, ILogger<OutboxJob> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.PollInterval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await using var scope = scopes.CreateAsyncScope();
            try
            {
                var sent = await scope.ServiceProvider.GetRequiredService<SendDueMail>().RunAsync(stoppingToken);
                if (sent > 0) LogSent(log, sent);
            }
            catch (Exception e) when (e is not OperationCanceledException) { LogFailed(log, e); }
        }
    }

    [LoggerMessage(LogLevel.Information, "Sent {Count} mails.")]
    private static partial void LogSent(ILogger log, int count);

    [LoggerMessage(LogLevel.Error, "The outbox could not be worked on.")]
    private static partial void LogFailed(ILogger log, Exception e);
}
