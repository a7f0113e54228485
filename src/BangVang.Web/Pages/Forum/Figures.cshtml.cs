using BangVang.App.Forum;
using BangVang.App.Forum.Figures;
using BangVang.App.Storage;
using BangVang.Domain.Forum;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;

namespace BangVang.Web.Pages.Forum;

/// <summary>A forum in numbers: for its organisers as it goes, for everybody afterwards.</summary>
[Public]
public sealed class FiguresModel(BangVangDb db, ForumBook book, IClock clock) : PageModel
{
    public ForumEdition Forum { get; private set; } = null!;
    public ForumFigures Figures { get; private set; } = null!;
    public bool ArePublic { get; private set; }

    public async Task<IActionResult> OnGetAsync(string slug, CancellationToken ct)
    {
        if (await book.CurrentAsync(slug, ct) is not { Forum: var forum }) return this.Refuse(Problem.NotFound("forum.unknown"));
        var now = clock.GetCurrentInstant();
        if (!(await db.ForumFiguresAsync(this.Actor(), forum, now, ct)).TryGet(out var figures, out var problem)) return this.Refuse(problem);
        (Forum, Figures, ArePublic) = (forum, figures, forum.IsOver(now));
        return Page();
    }
}
