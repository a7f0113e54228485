using BangVang.App.Editions;
using BangVang.App.Kernel;
using BangVang.App.Secretariat.Questions;
using BangVang.App.Storage;
using BangVang.App.Tests.Dossiers;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Testing;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Shouldly;

namespace BangVang.App.Tests.Secretariat;

/// <summary>
/// An edition with two scoring rounds; one accepted dossier with an officer, one officer in conflict, two jurors who judge it,
/// one in conflict with it and one who does not judge it. Everything a test about hiding needs to leak.
/// </summary>
public sealed class SecretariatWorld : IAsyncDisposable
{
    public const string Key = ApplyEdition.Key;
    public static readonly PublicUrl Site = new(new("https://giaithuong.example/"));

    public static readonly Phase Scoring = new()
    {
        Code = "scoring", Kind = PhaseKind.Scoring, Name = ApplyEdition.T("Vòng sơ loại", "Preliminary round"), Opens = new LocalDate(2026, 11, 1), Closes = new LocalDate(2026, 11, 10),
    };

    public static readonly Rubric Rubric = new()
    {
        Code = "plain", Name = ApplyEdition.T("Tiêu chí", "Criteria"), Scale = new() { Min = 0, Max = 1_000, Step = 50 },
        Criteria = [new() { Code = "value", Name = ApplyEdition.T("Giá trị", "Value"), Weight = 10_000 }],
    };

    public static readonly Edition Edition = ApplyEdition.Edition with
    {
        Phases = [ApplyEdition.Intake, Scoring, ApplyEdition.Council],
        Rubrics = [Rubric],
        Rounds = Published.Of<IReadOnlyList<Round>>(
        [
            new ScoringRound
            {
                Code = "preliminary", Name = ApplyEdition.T("Vòng sơ loại", "Preliminary"), Phase = "scoring", PanelSize = 2, Quorum = 1, Rubric = "plain",
                Aggregate = new Aggregation { Method = AggregationMethod.Mean }, Ties = Published.Of<IReadOnlyList<TieBreak>>([]),
                Presentation = new() { SetUp = 5, Talk = 10, Questions = 10 },
            },
        ]),
    };

    private readonly ApplyWorld world;

    private SecretariatWorld(ApplyWorld world) => this.world = world;

    public FixedClock Clock => world.Clock;
    public ApplyWorld Apply => world;
    public Actor Officer { get; private set; } = null!;
    public Actor ConflictedOfficer { get; private set; } = null!;
    public Actor Applicant { get; private set; } = null!;
    public Actor OtherApplicant { get; private set; } = null!;
    public Actor Juror { get; private set; } = null!;
    public Actor Colleague { get; private set; } = null!;
    public Actor ConflictedJuror { get; private set; } = null!;
    public Actor OtherJuror { get; private set; } = null!;
    public Actor Chair { get; private set; } = null!;
    public Actor Auditor { get; private set; } = null!;
    public Actor Administrator { get; private set; } = null!;
    public Guid Dossier { get; private set; }

    public IReadOnlyList<Actor> Everyone => [Actor.Anonymous, Officer, ConflictedOfficer, Applicant, OtherApplicant, Juror, Colleague, ConflictedJuror, OtherJuror, Chair, Auditor, Administrator];

    public static async Task<SecretariatWorld> CreateAsync(Engine engine)
    {
        var world = new SecretariatWorld(await ApplyWorld.CreateAsync(engine, Edition));
        await world.FillAsync();
        return world;
    }

    public ValueTask DisposeAsync() => world.DisposeAsync();

    public Task<T> WithAsync<T>(Func<BangVangDb, Task<T>> work) => world.WithAsync(work);

    public TimeProvider Time => new FixedTime(Clock.Now);

