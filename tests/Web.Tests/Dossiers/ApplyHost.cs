using System.Net.Http.Headers;
using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using BangVang.App.Editions;
using BangVang.App.Enterprises;
using BangVang.Domain.Editions;
using BangVang.Domain.Enterprises;
using BangVang.Domain.Kernel;
using BangVang.Domain.People;
using BangVang.Testing;
using BangVang.Testing.Files;
using Microsoft.Extensions.DependencyInjection;

namespace BangVang.Web.Tests.Dossiers;

/// <summary>A server with an open edition, and people who apply with scripts off.</summary>
public static class ApplyHost
{
    public const string Key = ApplyEdition.Key;

    public static async Task<WebHost> StartAsync(Engine engine = Engine.Sqlite, Edition? edition = null)
    {
        var host = await WebHost.StartAsync(engine);
        await host.PublishAsync(edition ?? ApplyEdition.Edition, 1);
        return host;
    }

    public static Task PublishAsync(this WebHost host, Edition edition, int number) => host.WithDbAsync(db =>
    {
        var (content, sha256) = EditionSnapshot.Freeze(edition);
        var notice = number == 1 ? null : "Thông báo";
        db.EditionSnapshots.Add(new()
        {
            Id = Guid.CreateVersion7(), EditionKey = edition.Key, Number = number, Sha256 = sha256, Content = Encoding.UTF8.GetString(content),
            PublishedAt = host.Clock.Now, NoticeVi = notice, NoticeEn = notice,
        });
        return db.SaveChangesAsync();
    });

    /// <summary>A browser of a new person.</summary>
    public static async Task<(Visitor Visitor, Actor Actor)> PersonAsync(this WebHost host, string name, params Role[] roles)
    {
        var person = Person.New(host.Clock.Now, $"{VietnameseText.Slug(name)}@example.vn", name, "vi");
        await host.WithDbAsync(db =>
        {
            db.People.Add(person);
            foreach (var role in roles) db.RoleGrants.Add(new() { PersonId = person.Id, EditionKey = Key, Role = role, GrantedAt = host.Clock.Now });
            return db.SaveChangesAsync();
        });
        var actor = new Actor(person.Id, name, false, roles.Select(r => new RoleInEdition(Key, r)).ToHashSet());
        return (host.As(actor), actor);
    }

    public static readonly EnterpriseProfile Profile = new()
    {
        Name = "Công ty Minh họa 01", Kind = ApplicantKind.Enterprise, IsUnderVietnameseLaw = true, HasForeignCapital = false, ProvinceCode = "01",
        Sector = EnterpriseSector.Services, Employees = 40, Revenue = 90_000_000_000,
    };

    public static async Task<Guid> EnterpriseAsync(this WebHost host, Actor owner, string taxCode = "0100109106")
    {
        await using var scope = host.Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<RegisterEnterprise>().RunAsync(owner, taxCode, Profile, default)).TryGet(out var id, out _) ? id : throw new InvalidOperationException();
    }

    /// <summary>A dossier begun on the pages, and its address.</summary>
    public static async Task<string> StartDossierAsync(this Visitor visitor, Guid enterprise, string product = "Sản phẩm A")
    {
        var result = await visitor.CheckAsync();
        var start = await visitor.SubmitAsync(result, "form[action$='/start']");
        return (await visitor.SubmitAsync(start, "main form", ("EnterpriseId", $"{enterprise}"), ("ProductName", product), ("CategoryCode", "product"))).Location!;
    }

    /// <summary>The self-check answered so that everything is met.</summary>
    public static async Task<Shown> CheckAsync(this Visitor visitor, params (string, string)[] more) => await visitor.SubmitAsync(
        await visitor.GetAsync($"/apply/{Key}"), "main form[action$='#result']",
        [.. new (string Name, string)[] { ("a.fact:foreign_invested", "no"), ("a.fact:stages_in_viet_nam", "designed"), ("a.fact:launched_on", "15/03/2024"), ("a.fact:applicant_kind", "enterprise"), ("a.fact:sector", "services"), ("a.fact:employees", "40"), ("a.fact:enterprise_revenue", "90.000.000.000"), ("a.fact:other_entries_in_category", "0") }.Where(a => more.All(m => m.Item1 != a.Name)), .. more]);

    /// <summary>Everything a submission needs, filled in on the pages.</summary>
    public static async Task FillAsync(this Visitor visitor, string dossier)
    {
        await visitor.SubmitAsync(await visitor.GetAsync($"{dossier}/profile"), "main form");
        await visitor.SubmitAsync(await visitor.GetAsync($"{dossier}/section/about"), "form[data-autosave]", ("a.pitch", "Giảm một nửa thời gian chờ"), ("act", "next"));
        await visitor.SubmitAsync(await visitor.GetAsync($"{dossier}/section/value"), "form[data-autosave]", ("a.users", "12.500"), ("act", "next"));
        await visitor.SendFileAsync(await visitor.GetAsync($"{dossier}/section/papers"), "proof", "Xác nhận.pdf", SampleFiles.Of(FileKind.Pdf));
        await visitor.SubmitAsync(await visitor.GetAsync($"{dossier}/section/papers"), "form[data-autosave]", ("a.truth", "Nguyễn Văn Mẫu"), ("act", "sign|truth"));
    }

    /// <summary>Sends a file with the ordinary form of a section, as a browser without scripts does.</summary>
    public static async Task<Shown> SendFileAsync(this Visitor visitor, Shown page, string field, string name, byte[] bytes)
    {
        var form = page.Html.QuerySelector<IHtmlFormElement>("form[data-autosave]")!;
        using var body = new MultipartFormDataContent();
        foreach (var input in form.Elements.OfType<IHtmlInputElement>().Where(i => i.Type is not ("file" or "submit") && i.Name is { Length: > 0 }))
            body.Add(new StringContent(input.Value), $"\"{input.Name}\"");
        body.Add(new StringContent("stay"), "\"act\"");
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        body.Add(content, $"\"f.{field}\"", name);
        return await Shown.OfAsync(await visitor.Client.PostAsync(page.Path, body));
    }
}
