using BangVang.App.Editions;
using BangVang.App.Kernel;
using BangVang.App.Screening;
using BangVang.App.Storage;
using BangVang.App.Tests.Dossiers;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Domain.Screening;
using BangVang.Testing;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Tests.Screening;

/// <summary>An edition whose screening has begun, with two officers and submitted dossiers; each act in a unit of work of its own.</summary>
public sealed class ScreeningWorld : IAsyncDisposable
{
    /// <summary>0:00 on 23/10/2026 in Viet Nam.</summary>
    public static readonly Instant Opens = Instant.FromUtc(2026, 10, 22, 17, 0);
    /// <summary>24:00 on 5/11/2026.</summary>
    public static readonly Instant Closes = Instant.FromUtc(2026, 11, 5, 17, 0);

    public static readonly Phase Screening = new()
    {
        Code = "screening", Kind = PhaseKind.Screening, Name = ApplyEdition.T("Xét tuyển", "Screening"), Opens = new LocalDate(2026, 10, 23), Closes = new LocalDate(2026, 11, 5), Article = "Điều 10",
    };

    public static readonly Edition Edition = ApplyEdition.Edition with
    {
        Phases = [ApplyEdition.Intake, Screening, ApplyEdition.Council],
        Appeals = new() { ScreeningDays = 5, ResultDays = 14, Article = "Điều 18" },
        Supplements = new() { Days = 5, MaxRequests = 1, Article = "Điều 9" },
        Visibility =
        [
            new() { Item = VisibleItem.ScreeningVerdict, Applicant = VisibleFrom.Verdict },
            new() { Item = VisibleItem.ReceivedCount, Applicant = VisibleFrom.IntakeClosed, Public = VisibleFrom.IntakeClosed },
            new() { Item = VisibleItem.MeetingCriteriaCount, Applicant = VisibleFrom.ScreeningClosed, Public = VisibleFrom.Publication },
        ],
    };

    private static readonly PublicUrl Site = new(new("https://giaithuong.example/"));

    private ScreeningWorld(ApplyWorld apply) => Apply = apply;

    public ApplyWorld Apply { get; }
    public FixedClock Clock => Apply.Clock;
    public Actor An { get; private set; } = null!;
    public Actor Binh { get; private set; } = null!;
    public Actor Applicant { get; private set; } = null!;
    /// <summary>What the later words say of the result.</summary>
    public Instant? PublishedAt { get; set; }
    public List<Guid> ResultDeciders { get; } = [];
    public ResultNews News => new((_, _, _) => Task.FromResult(PublishedAt), (_, _, _) => Task.FromResult<IReadOnlyList<Guid>>(ResultDeciders));

    /// <param name="products">Names of the products submitted on 1/10/2026, in this order; HS-001 and so on.</param>
    public static async Task<ScreeningWorld> CreateAsync(Engine engine, params string[] products) => await CreateAsync(engine, Edition, products);

    public static async Task<ScreeningWorld> CreateAsync(Engine engine, Edition edition, params string[] products)
    {
        var world = new ScreeningWorld(await ApplyWorld.CreateAsync(engine, edition));
        world.An = await world.Apply.PersonAsync("Cán bộ An", Role.Secretariat);
        world.Binh = await world.Apply.PersonAsync("Cán bộ Bình", Role.Secretariat);
        world.Applicant = await world.Apply.PersonAsync("Người Nộp", Role.Applicant);
        var enterprise = await world.Apply.EnterpriseAsync(world.Applicant);
        foreach (var product in products)
        {
            var id = await world.Apply.CompleteAsync(world.Applicant, enterprise, product);
            (await world.Apply.SubmitAsync(world.Applicant, id)).Value();
            world.Ids.Add(id);
            world.Clock.Now += Duration.FromSeconds(1);
        }
        world.Clock.Now = Opens + Duration.FromHours(10);
        return world;
    }

    /// <summary>The dossiers in the order of submission.</summary>
    public List<Guid> Ids { get; } = [];
    public Guid Id => Ids[0];

    public ValueTask DisposeAsync() => Apply.DisposeAsync();

    public Task<T> WithAsync<T>(Func<BangVangDb, Task<T>> work) => Apply.WithAsync(work);

