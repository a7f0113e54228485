using BangVang.App.Forum;
using BangVang.App.Forum.Programme;
using BangVang.Domain.Forum;
using BangVang.Domain.Kernel;
using BangVang.Testing;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Shouldly;

namespace BangVang.Web.Tests.Forum;

/// <summary>A server with the shipped demonstration forum, its programme in the draft, and the organiser of it.</summary>
public sealed class ForumHost(WebHost host, Visitor organiser, Actor actor) : IAsyncDisposable
{
    public const string Slug = "demo-2026";
    public static readonly LocalDate Date = new(2026, 12, 8);

    public WebHost Host => host;
    /// <summary>Signed in.</summary>
    public Visitor Organiser => organiser;

    public static async Task<ForumHost> StartAsync(bool released = true, bool onSocket = false)
    {
        var host = await WebHost.StartAsync(more: new Dictionary<string, string?> { ["PublicUrl"] = "http://giaithuong.example.vn" }, onSocket: onSocket);
        var (organiser, actor) = await host.EnterAsync(Role.Organiser, ForumEdition.KeyOf(Slug), "Người tổ chức 1");
        var forum = new ForumHost(host, organiser, actor);
        var folder = Path.Combine(Repository.Root, "forums", Slug);
        var reading = ForumReader.Read(folder, Date.PlusDays(-72));
        await forum.DoAsync<PublishForum, PublishedForum>(a => a.RunAsync(Actor.Console, reading, default));
        await forum.DoAsync<ImportProgramme, ImportedProgramme>(a => a.RunAsync(actor, Slug, ProgrammeReader.Read(folder, reading.Forum!), default));
        if (released) await forum.ReleaseAsync("1.0");
        return forum;
    }

    public Task<PublishedProgramme> ReleaseAsync(string name) => DoAsync<ReleaseProgramme, PublishedProgramme>(a => a.RunAsync(actor, Slug, name, default));

    /// <summary>Changes a session of the draft.</summary>
    public async Task ChangeAsync(string code, Func<ForumSessionInput, ForumSessionInput> change)
    {
        var forum = ForumReader.Read(Path.Combine(Repository.Root, "forums", Slug), Date.PlusDays(-72)).Forum!;
        var session = await host.WithDbAsync(async db => (await db.ProgrammeDraftAsync(actor, forum, default)).Sessions.Single(s => s.Code == code));
        var wanted = change(new(session.TitleVi, session.StartsAt, session.State));
        await DoAsync<SaveSession, Guid>(a => a.RunAsync(actor, Slug, session.Id, session.Version, new(session.Kind, session.Track, session.Languages, wanted.Title, session.TitleEn,
            session.AbstractVi, session.AbstractEn, session.Room, wanted.StartsAt, session.Minutes, session.Expected, wanted.State, session.Parts), default));
    }

    private async Task<T> DoAsync<TAction, T>(Func<TAction, Task<Result<T>>> act) where TAction : notnull
    {
        await using var scope = host.Services.CreateAsyncScope();
        (await act(scope.ServiceProvider.GetRequiredService<TAction>())).TryGet(out var value, out var problem).ShouldBeTrue(problem?.Code);
        return value!;
    }

    public ValueTask DisposeAsync() => host.DisposeAsync();
}

/// <summary>What a test changes of a session.</summary>
public sealed record ForumSessionInput(string Title, Instant StartsAt, Domain.Forum.Programme.SessionState State);