    private async Task FillAsync()
    {
        (Officer, ConflictedOfficer) = (await world.PersonAsync("Chuyên viên 1", Role.Secretariat), await world.PersonAsync("Chuyên viên 2", Role.Secretariat));
        (Applicant, OtherApplicant) = (await world.PersonAsync("Người phụ trách 01", Role.Applicant), await world.PersonAsync("Người phụ trách 02", Role.Applicant));
        (Juror, Colleague) = (await world.PersonAsync("Giám khảo 1", Role.Juror), await world.PersonAsync("Giám khảo 2", Role.Juror));
        (ConflictedJuror, OtherJuror) = (await world.PersonAsync("Giám khảo 3", Role.Juror), await world.PersonAsync("Giám khảo 4", Role.Juror));
        (Chair, Auditor) = (await world.PersonAsync("Chủ tịch Hội đồng", Role.Chair), await world.PersonAsync("Giám sát viên 1", Role.Auditor));
        Administrator = await world.PersonAsync("Quản trị viên") with { IsAdministrator = true };
        await WithAsync(db => db.People.ExecuteUpdateAsync(set => set.SetProperty(p => p.EmailConfirmedAt, Clock.Now)));
        Dossier = await SubmittedAsync(Applicant, "0100109106", "Sản phẩm A");
        await JudgeAsync(Dossier, Juror, Colleague, ConflictedJuror);
        foreach (var person in new[] { ConflictedOfficer, ConflictedJuror })
            await WithAsync(db =>
            {
                db.Conflicts.Add(new() { Id = Ids.New(Clock.Now), EditionKey = Key, PersonId = person.PersonId!.Value, DossierId = Dossier, Source = ConflictSource.SameOrganisation, State = ConflictState.Suggested, Reason = "Cùng đơn vị", NotedAt = Clock.Now, NotedBy = person.PersonId });
                return db.SaveChangesAsync();
            });
    }

    public async Task<Guid> SubmittedAsync(Actor applicant, string taxCode, string product)
    {
        var enterprise = await world.EnterpriseAsync(applicant, taxCode, ApplyWorld.Profile with { Name = $"Công ty Minh họa {taxCode[..4]}" });
        var id = await world.CompleteAsync(applicant, enterprise, product);
        (await world.SubmitAsync(applicant, id)).TryGet(out _, out var problems).ShouldBeTrue(string.Join(", ", problems?.Select(p => p.Code) ?? []));
        return id;
    }

    /// <summary>Accepts a dossier and assigns it.</summary>
    public Task<int> JudgeAsync(Guid dossier, params Actor[] jurors) => WithAsync(async db =>
    {
        var row = await db.Dossiers.SingleAsync(d => d.Id == dossier);
        row.State = DossierState.Accepted;
        if (await db.ScreeningCases.SingleOrDefaultAsync(c => c.DossierId == dossier) is not { } found)
            db.ScreeningCases.Add(found = new() { DossierId = dossier, EditionKey = Key, OpenedAt = Clock.Now });
        (found.State, found.DecidedAt, found.DecidedBy, found.Reason) = (Domain.Screening.ScreeningState.Accepted, Clock.Now, Officer.PersonId, "Đủ điều kiện");
        db.Log(Clock.Now, "screening.verdict", Key, dossier, []);
        foreach (var (juror, i) in jurors.Select((j, i) => (j, i)))
        {
            db.PanelSeats.Add(new() { Id = Ids.New(Clock.Now), EditionKey = Key, RoundCode = "preliminary", CategoryCode = row.CategoryCode, PersonId = juror.PersonId!.Value, AppointedAt = Clock.Now, AppointedBy = Officer.PersonId!.Value });
            var id = Ids.New(Clock.Now);
            db.Log(Clock.Now, "assignment.sealed", Key, id, []);
            db.Assignments.Add(new() { Id = id, EditionKey = Key, RoundCode = "preliminary", CategoryCode = row.CategoryCode, DossierId = dossier, JurorId = juror.PersonId.Value, Ordinal = i, AssignedAt = Clock.Now, AssignedBy = Officer.PersonId.Value });
        }
        return await db.SaveChangesAsync();
    });

    public Task<Result<Guid>> AskAsync(Func<AskQuestion, Task<Result<Guid>>> ask) => WithAsync(db => ask(new(db, new EditionBook(db), Clock, Time, Site)));

    public Task<Problem?> AnswerAsync(Actor actor, Guid id, string text, bool isPublic = false) => WithAsync(db => new AnswerQuestion(db, Clock, Time, Site).RunAsync(actor, id, text, isPublic, default));

    public Task<Problem?> ReleaseAsync(Actor actor, Guid id, string text) => WithAsync(db => new ReleaseQuestion(db, Clock, Time, Site).RunAsync(actor, id, text, default));

    public Task<Problem?> DeclineAsync(Actor actor, Guid id, string reason) => WithAsync(db => new ReleaseQuestion(db, Clock, Time, Site).DeclineAsync(actor, id, reason, default));
}
