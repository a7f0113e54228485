using BangVang.App.Dossiers.Sealing;

namespace BangVang.Web.Jobs;

/// <summary>Rung when enough trustees have come together.</summary>
public sealed class SealingBell : Bell;

/// <summary>Opens sealed files.</summary>
internal sealed class SealingJob(IServiceScopeFactory scopes, SealingBell bell, ILogger<SealingJob> log) : RungJob(scopes, bell, log)
{
    protected override Task<int> WorkAsync(IServiceProvider services, CancellationToken ct) => services.GetRequiredService<OpenSealedFiles>().RunAsync(ct);
}
