using System.Text;
using System.Text.Json.Nodes;
using BangVang.App.Decisions;
using BangVang.App.Dossiers;
using BangVang.App.Editions;
using BangVang.App.Kernel;
using BangVang.App.Laureates;
using BangVang.App.Storage;
using BangVang.Domain.Decisions;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Editions;
using BangVang.Domain.Enterprises;
using BangVang.Domain.Kernel;
using BangVang.Domain.Panels;
using BangVang.Domain.People;
using BangVang.Domain.Scoring;
using BangVang.Domain.Screening;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.Testing;

/// <param name="Applicant">Who started it.</param>
public sealed record AwardDossier(Guid Id, string Reference, string Product, string Category, Actor Applicant);

/// <summary>
/// A database with the demonstration edition published, and what judging begins with: people with their roles, organisations,
/// accepted dossiers with a frozen version. Each call is a unit of work of its own, as in the server.
/// </summary>
public sealed class AwardWorld(Func<BangVangDb> open, TestDb? test) : IAsyncDisposable
{
    public const string Key = "demo/2026";
    public const string Category = "digital-government";
    public static readonly LocalDate DayZero = new(2026, 9, 1);
    public static readonly PublicUrl Site = new(new("https://giaithuong.example/"));

    /// <summary>The edition as <c>editions/demo/2026</c> gives it from <see cref="DayZero"/>.</summary>
    public static readonly Edition Edition = EditionReader.Read(Path.Combine(Repository.Root, "editions", Key), DayZero).Edition
        ?? throw new InvalidOperationException("The demonstration edition has problems.");

    private int people;

    /// <exception cref="InvalidOperationException">The database belongs to a server.</exception>
    public TestDb Test => test ?? throw new InvalidOperationException("The database belongs to a server.");
    public FixedClock Clock { get; } = new(Opens("intake"));
    /// <summary>The world's clock: it does not move with the award's.</summary>
    public FixedTime Time { get; } = new(Opens("intake"));
    public EditionSnapshot Published { get; private set; } = null!;

    /// <summary>First instant of a phase, and first instant after it.</summary>
    public static Instant Opens(string phase) => Edition.WindowOf(phase)!.Value.Start!.Value;
    public static Instant Closes(string phase) => Edition.WindowOf(phase)!.Value.End!.Value;

    public static async Task<AwardWorld> CreateAsync(Engine engine)
    {
        var test = await TestDb.CreateAsync(engine);
        return await OnAsync(test.Open, test);
    }

    /// <param name="open">Opens the database, such as that of a running server.</param>
    /// <param name="test">Gone with the world; null leaves the database to whoever made it.</param>
    public static async Task<AwardWorld> OnAsync(Func<BangVangDb> open, TestDb? test = null)
    {
        var world = new AwardWorld(open, test);
        var (content, sha256) = EditionSnapshot.Freeze(Edition);
        world.Published = new() { Id = Ids.New(world.Clock.Now), EditionKey = Key, Number = 1, Sha256 = sha256, Content = Encoding.UTF8.GetString(content), PublishedAt = world.Clock.Now };
        await world.WithAsync(db => { db.EditionSnapshots.Add(world.Published); return db.SaveChangesAsync(); });
        return world;
    }

    public ValueTask DisposeAsync() => test?.DisposeAsync() ?? default;

    public async Task<T> WithAsync<T>(Func<BangVangDb, Task<T>> work)
    {
        await using var db = open();
        return await work(db);
    }

    public async Task<Actor> PersonAsync(string name, params Role[] roles)
    {
        var person = Person.New(Clock.Now, $"{VietnameseText.Slug(name)}-{++people}@demo.invalid", name, "vi");
        await WithAsync(db =>
        {
            db.People.Add(person);
            foreach (var role in roles) db.RoleGrants.Add(new() { PersonId = person.Id, EditionKey = Key, Role = role, GrantedAt = Clock.Now });
            return db.SaveChangesAsync();
        });
        return new(person.Id, name, false, roles.Select(r => new RoleInEdition(Key, r)).ToHashSet());
    }

    /// <summary>Jurors with a seat on the panel, declared.</summary>
    public async Task<IReadOnlyList<Actor>> JurorsAsync(int count, string round = "preliminary", string category = Category)
    {
        var jurors = new List<Actor>();
        for (var n = 1; n <= count; n++) jurors.Add(await PersonAsync($"Giám khảo {n}", Role.Juror));
        foreach (var juror in jurors) await SeatAsync(juror, round, category);
        return jurors;
    }

    public Task<int> SeatAsync(Actor juror, string round = "preliminary", string category = Category) => WithAsync(db =>
    {
        db.PanelSeats.Add(SeatOf(juror, round, category));
        return db.SaveChangesAsync();
    });

    private PanelSeat SeatOf(Actor juror, string round, string category) => new()
    {
        Id = Ids.New(Clock.Now), EditionKey = Key, RoundCode = round, CategoryCode = category, PersonId = juror.PersonId!.Value,
        AppointedAt = Clock.Now, AppointedBy = juror.PersonId.Value, DeclaredAt = Clock.Now,
    };

