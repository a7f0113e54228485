using BangVang.App.People;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BangVang.Web.Pages.Admin;

/// <summary>All accounts, found by name or address; invitations of administrators.</summary>
[ForAdministrator]
public sealed class PeopleModel(BangVangDb db) : PageModel
{
    [BindProperty(SupportsGet = true)] public string? Q { get; set; }
    [BindProperty(SupportsGet = true, Name = "p")] public int PageNumber { get; set; } = 1;
    [BindProperty] public string? FullName { get; set; }
    [BindProperty] public string? Email { get; set; }

    public IReadOnlyList<PersonRow> Rows { get; private set; } = [];
    public int Count { get; private set; }
    public int Pages { get; private set; }
    public IReadOnlyList<InvitationRow> Invitations { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct)
    {
        PageNumber = Math.Max(1, PageNumber);
        (Rows, Count) = await db.PeopleAsync(this.Actor(), Q, PageNumber, ct);
        Pages = PeopleQueries.PagesOf(Count);
        Invitations = await db.OpenInvitationsAsync(this.Actor(), null, ct);
    }

    public async Task<IActionResult> OnPostInviteAsync([FromServices] Invite invite, [FromServices] Texts texts, CancellationToken ct)
    {
        var result = await invite.RunAsync(this.Actor(), new(Email ?? "", FullName ?? "", null, null, Languages.Current), texts["kernel.name"], ct);
        return result.TryGet(out _, out var problem) ? Redirect("/admin/people?done=invited") : await this.RejectAsync(problem, () => OnGetAsync(ct));
    }

    public async Task<IActionResult> OnPostRevokeAsync(Guid id, [FromServices] RevokeInvitation revoke, CancellationToken ct) =>
        await revoke.RunAsync(this.Actor(), null, id, ct) is { } problem ? await this.RejectAsync(problem, () => OnGetAsync(ct)) : Redirect("/admin/people?done=revoked");

    public async Task<IActionResult> OnPostResendAsync(Guid id, [FromServices] ResendInvitation resend, [FromServices] Texts texts, CancellationToken ct) =>
        await resend.RunAsync(this.Actor(), null, id, _ => texts["kernel.name"], ct) is { } problem ? await this.RejectAsync(problem, () => OnGetAsync(ct)) : Redirect("/admin/people?done=resent");
}
