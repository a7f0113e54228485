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
public sealed class MakeAppealModel(BangVangDb db, EditionBook editions, IClock clock, ResultNews news) : OwnDossierPage(db, editions)
{
    [BindProperty(SupportsGet = true)] public AppealAgainst Against { get; set; }
    [BindProperty] public string Grounds { get; set; } = "";
    /// <summary>Files that were received with an earlier sending of this form.</summary>
    [BindProperty] public List<Guid> Kept { get; set; } = [];

    public AppealChance Chance { get; private set; } = null!;
    public ScreeningOutcome? Outcome { get; private set; }
    public IReadOnlyList<StoredFile> Files { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await OpenAsync(ct) is { } refusal) return refusal;
        var now = clock.GetCurrentInstant();
        if ((await Db.AppealChancesAsync(news, this.Actor(), Edition, Id, now, ct)).FirstOrDefault(c => c.Against == Against) is not { } chance) return this.Refuse(Problem.NotNow("screening.appeal_nothing"));
        Chance = chance;
        Outcome = await Db.ScreeningOutcomeAsync(news, this.Actor(), Edition, Id, now, ct);
        Files = await Db.AppealDraftFilesAsync(this.Actor(), Id, Kept, ct);
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
