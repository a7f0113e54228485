using BangVang.App.Dossiers;
using BangVang.App.Editions;
using BangVang.App.Panels;
using BangVang.App.Storage;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Domain.Scoring;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Scoring;

/// <summary>A product as the juror who compares it sees it.</summary>
/// <param name="Applicant">Null where the round hides who applies.</param>
public sealed record PairProduct(Guid DossierId, Guid AssignmentId, string Reference, string ProductName, string? Applicant);

/// <summary>An own choice that stands, or a pair skipped.</summary>
/// <param name="Chosen">Null when skipped.</param>
/// <param name="IsSetAside">One of the two is in conflict: it does not count.</param>
public sealed record OwnChoice(int Number, string Left, string Right, string? Chosen, string? Reason, bool IsSetAside);

/// <summary>A juror's own ballot and the pair that comes next; nothing of what others chose.</summary>
/// <param name="Ballot">Null before it was opened.</param>
/// <param name="Products">All the juror may compare, by reference.</param>
/// <param name="Progress">Null before the ballot was opened.</param>
/// <param name="Choices">Latest first.</param>
public sealed record PairsView(
    PairPlace At, Edition Edition, PairwiseRound Round, TimeWindow Window, PairBallot? Ballot, IReadOnlyList<PairProduct> Products, PairProgress? Progress, IReadOnlyList<OwnChoice> Choices)
{
    /// <summary>Choices the juror is asked for.</summary>
    public int Asked => Progress?.Asked ?? Math.Min(Round.ChoicesPerJuror.Value, Products.Count * (Products.Count - 1) / 2);

    public PairProduct Product(Guid dossier) => Products.Single(p => p.DossierId == dossier);
}

/// <summary>A dossier to be read for a round of pairs.</summary>
/// <param name="Content">Canonical JSON of the submitted version.</param>
public sealed record PairReading(PairPlace At, Edition Edition, JudgedRound Round, PairProduct Product, string Content);

public static class PairQueries
{
    /// <summary>The actor's own ballot of a place; null when the place is not the actor's to judge.</summary>
    public static async Task<PairsView?> PairsAsync(this BangVangDb db, EditionBook editions, Actor actor, PairPlace at, CancellationToken ct)
    {
        if (!actor.Is(Role.Juror, at.EditionKey) || await editions.PairwiseRoundAsync(at, ct) is not var (round, window, edition)) return null;
        var products = await db.PairProductsAsync(actor, at, round, ct);
        var ballot = await db.PairBallots.AsNoTracking()
            .SingleOrDefaultAsync(b => b.EditionKey == at.EditionKey && b.RoundCode == at.RoundCode && b.CategoryCode == at.CategoryCode && b.JurorId == actor.PersonId, ct);
        if (ballot is null) return products.Count == 0 ? null : new(at, edition, round, window, null, products, null, []);

        if (products.Count == 0 && ballot.SignedAt is null) return null;
        var acts = await db.PairActs.AsNoTracking().Where(a => a.BallotId == ballot.Id).OrderBy(a => a.Number).ToListAsync(ct);
        var progress = ballot.Progress(acts, [.. products.Select(p => new PairEntry(p.DossierId, p.Reference))], round.ChoicesPerJuror.Value);
        return new(at, edition, round, window, ballot, products, progress, await db.OwnChoicesAsync(ballot, acts, ct));
    }

    /// <summary>The places of rounds of pairs in which the actor has a ballot or dossiers to compare, in no order.</summary>
    public static async Task<IReadOnlyList<PairPlace>> PairPlacesAsync(this BangVangDb db, Actor actor, CancellationToken ct)
    {
        var assigned = await db.AssignmentsOf(actor).Select(a => new { a.EditionKey, a.RoundCode, a.CategoryCode }).Distinct().ToListAsync(ct);
        return [.. assigned.Select(a => new PairPlace(a.EditionKey, a.RoundCode, a.CategoryCode))];
    }

    /// <summary>A dossier of the actor's to read; null when it is not the actor's to judge in a round of pairs.</summary>
    public static async Task<PairReading?> PairReadingAsync(this BangVangDb db, EditionBook editions, Actor actor, Guid assignmentId, CancellationToken ct)
    {
        var found = await (
            from a in db.AssignmentsOf(actor).AsNoTracking()
            join d in db.Dossiers on a.DossierId equals d.Id
            join e in db.Enterprises on d.EnterpriseId equals e.Id
            join v in db.DossierVersions on d.CurrentVersionId equals v.Id
            where a.Id == assignmentId
            select new { a.EditionKey, a.RoundCode, a.CategoryCode, DossierId = d.Id, d.Reference, d.ProductName, Applicant = e.Name, v.Content }).SingleOrDefaultAsync(ct);
        if (found is null || await editions.CurrentAsync(found.EditionKey, ct) is not { Edition: { } edition } || edition.Round(found.RoundCode) is not PairwiseRound round) return null;
        return new(new(found.EditionKey, found.RoundCode, found.CategoryCode), edition, round,
            new(found.DossierId, assignmentId, found.Reference, found.ProductName, round.HidesApplicants ? null : found.Applicant), found.Content);
    }

