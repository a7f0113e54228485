using System.Security.Cryptography;
using BangVang.App.Storage;
using BangVang.Domain.Forum;
using BangVang.Domain.Forum.Programme;
using BangVang.Domain.Kernel;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Forum.Programme;

/// <summary>A session as the form has it.</summary>
/// <param name="Parts">Who does what in it.</param>
public sealed record SessionInput(
    SessionKind Kind, string? Track, IReadOnlyList<string> Languages, string TitleVi, string TitleEn, string? AbstractVi, string? AbstractEn,
    string Room, Instant StartsAt, int Minutes, int? Expected, SessionState State, IReadOnlyList<SessionPart> Parts);

/// <summary>Writes a session of the draft, new or changed. For the organisers of that forum. Nothing of it is public before a release.</summary>
public sealed class SaveSession(BangVangDb db, ForumBook book, IClock clock)
{
    /// <param name="id">Null for a new one.</param>
    /// <param name="version">Of the one that was shown.</param>
    /// <returns>Its id, or: forum.unknown, programme.session_unknown, programme.changed_meanwhile, what <see cref="ProgrammeRules.Check"/> finds.</returns>
    public async Task<Result<Guid>> RunAsync(Actor actor, string slug, Guid? id, int version, SessionInput input, CancellationToken ct)
    {
        if (!actor.Is(Role.Organiser, ForumEdition.KeyOf(slug)) || await book.CurrentAsync(slug, ct) is not { } published) return Problem.NotFound("forum.unknown");
        var now = clock.GetCurrentInstant();
        var session = id is null ? await NewAsync(published.Key, now, ct) : await db.SessionsVisibleTo(actor).SingleOrDefaultAsync(s => s.Id == id && s.ForumKey == published.Key, ct);
        if (session is null) return Problem.NotFound("programme.session_unknown");
        if (id is not null && session.Version != version) return Problem.Conflict("programme.changed_meanwhile");

        var known = await db.SpeakersVisibleTo(actor).Where(s => s.ForumKey == published.Key).Select(s => s.Id).ToListAsync(ct);
        session.Take(input with { Parts = [.. input.Parts.Where(p => known.Contains(p.SpeakerId))] });
        if (ProgrammeRules.Check(published.Forum, session) is { } problem) return problem;
        if (id is null) db.ForumSessions.Add(session);
        db.Audit(actor, now, "programme.session_saved", session.Code, published.Key, session.State.ToString());
        if (!await db.TrySaveAsync(ct)) return Problem.Conflict("programme.changed_meanwhile");
        return session.Id;
    }

    private async Task<ForumSession> NewAsync(string key, Instant now, CancellationToken ct)
    {
        var taken = await db.ForumSessions.Where(s => s.ForumKey == key).Select(s => new { s.Code, s.Number }).ToListAsync(ct);
        return new()
        {
            Id = Ids.New(now), ForumKey = key, Code = ProgrammeCodes.New([.. taken.Select(t => t.Code)]), Number = taken.Select(t => t.Number).DefaultIfEmpty(0).Max() + 1,
            TitleVi = "", TitleEn = "", Room = "", State = SessionState.Draft,
        };
    }
}

/// <summary>Codes for what is new in a programme.</summary>
internal static class ProgrammeCodes
{
    public static string New(IReadOnlyCollection<string> taken)
    {
        while (true)
            if (ProgrammeRules.CodeOf(RandomNumberGenerator.GetBytes(6)) is var code && !taken.Contains(code)) return code;
    }
}
