using BangVang.App.Dossiers;
using BangVang.App.Editions;
using BangVang.App.Storage;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Domain.Screening;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Screening;

/// <summary>A dossier in the officers' queue.</summary>
public sealed record ScreeningRow(Guid DossierId, string Reference, string ProductName, string Organisation, string CategoryCode, ScreeningState State, string? Officer, Instant SubmittedAt);

/// <summary>How the queue is filtered; null means all.</summary>
public sealed record ScreeningFilter(ScreeningState? State = null, string? Category = null, bool OnlyMine = false, string? Text = null);

/// <param name="Rows">At most <see cref="ScreeningQueries.PageSize"/>, in the order of submission.</param>
/// <param name="Found">How many the filter finds.</param>
/// <param name="Counts">Dossiers by state under the other filters, so that each state shows what it would find.</param>
/// <param name="Received">All dossiers the viewer may see.</param>
/// <param name="Meeting">Those of them that were accepted.</param>
public sealed record ScreeningQueue(IReadOnlyList<ScreeningRow> Rows, int Found, IReadOnlyDictionary<ScreeningState, int> Counts, int Received, int Meeting);

/// <summary>An officer's finding with the name of who made it.</summary>
/// <param name="IsEarlier">It was made before the version that counts was submitted.</param>
public sealed record FindingView(RuleFinding Finding, string Officer, bool IsEarlier);

/// <summary>What happened to a dossier, from the audit trail.</summary>
public sealed record TrailLine(Instant At, string Who, string Action, string? Detail);

/// <summary>One case with everything an officer decides by.</summary>
/// <param name="State">As it stands now: a supplement that came or ran out is no longer waited for.</param>
/// <param name="CanWork">Null when the viewer may act on it now, otherwise why not.</param>
public sealed record CaseView(
    Dossier Dossier, string Organisation, ScreeningCase? Case, ScreeningState State, string? Officer, DossierContent Content, Instant SubmittedAt, int VersionNumber, CategoryVerdict Verdict,
    IReadOnlyDictionary<string, FindingView> Findings, IReadOnlyList<Supplement> Supplements, CategoryTransfer? OpenTransfer, IReadOnlyList<TrailLine> Trail, IReadOnlyList<Appeal> Appeals, Problem? CanWork)
{
    /// <summary>Files of the version that counts whose bytes are not here: awaited, not come in time, or unfit.</summary>
    public IReadOnlyList<AwaitedFile> NotHere { get; init; } = [];
}

public static class ScreeningQueries
{
    public const int PageSize = 50;

    private static readonly string[] Told =
    [
        "dossier.submitted", "dossier.withdrawn", "dossier.file_not_received", "dossier.file_unfit", "screening.taken", "screening.finding", "screening.accepted", "screening.refused", "screening.supplement_requested", "screening.transfer_proposed",
        "screening.transfer_accepted", "screening.transfer_declined", "screening.transfer_recalled", "appeal.submitted", "appeal.upheld", "appeal.rejected",
    ];

    private sealed class Line
    {
        public required Dossier Dossier { get; init; }
        public required string Organisation { get; init; }
        public required string OrganisationKey { get; init; }
        public Guid? OfficerId { get; init; }
        public string? Officer { get; init; }
        public ScreeningState State { get; init; }
    }

    /// <summary>The queue of an edition with counts; null for whoever has no part in its screening. Two queries for the rows and their counts, one for each figure.</summary>
    /// <param name="page">From 1.</param>
    public static async Task<ScreeningQueue?> ScreeningQueueAsync(this BangVangDb db, Actor actor, string editionKey, ScreeningFilter filter, int page, Instant now, CancellationToken ct)
    {
        if (!actor.ReadsScreening(editionKey)) return null;
        var all = db.Lines(actor, editionKey, now);
        var received = await all.CountAsync(ct);
        var meeting = await all.CountAsync(l => l.State == ScreeningState.Accepted, ct);

        var found = all;
        if (filter.Category is { } category) found = found.Where(l => l.Dossier.CategoryCode == category);
        if (filter.OnlyMine) found = found.Where(l => l.OfficerId == actor.PersonId);
        if (VietnameseText.SearchKey(filter.Text ?? "") is { Length: > 0 } text)
        {
            // References are written with a hyphen, which the key of what is typed has not.
            var reference = text.Replace(' ', '-');
            found = found.Where(l => l.Dossier.SearchKey.Contains(text) || l.OrganisationKey.Contains(text) || l.Dossier.Reference.ToLower().Contains(reference));
        }
        var counts = await found.GroupBy(l => l.State).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
        if (filter.State is { } state) found = found.Where(l => l.State == state);

        var rows = await found.OrderBy(l => l.Dossier.SubmittedAt).ThenBy(l => l.Dossier.Id).Skip((Math.Max(page, 1) - 1) * PageSize).Take(PageSize).Select(l => new ScreeningRow(
            l.Dossier.Id, l.Dossier.Reference, l.Dossier.ProductName, l.Organisation, l.Dossier.CategoryCode, l.State, l.Officer, l.Dossier.SubmittedAt!.Value)).ToListAsync(ct);
        return new(rows, filter.State is { } one ? counts.GetValueOrDefault(one) : counts.Values.Sum(), counts, received, meeting);
    }

