using BangVang.App.Editions;
using BangVang.App.People;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BangVang.Web.Pages.Manage;

/// <summary>Who works on an edition, and who is invited to.</summary>
[ForAdministrator(Role.Secretariat)]
public sealed class PeopleModel(BangVangDb db, EditionBook editions) : PageModel
{
    private const int MostCsvBytes = 256 * 1024;

    [BindProperty] public string? FullName { get; set; }
    [BindProperty] public string? Email { get; set; }
    [BindProperty] public string? InvitedRole { get; set; }
    [BindProperty] public string? Language { get; set; } = "vi";
    /// <summary>The list to invite from, as typed or read from a file; carried from the preview to the sending.</summary>
    [BindProperty] public string? Csv { get; set; }

    public string EditionKey { get; private set; } = "";
    public string EditionName { get; private set; } = "";
    public IReadOnlyList<PersonRow> Staff { get; private set; } = [];
    public IReadOnlyList<InvitationRow> Invitations { get; private set; } = [];
    /// <summary>Null until a list was looked at.</summary>
    public IReadOnlyList<InvitationLine>? Preview { get; private set; }

    public async Task<IActionResult> OnGetAsync(string programme, int year, CancellationToken ct)
    {
        EditionKey = $"{programme}/{year}";
        if (!this.Actor().IsAdministrator && !this.Actor().Is(Role.Secretariat, EditionKey)) return this.Refuse(Problem.NotFound("manage.edition_unknown"));
        EditionName = await editions.NameAsync(EditionKey, Languages.Current, ct);
        Staff = await db.StaffOfAsync(this.Actor(), EditionKey, ct);
        Invitations = await db.OpenInvitationsAsync(this.Actor(), EditionKey, ct);
        return Page();
    }

    public async Task<IActionResult> OnPostInviteAsync(string programme, int year, [FromServices] Invite invite, CancellationToken ct)
    {
        if (!Enum.TryParse<Role>(InvitedRole, out var role) || !Enum.IsDefined(role))
            return await this.RejectAsync(Problem.Invalid("people.role_missing", nameof(InvitedRole)), () => OnGetAsync(programme, year, ct));
        var language = Language is "en" ? "en" : "vi";
        var invitee = new Invitee(Email ?? "", FullName ?? "", $"{programme}/{year}", role, language);
        var result = await invite.RunAsync(this.Actor(), invitee, await editions.NameAsync(invitee.EditionKey, language, ct), ct);
        return result.TryGet(out _, out var problem) ? Done(programme, year, "invited") : await this.RejectAsync(problem, () => OnGetAsync(programme, year, ct));
    }

    public async Task<IActionResult> OnPostPreviewAsync(string programme, int year, IFormFile? file, [FromServices] InviteMany invite, CancellationToken ct)
    {
        if (file is { Length: > 0 })
        {
            if (file.Length > MostCsvBytes) return await this.RejectAsync(Problem.Invalid("people.csv_large", nameof(Csv)), () => OnGetAsync(programme, year, ct));
            using var reader = new StreamReader(file.OpenReadStream());
            Csv = await reader.ReadToEndAsync(ct);
            ModelState.Remove(nameof(Csv));
        }
        var preview = await invite.PreviewAsync(this.Actor(), $"{programme}/{year}", Csv ?? "", ct);
        if (!preview.TryGet(out var lines, out var problem)) return await this.RejectAsync(problem with { Field = problem.Field ?? nameof(Csv) }, () => OnGetAsync(programme, year, ct));
        Preview = lines;
        return await OnGetAsync(programme, year, ct);
    }

    public async Task<IActionResult> OnPostSendAsync(string programme, int year, [FromServices] InviteMany invite, CancellationToken ct)
    {
        var key = $"{programme}/{year}";
        var (vi, en) = (await editions.NameAsync(key, "vi", ct), await editions.NameAsync(key, "en", ct));
        var result = await invite.RunAsync(this.Actor(), key, Csv ?? "", language => language == "en" ? en : vi, ct);
        return result.TryGet(out _, out var problem) ? Done(programme, year, "many_invited") : await this.RejectAsync(problem, () => OnGetAsync(programme, year, ct));
    }

    public async Task<IActionResult> OnPostRevokeAsync(string programme, int year, Guid id, [FromServices] RevokeInvitation revoke, CancellationToken ct) =>
        await revoke.RunAsync(this.Actor(), $"{programme}/{year}", id, ct) is { } problem
            ? await this.RejectAsync(problem, () => OnGetAsync(programme, year, ct)) : Done(programme, year, "revoked");

    public async Task<IActionResult> OnPostResendAsync(string programme, int year, Guid id, [FromServices] ResendInvitation resend, CancellationToken ct)
    {
        var key = $"{programme}/{year}";
        var (vi, en) = (await editions.NameAsync(key, "vi", ct), await editions.NameAsync(key, "en", ct));
        return await resend.RunAsync(this.Actor(), key, id, language => language == "en" ? en : vi, ct) is { } problem
            ? await this.RejectAsync(problem, () => OnGetAsync(programme, year, ct)) : Done(programme, year, "resent");
    }

    public async Task<IActionResult> OnPostTakeAsync(string programme, int year, Guid id, Role role, [FromServices] RevokeRole revoke, CancellationToken ct) =>
        await revoke.RunAsync(this.Actor(), id, $"{programme}/{year}", role, ct) is { } problem
            ? await this.RejectAsync(problem, () => OnGetAsync(programme, year, ct)) : Done(programme, year, "role_taken");

    /// <summary>Whether this viewer may take <paramref name="role"/> away here.</summary>
    public bool MayTake(Role role) => this.Actor().IsAdministrator || role is not Role.Secretariat;

    private RedirectResult Done(string programme, int year, string what) => Redirect($"/manage/{programme}/{year}/people?done={what}");
}
