using BangVang.App.Storage;
using BangVang.Domain.Forum;
using BangVang.Domain.Forum.Exhibitors;
using BangVang.Domain.Kernel;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Forum.Exhibitors;

/// <summary>An exhibitor as the form or a line of a list has it.</summary>
/// <param name="Area">Null when a measure could not be read.</param>
public sealed record ExhibitorInput(string Organisation, string TextVi, string? TextEn, string? Website, string StandCode, string Room, StandArea? Area)
{
    /// <returns>exhibition.organisation_length {max}, exhibition.text_length {max}, exhibition.website, exhibition.stand_code {max}, exhibition.hall_unknown, exhibition.measure, or what <see cref="FloorPlan.Check"/> says; null when it may be saved.</returns>
    internal Problem? Check(IEnumerable<ExhibitionHall> halls, IEnumerable<Exhibitor> others)
    {
        if (Organisation.Trim().Length is < 2 or > Exhibitor.LongestName) return Problem.Invalid("exhibition.organisation_length", "Organisation").With("max", Exhibitor.LongestName);
        if (TextVi.Trim().Length > Exhibitor.LongestText) return Problem.Invalid("exhibition.text_length", "TextVi").With("max", Exhibitor.LongestText);
        if (TextEn?.Trim().Length > Exhibitor.LongestText) return Problem.Invalid("exhibition.text_length", "TextEn").With("max", Exhibitor.LongestText);
        if (Blank(Website) is { } address && !WebAddress.IsOne(address)) return Problem.Invalid("exhibition.website", "Website");
        if (Exhibitor.CodeOf(StandCode) is not { } code) return Problem.Invalid("exhibition.stand_code", "StandCode").With("max", Exhibitor.LongestCode);
        if (halls.SingleOrDefault(h => h.Room == Room.Trim()) is not { } hall) return Problem.Invalid("exhibition.hall_unknown", "Room");
        return Area is { } area ? FloorPlan.Check(hall, code, area, others) : Problem.Invalid("exhibition.measure", "X");
    }

    /// <summary>Writes what <see cref="Check"/> has let pass.</summary>
    internal void WriteTo(Exhibitor exhibitor)
    {
        (exhibitor.Organisation, exhibitor.TextVi, exhibitor.TextEn, exhibitor.Website) = (Organisation.Trim(), TextVi.Trim(), Blank(TextEn), Blank(Website));
        (exhibitor.StandCode, exhibitor.Room) = (Exhibitor.CodeOf(StandCode)!, Room.Trim());
        (exhibitor.X, exhibitor.Y, exhibitor.Width, exhibitor.Depth) = Area!.Value;
        exhibitor.Version++;
    }

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

/// <summary>Adds an exhibitor or changes one. For organisers.</summary>
public sealed class SaveExhibitor(BangVangDb db, ForumBook book, IClock clock)
{
    /// <returns>The id, or: forum.unknown, exhibition.unknown, exhibition.changed_meanwhile, or what <see cref="ExhibitorInput"/> names.</returns>
    public async Task<Result<Guid>> RunAsync(Actor actor, string slug, Guid? id, int version, ExhibitorInput input, CancellationToken ct)
    {
        var (key, now) = (ForumEdition.KeyOf(slug), clock.GetCurrentInstant());
        if (!actor.Is(Role.Organiser, key) || await book.CurrentAsync(slug, ct) is null) return Problem.NotFound("forum.unknown");
        var halls = await db.ExhibitionHalls.Where(h => h.ForumKey == key).ToListAsync(ct);
        var exhibitors = await db.Exhibitors.Where(e => e.ForumKey == key).ToListAsync(ct);
        var exhibitor = id is null ? New(key, now, actor) : exhibitors.SingleOrDefault(e => e.Id == id);
        if (exhibitor is null) return Problem.NotFound("exhibition.unknown");
        if (input.Check(halls, exhibitors.Where(e => e.Id != id)) is { } problem) return problem;
        if (id is not null && exhibitor.Version != version) return Problem.Conflict("exhibition.changed_meanwhile");

        input.WriteTo(exhibitor);
        halls.Single(h => h.Room == exhibitor.Room).Version++;
        if (id is null) db.Exhibitors.Add(exhibitor);
        db.Audit(actor, now, "exhibition.exhibitor_saved", exhibitor.Id, key, exhibitor.StandCode);
        return await db.TrySaveAsync(ct) ? exhibitor.Id : Problem.Conflict("exhibition.changed_meanwhile");
    }

    internal static Exhibitor New(string key, Instant now, Actor actor) =>
        new() { Id = Ids.New(now), ForumKey = key, Organisation = "", TextVi = "", StandCode = "", Room = "", RecordedAt = now, RecordedBy = actor.PersonId };
}

/// <summary>Takes an exhibitor out; the stand is free again. For organisers.</summary>
public sealed class RemoveExhibitor(BangVangDb db, IClock clock)
{
    /// <returns>exhibition.unknown, exhibition.changed_meanwhile; null when done.</returns>
    public async Task<Problem?> RunAsync(Actor actor, string slug, Guid id, CancellationToken ct)
    {
        var key = ForumEdition.KeyOf(slug);
        if (!actor.Is(Role.Organiser, key) || await db.Exhibitors.SingleOrDefaultAsync(e => e.Id == id && e.ForumKey == key, ct) is not { } exhibitor) return Problem.NotFound("exhibition.unknown");
        db.Exhibitors.Remove(exhibitor);
        db.Audit(actor, clock.GetCurrentInstant(), "exhibition.exhibitor_removed", id, key, exhibitor.StandCode);
        return await db.TrySaveAsync(ct) ? null : Problem.Conflict("exhibition.changed_meanwhile");
    }
}

/// <summary>Lays a room of the forum out for stands, or gives it another size. For organisers.</summary>
public sealed class SaveHall(BangVangDb db, ForumBook book, IClock clock)
{
    /// <param name="width">Decimetres, as is <paramref name="depth"/>; null when it could not be read.</param>
    /// <returns>forum.unknown, exhibition.room_unknown, exhibition.measure, exhibition.changed_meanwhile, or what <see cref="FloorPlan.CheckHall"/> says; null when done.</returns>
    public async Task<Problem?> RunAsync(Actor actor, string slug, string room, int? width, int? depth, CancellationToken ct)
    {
        var (key, now) = (ForumEdition.KeyOf(slug), clock.GetCurrentInstant());
        if (!actor.Is(Role.Organiser, key) || await book.CurrentAsync(slug, ct) is not { Forum: var forum }) return Problem.NotFound("forum.unknown");
        if (forum.Room(room) is null) return Problem.Invalid("exhibition.room_unknown", "HallRoom");
        if (width is not { } wide || depth is not { } deep) return Problem.Invalid("exhibition.measure", "HallWidth");
        if (FloorPlan.CheckHall(wide, deep, await db.Exhibitors.AsNoTracking().Where(e => e.ForumKey == key && e.Room == room).ToListAsync(ct)) is { } problem) return problem;
        var hall = await db.ExhibitionHalls.SingleOrDefaultAsync(h => h.ForumKey == key && h.Room == room, ct);
        if (hall is null) db.ExhibitionHalls.Add(hall = new() { Id = Ids.New(now), ForumKey = key, Room = room });
        (hall.Width, hall.Depth, hall.Version) = (wide, deep, hall.Version + 1);
        db.Audit(actor, now, "exhibition.hall_saved", hall.Id, key, room);
        return await db.TrySaveAsync(ct) ? null : Problem.Conflict("exhibition.changed_meanwhile");
    }
}
