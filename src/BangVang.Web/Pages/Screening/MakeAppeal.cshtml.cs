using BangVang.App.Editions;
using BangVang.App.Files;
using BangVang.App.Screening;
using BangVang.App.Storage;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Domain.Screening;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.Web.Pages.Screening;

/// <summary>Objecting to a refusal or to the result: grounds and files. What was received stays when the form comes back.</summary>
[SignedIn]
public sealed class MakeAppealModel(BangVangDb db, EditionBook editions, IClock clock, ResultNews news) : PageModel
{
    [BindProperty(SupportsGet = true)] public Guid Id { get; set; }
    [BindProperty(SupportsGet = true)] public AppealAgainst Against { get; set; }
    [BindProperty] public string Grounds { get; set; } = "";
    /// <summary>Files that were received with an earlier sending of this form.</summary>
    [BindProperty] public List<Guid> Kept { get; set; } = [];

    public Edition Edition { get; private set; } = null!;
    public OwnDossierHead Dossier { get; private set; } = null!;
    public AppealChance Chance { get; private set; } = null!;
    public ScreeningOutcome? Outcome { get; private set; }
    public IReadOnlyList<StoredFile> Files { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await db.OwnDossierHeadAsync(this.Actor(), Id, ct) is not { } dossier || await editions.CurrentAsync(dossier.EditionKey, ct) is not { Edition: { } edition })
            return this.Refuse(Problem.NotFound("screening.dossier_not_found"));
        var now = clock.GetCurrentInstant();
        (Dossier, Edition) = (dossier, edition);
        if ((await db.AppealChancesAsync(news, this.Actor(), edition, Id, now, ct)).FirstOrDefault(c => c.Against == Against) is not { } chance) return this.Refuse(Problem.NotNow("screening.appeal_nothing"));
        Chance = chance;
        Outcome = await db.ScreeningOutcomeAsync(news, this.Actor(), edition, Id, now, ct);
        Files = await db.AppealDraftFilesAsync(this.Actor(), Id, Kept, ct);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync([FromForm] List<IFormFile>? sent, [FromServices] ReceiveForm receive, [FromServices] SubmitAppeal submit, CancellationToken ct)
    {
        var problems = new List<Problem>();
        foreach (var file in sent ?? [])
        {
            await using var content = file.OpenReadStream();
            var received = await receive.RunAsync(this.Actor(), new(AppealUploads.Kind, Id, ""), file.FileName, content, ct);
            if (received.TryGet(out var stored, out var problem)) Kept.Add(stored.Id);
            else problems.Add(problem with { Field = nameof(sent) });
        }
        if (problems.Count > 0) return await this.RejectAsync(problems, () => OnGetAsync(ct));
        var result = await submit.RunAsync(this.Actor(), Id, Against, Grounds, Kept, ct);
        return result.TryGet(out var id, out var refusal) ? Redirect($"/appeals/{id}") : await this.RejectAsync(refusal with { Field = refusal.Field == nameof(Appeal.Files) ? nameof(sent) : refusal.Field }, () => OnGetAsync(ct));
    }
}