    public Task<Problem?> TakeAsync(Actor officer, Guid? id = null) => WithAsync(db => new TakeCase(db, new(db), Clock).RunAsync(officer, id ?? Id, default));
    public Task<Problem?> FindAsync(Actor officer, string rule, OfficerFinding finding, string? reason = null, Guid? id = null) =>
        WithAsync(db => new RecordFinding(db, new(db), Clock).RunAsync(officer, id ?? Id, rule, finding, reason, default));
    public Task<Problem?> AcceptAsync(Actor officer, Guid? id = null, string? reason = null) => DecideAsync(officer, true, reason, id);
    public async Task<Problem?> RefuseAsync(Actor officer, string reason = "Không có tài liệu chứng minh", Guid? id = null) =>
        await FindAsync(officer, "launched_by", OfficerFinding.Fail, "Không có tài liệu", id) ?? await DecideAsync(officer, false, reason, id);
    public Task<Problem?> DecideAsync(Actor officer, bool accept, string? reason, Guid? id = null) =>
        WithAsync(db => new DecideCase(db, new(db), Clock, Time, Site, News).RunAsync(officer, id ?? Id, accept, reason, default));
    public Task<Result<Instant>> AskAsync(Actor officer, string what = "Văn bản xác nhận có dấu", Guid? id = null) =>
        WithAsync(db => new RequestSupplement(db, new(db), Clock, Time, Site).RunAsync(officer, id ?? Id, what, default));
    public Task<Problem?> ProposeAsync(Actor officer, string to = "potential", string reason = "Phù hợp hơn") =>
        WithAsync(db => new ProposeTransfer(db, new(db), Clock, Time, Site).RunAsync(officer, Id, to, reason, default));
    public Task<Problem?> AnswerAsync(Actor applicant, bool accept) => WithAsync(db => new AnswerTransfer(db, Clock).RunAsync(applicant, Id, accept, default));
    public Task<Problem?> RecallAsync(Actor officer) => WithAsync(db => new RecallTransfer(db, new(db), Clock).RunAsync(officer, Id, default));
    public Task<Result<Guid>> AppealAsync(Actor applicant, AppealAgainst against = AppealAgainst.Screening, string grounds = "Tài liệu đã có trong hồ sơ", Guid? id = null, params Guid[] files) =>
        WithAsync(db => new SubmitAppeal(db, new(db), Clock, Time, Site, News).RunAsync(applicant, id ?? Id, against, grounds, files, default));
    public Task<Problem?> DecideAppealAsync(Actor officer, Guid appeal, bool uphold, string reason = "Có căn cứ", string? article = "Điều 18") =>
        WithAsync(db => new DecideAppeal(db, new(db), Clock, Time, Site).RunAsync(officer, appeal, uphold, reason, article, default));

    public Task<ScreeningQueue?> QueueAsync(Actor actor, ScreeningFilter? filter = null) => WithAsync(db => db.ScreeningQueueAsync(actor, ApplyEdition.Key, filter ?? new(), 1, Clock.Now, default));
    public Task<CaseView?> CaseAsync(Actor actor, Guid? id = null) => WithAsync(async db => await db.CaseViewAsync(actor, await EditionAsync(db), id ?? Id, Clock.Now, default));
    public Task<ScreeningOutcome?> OutcomeAsync(Actor actor) => WithAsync(async db => await db.ScreeningOutcomeAsync(News, actor, await EditionAsync(db), Id, Clock.Now, default));
    public Task<ScreeningFigures> FiguresAsync(Actor actor) => WithAsync(async db => await db.ScreeningFiguresAsync(News, actor, await EditionAsync(db), Clock.Now, default));
    public Task<IReadOnlyList<AppealChance>> ChancesAsync(Actor actor) => WithAsync(async db => await db.AppealChancesAsync(News, actor, await EditionAsync(db), Id, Clock.Now, default));
    public Task<Dossier> DossierAsync() => WithAsync(db => db.Dossiers.AsNoTracking().SingleAsync(d => d.Id == Id));

    public Task ConflictAsync(Actor officer, Guid id, ConflictState state = ConflictState.Suggested) => WithAsync(db =>
    {
        var dismissed = state is ConflictState.Dismissed;
        db.Conflicts.Add(new()
        {
            Id = Domain.Kernel.Ids.New(Clock.Now), EditionKey = ApplyEdition.Key, PersonId = officer.PersonId!.Value, DossierId = id, Source = ConflictSource.SameMailDomain, State = state, NotedAt = Clock.Now,
            Reason = dismissed ? "Trùng tên miền công cộng" : null, SettledAt = dismissed ? Clock.Now : null, SettledBy = dismissed ? Binh.PersonId : null,
        });
        return db.SaveChangesAsync();
    });

    private static async Task<Edition> EditionAsync(BangVangDb db) => (await new EditionBook(db).CurrentAsync(ApplyEdition.Key, default))!.Edition;

    private TimeProvider Time => new RealTime(Clock);

    private sealed class RealTime(IClock clock) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => clock.GetCurrentInstant().ToDateTimeOffset();
    }
}
