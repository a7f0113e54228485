using System.Text.Json.Nodes;
using BangVang.App.Dossiers;
using BangVang.App.Editions;
using BangVang.App.Enterprises;
using BangVang.App.Files;
using BangVang.App.Files.Uploads;
using BangVang.App.Kernel;
using BangVang.App.Ports;
using BangVang.App.Storage;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Editions;
using BangVang.Domain.Enterprises;
using BangVang.Domain.Kernel;
using BangVang.Domain.People;
using BangVang.Testing;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Shouldly;

namespace BangVang.App.Tests.Dossiers;

/// <summary>A database with an open edition, and the acts of applicants on it, each in a unit of work of its own as in the server.</summary>
public sealed class ApplyWorld : IAsyncDisposable
{
    private static readonly PublicUrl Site = new(new("https://giaithuong.example/"));
    private readonly TestDb test;

    private ApplyWorld(TestDb test) => this.test = test;

    public FixedClock Clock { get; } = new(ApplyEdition.Morning);
    public DbContextOptions<BangVangDb> Options => test.Options;
    /// <summary>What was published last.</summary>
    public EditionSnapshot Published { get; private set; } = null!;

    public static async Task<ApplyWorld> CreateAsync(Engine engine, Edition? edition = null)
    {
        var world = new ApplyWorld(await TestDb.CreateAsync(engine));
        await world.PublishAsync(edition ?? ApplyEdition.Edition);
        return world;
    }

