using BangVang.App.Panels;
using BangVang.App.Scoring;
using BangVang.Web.Kernel;

namespace BangVang.Web.Pages.Panels;

/// <summary>The panel of one category, for the parts of the page.</summary>
public sealed record PanelPart(PanelsModel Page, string Category, IReadOnlyList<SeatRow> Seats, IReadOnlyList<PanelDossierRow> Dossiers)
{
    public string CategoryName => Page.Edition.Category(Category)!.Name.In(Languages.Current);

    public IEnumerable<PanelDossierRow> Short => Page.Scoring is { } round && round.PanelSize.TryGet(out var size) ? Dossiers.Where(d => d.Jurors.Count < size) : [];
}
