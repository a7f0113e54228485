using BangVang.App.Storage;
using BangVang.Domain.Forum;
using BangVang.Domain.Forum.Exhibitors;
using Microsoft.EntityFrameworkCore;

namespace BangVang.App.Forum.Exhibitors;

/// <summary>The exhibition of a forum.</summary>
/// <param name="Halls">In the order of the forum's rooms.</param>
/// <param name="Exhibitors">By stand code.</param>
public sealed record ExhibitionPlan(IReadOnlyList<ExhibitionHall> Halls, IReadOnlyList<Exhibitor> Exhibitors);

public static class ExhibitionQueries
{
    /// <summary>Everybody may read who exhibits at a published forum and where.</summary>
    public static async Task<ExhibitionPlan> ExhibitionAsync(this BangVangDb db, ForumEdition forum, CancellationToken ct)
    {
        var rooms = forum.Rooms.Select(r => r.Room.Code).ToList();
        var halls = await db.ExhibitionHalls.AsNoTracking().Where(h => h.ForumKey == forum.Key).ToListAsync(ct);
        var exhibitors = await db.Exhibitors.AsNoTracking().Where(e => e.ForumKey == forum.Key).ToListAsync(ct);
        return new([.. halls.OrderBy(h => rooms.IndexOf(h.Room))], [.. exhibitors.OrderBy(e => e.StandCode, StringComparer.Ordinal)]);
    }

    public static Task<bool> HasExhibitionAsync(this BangVangDb db, ForumEdition forum, CancellationToken ct) => db.Exhibitors.AnyAsync(e => e.ForumKey == forum.Key, ct);
}
