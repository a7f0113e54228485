using System.Text;
using System.Text.Json.Nodes;
using BangVang.App.Dossiers;
using BangVang.App.Editions;
using BangVang.App.Enterprises;
using BangVang.App.Kernel;
using BangVang.App.People;
using BangVang.App.Storage;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Editions;
using BangVang.Domain.Enterprises;
using BangVang.Domain.Kernel;
using BangVang.Domain.People;
using BangVang.Domain.Scoring;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.Testing.Running;

/// <summary>An applicant who is signed in, with a dossier that lacks only its file.</summary>
/// <param name="Token">What the session's cookie holds.</param>
public sealed record SignedInApplicant(Actor Actor, string Token, Guid DossierId);

/// <summary>A juror who is signed in, with one dossier to score.</summary>
public sealed record SignedInJuror(string Token, Guid AssignmentId);

/// <summary>
/// Lays an edition that is open today into a database, for a server that runs by the real clock: its intake and its first
/// scoring round run from ten days ago to ten days ahead.
/// </summary>
public sealed class OpenCall(Func<BangVangDb> open)
{
    /// <summary>Bytes of the largest file its form takes.</summary>
    public const long MaxBytes = 4 << 20;

    private static readonly IReadOnlyDictionary<string, JsonNode?> Designed = new Dictionary<string, JsonNode?> { ["fact:stages_in_viet_nam"] = new JsonArray("designed") };

    private readonly FixedClock clock = new(Instant.FromUnixTimeMilliseconds(SystemClock.Instance.GetCurrentInstant().ToUnixTimeMilliseconds()));
    private int taxCodes = 990_000_000;

    public static readonly Rubric Rubric = new()
    {
        Code = "sample", Name = ApplyEdition.T("Tiêu chí mẫu", "Sample criteria"), Scale = new() { Min = 0, Max = 1_000, Step = 50 },
        Criteria = [new() { Code = "value", Name = ApplyEdition.T("Giá trị", "Value"), Weight = 6_000 }, new() { Code = "quality", Name = ApplyEdition.T("Chất lượng", "Quality"), Weight = 4_000 }],
    };

    public async Task PublishAsync()
    {
        var (content, sha256) = EditionSnapshot.Freeze(EditionOf(clock.Now.InUtc().Date));
        await WithAsync(db =>
        {
            db.EditionSnapshots.Add(new() { Id = Ids.New(clock.Now), EditionKey = ApplyEdition.Key, Number = 1, Sha256 = sha256, Content = Encoding.UTF8.GetString(content), PublishedAt = clock.Now });
            return db.SaveChangesAsync();
        });
    }

    private static Edition EditionOf(LocalDate today)
    {
        var (opens, closes) = (today.PlusDays(-10), today.PlusDays(10));
        var papers = ApplyEdition.Form.Sections[2];
        return ApplyEdition.Edition with
        {
            Phases =
            [
                ApplyEdition.Intake with { Opens = opens, Closes = closes },
                new() { Code = "preliminary", Kind = PhaseKind.Scoring, Name = ApplyEdition.T("Vòng sơ loại", "Preliminary round"), Opens = opens, Closes = closes },
            ],
            Forms = [ApplyEdition.Form with { Sections = [.. ApplyEdition.Form.Sections.Take(2), papers with { Fields = [ApplyEdition.Proof with { MaxBytes = MaxBytes, MaxCount = 1_000 }, .. papers.Fields.Skip(1)] }] }],
            Rubrics = [Rubric],
            Rounds = Published.Of<IReadOnlyList<Round>>(
            [
                new ScoringRound
                {
                    Code = "preliminary", Name = ApplyEdition.T("Vòng sơ loại", "Preliminary round"), Phase = "preliminary", PanelSize = 1, Quorum = 1, Rubric = Rubric.Code,
                    Aggregate = new Aggregation { Method = AggregationMethod.Mean }, Ties = Published.Of<IReadOnlyList<TieBreak>>([new() { By = TieBreakKind.SubmittedEarlier }]),
                },
            ]),
        };
    }

