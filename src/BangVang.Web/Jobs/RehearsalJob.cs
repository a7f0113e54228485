using BangVang.App.Simulation;

namespace BangVang.Web.Jobs;

/// <summary>Rung when somebody asks for a rehearsal.</summary>
public sealed class RehearsalBell : Bell;

/// <summary>Plays rehearsals that were asked for.</summary>
internal sealed class RehearsalJob(IServiceScopeFactory scopes, RehearsalBell bell, ILogger<RehearsalJob> log) : RungJob(scopes, bell, log)
{
    protected override Task<int> WorkAsync(IServiceProvider services, CancellationToken ct) => services.GetRequiredService<PlayRehearsals>().RunAsync(ct);
}
