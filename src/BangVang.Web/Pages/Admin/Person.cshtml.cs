using BangVang.App.Editions;
using BangVang.App.People;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Option = BangVang.Web.Kernel.Option;

namespace BangVang.Web.Pages.Admin;

/// <summary>One account: close or open it, give and take roles.</summary>
[ForAdministrator]
public sealed class PersonModel(BangVangDb db, EditionBook editions) : PageModel
{
    private static readonly Problem Unknown = Problem.NotFound("people.person_unknown");

    [BindProperty] public string? Reason { get; set; }
    /// <summary>A role's name, or <c>Administrator</c>.</summary>
    [BindProperty] public string? GivenRole { get; set; }
    [BindProperty] public string? Edition { get; set; }

    public PersonView View { get; private set; } = null!;
    /// <summary>Every published edition, newest first, and those that only have people yet.</summary>
    public IReadOnlyList<Option> Editions { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        if (await db.PersonAsync(this.Actor(), id, ct) is not { } view) return this.Refuse(Unknown);
        View = view;
        var published = await editions.AllAsync(ct);
        var staffed = (await db.EditionKeysAsync(this.Actor(), ct)).Where(key => published.All(e => e.Key != key));
        Editions = [.. published.Select(e => new Option(e.Key, $"{e.Edition.Name.In(Languages.Current)} ({e.Key})")), .. staffed.Select(key => new Option(key, key))];
        return Page();
    }

    public async Task<IActionResult> OnPostAccessAsync(Guid id, bool enabled, [FromServices] SetAccess set, CancellationToken ct) =>
        await AnswerAsync(id, await set.RunAsync(this.Actor(), id, enabled, Reason ?? "", ct), "access", ct);

    public async Task<IActionResult> OnPostGiveAsync(Guid id, [FromServices] GrantRole grant, CancellationToken ct)
    {
        var isAdministrator = GivenRole == "Administrator";
        Role? role = Enum.TryParse<Role>(GivenRole, out var parsed) && Enum.IsDefined(parsed) ? parsed : null;
        if (!isAdministrator && role is null) return await this.RejectAsync(Problem.Invalid("people.role_missing", nameof(GivenRole)), () => OnGetAsync(id, ct));
        if (!isAdministrator && string.IsNullOrEmpty(Edition)) return await this.RejectAsync(Problem.Invalid("people.edition_missing", nameof(Edition)), () => OnGetAsync(id, ct));
        return await AnswerAsync(id, await grant.RunAsync(this.Actor(), id, isAdministrator ? null : Edition, isAdministrator ? null : role, ct), "role_given", ct);
    }

    public async Task<IActionResult> OnPostTakeAsync(Guid id, Role? role, string? edition, [FromServices] RevokeRole revoke, CancellationToken ct) =>
        await AnswerAsync(id, await revoke.RunAsync(this.Actor(), id, edition, role, ct), "role_taken", ct);

    private async Task<IActionResult> AnswerAsync(Guid id, Problem? problem, string done, CancellationToken ct) =>
        problem is null ? Redirect($"/admin/people/{id}?done={done}") : await this.RejectAsync(problem, () => OnGetAsync(id, ct));
}