    /// <summary>Somebody of an organisation of their own, whose dossier is filled in but for the file.</summary>
    public async Task<SignedInApplicant> ApplicantAsync(string name)
    {
        var (actor, token) = await PersonAsync(name, Role.Applicant);
        var enterprise = Value(await WithAsync(db => new RegisterEnterprise(db, clock).RunAsync(actor, NextTaxCode(), Profile(name), default)));
        var dossier = Value(await WithAsync(db => new StartDossier(db, new EditionBook(db), clock).RunAsync(actor, new(ApplyEdition.Key, enterprise, "product", $"Sản phẩm của {name}", Designed), default)));
        var version = await WithAsync(db => db.Enterprises.Where(e => e.Id == enterprise).Select(e => e.Version).SingleAsync());
        Demand(await WithAsync(db => new ConfirmProfile(db, clock).RunAsync(actor, dossier, version, default)));
        Value(await WithAsync(db => new SaveAnswers(db, new EditionBook(db), clock).RunAsync(
            actor, dossier, [new("pitch", "Giảm một nửa thời gian chờ", null), new("launch", "2024-03-15", null), new("users", 125_000, null)], default)));
        Demand(await WithAsync(db => new SignDeclaration(db, new EditionBook(db), clock).RunAsync(actor, dossier, "truth", name, default)));
        return new(actor, token, dossier);
    }

    /// <summary>Somebody with a seat on the panel, to whom a submitted dossier is assigned that the screening has accepted.</summary>
    public async Task<SignedInJuror> JurorAsync(string name, Guid dossierId)
    {
        var (actor, token) = await PersonAsync(name, Role.Juror);
        var (me, assignment) = (actor.PersonId!.Value, Ids.New(clock.Now));
        await WithAsync(async db =>
        {
            var dossier = await db.Dossiers.SingleAsync(d => d.Id == dossierId);
            dossier.State = DossierState.Accepted;
            db.PanelSeats.Add(new() { Id = Ids.New(clock.Now), EditionKey = ApplyEdition.Key, RoundCode = "preliminary", CategoryCode = "product", PersonId = me, AppointedAt = clock.Now, AppointedBy = me, DeclaredAt = clock.Now });
            db.Assignments.Add(new() { Id = assignment, EditionKey = ApplyEdition.Key, RoundCode = "preliminary", CategoryCode = "product", DossierId = dossierId, JurorId = me, AssignedAt = clock.Now, AssignedBy = me });
            return await db.SaveChangesAsync();
        });
        return new(token, assignment);
    }

    private async Task<(Actor Actor, string Token)> PersonAsync(string name, Role role)
    {
        var person = Person.New(clock.Now, $"{VietnameseText.Slug(name)}@demo.invalid", name, "vi");
        person.EmailConfirmedAt = clock.Now;
        var token = Secrets.NewToken();
        await WithAsync(db =>
        {
            db.People.Add(person);
            db.RoleGrants.Add(new() { PersonId = person.Id, EditionKey = ApplyEdition.Key, Role = role, GrantedAt = clock.Now });
            db.Sessions.Add(new() { TokenHash = Secrets.HashOf(token), PersonId = person.Id, CreatedAt = clock.Now, LastSeenAt = clock.Now, ExpiresAt = clock.Now + SessionLives.Absolute, Device = "?" });
            return db.SaveChangesAsync();
        });
        return (new(person.Id, name, false, new HashSet<RoleInEdition> { new(ApplyEdition.Key, role) }), token);
    }

    /// <summary>The next code with a right check digit in a range that begins with 99, which is no part of the country.</summary>
    private string NextTaxCode()
    {
        for (taxCodes++; ; taxCodes++)
            if (TaxCode.CheckDigit($"{taxCodes}") is { } digit) return $"{taxCodes}{digit}";
    }

    private static EnterpriseProfile Profile(string name) => new()
    {
        Name = $"Công ty {name}", Kind = ApplicantKind.Enterprise, IsUnderVietnameseLaw = true, HasForeignCapital = false, ProvinceCode = "01",
        Sector = EnterpriseSector.Services, Employees = 40, Revenue = 90_000_000_000,
    };

    private async Task<T> WithAsync<T>(Func<BangVangDb, Task<T>> work)
    {
        await using var db = open();
        return await work(db);
    }

    private static T Value<T>(Outcome<T> outcome) => outcome.TryGet(out var value, out var problems) ? value
        : throw new InvalidOperationException($"Refused: {string.Join(", ", problems.Select(p => $"{p.Code} {p.Field}"))}");

    private static T Value<T>(Result<T> result) => result.TryGet(out var value, out var problem) ? value : throw new InvalidOperationException($"Refused: {problem.Code}");

    private static void Demand(Problem? problem)
    {
        if (problem is not null) throw new InvalidOperationException($"Refused: {problem.Code} {problem.Field}");
    }
}
