using System.Net;
using System.Text;
using BangVang.Domain.Kernel;
using BangVang.Testing;
using BangVang.Web.Kernel;
using BangVang.Web.Tests.Kernel;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace BangVang.Web.Tests.Visibility;

/// <summary>What befell systems of this kind, tried here. <c>docs/develop/incidents.md</c> lists each with its test.</summary>
public sealed class IncidentTests
{
    private static readonly string Snapshot = Path.Combine(Repository.Root, "tests/Web.Tests/Visibility/endpoints.md");

    /// <summary>OpenReview, 27/11/2025: one search with a parameter nobody had thought of named every reviewer.</summary>
    [Fact]
    public async Task Search_and_list_endpoints_never_reveal_anonymous_roles_for_any_parameter()
    {
        await using var host = await PlantedAward.HostAsync();
        var award = await PlantedAward.StartAsync(host);
        foreach (var (phase, step) in award.Steps.Take(3)) await step();
        string[] names = ["group", "role", "roles", "juror", "reviewer", "person", "id", "ids", "email", "user", "filter", "select", "fields", "include", "expand", "embed", "details", "sort", "order", "limit", "page", "cursor", "format", "q"];
        string[] values = ["juror", "giam khao", "*", "%", "true", $"{award.Secret.PersonId}", "name,email,juror,score"];
        var lists = (await RouteMap.OfAsync(host, await award.KnownAsync())).Where(r => !r.Pattern.Contains(":guid", StringComparison.Ordinal)).ToList();
        lists.Count.ShouldBeGreaterThan(40);

        foreach (var (viewer, actor) in award.Viewers.Where(v => v.Name is "public" or "owner" or "rival"))
            foreach (var path in lists.Where(r => r.Access.Allows(actor ?? Actor.Anonymous)).SelectMany(r => r.Paths))
                foreach (var value in values)
                {
                    var address = $"{path}?{string.Join('&', names.Select(n => $"{n}={Uri.EscapeDataString(value)}"))}";
                    using var answer = await host.As(actor).Client.GetAsync(address);
                    answer.StatusCode.ShouldNotBe(HttpStatusCode.InternalServerError, address);
                    (await Reading.AllOfAsync(answer, address)).ShouldNotContain("zqgiamkhao", Case.Insensitive, $"{viewer}: {address}");
                }
    }

    /// <summary>Indico, CVE-2026-28352: a call without a check among many with one. Each is looked at when this file changes.</summary>
    [Fact]
    public async Task Every_endpoint_has_an_explicit_policy_in_the_snapshot()
    {
        await using var host = await WebHost.StartAsync(more: new Dictionary<string, string?> { ["Demo"] = "true" });
        var lines = (await AccessTests.EndpointsAsync(host)).Select(e => $"- `{e.Name}` {string.Join(", ", e.Access.Select(Words))}").Distinct().Order(StringComparer.Ordinal);
        var found = $"# Who may reach what\n\nThe outer door of every endpoint; what is behind it each query decides again.\n\n{string.Join('\n', lines)}\n";
        if (Environment.GetEnvironmentVariable("BANGVANG_WRITE_GOLDEN") == "1") await File.WriteAllTextAsync(Snapshot, found);
        var expected = (await File.ReadAllTextAsync(Snapshot)).Split('\n');
        found.Split('\n').Except(expected).ShouldBeEmpty("look at each, then write the file anew: BANGVANG_WRITE_GOLDEN=1");
        expected.Except(found.Split('\n')).ShouldBeEmpty("these are gone: write the file anew with BANGVANG_WRITE_GOLDEN=1");

        static string Words(IAccess access) => access switch
        {
            PublicAttribute => "everybody",
            SignedInAttribute => "whoever is signed in",
            ForAttribute f => string.Join(", ", f.Roles.Select(r => r.ToString().ToLowerInvariant())),
            ForAdministratorAttribute a => string.Join(", ", a.Roles.Select(r => r.ToString().ToLowerInvariant()).Prepend("administrator")),
            _ => throw new InvalidOperationException($"{access} has no words here."),
        };
    }

    /// <summary>ASP.NET, CVE-2026-114146: what is not there cannot be attacked; live parts are sent as events.</summary>
    [Fact]
    public async Task No_SignalR_endpoint_is_mapped()
    {
        await using var host = await WebHost.StartAsync();
        host.Services.GetRequiredService<EndpointDataSource>().Endpoints.Where(e => e.Metadata.Any(m => m.GetType().FullName!.Contains("SignalR", StringComparison.Ordinal))
            || (e.DisplayName ?? "").Contains("negotiate", StringComparison.OrdinalIgnoreCase)).ShouldBeEmpty();
        (await host.As().PostAsync("/hub/negotiate")).Status.ShouldBe(HttpStatusCode.NotFound);
    }
}
