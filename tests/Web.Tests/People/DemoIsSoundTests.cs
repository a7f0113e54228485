using BangVang.App.Demo;
using BangVang.App.Storage;
using BangVang.Storage.Sqlite;
using BangVang.Testing;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace BangVang.Web.Tests.People;

/// <summary>What is shown to visitors of the demonstration obeys the same rules as a real award.</summary>
public sealed class DemoIsSoundTests
{
    [Fact]
    public async Task The_doctor_finds_nothing_in_the_demonstration()
    {
        await using var host = await WebHost.StartAsync(more: new Dictionary<string, string?> { ["Demo"] = "true" });
        await host.RunAsync<LayDemo, bool>(async demo => { await demo.RunAsync(Repository.Root, default); return true; });
        await using var scope = host.Services.CreateAsyncScope();
        var findings = await new Doctor(scope.ServiceProvider.GetRequiredService<BangVangDb>(), SqliteStorage.Engine).RunAsync(default);
        findings.SelectMany(f => f.Offenders.Select(o => $"{f.Name}: {o}")).ShouldBeEmpty();
    }
}
