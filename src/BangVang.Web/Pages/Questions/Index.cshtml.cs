using BangVang.App.Editions;
using BangVang.App.Secretariat.Questions;
using BangVang.App.Storage;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;

namespace BangVang.Web.Pages.Questions;

/// <summary>Questions the secretariat answered in public; who is signed in asks here and finds the own ones.</summary>
[Public, PublicRead(FollowsTime = true)]
public sealed class IndexModel(BangVangDb db, EditionBook book, IClock clock) : PageModel
{
    [BindProperty] public string? Edition { get; set; }
    [BindProperty] public string? Text { get; set; }

    public IReadOnlyList<QuestionView> Published { get; private set; } = [];
    public IReadOnlyList<QuestionView> Own { get; private set; } = [];
    /// <summary>Editions that run, the newest first; asked about.</summary>
    public IReadOnlyList<PublishedEdition> Editions { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        Published = await db.PublishedQuestionsAsync(null, ct);
        Own = await db.OwnQuestionsAsync(this.Actor(), ct);
        var all = await book.AllAsync(ct);
        Editions = [.. all.Where(e => e.Edition.NextMoment(now) is not null)];
        if (Editions.Count == 0) Editions = [.. all.Take(1)];
        Edition ??= Editions.FirstOrDefault()?.Key;
    }

    public async Task<IActionResult> OnPostAsync([FromServices] AskQuestion ask, CancellationToken ct)
    {
        var result = await ask.RunAsync(this.Actor(), Edition ?? "", Text ?? "", ct);
        return result.TryGet(out _, out var problem) ? Redirect("/questions?done=asked#own") : await this.RejectAsync(problem, () => OnGetAsync(ct));
    }
}
