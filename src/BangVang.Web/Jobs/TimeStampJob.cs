using BangVang.App.Log;

namespace BangVang.Web.Jobs;

/// <summary>Nobody rings it: a submission does not know of time-stamps.</summary>
public sealed class TimeStampBell : Bell;

/// <summary>Fetches time-stamps over submissions.</summary>
internal sealed class TimeStampJob(IServiceScopeFactory scopes, TimeStampBell bell, ILogger<TimeStampJob> log) : RungJob(scopes, bell, log)
{
    protected override Task<int> WorkAsync(IServiceProvider services, CancellationToken ct) => services.GetRequiredService<StampEntries>().RunAsync(ct);
}
