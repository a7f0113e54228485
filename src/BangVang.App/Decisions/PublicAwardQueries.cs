using BangVang.App.Storage;
using BangVang.Domain.Decisions;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Domain.Screening;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Decisions;

/// <param name="Names">In Vietnamese order.</param>
public sealed record PublicPanel(JudgedRound Round, Category Category, IReadOnlyList<string> Names);

/// <param name="Organisation">Null while jurors of a later round must not know who applies.</param>
public sealed record PublicEntry(string Reference, string ProductName, string? Organisation);

/// <param name="Entries">Those who go on, in Vietnamese order of the products: the order says nothing of their scores.</param>
public sealed record PublicShortlist(JudgedRound Round, Category Category, IReadOnlyList<PublicEntry> Entries);

public sealed record PublicMember(string Name, bool IsChair);

/// <summary>What everyone may read of who judged and how it went; empty is what the matrix keeps back, and what there is not.</summary>
public sealed record PublicAward(
    IReadOnlyList<PublicMember> Council, IReadOnlyList<PublicPanel> Panels, IReadOnlyList<PublicShortlist> Shortlists,
    IReadOnlyList<WithheldPrize> Withheld, IReadOnlyList<SharedPrize> Shared);

public static class PublicAwardQueries
{
    /// <summary>
    /// Each part from when the edition's matrix lets the public know it; what the matrix does not list is never told, and
    /// nothing that rests on the decision is told before it is published.
    /// </summary>
    public static async Task<PublicAward> PublicAwardAsync(this BangVangDb db, Edition edition, Instant now, CancellationToken ct)
    {
        var decision = await db.AwardDecisions.AsNoTracking().SingleOrDefaultAsync(d => d.EditionKey == edition.Key && d.State == DecisionState.Published, ct);
        var end = edition.JudgedRounds.Select(EndOf).LastOrDefault();
        var named = edition.JudgedRounds.Where(r => IsKnown(VisibleItem.JurorNames, EndOf(r))).ToList();
        var listed = edition.JudgedRounds.Where(r => EndOf(r) <= now && IsKnown(VisibleItem.Shortlist, EndOf(r))).ToList();
        var isWithheldKnown = decision is not null && IsKnown(VisibleItem.WithheldPrizes, end);
        return new(
            IsKnown(VisibleItem.JurorNames, end) ? await db.CouncilNamesAsync(edition.Key, ct) : [],
            await db.PanelNamesAsync(edition, named, ct),
            await db.PublicShortlistsAsync(edition, listed, now, ct),
            isWithheldKnown ? PrizesNotGiven.Withheld(edition, decision!.Lines, await db.WithholdingsAsync(edition.Key, ct)) : [],
            isWithheldKnown ? PrizesNotGiven.Shared(edition, decision!.Lines) : []);

        Instant? EndOf(JudgedRound round) => edition.WindowOf(round.Phase ?? "")?.End;
        bool IsKnown(VisibleItem item, Instant? roundEnd) => Disclosure.Since(edition, edition.VisibleFrom(item, Viewer.Public), verdictAt: null, decision?.PublishedAt, roundEnd) <= now;
    }

    /// <summary>Everybody who was a member at a meeting that took place.</summary>
    private static async Task<IReadOnlyList<PublicMember>> CouncilNamesAsync(this BangVangDb db, string editionKey, CancellationToken ct) => await (
        from p in db.People.AsNoTracking()
        where db.MeetingMembers.Any(m => m.PersonId == p.Id && db.CouncilMeetings.Any(c => c.Id == m.MeetingId && c.EditionKey == editionKey && c.OpenedAt != null))
        let isChair = db.RoleGrants.Any(g => g.PersonId == p.Id && g.EditionKey == editionKey && g.Role == Role.Chair)
        orderby isChair descending, p.SortKey, p.Id
        select new PublicMember(p.FullName, isChair)).Take(200).ToListAsync(ct);

    private static async Task<IReadOnlyList<PublicPanel>> PanelNamesAsync(this BangVangDb db, Edition edition, IReadOnlyList<JudgedRound> rounds, CancellationToken ct)
    {
        if (rounds.Count == 0) return [];
        var codes = rounds.Select(r => r.Code).ToArray();
        var seats = await (
            from s in db.PanelSeats.AsNoTracking()
            join p in db.People on s.PersonId equals p.Id
            where s.EditionKey == edition.Key && codes.Contains(s.RoundCode) && s.EndedAt == null
            orderby p.SortKey, p.Id
            select new { s.RoundCode, s.CategoryCode, p.FullName }).Take(2_000).ToListAsync(ct);
        return [.. from round in rounds
                   from category in edition.Categories
                   let names = seats.Where(s => s.RoundCode == round.Code && s.CategoryCode == category.Code).Select(s => s.FullName).ToList()
                   where names.Count > 0
                   select new PublicPanel(round, category, names)];
    }

    private static async Task<IReadOnlyList<PublicShortlist>> PublicShortlistsAsync(this BangVangDb db, Edition edition, IReadOnlyList<JudgedRound> rounds, Instant now, CancellationToken ct)
    {
        if (rounds.Count == 0) return [];
        var codes = rounds.Select(r => r.Code).ToArray();
        var lists = await db.Shortlists.AsNoTracking().Where(s => s.EditionKey == edition.Key && codes.Contains(s.RoundCode)).ToListAsync(ct);
        var ids = lists.SelectMany(s => s.Lines).Where(l => l.IsIn).Select(l => l.DossierId).Distinct().ToArray();
        if (ids.Length == 0) return [];
        var isHidden = edition.JudgedRounds.Any(r => r.HidesApplicants && !edition.HasEnded(r, now));
        var entries = await (
            from d in db.Dossiers.AsNoTracking()
            join e in db.Enterprises on d.EnterpriseId equals e.Id
            where ids.Contains(d.Id) && d.State == DossierState.Accepted
            orderby d.SortKey, d.Id
            select new { d.Id, Entry = new PublicEntry(d.Reference, d.ProductName, isHidden ? null : e.Name) }).ToListAsync(ct);
        return [.. from round in rounds
                   from category in edition.Categories
                   let chosen = lists.Where(s => s.RoundCode == round.Code && s.CategoryCode == category.Code).SelectMany(s => s.Lines).Where(l => l.IsIn).Select(l => l.DossierId).ToHashSet()
                   let listed = entries.Where(e => chosen.Contains(e.Id)).Select(e => e.Entry).ToList()
                   where listed.Count > 0
                   select new PublicShortlist(round, category, listed)];
    }

    private static Task<List<Motion>> WithholdingsAsync(this BangVangDb db, string editionKey, CancellationToken ct) => (
        from m in db.Motions.AsNoTracking()
        join c in db.CouncilMeetings on m.MeetingId equals c.Id
        where c.EditionKey == editionKey && m.Kind == MotionKind.Withhold && m.State == MotionState.Carried
        orderby m.ClosedAt, m.Number
        select m).ToListAsync(ct);
}
