using BangVang.App.Dossiers;
using BangVang.App.Files;
using BangVang.App.Storage;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Domain.Screening;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Screening;

/// <summary>An appeal in the officers' list.</summary>
public sealed record AppealRow(Guid Id, string Reference, Guid DossierId, string DossierReference, string ProductName, string Organisation, AppealAgainst Against, AppealState State, Instant SubmittedAt, Instant? DecidedAt);

/// <summary>An appeal as the applicant and the officers read it.</summary>
/// <param name="Decider">Name of the officer; null for applicants, who read the secretariat's decision.</param>
/// <param name="CanDecide">The reader has no part in what it is against and it is not decided.</param>
public sealed record AppealView(Appeal Appeal, Dossier Dossier, string Organisation, IReadOnlyList<StoredFile> Files, string? Decider, bool CanDecide);

/// <summary>What the applicant may do about a dossier's outcome.</summary>
/// <param name="Refusal">Why no appeal can be made now; null when one can.</param>
/// <param name="EndsAt">First instant at which it is too late; null when unknown.</param>
public sealed record AppealChance(AppealAgainst Against, Problem? Refusal, Instant? EndsAt, IReadOnlyList<Appeal> Earlier);

/// <summary>An upheld appeal against a published result, as everyone reads it: no applicant's words, the secretariat's reason and article.</summary>
public sealed record ResultAmendment(Guid AppealId, string Reference, string DossierReference, Instant DecidedAt, string Reason, string? Article);

public static class AppealQueries
{
    /// <summary>The appeals of an edition, open ones first, then the latest; empty for whoever has no part in it, and without dossiers in conflict.</summary>
    public static Task<List<AppealRow>> AppealsAsync(this BangVangDb db, Actor actor, string editionKey, CancellationToken ct) => (
        from d in db.DossiersUnderScreeningFor(actor)
        join a in db.Appeals on d.Id equals a.DossierId
        join e in db.Enterprises on d.EnterpriseId equals e.Id
        where a.EditionKey == editionKey
        orderby a.State == AppealState.Submitted ? 0 : 1, a.SubmittedAt descending, a.Id
        select new AppealRow(a.Id, a.Reference, d.Id, d.Reference, d.ProductName, e.Name, a.Against, a.State, a.SubmittedAt, a.DecidedAt)).Take(500).ToListAsync(ct);

    /// <summary>One appeal; null when the reader may not know of it. Own dossiers, or those whose screening the reader may read.</summary>
    public static async Task<AppealView?> AppealViewAsync(this BangVangDb db, Actor actor, Guid appealId, CancellationToken ct)
    {
        var (own, official) = (db.OwnDossiers(actor), db.DossiersUnderScreeningFor(actor));
        var found = await (
            from a in db.Appeals.AsNoTracking()
            join d in db.Dossiers on a.DossierId equals d.Id
            join e in db.Enterprises on d.EnterpriseId equals e.Id
            where a.Id == appealId && (own.Any(o => o.Id == d.Id) || official.Any(o => o.Id == d.Id))
            select new { Appeal = a, Dossier = d, Organisation = e.Name, IsOwn = own.Any(o => o.Id == d.Id) }).SingleOrDefaultAsync(ct);
        if (found is null) return null;

        var appeal = found.Appeal;
        var files = await db.StoredFiles.AsNoTracking().Where(f => appeal.Files.Contains(f.Id)).OrderBy(f => f.CreatedAt).ThenBy(f => f.Id).ToListAsync(ct);
        var decider = !found.IsOwn && appeal.DecidedBy is { } by ? await db.People.Where(p => p.Id == by).Select(p => p.FullName).SingleAsync(ct) : null;
        var decides = !found.IsOwn && appeal.State is AppealState.Submitted && actor.Is(Role.Secretariat, appeal.EditionKey) && !appeal.Deciders.Contains(actor.PersonId!.Value);
        return new(appeal, found.Dossier, found.Organisation, files, decider, decides);
    }

    /// <summary>A file of an appeal the reader may read; null otherwise.</summary>
    public static async Task<StoredFile?> AppealFileAsync(this BangVangDb db, Actor actor, Guid appealId, Guid fileId, CancellationToken ct) =>
        (await db.AppealViewAsync(actor, appealId, ct))?.Files.SingleOrDefault(f => f.Id == fileId);

    /// <summary>The appeals an applicant can make or made on an own dossier; empty for everyone else's and while nothing was decided.</summary>
    public static async Task<IReadOnlyList<AppealChance>> AppealChancesAsync(this BangVangDb db, ResultNews news, Actor actor, Edition edition, Guid dossierId, Instant now, CancellationToken ct)
    {
        if (await db.OwnDossiers(actor).AsNoTracking().SingleOrDefaultAsync(d => d.Id == dossierId && d.EditionKey == edition.Key, ct) is not { } dossier) return [];
        var appeals = await db.Appeals.AsNoTracking().Where(a => a.DossierId == dossierId).OrderByDescending(a => a.SubmittedAt).ThenBy(a => a.Id).ToListAsync(ct);
        var chances = new List<AppealChance>();
        foreach (var against in new[] { AppealAgainst.Screening, AppealAgainst.Result })
        {
            var contested = await db.ContestedAsync(edition, dossier, against, news, ct);
            var earlier = appeals.Where(a => a.Against == against).ToList();
            if (earlier.Count == 0 && !(contested.KnownSince <= now)) continue;
            chances.Add(new(against, Appeal.CheckTime(edition, contested, earlier, now), contested.KnownSince is { } since && since <= now ? Appeal.EndOf(edition, against, since) : null, earlier));
        }
        return chances;
    }

    /// <summary>Files received for an appeal of this dossier that this person sent and no appeal holds yet: kept when the form came back.</summary>
    public static async Task<IReadOnlyList<StoredFile>> AppealDraftFilesAsync(this BangVangDb db, Actor actor, Guid dossierId, IReadOnlyCollection<Guid> ids, CancellationToken ct) =>
        await db.StoredFiles.AsNoTracking().Where(f => ids.Contains(f.Id) && f.OwnerId == actor.PersonId && f.PurposeKind == AppealUploads.Kind && f.SubjectId == dossierId)
            .OrderBy(f => f.CreatedAt).ThenBy(f => f.Id).ToListAsync(ct);

    /// <summary>Appeals that put a published result in question. That they were upheld is public.</summary>
    public static IQueryable<Appeal> UpheldResultAppeals(this BangVangDb db, string editionKey) =>
        db.Appeals.Where(a => a.EditionKey == editionKey && a.Against == AppealAgainst.Result && a.State == AppealState.Upheld);

    /// <summary>Upheld appeals against the published result of an edition, latest first, for everybody.</summary>
    public static Task<List<ResultAmendment>> ResultAmendmentsAsync(this BangVangDb db, string editionKey, CancellationToken ct) => (
        from a in db.UpheldResultAppeals(editionKey).AsNoTracking()
        join d in db.Dossiers on a.DossierId equals d.Id
        orderby a.DecidedAt descending, a.Id
        select new ResultAmendment(a.Id, a.Reference, d.Reference, a.DecidedAt!.Value, a.Reason!, a.Article)).Take(200).ToListAsync(ct);
}
