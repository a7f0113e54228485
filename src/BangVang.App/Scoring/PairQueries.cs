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

/// <summary>An own choice or order that stands, or what was skipped.</summary>
/// <param name="Shown">Products, the first one on the left.</param>
/// <param name="Order">Products from the best down; null when skipped.</param>
/// <param name="SetAside">Those of them in conflict: they left the order.</param>
public sealed record OwnChoice(int Number, IReadOnlyList<string> Shown, IReadOnlyList<string>? Order, string? Reason, IReadOnlyList<string> SetAside)
{
    /// <summary>Fewer than two are left: it does not count.</summary>
    public bool IsSetAside => Shown.Count - SetAside.Count < 2;
}

/// <summary>A juror's own ballot and what is to be answered next; nothing of what others chose.</summary>
/// <param name="Ballot">Null before it was opened.</param>
/// <param name="Products">All the juror may compare, by reference.</param>
/// <param name="Progress">Null before the ballot was opened.</param>
/// <param name="Choices">Latest first.</param>
public sealed record PairsView(
    PairPlace At, Edition Edition, PairwiseRound Round, TimeWindow Window, PairBallot? Ballot, IReadOnlyList<PairProduct> Products, PairProgress? Progress, IReadOnlyList<OwnChoice> Choices)
{
    /// <summary>Choices the juror is asked for.</summary>
    public int Asked => (Progress ?? PairBallot.Tally([], _ => true, Products.Count, Round)).Asked;

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
        var progress = ballot.Progress(acts, [.. products.Select(p => new PairEntry(p.DossierId, p.Reference))], round);
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
        var ids = standing.SelectMany(a => a.Shown).Distinct().ToArray();
        var names = await db.Dossiers.AsNoTracking().Where(d => ids.Contains(d.Id)).Select(d => new { d.Id, d.ProductName }).ToDictionaryAsync(d => d.Id, d => d.ProductName, ct);
        var excluded = await db.PairExclusions.AsNoTracking().Where(x => x.BallotId == ballot.Id && x.ReadmittedAt == null).Select(x => x.DossierId).ToListAsync(ct);
        return [.. standing.Reverse().Select(a => new OwnChoice(
            a.Number, [.. a.Shown.Select(d => names[d])], a.Order is { } order ? [.. order.Select(d => names[d])] : null, a.Reason, [.. a.Shown.Where(excluded.Contains).Select(d => names[d])]))];
    }
}

/// <summary>A choice or order as those read it who answer for the round: by whom, between what.</summary>
/// <param name="Shown">Products, the first one on the left.</param>
/// <param name="Order">Products from the best down; null when skipped.</param>
/// <param name="SetAside">Those of them that left the order because of a conflict.</param>
/// <param name="IsCounted">Signed and not taken back, and at least two are left of it.</param>
public sealed record JurorChoice(
    string Juror, int Number, IReadOnlyList<string> Shown, IReadOnlyList<string>? Order, string? Reason, IReadOnlyList<string> SetAside, Instant At, bool IsUndone, bool IsCounted);

public static class PairRecordQueries
{
    /// <summary>
    /// Every act of a round for auditor and chair once it has closed, by category, juror and number, without those in which the viewer has a
    /// part or a conflict; empty until then, null for everyone else.
    /// </summary>
    public static async Task<IReadOnlyList<JurorChoice>?> JurorChoicesAsync(this BangVangDb db, Actor actor, Edition edition, PairwiseRound round, Instant now, CancellationToken ct)
    {
        if (!actor.Is(Role.Chair, edition.Key) && !actor.Is(Role.Auditor, edition.Key)) return null;
        if (!edition.HasEnded(round, now)) return [];
        var visible = db.DossiersVisibleTo(actor);
        var rows = await (
            from b in db.PairBallots.AsNoTracking()
            join a in db.PairActs.AsNoTracking() on b.Id equals a.BallotId
            join p in db.People on b.JurorId equals p.Id
            where b.EditionKey == edition.Key && b.RoundCode == round.Code && a.Kind != PairActKind.Undone && a.Products.All(s => visible.Any(d => d.Id == s.DossierId))
            orderby b.CategoryCode, p.SortKey, p.Id, a.Number
            select new
            {
                p.FullName, Act = a, IsSigned = b.SignedAt != null, IsUndone = db.PairActs.Any(u => u.BallotId == b.Id && u.Undoes == a.Number),
                SetAside = db.PairExclusions.Where(x => x.BallotId == b.Id && x.ReadmittedAt == null).Select(x => x.DossierId).ToList(),
            }).Take(5_000).ToListAsync(ct);
        var ids = rows.SelectMany(r => r.Act.Shown).Distinct().ToArray();
        var names = await visible.AsNoTracking().Where(d => ids.Contains(d.Id)).Select(d => new { d.Id, d.ProductName }).ToDictionaryAsync(d => d.Id, d => d.ProductName, ct);
        return [.. rows.Select(r => new JurorChoice(
            r.FullName, r.Act.Number, [.. r.Act.Shown.Select(d => names[d])], r.Act.Order is { } order ? [.. order.Select(d => names[d])] : null, r.Act.Reason, [.. r.Act.Shown.Where(r.SetAside.Contains).Select(d => names[d])],
            r.Act.ActedAt, r.IsUndone, r.IsSigned && !r.IsUndone && r.Act.Order is not null && PairBallot.Rest(r.Act, d => !r.SetAside.Contains(d)).Count > 0))];
    }
}