    /// <summary>An accepted dossier of an organisation of its own.</summary>
    public async Task<AwardDossier> DossierAsync(string product, string category = Category)
    {
        var applicant = await PersonAsync($"Người phụ trách {product}", Role.Applicant);
        return await WithAsync(async db =>
        {
            var now = Clock.Now;
            var number = await db.Dossiers.CountAsync() + 1;
            var reference = Dossier.ReferenceOf(number);
            var enterprise = new Enterprise { Id = Ids.New(now), TaxCode = $"01{number:00000000}", Name = "", SortKey = "", SearchKey = "", Kind = ApplicantKind.Enterprise, CreatedAt = now };
            enterprise.Rename($"Công ty Minh họa {number:00}");
            var content = new DossierContent(1, reference, Key, Published.Sha256, category, product, new(enterprise.Id, enterprise.TaxCode, enterprise.ToProfile()),
                new Dictionary<string, JsonNode?> { ["summary"] = $"{product} giúp cơ quan nhà nước xử lý hồ sơ nhanh hơn." }, new(), []).Freeze();
            var dossier = new Dossier
            {
                Id = Ids.New(now), Reference = reference, EditionKey = Key, SnapshotId = Published.Id, EnterpriseId = enterprise.Id, CategoryCode = category, ProductName = product,
                SortKey = VietnameseText.SortKey(product), SearchKey = VietnameseText.SearchKey(product), CreatedAt = now, CreatedBy = applicant.PersonId!.Value,
            };
            var version = new DossierVersion
            {
                Id = Ids.New(now), DossierId = dossier.Id, Number = 1, SubmittedAt = now, SubmittedBy = applicant.PersonId.Value, SnapshotId = Published.Id,
                CategoryCode = category, Content = content, Sha256 = DossierContent.HashOf(content),
            };
            (dossier.State, dossier.SubmittedAt, dossier.CurrentVersionId) = (DossierState.Accepted, now, version.Id);
            db.AddRange(enterprise, new EnterpriseMember { EnterpriseId = enterprise.Id, PersonId = applicant.PersonId.Value, IsOwner = true, AddedAt = now });
            await db.SaveChangesAsync();
            db.AddRange(dossier, version, new DossierMember { DossierId = dossier.Id, PersonId = applicant.PersonId.Value, AddedAt = now });
            db.Add(new ScreeningCase { DossierId = dossier.Id, EditionKey = Key, State = ScreeningState.Accepted, OpenedAt = now, DecidedAt = now, DecidedBy = applicant.PersonId, Reason = "Đủ tiêu chuẩn" });
            db.Log(now, "screening.verdict", Key, dossier.Id, new JsonObject { ["dossier"] = reference });
            await db.SaveChangesAsync();
            await db.Database.ExecuteSqlAsync($"INSERT INTO dossier_counter (edition_key, last) VALUES ({Key}, 1) ON CONFLICT (edition_key) DO UPDATE SET last = dossier_counter.last + 1");
            return new AwardDossier(dossier.Id, reference, product, category, applicant);
        });
    }

    /// <returns>The id of the running assignment.</returns>
    public Task<Guid> AssignAsync(AwardDossier dossier, Actor juror, string round = "preliminary") => WithAsync(async db =>
    {
        var id = Ids.New(Clock.Now);
        if (!await db.PanelSeats.AnyAsync(s => s.PersonId == juror.PersonId && s.RoundCode == round && s.CategoryCode == dossier.Category && s.EndedAt == null))
            db.PanelSeats.Add(SeatOf(juror, round, dossier.Category));
        db.Log(Clock.Now, "assignment.sealed", Key, id, new JsonObject { ["dossier"] = dossier.Reference });
        db.Assignments.Add(new()
        {
            Id = id, EditionKey = Key, RoundCode = round, CategoryCode = dossier.Category, DossierId = dossier.Id, JurorId = juror.PersonId!.Value, AssignedAt = Clock.Now, AssignedBy = juror.PersonId.Value,
        });
        await db.SaveChangesAsync();
        return id;
    });

    /// <summary>The juror is assigned and signs, with the same mark on every line.</summary>
    /// <param name="mark">Hundredths of a point; the score is the same.</param>
    public async Task<Guid> SignedAsync(AwardDossier dossier, Actor juror, int mark, string round = "preliminary", string? comment = null)
    {
        await AssignAsync(dossier, juror, round);
        return await SheetAsync(dossier, juror, ScoresheetState.Signed, mark, round, comment);
    }

