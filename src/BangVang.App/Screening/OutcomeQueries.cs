using BangVang.App.Dossiers;
using BangVang.App.Storage;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Domain.Screening;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Screening;

/// <summary>What the applicant reads about the screening of an own dossier.</summary>
/// <param name="State">As far as the applicant may know it: a verdict the matrix keeps back looks like an examination under way.</param>
/// <param name="Wanted">The supplement that is waited for and in time.</param>
public sealed record ScreeningOutcome(ScreeningState State, string? Reason, string? Article, Instant? DecidedAt, CategoryTransfer? OpenTransfer, Supplement? Wanted);

/// <summary>How many dossiers came in and how many meet the criteria; null where the viewer may not know it yet.</summary>
public sealed record ScreeningFigures(int? Received, int? Meeting);

/// <summary>What the pages about an own dossier are headed with.</summary>
public sealed record OwnDossierHead(Guid Id, string EditionKey, string Reference, string ProductName);

public static class OutcomeQueries
{
    /// <summary>Null when the actor does not write on the dossier.</summary>
    public static Task<OwnDossierHead?> OwnDossierHeadAsync(this BangVangDb db, Actor actor, Guid dossierId, CancellationToken ct) =>
        db.OwnDossiers(actor).Where(d => d.Id == dossierId).Select(d => (OwnDossierHead?)new OwnDossierHead(d.Id, d.EditionKey, d.Reference, d.ProductName)).SingleOrDefaultAsync(ct);

    /// <summary>The outcome for those who write on the dossier: nothing of findings or officers. Null for everyone else and before submission.</summary>
    public static async Task<ScreeningOutcome?> ScreeningOutcomeAsync(this BangVangDb db, ResultNews news, Actor actor, Edition edition, Guid dossierId, Instant now, CancellationToken ct)
    {
        if (await db.OwnDossiers(actor).AsNoTracking().SingleOrDefaultAsync(d => d.Id == dossierId && d.EditionKey == edition.Key && d.SubmittedAt != null, ct) is not { } dossier) return null;
        var screening = await db.ScreeningCases.AsNoTracking().SingleOrDefaultAsync(c => c.DossierId == dossierId, ct);
        var wanted = await db.Supplements.AsNoTracking().Where(s => s.DossierId == dossierId && s.AnsweredAt == null && s.DueAt > now).OrderByDescending(s => s.RequestedAt).FirstOrDefaultAsync(ct);
        var transfer = await db.CategoryTransfers.AsNoTracking().SingleOrDefaultAsync(t => t.DossierId == dossierId && t.AnsweredAt == null, ct);

        if (screening is { IsDecided: true, DecidedAt: { } at } && dossier.State is not DossierState.Submitted)
            return Disclosure.OfVerdict(edition, at, await news.PublishedAtAsync(db, edition.Key, ct)) <= now
                ? new(screening.State, screening.Reason, screening.Article, at, transfer, wanted) : new(ScreeningState.InReview, null, null, null, transfer, wanted);
        var state = screening?.State switch
        {
            ScreeningState.SupplementRequested when wanted is null => ScreeningState.InReview,
            null or ScreeningState.Accepted or ScreeningState.Refused => ScreeningState.Waiting,
            { } as0 => as0,
        };
        return new(state, null, null, null, transfer, wanted);
    }

    /// <summary>The figures of an edition, each from when the matrix lets this viewer know it. Dossiers taken back do not count.</summary>
    public static async Task<ScreeningFigures> ScreeningFiguresAsync(this BangVangDb db, ResultNews news, Actor actor, Edition edition, Instant now, CancellationToken ct)
    {
        var publishedAt = await news.PublishedAtAsync(db, edition.Key, ct);
        var entered = db.Dossiers.Where(d => d.EditionKey == edition.Key && d.SubmittedAt != null && d.State != DossierState.Withdrawn);
        return new(
            Knows(VisibleItem.ReceivedCount) ? await entered.CountAsync(ct) : null,
            Knows(VisibleItem.MeetingCriteriaCount) ? await entered.CountAsync(d => d.State == DossierState.Accepted, ct) : null);

        bool Knows(VisibleItem item) => actor.ReadsScreening(edition.Key)
            || ViewersOf(actor, edition.Key).Any(v => Disclosure.Since(edition, edition.VisibleFrom(item, v), verdictAt: null, publishedAt) <= now);
    }

    /// <summary>Whoever applies or judges is of the public too.</summary>
    private static IEnumerable<Viewer> ViewersOf(Actor actor, string editionKey)
    {
        yield return Viewer.Public;
        if (actor.Is(Role.Applicant, editionKey)) yield return Viewer.Applicant;
        if (actor.Is(Role.Juror, editionKey)) yield return Viewer.Juror;
    }
}
