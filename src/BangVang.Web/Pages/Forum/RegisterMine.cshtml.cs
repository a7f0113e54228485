using System.Text;
using BangVang.App.Certificates;
using BangVang.App.Forum;
using BangVang.App.Forum.Registration;
using BangVang.App.Kernel;
using BangVang.App.Storage;
using BangVang.Domain.Certificates;
using BangVang.Domain.Forum;
using BangVang.Domain.Forum.Registration;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;

namespace BangVang.Web.Pages.Forum;

/// <summary>What a person has of a forum under the own link: the ticket, the state, and for the contact the means to change it. Whoever has the link is that person.</summary>
[Public]
public sealed class RegisterMineModel(BangVangDb db, ForumBook book, IClock clock) : PageModel
{
    [BindProperty(SupportsGet = true)] public string Slug { get; set; } = "";
    [BindProperty(SupportsGet = true)] public string Token { get; set; } = "";
    [BindProperty] public string Place { get; set; } = "";
    [BindProperty] public string Organisation { get; set; } = "";
    [BindProperty] public List<PersonInput> People { get; set; } = [];
    [BindProperty] public int Version { get; set; }

    public ForumEdition Forum { get; private set; } = null!;
    public RegistrationRules Rules { get; private set; } = null!;
    public OwnParty Own { get; private set; } = null!;
    public Party Party => Own.Detail.Party;
    public bool NamesAreFrozen { get; private set; }
    /// <summary>That they came; of everybody the link opens.</summary>
    public IReadOnlyList<Certificate> Certificates { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await OpenAsync(ct) is { } refusal) return refusal;
        (Place, Organisation, Version) = (Party.PlaceCode, Party.Organisation, Party.Version);
        People = [.. Own.Detail.People.Select(p => new PersonInput { FullName = p.FullName, Email = p.Email ?? "", Position = p.Position ?? "", Needs = p.Needs ?? "", WantsVisaLetter = p.WantsVisaLetter, Nationality = p.Nationality ?? "" })];
        return Page();
    }

    public async Task<IActionResult> OnPostAsync([FromServices] ChangeParty change, CancellationToken ct)
    {
        if (await OpenAsync(ct) is { } refusal) return refusal;
        List<string> agreed = [.. Rules.Consents.Where(c => Request.Form[$"c.{c.Code}"].Contains("true")).Select(c => c.Code)];
        var outcome = await change.RunAsync(Slug, Token, new(Place ?? "", Organisation ?? "", [.. People.Select(p => p.ToForm())], agreed), Version, ct);
        return outcome.TryGet(out _, out var problems) ? Redirect($"{Path}?done=changed") : await this.RejectAsync(problems, () => Task.CompletedTask);
    }

    public async Task<IActionResult> OnPostCancelAsync([FromServices] CancelParty cancel, CancellationToken ct) =>
        await cancel.RunAsync(Slug, Token, ct) is { } problem ? await this.RejectAsync(problem, () => OnGetAsync(ct)) : Redirect($"{Path}?done=cancelled");

    /// <summary>The forum for the calendar of this person.</summary>
    public async Task<IActionResult> OnGetCalendarAsync([FromServices] PublicUrl site, CancellationToken ct)
    {
        if (await OpenAsync(ct) is { } refusal) return refusal;
        return CalendarFile.Of(Forum, Rules, Party, Own.Me, site.To(Path), site) is { } file ? File(file, "text/calendar; charset=utf-8", "dien-dan.ics") : this.Refuse(Problem.NotFound("forum.unknown"));
    }

    /// <summary>A certificate of somebody this link opens.</summary>
    /// <param name="form">pdf or json.</param>
    public async Task<IActionResult> OnGetCertificateAsync(string? code, string? form, CancellationToken ct)
    {
        if (await OpenAsync(ct) is { } refusal) return refusal;
        if (Certificates.FirstOrDefault(c => c.Code == code) is not { } certificate) return this.Refuse(Problem.NotFound("certificates.unknown"));
        var file = await db.FileOfAsync(certificate, ct);
        Response.Headers.CacheControl = "private, no-store";
        return form == "json" ? File(Encoding.UTF8.GetBytes(file.Credential), "application/vc", $"{certificate.Code}.json") : File(file.Pdf, "application/pdf", $"{certificate.Code}.pdf");
    }

    public string Path => $"/forum/{Slug}/me/{Token}";

    public bool HasConsent(string purpose) => Own.Detail.Consents.Any(c => c.Purpose == purpose && c.WithdrawnAt is null);

    private async Task<IActionResult?> OpenAsync(CancellationToken ct)
    {
        // The address is the key: it goes into no cache and no index; no other site gets it as a referrer (SecurityHeaders).
        Response.Headers.CacheControl = "no-store";
        Response.Headers["X-Robots-Tag"] = "noindex";
        if (await book.CurrentAsync(Slug, ct) is not { Forum: { Registration: { } rules } forum } || await db.OwnPartyAsync(forum, Token, ct) is not { } own)
            return this.Refuse(Problem.NotFound("registration.link_unknown"));
        (Forum, Rules, Own, NamesAreFrozen) = (forum, rules, own, rules.NamesAreFrozen(forum, clock.GetCurrentInstant()));
        Certificates = await db.CertificatesOfAttendeesAsync([.. own.Detail.People.Select(p => p.Id)], ct);
        return null;
    }
}
