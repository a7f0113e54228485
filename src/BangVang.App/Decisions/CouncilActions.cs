using System.Text.Json.Nodes;
using BangVang.App.Editions;
using BangVang.App.Screening;
using BangVang.App.Storage;
using BangVang.Domain.Decisions;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Decisions;

/// <summary>Calls a meeting of the council: chair and jurors of the edition, unless others are named.</summary>
public sealed class CallMeeting(BangVangDb db, EditionBook editions, IClock clock)
{
    /// <param name="members">Ids of the members; null takes everyone who is chair or juror of the edition.</param>
    public async Task<Result<Guid>> RunAsync(
        Actor actor, string editionKey, string title, string place, Instant scheduledAt, IReadOnlyList<string> agenda, IReadOnlyCollection<Guid>? members, CancellationToken ct)
    {
        if (!actor.Is(Role.Secretariat, editionKey) && !actor.Is(Role.Chair, editionKey)) return Problem.Forbidden("decisions.only_secretariat");
        if (await editions.CurrentAsync(editionKey, ct) is not { Edition.Council: { Quorum.IsSettled: true, Majority.IsSettled: true } }) return Problem.NotNow("decisions.council_rules_unpublished");
        if (string.IsNullOrWhiteSpace(title)) return Problem.Invalid("decisions.meeting_title_missing", "Title");
        if (string.IsNullOrWhiteSpace(place)) return Problem.Invalid("decisions.meeting_place_missing", "Place");

        var eligible = await db.RoleGrants.Where(g => g.EditionKey == editionKey && (g.Role == Role.Chair || g.Role == Role.Juror)).Select(g => g.PersonId).Distinct().ToListAsync(ct);
        var called = members ?? eligible;
        if (called.Count == 0 || called.Except(eligible).Any()) return Problem.Invalid("decisions.member_unknown", "Members");

        var now = clock.GetCurrentInstant();
        var meeting = new CouncilMeeting
        {
            Id = Ids.New(now), EditionKey = editionKey, Title = title.Trim(), Place = place.Trim(), ScheduledAt = scheduledAt, CreatedBy = actor.PersonId!.Value,
            Agenda = [.. agenda.Select(a => a.Trim()).Where(a => a.Length > 0)],
        };
        db.CouncilMeetings.Add(meeting);
        db.MeetingMembers.AddRange(called.Distinct().Select(id => new MeetingMember { MeetingId = meeting.Id, PersonId = id }));
        db.Audit(actor, now, "decisions.meeting_called", meeting.Id, editionKey);
        await db.SaveChangesAsync(ct);
        return meeting.Id;
    }
}

/// <summary>Notes who is present and who is not, before or during the meeting.</summary>
public sealed class NoteAttendance(BangVangDb db, IClock clock)
{
    public async Task<Problem?> RunAsync(Actor actor, Guid meetingId, IReadOnlyCollection<Guid> present, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        if (await db.MeetingsInCareOf(actor).SingleOrDefaultAsync(m => m.Id == meetingId, ct) is not { } meeting) return Problem.NotFound("decisions.meeting_not_found");
        if (meeting.ClosedAt is not null) return Problem.Conflict("decisions.meeting_closed");
        foreach (var member in await db.MeetingMembers.Where(m => m.MeetingId == meetingId).ToListAsync(ct))
            member.PresentAt = present.Contains(member.PersonId) ? member.PresentAt ?? now : null;
        db.Audit(actor, now, "decisions.attendance_noted", meetingId, meeting.EditionKey, $"{present.Count}");
        await db.SaveChangesAsync(ct);
        return null;
    }
}

