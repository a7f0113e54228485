using BangVang.App.Dossiers;
using BangVang.App.Editions;
using BangVang.App.Scoring;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using BangVang.Web.Dossiers;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BangVang.Web.Pages.Scoring;

/// <summary>A dossier to be read before its product is compared.</summary>
[For(Role.Juror)]
public sealed class PairReadingModel(BangVangDb db, EditionBook editions, ShownAnswers answers) : PageModel
{
    public PairReading Reading { get; private set; } = null!;
    /// <summary>What was submitted, without what the form hides from jurors.</summary>
    public IReadOnlyList<ShownSection> Sections { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        if (await db.PairReadingAsync(editions, this.Actor(), id, ct) is not { } reading) return NotFound();
        Reading = reading;
        Sections = answers.Of(reading.Edition, reading.Product.DossierId, DossierContent.Read(reading.Content), asJuror: true, isAnonymous: reading.Round.HidesApplicants);
        return Page();
    }
}