    /// <summary>One case; null when the viewer may not know of the dossier. The machine's verdict is computed from what was submitted.</summary>
    public static async Task<CaseView?> CaseViewAsync(this BangVangDb db, Actor actor, Edition edition, Guid dossierId, Instant now, CancellationToken ct)
    {
        var found = await (
            from l in db.Lines(actor, edition.Key, now)
            join v in db.DossierVersions on l.Dossier.CurrentVersionId equals v.Id
            where l.Dossier.Id == dossierId
            select new { l.Dossier, l.Organisation, l.State, l.Officer, Version = v }).AsNoTracking().SingleOrDefaultAsync(ct);
        if (found is null) return null;

        var screening = await db.ScreeningCases.AsNoTracking().SingleOrDefaultAsync(c => c.DossierId == dossierId, ct);
        var content = DossierContent.Read(found.Version.Content);
        var findings = await (from f in db.RuleFindings.AsNoTracking() join p in db.People on f.FoundBy equals p.Id where f.DossierId == dossierId select new { Finding = f, p.FullName }).ToListAsync(ct);
        var subject = dossierId.ToString();
        var appeals = await db.Appeals.AsNoTracking().Where(a => a.DossierId == dossierId).OrderByDescending(a => a.SubmittedAt).ToListAsync(ct);
        return new(found.Dossier, found.Organisation, screening, found.State, found.Officer, content, found.Version.SubmittedAt, found.Version.Number,
            await db.MachineVerdictAsync(edition, found.Dossier, content, ct),
            findings.ToDictionary(f => f.Finding.RuleCode, f => new FindingView(f.Finding, f.FullName, f.Finding.FoundAt < found.Version.SubmittedAt)),
            await db.Supplements.AsNoTracking().Where(s => s.DossierId == dossierId).OrderByDescending(s => s.RequestedAt).ToListAsync(ct),
            await db.CategoryTransfers.AsNoTracking().SingleOrDefaultAsync(t => t.DossierId == dossierId && t.AnsweredAt == null, ct),
            await db.AuditEntries.AsNoTracking().Where(e => e.Subject == subject && Told.Contains(e.Action)).OrderByDescending(e => e.Id).Take(200)
                .Select(e => new TrailLine(e.At, e.Who, e.Action, e.Detail)).ToListAsync(ct),
            appeals, WhyNot(actor, edition, screening, appeals, now))
        {
            NotHere = await db.NotHereAsync(dossierId, content, ct),
        };
    }

    /// <summary>Of the version with this content.</summary>
    internal static async Task<IReadOnlyList<AwaitedFile>> NotHereAsync(this BangVangDb db, Guid dossierId, DossierContent content, CancellationToken ct)
    {
        if (content.Files.All(f => f.HashedBy is null)) return [];
        var named = await db.NamedFilesAsync(dossierId, ct);
        return [.. content.Files.Select(f => named.GetValueOrDefault(f.Id)).OfType<AwaitedFile>().Where(f => f.ReceivedAt is null)];
    }

    /// <summary>The category as machine sees it if the dossier stood there: for proposing a transfer.</summary>
    public static IReadOnlyList<CategoryVerdict> OtherCategories(this CaseView view, Edition edition) =>
        [.. Eligibility.Advise(edition, view.Content.Facts).Where(v => v.Category.Code != view.Dossier.CategoryCode)];

    /// <summary>Why the viewer may not act now; null when they may. What this says, each act checks again.</summary>
    private static Problem? WhyNot(Actor actor, Edition edition, ScreeningCase? screening, IReadOnlyList<Appeal> appeals, Instant now)
    {
        if (!actor.Is(Role.Secretariat, edition.Key)) return Problem.Forbidden("screening.reading_only");
        var upheld = appeals.Where(a => a.Against is AppealAgainst.Screening && a.State is AppealState.Upheld).ToList();
        if (upheld.Count == 0 || screening is null or { IsDecided: true }) return CaseLoading.CheckPhase(edition, now);
        return upheld.Any(a => a.Deciders.Contains(actor.PersonId!.Value)) ? Problem.Forbidden("screening.appeal_own_decision") : null;
    }

    /// <summary>Dossiers with their case and its state as it stands now: without a case, and submitted again after a verdict, they wait.</summary>
    private static IQueryable<Line> Lines(this BangVangDb db, Actor actor, string editionKey, Instant now) =>
        from d in db.DossiersUnderScreeningFor(actor)
        join e in db.Enterprises on d.EnterpriseId equals e.Id
        join c in db.ScreeningCases on d.Id equals c.DossierId into cases
        from c in cases.DefaultIfEmpty()
        join p in db.People on c.OfficerId equals (Guid?)p.Id into officers
        from p in officers.DefaultIfEmpty()
        where d.EditionKey == editionKey && d.State != DossierState.Withdrawn
        select new Line
        {
            Dossier = d, Organisation = e.Name, OrganisationKey = e.SearchKey, OfficerId = c == null ? null : c.OfficerId, Officer = p == null ? null : p.FullName,
            State = d.State == DossierState.Accepted ? ScreeningState.Accepted
                : d.State == DossierState.Refused ? ScreeningState.Refused
                : c == null || c.State == ScreeningState.Accepted || c.State == ScreeningState.Refused ? ScreeningState.Waiting
                : c.State == ScreeningState.SupplementRequested && !db.Supplements.Any(s => s.DossierId == d.Id && s.AnsweredAt == null && s.DueAt > now) ? ScreeningState.InReview
                : c.State,
        };
}
