using BangVang.App.Kernel;
using BangVang.App.Ports;
using BangVang.App.Signing;

namespace BangVang.Web.Jobs;

/// <summary>Time-stamps by an authority, where one is set; <c>Program.cs</c> calls it once.</summary>
public static class TimeStampHosting
{
    public static IServiceCollection AddTimeStamps(this IServiceCollection services, InstallationOptions options)
    {
        services.AddSingleton(_ => TimeStampTrust.Load(options.TimeStamp));
        if (options.TimeStamp.Url is null) return services;
        return services.AddSingleton<ITimeStampAuthority>(s => new HttpTimeStampAuthority(options.TimeStamp, s.GetRequiredService<TimeStampTrust>()))
            .AddSingleton<TimeStampBell>().AddHostedService<TimeStampJob>();
    }
}