/// <summary>The chair opens the meeting once the quorum is present, and closes it when every motion is settled.</summary>
public sealed class OpenOrCloseMeeting(BangVangDb db, EditionBook editions, IClock clock)
{
    public async Task<Problem?> RunAsync(Actor actor, Guid meetingId, bool open, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        if (await db.MeetingsInCareOf(actor).SingleOrDefaultAsync(m => m.Id == meetingId, ct) is not { } meeting) return Problem.NotFound("decisions.meeting_not_found");
        if (!actor.Is(Role.Chair, meeting.EditionKey)) return Problem.Forbidden("decisions.only_chair");
        if (await editions.CurrentAsync(meeting.EditionKey, ct) is not { Edition.Council: { } rules }) return Problem.NotNow("decisions.council_rules_unpublished");

        if (open && await db.CouncilMeetings.AnyAsync(m => m.EditionKey == meeting.EditionKey && m.Id != meetingId && m.OpenedAt != null && m.ClosedAt == null, ct)) return Problem.Conflict("decisions.other_meeting_open");
        var members = await db.MeetingMembers.Where(m => m.MeetingId == meetingId).ToListAsync(ct);
        var problem = open
            ? meeting.Open(rules, members.Count(m => m.PresentAt is not null), members.Count, now)
            : meeting.Close(await db.Motions.CountAsync(m => m.MeetingId == meetingId && m.State == MotionState.Open, ct), now);
        if (problem is not null) return problem;

        db.Audit(actor, now, open ? "decisions.meeting_opened" : "decisions.meeting_closed", meetingId, meeting.EditionKey);
        await db.SaveChangesAsync(ct);
        return null;
    }
}

/// <summary>What is put to the vote.</summary>
public sealed record MotionDraft(MotionKind Kind, string Text, string Reason, string? CategoryCode, Guid? DossierId, string? TierCode);

/// <summary>Puts a motion to a running meeting. Chair or secretariat put it; the members vote.</summary>
public sealed class ProposeMotion(BangVangDb db, EditionBook editions, IClock clock)
{
    public async Task<Result<Guid>> RunAsync(Actor actor, Guid meetingId, MotionDraft draft, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        if (await db.MeetingsInCareOf(actor).SingleOrDefaultAsync(m => m.Id == meetingId, ct) is not { } meeting) return Problem.NotFound("decisions.meeting_not_found");
        if (!meeting.IsRunning) return Problem.NotNow("decisions.meeting_not_open");
        if (Motion.Check(draft.Kind, draft.Text, draft.Reason, draft.CategoryCode, draft.DossierId, draft.TierCode) is { } problem) return problem;
        if (await TargetProblemAsync(actor, meeting, draft, ct) is { } wrong) return wrong;
        if (draft.Kind is MotionKind.AcceptProposal && await db.WaitingForMarksAsync(meeting.EditionKey, now, ct) is { } until) return Problem.NotNow("decisions.extra_marks_open").With("until", until);

        var motion = new Motion
        {
            Id = Ids.New(now), MeetingId = meetingId, Number = await db.Motions.CountAsync(m => m.MeetingId == meetingId, ct) + 1, Kind = draft.Kind, Text = draft.Text.Trim(),
            Reason = draft.Reason.Trim(), CategoryCode = draft.CategoryCode, DossierId = draft.DossierId, TierCode = draft.TierCode, ProposedAt = now, ProposedBy = actor.PersonId!.Value,
        };
        meeting.Version++;
        db.Motions.Add(motion);
        db.Audit(actor, now, "decisions.motion_proposed", motion.Id, meeting.EditionKey, $"{draft.Kind}");
        try { await db.SaveChangesAsync(ct); }
        catch (DbUpdateConcurrencyException) { return Problem.Conflict("decisions.changed_meanwhile"); }
        return motion.Id;
    }

