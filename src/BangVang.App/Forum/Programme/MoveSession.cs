using BangVang.App.Storage;
using BangVang.Domain.Forum;
using BangVang.Domain.Forum.Programme;
using BangVang.Domain.Kernel;
using NodaTime;

namespace BangVang.App.Forum.Programme;

/// <summary>A session after it was moved.</summary>
/// <param name="Conflicts">Of the whole draft.</param>
public sealed record MovedSession(ForumSession Session, IReadOnlyList<ProgrammeConflict> Conflicts);

/// <summary>Lays a session of the draft into another room or time. For the organisers of that forum.</summary>
public sealed class MoveSession(BangVangDb db, ForumBook book, IClock clock)
{
    /// <returns>The session with the warnings of the whole draft, or: forum.unknown, programme.session_unknown, programme.changed_meanwhile, programme.room_unknown, programme.minutes_range.</returns>
    public async Task<Result<MovedSession>> RunAsync(Actor actor, string slug, Guid id, int version, SessionPlace to, CancellationToken ct)
    {
        if (!actor.Is(Role.Organiser, ForumEdition.KeyOf(slug)) || await book.CurrentAsync(slug, ct) is not { } published) return Problem.NotFound("forum.unknown");
        // One reading serves both: the session to move, and all the others it may now be in the way of.
        var draft = await db.ProgrammeDraftAsync(actor, published.Forum, ct);
        if (draft.Sessions.SingleOrDefault(s => s.Id == id) is not { } session) return Problem.NotFound("programme.session_unknown");
        if (session.Version != version) return Problem.Conflict("programme.changed_meanwhile");
        if (ProgrammeRules.CheckPlace(published.Forum, to.Room, to.Minutes) is { } problem) return problem;

        var now = clock.GetCurrentInstant();
        db.Attach(session);
        var from = $"{session.Room} {session.StartsAt} {session.Minutes}";
        (session.Room, session.StartsAt, session.Minutes, session.Version) = (to.Room, to.StartsAt, to.Minutes, session.Version + 1);
        db.Audit(actor, now, "programme.session_moved", session.Code, published.Key, $"{from} → {session.Room} {session.StartsAt} {session.Minutes}");
        if (!await db.TrySaveAsync(ct)) return Problem.Conflict("programme.changed_meanwhile");
        return new MovedSession(session, ProgrammeConflicts.Of(published.Forum, draft.Sessions, draft.Speakers));
    }
}
