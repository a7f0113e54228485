using BangVang.App.Forum;
using BangVang.App.Forum.Registration;
using BangVang.App.Storage;
using BangVang.Domain.Forum.Registration;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;

namespace BangVang.Web.Pages.Organise.Registrations;

/// <summary>Personal invitations: a pasted list is looked at line by line before anything is sent.</summary>
[For(Role.Organiser)]
public sealed class GuestsModel(BangVangDb db, ForumBook book) : ForumPage(book)
{
    [BindProperty] public string List { get; set; } = "email,name,organisation\n";
    [BindProperty] public string Kind { get; set; } = "";

    public RegistrationRules Rules { get; private set; } = null!;
    public IReadOnlyList<ForumGuest> Guests { get; private set; } = [];
    /// <summary>What would be sent; null before a list was looked at.</summary>
    public IReadOnlyList<GuestLine>? Plan { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await OpenAsync(ct, Role.Organiser) is { } refusal) return refusal;
        if (Forum.Registration is not { } rules) return this.Refuse(Problem.NotFound("registration.none_here"));
        Rules = rules;
        Guests = await db.ForumGuestsAsync(this.Actor(), Key, ct);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync([FromServices] InviteGuests invite, string? act, CancellationToken ct)
    {
        if (act == "send")
        {
            var sent = await invite.RunAsync(this.Actor(), Slug, List ?? "", Kind ?? "", ct);
            return sent.TryGet(out _, out var refused) ? Done("registrations/guests", "invited") : await this.RejectAsync(refused, () => OnGetAsync(ct));
        }
        var preview = await invite.PreviewAsync(this.Actor(), Slug, List ?? "", Kind ?? "", ct);
        if (!preview.TryGet(out var plan, out var problem)) return await this.RejectAsync(problem, () => OnGetAsync(ct));
        Plan = plan;
        return await OnGetAsync(ct);
    }

    public async Task<IActionResult> OnPostRevokeAsync(Guid id, [FromServices] RevokeGuest revoke, CancellationToken ct) =>
        await revoke.RunAsync(this.Actor(), Slug, id, ct) is { } problem ? await this.RejectAsync(problem, () => OnGetAsync(ct)) : Done("registrations/guests", "revoked");
}