    public Task<Guid> SheetAsync(AwardDossier dossier, Actor juror, ScoresheetState state, int mark, string round = "preliminary", string? comment = null) => WithAsync(async db =>
    {
        var rubric = Edition.RubricFor((ScoringRound)Edition.Round(round)!, dossier.Category)!;
        var isSigned = state is ScoresheetState.Signed;
        var sheet = new Scoresheet
        {
            Id = Ids.New(Clock.Now), EditionKey = Key, RoundCode = round, CategoryCode = dossier.Category, DossierId = dossier.Id, JurorId = juror.PersonId!.Value, State = state,
            Marks = rubric.Lines.ToDictionary(l => l.Code, _ => mark), Comments = comment is null ? [] : new() { [""] = comment }, CreatedAt = Clock.Now, SavedAt = Clock.Now,
            Score = isSigned ? mark : null, SignedAt = isSigned ? Clock.Now : null, Signings = isSigned ? 1 : 0, Reason = state is ScoresheetState.Abstained or ScoresheetState.Recused ? "Có lý do" : null,
        };
        db.Scoresheets.Add(sheet);
        if (isSigned) db.Log(Clock.Now, "scoresheet.signed", Key, sheet.Id, new JsonObject { ["dossier"] = dossier.Reference, ["score"] = mark });
        await db.SaveChangesAsync();
        return sheet.Id;
    });

    /// <summary>Both rounds scored as given, the shortlist fixed, the proposal prepared; the clock stands in the council's phase.</summary>
    /// <param name="marks">Hundredths of a point by dossier, the same in both rounds and from each juror.</param>
    public async Task ProposeAsync(Actor secretariat, IReadOnlyList<Actor> jurors, IReadOnlyDictionary<AwardDossier, int> marks, string? comment = null)
    {
        Clock.Now = Opens("preliminary");
        foreach (var (dossier, mark) in marks) foreach (var juror in jurors) await SignedAsync(dossier, juror, mark, "preliminary", comment);
        Clock.Now = Closes("preliminary");
        Demand(await WithAsync(db => new FixShortlist(db, new EditionBook(db), Clock).RunAsync(secretariat, Key, "preliminary", new Dictionary<Guid, string>(), null, default)));
        foreach (var (dossier, mark) in marks) foreach (var juror in jurors) await SignedAsync(dossier, juror, mark, "final", comment);
        Clock.Now = Opens("council");
        await WithAsync(async db => Value(await new ProposeDecision(db, new EditionBook(db), Clock).RunAsync(secretariat, Key, default)));
    }

    /// <summary>The council meets, all of it present.</summary>
    public async Task<Guid> OpenMeetingAsync(Actor secretariat, Actor chair, IReadOnlyList<Actor> jurors)
    {
        var id = await WithAsync(async db => Value(await new CallMeeting(db, new EditionBook(db), Clock).RunAsync(secretariat, Key, "Phiên họp toàn thể", "Hà Nội", Clock.Now, ["Xét giải"], null, default)));
        Demand(await WithAsync(db => new NoteAttendance(db, Clock).RunAsync(secretariat, id, [chair.PersonId!.Value, .. jurors.Select(j => j.PersonId!.Value)], default)));
        Demand(await WithAsync(db => new OpenOrCloseMeeting(db, new EditionBook(db), Clock).RunAsync(chair, id, open: true, default)));
        return id;
    }

    /// <summary>Puts a motion and has everybody vote for it.</summary>
    public async Task<MotionState> CarryAsync(Guid meeting, Actor chair, IReadOnlyList<Actor> jurors, MotionDraft draft)
    {
        var motion = await WithAsync(async db => Value(await new ProposeMotion(db, new EditionBook(db), Clock).RunAsync(chair, meeting, draft, default)));
        foreach (var member in jurors.Append(chair)) Demand(await WithAsync(db => new CastVote(db, Clock).RunAsync(member, motion, VoteChoice.For, default)));
        return await WithAsync(async db => Value(await new CloseMotion(db, new EditionBook(db), Clock).RunAsync(chair, motion, default)));
    }

    /// <summary>The proposal is accepted by the council and approved by the chair; the meeting is over.</summary>
    public async Task ApproveAsync(Actor secretariat, Actor chair, IReadOnlyList<Actor> jurors)
    {
        var meeting = await OpenMeetingAsync(secretariat, chair, jurors);
        await CarryAsync(meeting, chair, jurors, new(MotionKind.AcceptProposal, "Thông qua dự kiến xếp giải", "", null, null, null));
        Demand(await WithAsync(db => new ApproveDecision(db, new EditionBook(db), Clock).RunAsync(chair, Key, default)));
        Demand(await WithAsync(db => new OpenOrCloseMeeting(db, new EditionBook(db), Clock).RunAsync(chair, meeting, open: false, default)));
    }

    public Task<Result<int>> PublishAsync(Actor secretariat, string number = "12/QĐ-MH") => WithAsync(db =>
        new PublishDecision(db, new EditionBook(db), Site, Clock, Time).RunAsync(secretariat, Key, number, Clock.Now.InZone(Edition.TimeZone).Date, default));

    private static T Value<T>(Result<T> result) => result.TryGet(out var value, out var problem) ? value : throw new InvalidOperationException($"Refused: {problem.Code}");

    private static void Demand(Problem? problem)
    {
        if (problem is not null) throw new InvalidOperationException($"Refused: {problem.Code}");
    }
}
