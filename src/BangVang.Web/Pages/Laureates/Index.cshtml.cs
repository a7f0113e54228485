using System.Globalization;
using BangVang.App.Laureates;
using BangVang.App.Storage;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BangVang.Web.Pages.Laureates;

/// <summary>The golden board: every product that was honoured, with filters, search and order.</summary>
[Public, PublicRead]
public sealed class IndexModel(BangVangDb db) : PageModel
{
    /// <summary>Products on one page.</summary>
    private const int Size = 48;

    [BindProperty(SupportsGet = true, Name = "")] public BoardQuery Query { get; set; } = new();
    public Board Board { get; private set; } = null!;
    /// <summary>Years with a tab, newest first: those of the editions and those of the products.</summary>
    public IReadOnlyList<int> Years { get; private set; } = [];
    public IReadOnlyList<ProgrammeFigure> Figures { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct)
    {
        var board = await db.BoardAsync(Query.Filter, Size, Query.Cursor, ct);
        // An address with a cursor of another list shows the beginning of this one.
        if (!board.TryGet(out var found, out _)) (await db.BoardAsync((Query = Query.First).Filter, Size, null, ct)).TryGet(out found, out _);
        Board = found!;
        var frame = await db.BoardFrameAsync(ct);
        Years = [.. frame.EditionYears.Concat(found!.Years.Select(y => int.Parse(y.Key, CultureInfo.InvariantCulture))).Distinct().OrderDescending()];
        Figures = frame.Figures;
    }
}
