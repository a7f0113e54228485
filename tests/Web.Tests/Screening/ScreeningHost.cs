using System.Text;
using System.Text.Json.Nodes;
using BangVang.App.Dossiers;
using BangVang.App.Editions;
using BangVang.App.Enterprises;
using BangVang.App.Files;
using BangVang.Domain.Editions;
using BangVang.Domain.Enterprises;
using BangVang.Domain.Kernel;
using BangVang.Domain.People;
using BangVang.Testing;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Shouldly;

namespace BangVang.Web.Tests.Screening;

/// <summary>A server whose screening is open, with one submitted dossier, its writer and two officers.</summary>
internal sealed record ScreeningHost(WebHost Host, Visitor An, Visitor Binh, Visitor Applicant, Guid DossierId, Guid AnId) : IAsyncDisposable
{
    public static readonly Instant Day = Instant.FromUtc(2026, 10, 25, 3, 0);
    public const string Queue = $"/manage/{ApplyEdition.Key}/screening";

    private static readonly Edition Edition = ApplyEdition.Edition with
    {
        Phases = [ApplyEdition.Intake, new() { Code = "screening", Kind = PhaseKind.Screening, Name = ApplyEdition.T("Xét tuyển", "Screening"), Opens = new LocalDate(2026, 10, 23), Closes = new LocalDate(2026, 11, 5), Article = "Điều 10" }, ApplyEdition.Council],
        Appeals = new() { ScreeningDays = 5, ResultDays = 14, Article = "Điều 18" },
        Supplements = new() { Days = 5, Article = "Điều 9" },
        Visibility = [new() { Item = VisibleItem.ScreeningVerdict, Applicant = VisibleFrom.Verdict }],
    };

    private static readonly EnterpriseProfile Profile = new()
    {
        Name = "Công ty Minh họa 01", Kind = ApplicantKind.Enterprise, IsUnderVietnameseLaw = true, HasForeignCapital = false, ProvinceCode = "01",
        Sector = EnterpriseSector.Services, Employees = 40, Revenue = 90_000_000_000,
        Phone = "0987654321", Address = "Số 1 phố Minh họa",
    };

    /// <summary>Address of the dossier for its writer.</summary>
    public string Dossier => $"/dossiers/{DossierId}";
    /// <summary>Address of its case for officers.</summary>
    public string Case => $"{Queue}/{DossierId}";

    public ValueTask DisposeAsync() => Host.DisposeAsync();

    public static async Task<ScreeningHost> StartAsync(Engine engine = Engine.Sqlite)
    {
        var host = await WebHost.StartAsync(engine);
        await host.WithDbAsync(db =>
        {
            var (content, sha256) = EditionSnapshot.Freeze(Edition);
            db.EditionSnapshots.Add(new() { Id = Guid.CreateVersion7(), EditionKey = Edition.Key, Number = 1, Sha256 = sha256, Content = Encoding.UTF8.GetString(content), PublishedAt = host.Clock.Now });
            return db.SaveChangesAsync();
        });
        var applicant = await PersonAsync(host, "Người Nộp", Role.Applicant);
        var (an, binh) = (await PersonAsync(host, "Cán bộ An", Role.Secretariat), await PersonAsync(host, "Cán bộ Bình", Role.Secretariat));
        var dossier = await SubmitAsync(host, applicant);
        host.Clock.Now = Day;
        return new(host, host.As(an), host.As(binh), host.As(applicant), dossier, an.PersonId!.Value);
    }

    private static async Task<Actor> PersonAsync(WebHost host, string name, Role role)
    {
        var person = Person.New(host.Clock.Now, $"{VietnameseText.Slug(name)}@example.vn", name, "vi");
        await host.WithDbAsync(db =>
        {
            db.People.Add(person);
            db.RoleGrants.Add(new() { PersonId = person.Id, EditionKey = Edition.Key, Role = role, GrantedAt = host.Clock.Now });
            return db.SaveChangesAsync();
        });
        return new(person.Id, name, false, new HashSet<RoleInEdition> { new(Edition.Key, role) });
    }

    private static async Task<Guid> SubmitAsync(WebHost host, Actor actor)
    {
        (await ActAsync<RegisterEnterprise, Outcome<Guid>>(host, a => a.RunAsync(actor, "0100109106", Profile, default))).TryGet(out var enterprise, out _).ShouldBeTrue();
        var answers = new Dictionary<string, JsonNode?> { ["fact:stages_in_viet_nam"] = new JsonArray("designed") };
        (await ActAsync<StartDossier, Outcome<Guid>>(host, a => a.RunAsync(actor, new(Edition.Key, enterprise, "product", "Sản phẩm A", answers), default))).TryGet(out var id, out _).ShouldBeTrue();
        (await ActAsync<ConfirmProfile, Problem?>(host, a => a.RunAsync(actor, id, 1, default))).ShouldBeNull();
        Done(await ActAsync<SaveAnswers, Result<SaveOutcome>>(host, a => a.RunAsync(
            actor, id, [new("pitch", "Giảm một nửa thời gian chờ", null), new("launch", "2024-03-15", null), new("users", 1_250_000, null)], default)));
        var file = Guid.CreateVersion7();
        await host.WithDbAsync(db =>
        {
            db.StoredFiles.Add(new()
            {
                Id = file, OwnerId = actor.PersonId!.Value, PurposeKind = AttachFile.Purpose, SubjectId = id, Field = "proof", Name = "xac-nhan.pdf", Kind = FileKind.Pdf, Bytes = 1_000, Sha256 = new('a', 64), CreatedAt = host.Clock.Now,
            });
            return db.SaveChangesAsync();
        });
        (await ActAsync<AttachFile, Problem?>(host, a => a.RunAsync(actor, id, "proof", file, null, default))).ShouldBeNull();
        (await ActAsync<SignDeclaration, Problem?>(host, a => a.RunAsync(actor, id, "truth", "Nguyễn Văn Mẫu", default))).ShouldBeNull();
        (await ActAsync<SubmitDossier, Outcome<SubmissionReceipt>>(host, a => a.RunAsync(actor, id, default))).TryGet(out _, out _).ShouldBeTrue();
        return id;
    }

    private static async Task<TResult> ActAsync<TAction, TResult>(WebHost host, Func<TAction, Task<TResult>> act) where TAction : notnull
    {
        await using var scope = host.Services.CreateAsyncScope();
        return await act(scope.ServiceProvider.GetRequiredService<TAction>());
    }

    private static T Done<T>(Result<T> result) => result.TryGet(out var value, out var problem) ? value : throw new InvalidOperationException(problem.Code);
}
