using BangVang.App.Storage;
using BangVang.Domain.Forum;
using BangVang.Domain.Forum.Programme;
using BangVang.Domain.Kernel;
using Microsoft.EntityFrameworkCore;

namespace BangVang.App.Forum.Programme;

/// <summary>What the organisers have now, with what does not go together in it.</summary>
public sealed record ProgrammeDraft(IReadOnlyList<ForumSession> Sessions, IReadOnlyList<ForumSpeaker> Speakers, IReadOnlyList<ProgrammeConflict> Conflicts);

public static class ProgrammeQueries
{
    /// <summary>Where every read of the draft begins: it exists for the organisers of that forum alone.</summary>
    public static IQueryable<ForumSession> SessionsVisibleTo(this BangVangDb db, Actor actor)
    {
        var own = actor.EditionsAs(Role.Organiser);
        return db.ForumSessions.Where(s => own.Contains(s.ForumKey));
    }

    /// <inheritdoc cref="SessionsVisibleTo"/>
    public static IQueryable<ForumSpeaker> SpeakersVisibleTo(this BangVangDb db, Actor actor)
    {
        var own = actor.EditionsAs(Role.Organiser);
        return db.ForumSpeakers.Where(s => own.Contains(s.ForumKey));
    }

    /// <summary>The whole draft of a forum in two queries, in the order of the day.</summary>
    public static async Task<ProgrammeDraft> ProgrammeDraftAsync(this BangVangDb db, Actor actor, ForumEdition forum, CancellationToken ct)
    {
        var sessions = await db.SessionsVisibleTo(actor).AsNoTracking().Where(s => s.ForumKey == forum.Key).OrderBy(s => s.StartsAt).ThenBy(s => s.Number).ToListAsync(ct);
        var speakers = await db.SpeakersVisibleTo(actor).AsNoTracking().Where(s => s.ForumKey == forum.Key).OrderBy(s => s.Rank).ThenBy(s => s.Name).ToListAsync(ct);
        return new(sessions, speakers, ProgrammeConflicts.Of(forum, sessions, speakers));
    }

    public static Task<ForumSession?> ForumSessionAsync(this BangVangDb db, Actor actor, string forumKey, Guid id, CancellationToken ct) =>
        db.SessionsVisibleTo(actor).AsNoTracking().SingleOrDefaultAsync(s => s.ForumKey == forumKey && s.Id == id, ct);

    public static Task<ForumSpeaker?> ForumSpeakerAsync(this BangVangDb db, Actor actor, string forumKey, Guid id, CancellationToken ct) =>
        db.SpeakersVisibleTo(actor).AsNoTracking().SingleOrDefaultAsync(s => s.ForumKey == forumKey && s.Id == id, ct);

    /// <summary>The people of the draft, in protocol order.</summary>
    public static Task<List<ForumSpeaker>> SpeakersOfForumAsync(this BangVangDb db, Actor actor, string forumKey, CancellationToken ct) =>
        db.SpeakersVisibleTo(actor).AsNoTracking().Where(s => s.ForumKey == forumKey).OrderBy(s => s.Rank).ThenBy(s => s.Name).ToListAsync(ct);
}
