using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using BangVang.Domain.Laureates;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Laureates;

/// <summary>A line of the board as those see it who keep it.</summary>
public sealed record BoardLine(Guid Id, string EditionKey, string ProductName, string? Organisation, string? CategoryName, string? TierName, string? TierNameEn, Instant? WithdrawnAt, int Corrections);

public static class BoardLineQueries
{
    /// <summary>Lines shown at once; a search narrows them.</summary>
    public const int MostLines = 200;

    /// <summary>The lines that <paramref name="actor"/> may change.</summary>
    private static IQueryable<Laureate> LaureatesToKeep(this BangVangDb db, Actor actor)
    {
        var editions = actor.EditionsAs(Role.Secretariat);
        return actor.IsAdministrator ? db.Laureates : db.Laureates.Where(l => editions.Contains(l.EditionKey));
    }

    /// <summary>By the alphabet, withdrawn ones too; at most <see cref="MostLines"/>.</summary>
    public static Task<List<BoardLine>> BoardLinesAsync(this BangVangDb db, Actor actor, string? text, CancellationToken ct)
    {
        var lines = db.LaureatesToKeep(actor).AsNoTracking();
        foreach (var piece in BoardSearch.Pieces(text)) lines = lines.Where(l => l.SearchKey.Contains(piece));
        return lines.OrderBy(l => l.SortKey).ThenBy(l => l.Id).Take(MostLines)
            .Select(l => new BoardLine(l.Id, l.EditionKey, l.ProductName, l.Organisation, l.CategoryName, l.TierName, l.TierNameEn, l.WithdrawnAt, l.Version)).ToListAsync(ct);
    }

    /// <summary>A line to correct; null when there is none or it is for others to keep.</summary>
    public static Task<Laureate?> LineToKeepAsync(this BangVangDb db, Actor actor, Guid id, CancellationToken ct) =>
        db.LaureatesToKeep(actor).AsNoTracking().SingleOrDefaultAsync(l => l.Id == id, ct);
}
