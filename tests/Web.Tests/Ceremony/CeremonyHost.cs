using BangVang.App.Forum;
using BangVang.App.Forum.Programme;
using BangVang.App.Storage;
using BangVang.Domain.Forum;
using BangVang.Domain.Kernel;
using BangVang.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BangVang.Web.Tests.Ceremony;

/// <summary>A server on which the demonstration edition is approved and the forum that gives its award has released its programme.</summary>
public sealed class CeremonyHost(WebHost host) : IAsyncDisposable
{
    public const string Slug = "demo-2026", Gold = "Một cửa số", Silver = "Kho dữ liệu mở";

    public WebHost Host => host;
    public Actor Officer { get; private init; } = null!;
    public Actor Second { get; private init; } = null!;
    public Actor Organiser { get; private init; } = null!;

    public static async Task<CeremonyHost> StartAsync(bool onSocket = false)
    {
        var host = await WebHost.StartAsync(onSocket: onSocket);
        host.Clock.Now = AwardWorld.Opens("intake");
        var options = host.Services.CreateScope().ServiceProvider.GetRequiredService<DbContextOptions<BangVangDb>>();
        var world = await AwardWorld.OnAsync(() => new BangVangDb(options));
        var (officer, chair, jurors) = (await world.PersonAsync("Chuyên viên Một", Role.Secretariat), await world.PersonAsync("Chủ tịch", Role.Chair), await world.JurorsAsync(3));
        var (gold, silver) = (await world.DossierAsync(Gold), await world.DossierAsync(Silver));
        await world.ProposeAsync(officer, jurors, new Dictionary<AwardDossier, int> { [gold] = 900, [silver] = 850 });
        await world.ApproveAsync(officer, chair, jurors);
        host.Clock.Now = world.Clock.Now;
        var (_, organiser) = await host.EnterAsync(Role.Organiser, ForumEdition.KeyOf(Slug), "Người tổ chức", "to-chuc@example.vn");
        var folder = Path.Combine(Repository.Root, "forums", Slug);
        var reading = ForumReader.Read(folder, AwardWorld.DayZero);
        await using var scope = host.Services.CreateAsyncScope();
        Demand(await scope.ServiceProvider.GetRequiredService<PublishForum>().RunAsync(Actor.Console, reading, default));
        Demand(await scope.ServiceProvider.GetRequiredService<ImportProgramme>().RunAsync(organiser, Slug, ProgrammeReader.Read(folder, reading.Forum!), default));
        Demand(await scope.ServiceProvider.GetRequiredService<ReleaseProgramme>().RunAsync(organiser, Slug, "1.0", default));
        return new(host) { Officer = officer, Second = await world.PersonAsync("Chuyên viên Hai", Role.Secretariat), Organiser = organiser };
    }

    public ValueTask DisposeAsync() => host.DisposeAsync();

    private static void Demand<T>(Result<T> result)
    {
        if (!result.TryGet(out _, out var problem)) throw new InvalidOperationException(problem.Code);
    }
}
