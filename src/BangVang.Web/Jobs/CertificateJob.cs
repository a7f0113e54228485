using BangVang.App.Certificates;

namespace BangVang.Web.Jobs;

/// <summary>Wakes the job that makes certificates.</summary>
public sealed class CertificateBell
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

/// <summary>Makes certificates when somebody released them, and looks now and then for what was interrupted or another node left.</summary>
internal sealed partial class CertificateJob(IServiceScopeFactory scopes, CertificateBell bell, ILogger<CertificateJob> log) : BackgroundService
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
                var made = await scope.ServiceProvider.GetRequiredService<IssueCertificates>().RunAsync(stoppingToken);
                if (made > 0) LogMade(log, made);
            }
            catch (Exception e) when (e is not OperationCanceledException) { LogFailed(log, e); }
        }
    }

    [LoggerMessage(LogLevel.Information, "Made {Count} certificates.")]
    private static partial void LogMade(ILogger log, int count);

    [LoggerMessage(LogLevel.Error, "Making certificates failed; it is tried again.")]
    private static partial void LogFailed(ILogger log, Exception e);
}
