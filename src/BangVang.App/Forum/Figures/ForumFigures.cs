using BangVang.App.Forum.Door;
using BangVang.App.Storage;
using BangVang.Domain.Editions;
using BangVang.Domain.Forum;
using BangVang.Domain.Forum.Registration;
using BangVang.Domain.Kernel;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Forum.Figures;

/// <summary>How many of a place, a kind or a list of the door.</summary>
/// <param name="Code">As forum.yaml has it.</param>
public sealed record ForumFigure(string Code, LocalizedText Name, int Count);

/// <summary>A forum in numbers: what was registered and who came. Persons, not registrations; nobody can be told from it.</summary>
/// <param name="Registered">With a seat, by place.</param>
/// <param name="Kinds">The same by kind.</param>
/// <param name="Waiting">On a waiting list.</param>
/// <param name="Came">Registered people let in, by list of the door; who came in at two lists counts at both.</param>
/// <param name="WalkIns">Without a registration, by list.</param>
/// <param name="CameAtAll">Registered people let in anywhere, each once.</param>
public sealed record ForumFigures(
    IReadOnlyList<ForumFigure> Registered, IReadOnlyList<ForumFigure> Kinds, int Waiting, IReadOnlyList<ForumFigure> Came, IReadOnlyList<ForumFigure> WalkIns, int CameAtAll)
{
    public int RegisteredAtAll => Registered.Sum(f => f.Count);
    public int WalkInsAtAll => WalkIns.Sum(f => f.Count);
}

public static class ForumFiguresQueries
{
    /// <summary>The figures of a forum: for its organisers at any time, for everybody when its last day is over.</summary>
    /// <returns>forum.figures_later {date} while they are not public, forum.unknown where nobody registers here.</returns>
    public static async Task<Result<ForumFigures>> ForumFiguresAsync(this BangVangDb db, Actor actor, ForumEdition forum, Instant now, CancellationToken ct)
    {
        if (forum.Registration is not { } rules) return Problem.NotFound("forum.unknown");
        if (!actor.Is(Role.Organiser, forum.Key) && !forum.IsOver(now)) return Problem.NotNow("forum.figures_later").With("date", forum.LastDay ?? default);
        var seated = await db.Parties.Where(p => p.ForumKey == forum.Key && p.State == PartyState.Confirmed).GroupBy(p => new { p.PlaceCode, p.KindCode }).Select(g => new { g.Key.PlaceCode, g.Key.KindCode, Count = g.Sum(p => p.Size) }).ToListAsync(ct);
        var waiting = await db.Parties.Where(p => p.ForumKey == forum.Key && p.State == PartyState.Waiting).SumAsync(p => p.Size, ct);
        var came = (await db.AttendanceCountsAsync(forum, ct)).ToDictionary(c => c.List);
        var persons = (await db.AttendanceAsync(Actor.Console, forum, ct)).Select(a => a.AttendeeId).Distinct().Count();
        return new ForumFigures(
            [.. rules.Places.Select(p => new ForumFigure(p.Code, p.Name, seated.Where(s => s.PlaceCode == p.Code).Sum(s => s.Count)))],
            [.. rules.Kinds.Select(k => new ForumFigure(k.Code, k.Name, seated.Where(s => s.KindCode == k.Code).Sum(s => s.Count)))],
            waiting,
            [.. forum.Doors.Select(d => new ForumFigure(d.Code, d.Name, came[d.Code].Registered))],
            [.. forum.Doors.Select(d => new ForumFigure(d.Code, d.Name, came[d.Code].WalkIns))],
            persons);
    }
}
