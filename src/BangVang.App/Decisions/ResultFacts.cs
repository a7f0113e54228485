using BangVang.App.Scoring;
using BangVang.App.Screening;
using BangVang.App.Storage;
using BangVang.Domain.Decisions;
using BangVang.Domain.Scoring;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Decisions;

/// <summary>What earlier words are told of the result: screening, appeals and scoring.</summary>
public static class ResultFacts
{
    public static readonly ResultNews News = new(PublishedAtAsync, DecidersAsync);

    public static readonly SettledRounds Settled = new(async (db, editionKey, roundCode, ct) =>
        await db.Shortlists.AnyAsync(s => s.EditionKey == editionKey && s.RoundCode == roundCode, ct)
        || await db.AwardDecisions.AnyAsync(d => d.EditionKey == editionKey && d.State != DecisionState.Proposed, ct));

    private static Task<Instant?> PublishedAtAsync(BangVangDb db, string editionKey, CancellationToken ct) =>
        db.AwardDecisions.Where(d => d.EditionKey == editionKey && d.State == DecisionState.Published).Select(d => d.PublishedAt).MaxAsync(ct);

    private static async Task<IReadOnlyList<Guid>> DecidersAsync(BangVangDb db, Guid dossierId, CancellationToken ct)
    {
        var edition = await db.Dossiers.Where(d => d.Id == dossierId).Select(d => d.EditionKey).SingleAsync(ct);
        var jurors = await db.Scoresheets.Where(s => s.DossierId == dossierId && s.State == ScoresheetState.Signed).Select(s => s.JurorId).ToListAsync(ct);
        var choosers = await db.PairBallots.Where(b => b.SignedAt != null && db.PairActs.Any(a => a.BallotId == b.Id && a.Products.Any(p => p.DossierId == dossierId))).Select(b => b.JurorId).ToListAsync(ct);
        var voters = await (from v in db.Votes join m in db.Motions on v.MotionId equals m.Id join c in db.CouncilMeetings on m.MeetingId equals c.Id where c.EditionKey == edition select v.PersonId).ToListAsync(ct);
        var signers = await db.AwardDecisions.Where(d => d.EditionKey == edition).Select(d => new { d.ProposedBy, d.ApprovedBy, d.PublishedBy }).ToListAsync(ct);
        return [.. jurors.Concat(choosers).Concat(voters).Concat(signers.SelectMany(s => new[] { s.ProposedBy, s.ApprovedBy, s.PublishedBy }).OfType<Guid>()).Distinct()];
    }
}
