using System.Diagnostics;
using BangVang.App.Forum;
using BangVang.App.Forum.Programme;
using BangVang.App.Kernel;
using BangVang.App.Storage;
using BangVang.Domain.Forum.Programme;
using BangVang.Domain.Kernel;
using BangVang.Domain.People;
using NodaTime;

namespace BangVang.Bench;

/// <summary>What the programme of a forum costs: the public page that is kept for everyone beside a static file of its size, and a move in the editor among 500 sessions.</summary>
internal sealed class ForumBenchmark : Benchmark
{
    private const int Rounds = 5, Moves = 40, Sessions = 500;
    private const double LeastOfFile = 0.6, MostMilliseconds = 100;
    private const string Slug = "demo-2026";
    private static readonly TimeSpan Each = TimeSpan.FromSeconds(4), WarmUp = TimeSpan.FromSeconds(6);
    private static readonly LocalDate Date = new(2030, 12, 8);
    private static readonly string[] Compressed = ["Accept-Encoding: br, gzip"];

    public override string Name => "forum";

    public override string What => """
        the programme of a forum: its page as kept for all visitors, compressed, beside a static file of its size; one move among 500 sessions with every warning
        chương trình diễn đàn: trang được giữ sẵn cho mọi người xem, đã nén, bên cạnh một tệp tĩnh cùng độ dài; một lần dời phiên trong 500 phiên kèm mọi cảnh báo
        """;

    public override async Task<IReadOnlyList<Measure>> RunAsync(string folder, CancellationToken ct)
    {
        if (Wrk.Missing() is { } missing) Notes.Add(missing);
        return await Installation.OnBothAsync(folder, i => OnAsync(i, ct), ct);
    }

    private static async Task<IReadOnlyList<Measure>> OnAsync(Installation installation, CancellationToken ct)
    {
        var organiser = await LayAsync(installation, ct);
        var measures = new List<Measure>();
        if (Wrk.Missing() is null) measures.AddRange(await ServeAsync(installation, ct));
        await AddAsync(installation, ct);
        measures.Add(await MoveAsync(installation, organiser, ct));
        return measures;
    }

    private static async Task<IReadOnlyList<Measure>> ServeAsync(Installation installation, CancellationToken ct)
    {
        await using var server = await installation.ServeAsync(ct);
        var programme = new Uri(server.Address, $"/forum/{Slug}");
        using var client = new HttpClient();
        var page = await client.GetByteArrayAsync(programme, ct);
        var file = new Uri(server.Address, await PublishedServer.AddStaticFileAsync(page, ct));
        await Wrk.RunAsync(programme, WarmUp, Compressed, ct);
        await Wrk.RunAsync(file, WarmUp, Compressed, ct);
        var (files, pages) = (new List<double>(), new List<double>());
        for (var i = 0; i < Rounds; i++)
        {
            files.Add((await Wrk.RunAsync(file, Each, Compressed, ct)).PerSecond);
            pages.Add((await Wrk.RunAsync(programme, Each, Compressed, ct)).PerSecond);
        }
        var still = Measure.Of($"static file of {page.Length} bytes, compressed, {installation.Engine}", "1/s", files);
        return [still, Measure.Of($"programme page, compressed, {installation.Engine}", "1/s", pages).ComparedTo(still).RatioAtLeast(LeastOfFile)];
    }

    /// <summary>The action of one move, from its question to its saved answer: what the page adds is a few lines of JSON.</summary>
    private static async Task<Measure> MoveAsync(Installation installation, Actor organiser, CancellationToken ct)
    {
        var rounds = new List<double>();
        for (var round = 0; round <= Rounds; round++)
        {
            var watch = new Stopwatch();
            for (var i = 0; i < Moves; i++)
            {
                await using var db = installation.Open();
                var forum = (await new ForumBook(db).CurrentAsync(Slug, ct))!.Forum;
                var session = (await db.ProgrammeDraftAsync(organiser, forum, ct)).Sessions[i];
                await using var own = installation.Open();
                watch.Start();
                var moved = await new MoveSession(own, new(own), SystemClock.Instance).RunAsync(organiser, Slug, session.Id, session.Version, new(session.Room, session.StartsAt + Duration.FromMinutes(5), session.Minutes), ct);
                watch.Stop();
                Value(moved);
            }
            // The first round compiles what the others run.
            if (round > 0) rounds.Add(watch.Elapsed.TotalMilliseconds / Moves);
        }
        return Measure.Of($"a move among {Sessions} sessions, {installation.Engine}", "ms", rounds).AtMost(MostMilliseconds);
    }

    private static async Task<Actor> LayAsync(Installation installation, CancellationToken ct)
    {
        var folder = Path.Combine(InstallationConfiguration.Root, "forums", Slug);
        var reading = ForumReader.Read(folder, Date.PlusDays(-72));
        await using var db = installation.Open();
        var person = Person.New(SystemClock.Instance.GetCurrentInstant(), "to-chuc@demo.invalid", "Người tổ chức 1", "vi");
        db.People.Add(person);
        await db.SaveChangesAsync(ct);
        var organiser = new Actor(person.Id, person.FullName, false, new HashSet<RoleInEdition> { new(reading.Forum!.Key, Role.Organiser) });
        Value(await new PublishForum(db, new(db), SystemClock.Instance).RunAsync(Actor.Console, reading, ct));
        Value(await new ImportProgramme(db, new(db), SystemClock.Instance).RunAsync(organiser, Slug, ProgrammeReader.Read(folder, reading.Forum!), ct));
        Value(await new ReleaseProgramme(db, new(db), new(db), new(new("http://127.0.0.1")), SystemClock.Instance, TimeProvider.System).RunAsync(organiser, Slug, "1.0", ct));
        return organiser;
    }

    /// <summary>Fills the day up to 500 sessions in four rooms, many of them in each other's way.</summary>
    private static async Task AddAsync(Installation installation, CancellationToken ct)
    {
        await using var db = installation.Open();
        string[] rooms = ["hall", "room-a", "room-b", "foyer"];
        var start = Date.AtMidnight().InUtc().ToInstant() + Duration.FromHours(1);
        db.ForumSessions.AddRange(Enumerable.Range(1, Sessions - 21).Select(n => new ForumSession
        {
            Id = Ids.New(start), ForumKey = $"forum/{Slug}", Code = $"XX{n:0000}", Number = 100 + n, TitleVi = $"Phiên {n}", TitleEn = $"Session {n}", Languages = ["vi"],
            Room = rooms[n % rooms.Length], StartsAt = start + Duration.FromMinutes(5 * (n / rooms.Length)), Minutes = 5, State = SessionState.Confirmed,
        }));
        await db.SaveChangesAsync(ct);
    }

    private static void Value<T>(Result<T> result)
    {
        if (!result.TryGet(out _, out var problem)) throw new InvalidOperationException(problem.Code);
    }
}
