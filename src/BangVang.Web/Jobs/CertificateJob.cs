using BangVang.App.Certificates;

namespace BangVang.Web.Jobs;

/// <summary>Rung when somebody releases certificates.</summary>
public sealed class CertificateBell : Bell;

/// <summary>Makes certificates that were released.</summary>
internal sealed class CertificateJob(IServiceScopeFactory scopes, CertificateBell bell, ILogger<CertificateJob> log) : RungJob(scopes, bell, log)
{
    protected override Task<int> WorkAsync(IServiceProvider services, CancellationToken ct) => services.GetRequiredService<IssueCertificates>().RunAsync(ct);
}
