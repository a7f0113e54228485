using BangVang.App.Editions;
using BangVang.App.Scoring;
using BangVang.App.Storage;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;

namespace BangVang.Web.Pages.Decisions;

/// <summary>What the jurors wrote, for the chair to read before applicants may.</summary>
[For(Role.Chair, Role.Auditor)]
public sealed class CommentsModel(BangVangDb db, EditionBook editions, IClock clock) : PageModel
{
    [BindProperty(SupportsGet = true)] public string Programme { get; set; } = "";
    [BindProperty(SupportsGet = true)] public int Year { get; set; }
    [BindProperty(SupportsGet = true, Name = "round")] public string? RoundCode { get; set; }

    public string EditionKey => $"{Programme}/{Year}";
    public Edition Edition { get; private set; } = null!;
    public ScoringRound Round { get; private set; } = null!;
    public bool HasEnded { get; private set; }
    public IReadOnlyList<DossierComments> Dossiers { get; private set; } = [];
    public bool IsChair => this.Actor().Is(Role.Chair, EditionKey);

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await editions.CurrentAsync(EditionKey, ct) is not { Edition: { ScoringRounds.Count: > 0 } edition }) return NotFound();
        var now = clock.GetCurrentInstant();
        var round = edition.ScoringRounds.FirstOrDefault(r => r.Code == RoundCode)
            ?? edition.ScoringRounds.LastOrDefault(r => edition.HasEnded(r, now)) ?? edition.ScoringRounds[0];
        if (await db.CommentsAsync(this.Actor(), edition, round, now, ct) is not { } dossiers) return NotFound();
        (Edition, Round, RoundCode, Dossiers) = (edition, round, round.Code, dossiers);
        HasEnded = edition.HasEnded(round, now);
        return Page();
    }

    /// <param name="dossier">Null releases all of the round.</param>
    public async Task<IActionResult> OnPostReleaseAsync(Guid? dossier, [FromServices] ReleaseComments release, CancellationToken ct)
    {
        var result = await release.RunAsync(this.Actor(), EditionKey, RoundCode ?? "", dossier, ct);
        return result.TryGet(out _, out var problem)
            ? Redirect($"/manage/{EditionKey}/comments{QueryString.Create("round", RoundCode ?? "").Add("done", "released")}")
            : await this.RejectAsync(problem, () => OnGetAsync(ct));
    }

    /// <summary>The name of the criterion a comment is about, or of the part of it.</summary>
    public string NameOf(string category, string line) => Edition.RubricFor(Round, category) is { } rubric
        ? rubric.Criteria.FirstOrDefault(c => c.Code == line)?.Name.In(Languages.Current) ?? rubric.Lines.FirstOrDefault(l => l.Code == line)?.Name.In(Languages.Current) ?? line : line;
}
