using BangVang.App.Editions;
using BangVang.App.Secretariat.Slots;
using BangVang.App.Storage;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BangVang.Web.Pages.Presentations;

/// <summary>One's own presentations: as somebody who writes on the dossier, or who judges it.</summary>
[SignedIn]
public sealed class IndexModel(BangVangDb db, EditionBook book) : PageModel
{
    public IReadOnlyList<SlotRow> Slots { get; private set; } = [];
    public IReadOnlyDictionary<string, string> Editions { get; private set; } = new Dictionary<string, string>();

    public async Task OnGetAsync(CancellationToken ct)
    {
        Slots = await db.OwnSlotsAsync(this.Actor(), ct);
        var names = new Dictionary<string, string>();
        foreach (var key in Slots.Select(s => s.Slot.EditionKey).Distinct()) names[key] = await book.NameAsync(key, Languages.Current, ct);
        Editions = names;
    }
}