    /// <summary>Whatever a test did, the database is sound afterwards.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Directory.Exists(Places.Directory)) Directory.Delete(Places.Directory, recursive: true);
        await using (test)
        await using (var db = test.Open())
            (await new Doctor(db, test.DatabaseEngine).RunAsync(default)).Where(f => !f.Holds).Select(f => $"{f.Name}: {string.Join(", ", f.Offenders)}").ShouldBeEmpty();
    }

    /// <summary>Publishes an edition, or an amendment of it, as it stands.</summary>
    public async Task PublishAsync(Edition edition)
    {
        var (content, sha256) = EditionSnapshot.Freeze(edition);
        var number = (Published?.Number ?? 0) + 1;
        var notice = number == 1 ? null : "Thông báo";
        Published = new()
        {
            Id = Ids.New(Clock.Now), EditionKey = edition.Key, Number = number, Sha256 = sha256, Content = System.Text.Encoding.UTF8.GetString(content),
            PublishedAt = Clock.Now, NoticeVi = notice, NoticeEn = notice,
        };
        await WithAsync(db => { db.EditionSnapshots.Add(Published); return db.SaveChangesAsync(); });
    }

    public async Task<T> WithAsync<T>(Func<BangVangDb, Task<T>> work)
    {
        await using var db = test.Open();
        return await work(db);
    }

    /// <summary>A moment later, so that mails stand in the order in which they were written.</summary>
    private Task<T> LaterAsync<T>(Func<BangVangDb, Task<T>> work)
    {
        Clock.Now += Duration.FromMilliseconds(1);
        return WithAsync(work);
    }

    public async Task<Actor> PersonAsync(string name, params Role[] roles)
    {
        await using var db = test.Open();
        var person = Person.New(Clock.Now, $"{VietnameseText.Slug(name)}@example.vn", name, "vi");
        db.People.Add(person);
        foreach (var role in roles) db.RoleGrants.Add(new() { PersonId = person.Id, EditionKey = ApplyEdition.Key, Role = role, GrantedAt = Clock.Now });
        await db.SaveChangesAsync();
        return new(person.Id, name, false, roles.Select(r => new RoleInEdition(ApplyEdition.Key, r)).ToHashSet());
    }

    public static readonly EnterpriseProfile Profile = new()
    {
        Name = "Công ty Minh họa 01", Kind = ApplicantKind.Enterprise, IsUnderVietnameseLaw = true, HasForeignCapital = false, ProvinceCode = "01",
        Sector = EnterpriseSector.Services, Employees = 40, Revenue = 90_000_000_000,
    };

    public async Task<Guid> EnterpriseAsync(Actor owner, string taxCode = "0100109106", EnterpriseProfile? profile = null) =>
        (await WithAsync(db => new RegisterEnterprise(db, Clock).RunAsync(owner, taxCode, profile ?? Profile, default))).Value();

    public static readonly IReadOnlyDictionary<string, JsonNode?> Designed = new Dictionary<string, JsonNode?> { ["fact:stages_in_viet_nam"] = new JsonArray("designed") };

    public Task<Outcome<Guid>> StartAsync(Actor actor, Guid enterprise, string product = "Sản phẩm A", string category = "product", IReadOnlyDictionary<string, JsonNode?>? answers = null) =>
        WithAsync(db => new StartDossier(db, new EditionBook(db), Clock).RunAsync(actor, new(ApplyEdition.Key, enterprise, category, product, answers ?? Designed), default));

    public Task<Result<SaveOutcome>> SaveAsync(Actor actor, Guid dossier, string code, JsonNode? value, int? version = null) => SaveAsync(actor, dossier, new FieldSave(code, value, version));

    public Task<Result<SaveOutcome>> SaveAsync(Actor actor, Guid dossier, params FieldSave[] fields) =>
        WithAsync(db => new SaveAnswers(db, new EditionBook(db), Clock).RunAsync(actor, dossier, fields, default));

    public Task<Problem?> SignAsync(Actor actor, Guid dossier, string name = "Nguyễn Văn Mẫu") =>
        WithAsync(db => new SignDeclaration(db, new EditionBook(db), Clock).RunAsync(actor, dossier, "truth", name, default));

    public Task<Problem?> ConfirmAsync(Actor actor, Guid dossier, int version = 1) => WithAsync(db => new ConfirmProfile(db, Clock).RunAsync(actor, dossier, version, default));

    public Task<Outcome<SubmissionReceipt>> SubmitAsync(Actor actor, Guid dossier, params NamedFile[] named) =>
        WithAsync(db => new SubmitDossier(db, new EditionBook(db), Clock, new RealTime(Clock), Site).RunAsync(actor, dossier, default, new(named)));

    /// <summary>Bytes that come for a dossier, as an ordinary form brings them.</summary>
    public async Task<Result<StoredFile>> SendAsync(Actor actor, Guid dossier, byte[] bytes, string name, IFileStore? store = null, string field = "proof")
    {
        var promises = new DossierPromises(Clock, new RealTime(Clock), Site);
        var rules = new UploadRules([new(AttachFile.Purpose, DossierUploads.RuleAsync) { Promise = promises.FindAsync }]);
        return await WithAsync(db => new ReceiveForm(db, Clock, new UploadOptions(), rules, Places, store ?? Store).RunAsync(actor, new(AttachFile.Purpose, dossier, field), name, new MemoryStream(bytes), default));
    }

    public FileStoreOptions Places { get; } = new() { Directory = Path.Combine(Path.GetTempPath(), "bangvang-apply-" + Guid.NewGuid().ToString("n")) };
    public IFileStore Store => new DiskFileStore(Places);

    public Task<int> ChaseAsync() => WithAsync(db => new ChaseFiles(db, new EditionBook(db), Clock, new RealTime(Clock), Site).RunAsync(default));

    public static NamedFile Named(byte[] bytes, string name = "xac-nhan.pdf", string field = "proof") => new(field, name, bytes.Length, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)));

    public Task<Problem?> WithdrawAsync(Actor actor, Guid dossier, string reason) =>
        WithAsync(db => new WithdrawDossier(db, new EditionBook(db), Clock, new RealTime(Clock), Site).RunAsync(actor, dossier, reason, default));

    public Task<IReadOnlyList<Problem>> RegisterAsync(Actor actor, Guid dossier) =>
        WithAsync(db => new RegisterDossier(db, new EditionBook(db), Clock, new RealTime(Clock), Site).RunAsync(actor, dossier, default));

    public Task<Problem?> InviteAsync(Actor actor, Guid dossier, string email) =>
        LaterAsync(db => new InviteColleague(db, new EditionBook(db), Clock, new RealTime(Clock), Site).RunAsync(actor, dossier, email, "vi", default));

    public Task<Result<Guid>> JoinAsync(Actor actor, string token) => WithAsync(db => new JoinDossier(db, Clock, new RealTime(Clock)).RunAsync(actor, token, default));

    public Task<Result<TaxCodeAnswer>> AskAsync(Actor actor, string taxCode) =>
        WithAsync(db => new AskToJoinEnterprise(db, Clock, new RealTime(Clock), Site).RunAsync(actor, taxCode, default));

    public Task<Problem?> AnswerAsync(Actor actor, Guid request, bool accept) =>
        LaterAsync(db => new AnswerJoinRequest(db, Clock, new RealTime(Clock), Site).RunAsync(actor, request, accept, default));

    public async Task<Guid> FileAsync(Actor owner, Guid dossier, string field = "proof", FileKind kind = FileKind.Pdf, long bytes = 1_000, string name = "xac-nhan.pdf")
    {
        await using var db = test.Open();
        var file = new StoredFile
        {
            Id = Ids.New(Clock.Now), OwnerId = owner.PersonId!.Value, PurposeKind = AttachFile.Purpose, SubjectId = dossier, Field = field, Name = name, Kind = kind, Bytes = bytes,
            Sha256 = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Guid.NewGuid().ToByteArray())), CreatedAt = Clock.Now,
        };
        db.StoredFiles.Add(file);
        await db.SaveChangesAsync();
        return file.Id;
    }

    public Task<Problem?> AttachAsync(Actor actor, Guid dossier, Guid file, string field = "proof", Guid? replaces = null) =>
        WithAsync(db => new AttachFile(db, new EditionBook(db), Clock).RunAsync(actor, dossier, field, file, replaces, default));

    public Task<Result<StoredFile>> ReadAsync(Actor actor, Guid dossier, Guid file, params DossierReader[] readers) =>
        WithAsync(db => new ReadDossierFile(db, new EditionBook(db), readers).RunAsync(actor, dossier, file, default));

    /// <summary>A dossier in which nothing is missing but pressing the button.</summary>
    /// <param name="withFile">False leaves out the file that the form wants.</param>
    public async Task<Guid> CompleteAsync(Actor actor, Guid enterprise, string product = "Sản phẩm A", bool withFile = true)
    {
        var id = (await StartAsync(actor, enterprise, product)).Value();
        var version = (await WithAsync(db => db.Enterprises.SingleAsync(e => e.Id == enterprise))).Version;
        (await ConfirmAsync(actor, id, version)).ShouldBeNull();
        await SaveAsync(actor, id, new("pitch", "Giảm một nửa thời gian chờ", null), new("launch", "2024-03-15", null), new FieldSave("users", 1_250_000, null));
        if (withFile) (await AttachAsync(actor, id, await FileAsync(actor, id))).ShouldBeNull();
        (await SignAsync(actor, id)).ShouldBeNull();
        return id;
    }

    /// <summary>The last link of a kind that was mailed to an address.</summary>
    public async Task<string> LinkToAsync(string email, string page)
    {
        var bodies = (await MailsAsync()).Where(m => m.To == email).Select(m => m.Body);
        return bodies.Select(b => System.Text.RegularExpressions.Regex.Match(b, $"https://giaithuong.example/{page}/([A-Za-z0-9_-]+)")).Last(m => m.Success).Groups[1].Value;
    }

    public async Task<IReadOnlyList<App.Ports.MailMessage>> MailsAsync() =>
        [.. (await WithAsync(db => db.Outbox.AsNoTracking().OrderBy(m => m.Id).ToListAsync())).Select(m => m.Mail)];

    private sealed class RealTime(IClock clock) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => clock.GetCurrentInstant().ToDateTimeOffset();
    }
}

internal static class OutcomeTesting
{
    public static T Value<T>(this Outcome<T> outcome) =>
        outcome.TryGet(out var value, out var problems) ? value : throw new InvalidOperationException($"Refused: {string.Join(", ", problems.Select(p => $"{p.Code} {p.Field}"))}");

    public static string[] Codes<T>(this Outcome<T> outcome) => outcome.TryGet(out _, out var problems) ? [] : [.. problems.Select(p => p.Code)];

    public static T Value<T>(this Result<T> result) => result.TryGet(out var value, out var problem) ? value : throw new InvalidOperationException($"Refused: {problem.Code}");

    public static string CodeOf<T>(this Result<T> result) => result.TryGet(out _, out var problem) ? "done" : problem.Code;
}
