using BangVang.App.Editions;
using BangVang.App.Panels;
using BangVang.App.Storage;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BangVang.Web.Pages.Panels;

/// <summary>What a juror knows, written by the juror, or by the secretariat for them.</summary>
[For(Role.Juror, Role.Secretariat)]
public sealed class ProfileModel(BangVangDb db, EditionBook editions) : PageModel
{
    [BindProperty] public string Expertise { get; set; } = "";
    [BindProperty] public string[] Areas { get; set; } = [];
    [BindProperty] public int Version { get; set; }

    public string EditionKey { get; private set; } = "";
    public Edition Edition { get; private set; } = null!;
    public JurorProfileView Profile { get; private set; } = null!;

    /// <param name="id">Null for one's own.</param>
    public async Task<IActionResult> OnGetAsync(string programme, int year, Guid? id, CancellationToken ct)
    {
        if (await LoadAsync(programme, year, id, ct) is { } problem) return this.Refuse(problem);
        (Expertise, Areas, Version) = (Profile.Expertise, [.. Profile.Areas], Profile.Version);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string programme, int year, Guid? id, [FromServices] DescribeJuror describe, CancellationToken ct)
    {
        if (await LoadAsync(programme, year, id, ct) is { } missing) return this.Refuse(missing);
        if (!ModelState.IsValid) return await this.RejectAsync(() => Task.FromResult<IActionResult>(Page()));
        return await describe.RunAsync(this.Actor(), EditionKey, Profile.PersonId, Expertise, Areas, Version, ct) is { } problem
            ? await this.RejectAsync(problem, () => Task.FromResult<IActionResult>(Page()))
            : Redirect($"/judging/profile/{EditionKey}{(id is null ? "" : $"/{id}")}?done=profile_saved");
    }

    private async Task<Problem?> LoadAsync(string programme, int year, Guid? id, CancellationToken ct)
    {
        EditionKey = $"{programme}/{year}";
        if (await editions.CurrentAsync(EditionKey, ct) is not { Edition: { } edition }) return Problem.NotFound("editions.not_found");
        if (await db.JurorProfileAsync(this.Actor(), EditionKey, id ?? this.Actor().PersonId ?? Guid.Empty, ct) is not { } profile) return Problem.NotFound("panels.profile_not_found");
        (Edition, Profile) = (edition, profile);
        return null;
    }
}
