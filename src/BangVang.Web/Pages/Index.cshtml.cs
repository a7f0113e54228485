using BangVang.App.Editions;
using BangVang.App.Laureates;
using BangVang.App.Storage;
using BangVang.Domain.Editions;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;

namespace BangVang.Web.Pages;

/// <summary>The front page: the open call and how long it stays open, names from the board, the calendar, figures with their sources.</summary>
[Public, PublicRead(FollowsTime = true)]
public sealed class IndexModel(BangVangDb db, EditionBook book, IClock clock) : PageModel
{
    private const int NamesShown = 8;

    public Instant Now { get; } = clock.GetCurrentInstant();
    /// <summary>The edition the page is about: the one that takes dossiers, else the next to do so, else the latest; null while none is published.</summary>
    public Edition? Edition { get; private set; }
    public Phase? OpenIntake { get; private set; }
    public IReadOnlyList<BoardRow> Names { get; private set; } = [];
    public IReadOnlyList<ProgrammeFigure> Figures { get; private set; } = [];
    /// <summary>Past editions whose numbers of dossiers a source states.</summary>
    public IReadOnlyList<Edition> Counted { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct)
    {
        var all = (await book.AllAsync(ct)).Select(p => p.Edition).ToList();
        Edition = all.FirstOrDefault(e => IntakeOf(e) is not null) ?? all.Where(e => NextOpening(e) is not null).MinBy(e => NextOpening(e)) ?? all.FirstOrDefault();
        OpenIntake = Edition is null ? null : IntakeOf(Edition);
        Names = await db.HonouredAsync(NamesShown, ct);
        Figures = await db.ProgrammeFiguresAsync(ct);
        Counted = [.. all.Where(e => !e.Sample && e.FiguresOf(FigureKind.Received).Count > 0)];
    }

    private Phase? IntakeOf(Edition edition) => edition.OpenPhases(Now).FirstOrDefault(p => p.Kind is PhaseKind.Intake or PhaseKind.Registration);

    private Instant? NextOpening(Edition edition) => edition.Phases.Where(p => p.Kind is PhaseKind.Intake or PhaseKind.Registration)
        .Select(p => edition.WindowOf(p.Code)?.Start).Where(start => start > Now).Min();
}
