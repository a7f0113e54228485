using System.Net;
using BangVang.App.Demo;
using BangVang.App.Kernel;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;

namespace BangVang.Web.Api;

/// <summary>One way in.</summary>
/// <param name="Key">Of the person, as <c>bangvang demo</c> prints it.</param>
public sealed record DemoDoor(string Key, string FullName, Role? Role, string Path);

/// <summary>The sign-in links of the demonstration: new ones at each start, known to this process alone.</summary>
public sealed class DemoDoors
{
    private readonly Dictionary<string, string> keysByToken = DemoPeople.Doors.ToDictionary(_ => Secrets.NewToken(), key => key);

    /// <summary>In the order of <see cref="DemoPeople.Doors"/>.</summary>
    public IReadOnlyList<DemoDoor> All => [.. keysByToken.Select(k => (Token: k.Key, Person: DemoPeople.All.Single(p => p.Key == k.Value)))
        .Select(d => new DemoDoor(d.Person.Key, d.Person.FullName, d.Person.Role, $"/demo/sign-in/{d.Token}"))];

    /// <summary>The lines <c>sign-in ROLE URL</c> that a demonstration prints.</summary>
    public IEnumerable<string> Lines(string root) => All.Select(d => $"sign-in {d.Key} {root.TrimEnd('/')}{d.Path}");

    /// <summary>Whom the link lets in; null when it is none of ours.</summary>
    public string? KeyOf(string token) => keysByToken.GetValueOrDefault(token);

    /// <summary>True for a browser on this machine. Nobody else sees or uses the links.</summary>
    public static bool IsFor(HttpContext context) => context.Connection.RemoteIpAddress is { } from && IPAddress.IsLoopback(from);
}

/// <summary>Entering the demonstration as one of its people.</summary>
public static class DemoSignIn
{
    public static void MapDemoSignIn(this IEndpointRouteBuilder app) => app.MapGet("/demo/sign-in/{token}", EnterAsync).Public();

    private static async Task<IResult> EnterAsync(HttpContext context, string token, string? returnUrl, DemoDoors doors, EnterDemo enter, CancellationToken ct)
    {
        if (!DemoDoors.IsFor(context) || doors.KeyOf(token) is not { } key) return Results.NotFound();
        if (await enter.RunAsync(key, context.Device(), ct) is not { } session) return Results.NotFound();
        context.SetSessionToken(session);
        if (ReturnUrl.Local(returnUrl) is not "/" and var wanted) return Results.LocalRedirect(wanted);
        var role = DemoPeople.All.Single(p => p.Key == key).Role;
        // Door staff have one place of work: one click, and they stand at it.
        if (role is Role.DoorStaff) return Results.LocalRedirect($"/door/{DemoForum.Slug}");
        return Results.LocalRedirect(role is { } one ? StartPages.Of(one) : StartPages.Administrator);
    }
}
