using BangVang.App.Demo;
using BangVang.App.Editions;
using BangVang.App.Storage;
using BangVang.Web.Api;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;
using NodaTime;

namespace BangVang.Web.Kernel;

/// <summary>What exists in demo mode only: the clock that can be moved, its reader, its button in the banner.</summary>
public static class Demo
{
    public static void AddDemo(this IServiceCollection services)
    {
        services.AddSingleton(new DemoClock(SystemClock.Instance));
        services.AddSingleton<IClock>(s => s.GetRequiredService<DemoClock>());
        services.AddSingleton<TimeProvider, DemoTime>();
        services.AddScoped<MoveDemoClock>().AddScoped<DemoPeople>().AddScoped<EnterDemo>().AddSingleton<DemoDoors>();
        services.AddScoped<LayDemo>().AddScoped<LayPast>().AddScoped<DemoLive>().AddScoped<DemoForum>().AddScoped<DemoGuests>().AddScoped<DemoStage>().AddScoped<DemoPanel>().AddScoped<DemoCouncil>().AddScoped<DemoJurors>().AddScoped<DemoDossiers>();
        services.AddScoped<NextDemoMoment>(s => s.GetRequiredService<EditionBook>().NextMomentAsync);
        services.AddHostedService<DemoClockReader>();
    }

    public static void MapDemo(this IEndpointRouteBuilder app)
    {
        app.MapPost("/demo/next-moment", MoveAsync).ForAdministrator();
        app.MapDemoSignIn();
    }

    /// <summary>The button "Sang mốc tiếp theo": the clock goes to the next opening or closing, and the person back to where they were.</summary>
    private static async Task<IResult> MoveAsync(HttpContext context, MoveDemoClock move, [FromServices] NextDemoMoment next, IClock clock, Texts texts, IAntiforgery forms, CancellationToken ct)
    {
        if (!await forms.IsRequestValidAsync(context)) return Results.StatusCode(StatusCodes.Status400BadRequest);
        var form = await context.Request.ReadFormAsync(ct);
        if (await next(clock.GetCurrentInstant(), ct) is { } moment)
        {
            var moved = await move.RunAsync(context.Actor(), moment, ct);
            // Somebody else was faster: the banner of the next page shows the time that holds.
            if (!moved.TryGet(out _, out var problem) && problem.Kind is not Domain.Kernel.ProblemKind.Conflict) return problem.ToResult(texts);
        }
        return Results.LocalRedirect(ReturnUrl.Local(form["returnUrl"]));
    }
}

/// <summary>Follows the offset in the database, which the console or another node may move.</summary>
internal sealed partial class DemoClockReader(DemoClock clock, IServiceScopeFactory scopes, ILogger<DemoClockReader> log) : BackgroundService
{
    public override async Task StartAsync(CancellationToken ct)
    {
        await ReadAsync(ct);
        await base.StartAsync(ct);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(DemoClock.ReadEvery);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try { await ReadAsync(stoppingToken); }
            catch (Exception e) when (e is not OperationCanceledException) { LogFailed(log, e); }
        }
    }

    private async Task ReadAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        await clock.ReadAsync(scope.ServiceProvider.GetRequiredService<BangVangDb>(), ct);
    }

    [LoggerMessage(LogLevel.Warning, "The demonstration's clock could not be read.")]
    private static partial void LogFailed(ILogger log, Exception e);
}