    private static async Task<IReadOnlyList<PairProduct>> PairProductsAsync(this BangVangDb db, Actor actor, PairPlace at, PairwiseRound round, CancellationToken ct)
    {
        var isHidden = round.HidesApplicants;
        return await (
            from a in db.AssignmentsOf(actor).AsNoTracking()
            join d in db.Dossiers on a.DossierId equals d.Id
            join e in db.Enterprises on d.EnterpriseId equals e.Id
            where a.EditionKey == at.EditionKey && a.RoundCode == at.RoundCode && a.CategoryCode == at.CategoryCode
            orderby d.Reference
            select new PairProduct(d.Id, a.Id, d.Reference, d.ProductName, isHidden ? null : e.Name)).ToListAsync(ct);
    }

    private static async Task<IReadOnlyList<OwnChoice>> OwnChoicesAsync(this BangVangDb db, PairBallot ballot, List<PairAct> acts, CancellationToken ct)
    {
        var standing = PairBallot.Standing(acts);
        var ids = standing.SelectMany(a => new[] { a.LeftId, a.RightId }).Distinct().ToArray();
        var names = await db.Dossiers.AsNoTracking().Where(d => ids.Contains(d.Id)).Select(d => new { d.Id, d.ProductName }).ToDictionaryAsync(d => d.Id, d => d.ProductName, ct);
        var excluded = await db.PairExclusions.AsNoTracking().Where(x => x.BallotId == ballot.Id && x.ReadmittedAt == null).Select(x => x.DossierId).ToListAsync(ct);
        return [.. standing.Reverse().Select(a => new OwnChoice(
            a.Number, names[a.LeftId], names[a.RightId], a.ChosenId is { } chosen ? names[chosen] : null, a.Reason, excluded.Any(a.Concerns)))];
    }
}

/// <summary>A choice as those read it who answer for the round: by whom, between what.</summary>
/// <param name="Chosen">Product; null when skipped.</param>
/// <param name="IsCounted">Signed, and neither dossier set aside because of a conflict.</param>
public sealed record JurorChoice(string Juror, int Number, string Left, string Right, string? Chosen, string? Reason, Instant At, bool IsUndone, bool IsCounted);

public static class PairRecordQueries
{
    /// <summary>
    /// Every act of a round for auditor and chair once it has closed, by category, juror and number, without pairs in which the viewer has a
    /// part or a conflict; empty until then, null for everyone else.
    /// </summary>
    public static async Task<IReadOnlyList<JurorChoice>?> JurorChoicesAsync(this BangVangDb db, Actor actor, Edition edition, PairwiseRound round, Instant now, CancellationToken ct)
    {
        if (!actor.Is(Role.Chair, edition.Key) && !actor.Is(Role.Auditor, edition.Key)) return null;
        if (!edition.HasEnded(round, now)) return [];
        var rows = await (
            from b in db.PairBallots.AsNoTracking()
            join a in db.PairActs on b.Id equals a.BallotId
            join p in db.People on b.JurorId equals p.Id
            join left in db.DossiersVisibleTo(actor) on a.LeftId equals left.Id
            join right in db.DossiersVisibleTo(actor) on a.RightId equals right.Id
            where b.EditionKey == edition.Key && b.RoundCode == round.Code && a.Kind != PairActKind.Undone
            orderby b.CategoryCode, p.SortKey, p.Id, a.Number
            select new
            {
                p.FullName, a.Number, Left = left.ProductName, Right = right.ProductName, a.ChosenId, a.LeftId, a.Reason, a.ActedAt,
                IsUndone = db.PairActs.Any(u => u.BallotId == b.Id && u.Undoes == a.Number),
                IsCounted = b.SignedAt != null && !db.PairExclusions.Any(x => x.BallotId == b.Id && x.ReadmittedAt == null && (x.DossierId == a.LeftId || x.DossierId == a.RightId)),
            }).Take(5_000).ToListAsync(ct);
        return [.. rows.Select(r => new JurorChoice(r.FullName, r.Number, r.Left, r.Right, r.ChosenId is null ? null : r.ChosenId == r.LeftId ? r.Left : r.Right, r.Reason, r.ActedAt,
            r.IsUndone, r.IsCounted && !r.IsUndone && r.ChosenId is not null))];
    }
}