    private async Task<Problem?> TargetProblemAsync(Actor actor, CouncilMeeting meeting, MotionDraft draft, CancellationToken ct)
    {
        if (await editions.CurrentAsync(meeting.EditionKey, ct) is not { Edition: { } edition }) return Problem.NotFound("editions.not_found");
        if (draft.CategoryCode is { } category && edition.Category(category) is null) return Problem.Invalid("decisions.category_unknown", "CategoryCode");
        if (draft.TierCode is { } code && edition.Tier(code) is not { } tier) return Problem.Invalid("decisions.tier_unknown", "TierCode");
        if (draft.Kind is MotionKind.Withhold && edition.Tier(draft.TierCode!) is { MayBeWithheld: false }) return Problem.Invalid("decisions.tier_not_withheld", "TierCode");
        var decision = await db.AwardDecisions.AsNoTracking().SingleOrDefaultAsync(d => d.EditionKey == meeting.EditionKey, ct);
        if (draft.Kind is not MotionKind.Other && await DecidedProblemAsync(decision, draft, ct) is { } decided) return decided;
        if (draft.DossierId is not { } dossierId) return null;
        if (await db.HasConflictAsync(actor, dossierId, ct)) return Problem.Invalid("decisions.dossier_unknown", "DossierId");
        return decision?.Lines.Any(l => l.DossierId == dossierId) is true ? null : Problem.Invalid("decisions.dossier_unknown", "DossierId");
    }

    /// <summary>An approved decision stands; a published one is changed by an upheld appeal only, for its dossier.</summary>
    private async Task<Problem?> DecidedProblemAsync(AwardDecision? decision, MotionDraft draft, CancellationToken ct) => decision?.State switch
    {
        DecisionState.Approved => Problem.Conflict("decisions.already_approved"),
        DecisionState.Published when draft.Kind is not MotionKind.ChangeTier || !await db.UpheldResultAppeals(decision.EditionKey).AnyAsync(a => a.DossierId == draft.DossierId, ct) =>
            Problem.NotNow("decisions.published_needs_appeal"),
        _ => null,
    };
}

/// <summary>A member present votes, or changes the vote while the motion is open.</summary>
public sealed class CastVote(BangVangDb db, IClock clock)
{
    public async Task<Problem?> RunAsync(Actor actor, Guid motionId, VoteChoice choice, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        var found = await (from m in db.Motions join c in db.MeetingsVisibleTo(actor) on m.MeetingId equals c.Id where m.Id == motionId select new { Motion = m, Meeting = c }).SingleOrDefaultAsync(ct);
        if (found is null) return Problem.NotFound("decisions.motion_not_found");
        var member = await db.MeetingMembers.SingleOrDefaultAsync(m => m.MeetingId == found.Meeting.Id && m.PersonId == actor.PersonId, ct);
        if (member is null) return Problem.Forbidden("decisions.not_a_member");
        if (!found.Meeting.IsRunning) return Problem.NotNow("decisions.meeting_not_open");
        if (member.PresentAt is null) return Problem.NotNow("decisions.not_present");
        if (found.Motion.State is not MotionState.Open) return Problem.Conflict("decisions.motion_settled");
        if (found.Motion.DossierId is { } dossierId && await db.HasConflictAsync(actor, dossierId, ct)) return Problem.Forbidden("decisions.conflict_no_vote");

        var vote = await db.Votes.SingleOrDefaultAsync(v => v.MotionId == motionId && v.PersonId == actor.PersonId, ct);
        if (vote is null) db.Votes.Add(new() { MotionId = motionId, PersonId = actor.PersonId!.Value, Choice = choice, CastAt = now });
        else (vote.Choice, vote.CastAt) = (choice, now);
        // A vote and the closing of the motion exclude each other: both move its version.
        found.Motion.Version++;
        db.Audit(actor, now, "decisions.voted", motionId, found.Meeting.EditionKey);
        try { await db.SaveChangesAsync(ct); }
        catch (DbUpdateConcurrencyException) { return Problem.Conflict("decisions.changed_meanwhile"); }
        return null;
    }
}

/// <summary>The chair closes the vote; the count and the outcome are recorded for good.</summary>
public sealed class CloseMotion(BangVangDb db, EditionBook editions, IClock clock)
{
    public async Task<Result<MotionState>> RunAsync(Actor actor, Guid motionId, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        var found = await (from m in db.Motions join c in db.MeetingsInCareOf(actor) on m.MeetingId equals c.Id where m.Id == motionId select new { Motion = m, Meeting = c }).SingleOrDefaultAsync(ct);
        if (found is null) return Problem.NotFound("decisions.motion_not_found");
        if (!actor.Is(Role.Chair, found.Meeting.EditionKey)) return Problem.Forbidden("decisions.only_chair");
        if (!found.Meeting.IsRunning) return Problem.NotNow("decisions.meeting_not_open");
        if (await editions.CurrentAsync(found.Meeting.EditionKey, ct) is not { Edition.Council: { } rules }) return Problem.NotNow("decisions.council_rules_unpublished");

        var (motion, meeting) = (found.Motion, found.Meeting);
        var conflicted = motion.DossierId is { } dossier
            ? await db.Conflicts.Where(c => c.DossierId == dossier && c.State != ConflictState.Dismissed).Select(c => c.PersonId).ToListAsync(ct) : [];
        var members = (await db.MeetingMembers.Where(m => m.MeetingId == meeting.Id).ToListAsync(ct)).Where(m => !conflicted.Contains(m.PersonId)).ToList();
        var votes = (await db.Votes.Where(v => v.MotionId == motionId).ToListAsync(ct)).Where(v => members.Any(m => m.PersonId == v.PersonId && m.PresentAt is not null)).ToList();
        bool? chairFor = votes.SingleOrDefault(v => v.PersonId == actor.PersonId)?.Choice switch { VoteChoice.For => true, VoteChoice.Against => false, _ => null };
        if (motion.Close(rules, votes, members.Count(m => m.PresentAt is not null), members.Count, chairFor, now) is { } problem) return problem;

        await ApplyToDecisionAsync(meeting.EditionKey, motion, ct);
        db.Audit(actor, now, "decisions.motion_closed", motionId, meeting.EditionKey, $"{motion.State}");
        db.Log(now, "council.motion", meeting.EditionKey, motionId, new JsonObject
        {
            ["motion"] = motionId.ToString(), ["number"] = motion.Number, ["kind"] = motion.Kind.ToString(), ["category"] = motion.CategoryCode,
            ["dossier"] = motion.DossierId is { } about ? await db.Dossiers.Where(d => d.Id == about).Select(d => d.Reference).SingleAsync(ct) : null,
            ["tier"] = motion.TierCode, ["present"] = motion.Present, ["members"] = members.Count,
            ["for"] = motion.For, ["against"] = motion.Against, ["abstained"] = motion.Abstained, ["outcome"] = motion.State.ToString(),
            // Only where it decides: how the chair voted on equal votes.
            ["chair_for"] = rules.Majority.Value.ChairDecidesTies && motion.For == motion.Against ? chairFor : null,
        }, new() { ["meeting"] = meeting.Id.ToString(), ["text"] = motion.Text, ["reason"] = motion.Reason });
        try { await db.SaveChangesAsync(ct); }
        catch (DbUpdateConcurrencyException) { return Problem.Conflict("decisions.changed_meanwhile"); }
        return motion.State;
    }

    private async Task ApplyToDecisionAsync(string editionKey, Motion closed, CancellationToken ct)
    {
        var decision = await db.AwardDecisions.SingleOrDefaultAsync(d => d.EditionKey == editionKey && d.State == DecisionState.Proposed, ct);
        if (decision is null || closed.State is not MotionState.Carried) return;
        var earlier = await db.CarriedMotions(editionKey).ToListAsync(ct);
        decision.Apply(earlier.Where(m => m.Id != closed.Id).Append(closed).OrderBy(m => m.ClosedAt).ThenBy(m => m.Number));
    }
}
