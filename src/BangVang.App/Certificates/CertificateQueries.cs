using BangVang.App.Storage;
using BangVang.Domain.Certificates;
using BangVang.Domain.Kernel;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Certificates;

/// <summary>Does a certificate still stand?</summary>
public enum CertificateStanding
{
    Stands,
    Withdrawn,
    /// <summary>The prize itself was taken back; the page of the product says why.</summary>
    PrizeWithdrawn,
    /// <summary>The board was corrected since and says something else.</summary>
    Outdated,
}

/// <param name="EndedAt">When it ceased to stand; null while it stands, and for <see cref="CertificateStanding.Outdated"/>.</param>
/// <param name="LaureatePath">The page of the product; null for a juror.</param>
public sealed record CertificateView(
    Guid Id, string Code, string EditionKey, CertificateKind Kind, CertificateClaim Claim, Instant IssuedAt, string PdfSha256, CertificateStanding Standing, Instant? EndedAt, string? Reason, string? LaureatePath);

/// <param name="PreparedBy">Name.</param>
public sealed record CertificateOrderView(Guid Id, CertificateOrderKind Kind, string? Code, string? Reason, Instant PreparedAt, Guid PreparedById, string PreparedBy, Instant? ApprovedAt, int Total, int Done, Instant? FinishedAt);

public static class CertificateQueries
{
    /// <summary>The certificates whose files this person may have: everyone those of laureates, a juror the own one, the secretariat all of its edition, organisers all of their forum.</summary>
    public static IQueryable<Certificate> CertificatesVisibleTo(this BangVangDb db, Actor actor)
    {
        // A visitor has no number, and a laureate's certificate no person: nothing must not equal nothing.
        var (editions, person) = (actor.EditionsAs(Role.Secretariat).Concat(actor.EditionsAs(Role.Organiser)).ToList(), actor.PersonId ?? Guid.Empty);
        return db.Certificates.AsNoTracking().Where(c => c.Kind == CertificateKind.Laureate || c.PersonId == person || editions.Contains(c.EditionKey));
    }

    /// <summary>What the certificate with that code says, for whoever holds it: the code cannot be guessed. Null when there is none.</summary>
    public static async Task<CertificateView?> CertificateByCodeAsync(this BangVangDb db, string code, CancellationToken ct) =>
        (await ViewsAsync(db, db.Certificates.AsNoTracking().Where(c => c.Code == code), ct)).SingleOrDefault();

    /// <summary>The certificate of a product that was issued last; null when there is none.</summary>
    public static async Task<CertificateView?> CertificateOfLaureateAsync(this BangVangDb db, Guid laureateId, CancellationToken ct) =>
        (await ViewsAsync(db, db.Certificates.AsNoTracking().Where(c => c.LaureateId == laureateId).OrderByDescending(c => c.Number).Take(1), ct)).SingleOrDefault();

    /// <summary>Those of a person: as a juror, and of the products whose dossiers the person writes.</summary>
    public static Task<IReadOnlyList<CertificateView>> OwnCertificatesAsync(this BangVangDb db, Actor actor, CancellationToken ct)
    {
        var person = actor.PersonId ?? Guid.Empty;
        var products = from l in db.Laureates join m in db.DossierMembers on l.DossierId equals m.DossierId where m.PersonId == person select (Guid?)l.Id;
        return ViewsAsync(db, db.Certificates.AsNoTracking().Where(c => c.PersonId == person || products.Contains(c.LaureateId)).OrderByDescending(c => c.IssuedAt).ThenBy(c => c.Number), ct);
    }

    /// <summary>Those of an edition for its secretariat and chair, by number; empty for anybody else.</summary>
    public static Task<IReadOnlyList<CertificateView>> CertificatesOfEditionAsync(this BangVangDb db, Actor actor, string editionKey, int skip, int take, CancellationToken ct)
    {
        var sees = MaySee(actor, editionKey);
        return ViewsAsync(db, db.Certificates.AsNoTracking().Where(c => sees && c.EditionKey == editionKey).OrderBy(c => c.Number).Skip(skip).Take(take), ct);
    }

    public static Task<int> CertificateCountAsync(this BangVangDb db, Actor actor, string editionKey, CancellationToken ct)
    {
        var sees = MaySee(actor, editionKey);
        return db.Certificates.CountAsync(c => sees && c.EditionKey == editionKey, ct);
    }

    /// <summary>Orders of an edition, the latest first, at most fifty; for its secretariat and chair.</summary>
    public static async Task<IReadOnlyList<CertificateOrderView>> CertificateOrdersAsync(this BangVangDb db, Actor actor, string editionKey, CancellationToken ct)
    {
        var sees = MaySee(actor, editionKey);
        return await (
            from o in db.CertificateOrders.AsNoTracking()
            join p in db.People on o.PreparedBy equals p.Id
            where sees && o.EditionKey == editionKey
            orderby o.PreparedAt descending, o.Id descending
            select new CertificateOrderView(
                o.Id, o.Kind, db.Certificates.Where(c => c.Id == o.CertificateId).Select(c => c.Code).FirstOrDefault(), o.Reason, o.PreparedAt, o.PreparedBy, p.FullName, o.ApprovedAt, o.Total, o.Done, o.FinishedAt))
            .Take(50).ToListAsync(ct);
    }

    /// <summary>The files of a certificate; null when there is none that this person may have.</summary>
    public static async Task<(Certificate Certificate, CertificateFile File)?> CertificateFileAsync(this BangVangDb db, Actor actor, string code, CancellationToken ct)
    {
        if (await db.CertificatesVisibleTo(actor).SingleOrDefaultAsync(c => c.Code == code, ct) is not { } certificate) return null;
        return (certificate, await db.CertificateFiles.AsNoTracking().SingleAsync(f => f.CertificateId == certificate.Id, ct));
    }

    /// <summary>Numbers of the certificates of an edition that do not stand; null when the edition has none at all.</summary>
    public static async Task<IReadOnlyList<int>?> EndedNumbersAsync(this BangVangDb db, string editionKey, CancellationToken ct)
    {
        if (!await db.Certificates.AnyAsync(c => c.EditionKey == editionKey, ct)) return null;
        var rows = await (
            from c in db.Certificates.AsNoTracking().Where(c => c.EditionKey == editionKey)
            join l in db.Laureates.AsNoTracking() on c.LaureateId equals l.Id into lines
            from l in lines.DefaultIfEmpty()
            select new { Certificate = c, Line = l }).ToListAsync(ct);
        return [.. rows.Where(r => StandingOf(r.Certificate, r.Line) is not CertificateStanding.Stands).Select(r => r.Certificate.Number).Order()];
    }

    private static bool MaySee(Actor actor, string editionKey) => ReleaseOrder.MayRelease(actor, editionKey);

    private static async Task<IReadOnlyList<CertificateView>> ViewsAsync(BangVangDb db, IQueryable<Certificate> certificates, CancellationToken ct)
    {
        var found = await certificates.ToListAsync(ct);
        var ids = found.Select(c => c.LaureateId).OfType<Guid>().ToList();
        var lines = await db.Laureates.AsNoTracking().Where(l => ids.Contains(l.Id)).ToDictionaryAsync(l => l.Id, ct);
        return [.. found.Select(c => ViewOf(c, c.LaureateId is { } id ? lines[id] : null))];
    }

    private static CertificateView ViewOf(Certificate c, Domain.Laureates.Laureate? line)
    {
        var standing = StandingOf(c, line);
        var (at, why) = standing is CertificateStanding.PrizeWithdrawn ? (line!.WithdrawnAt, line.WithdrawalReason) : (c.WithdrawnAt, c.WithdrawalReason);
        return new(c.Id, c.Code, c.EditionKey, c.Kind, c.Claim, c.IssuedAt, c.PdfSha256, standing, at, why, line is null ? null : $"/laureates/{line.EditionKey}/{line.Slug}");
    }

    private static CertificateStanding StandingOf(Certificate c, Domain.Laureates.Laureate? line) =>
        c.WithdrawnAt is not null ? CertificateStanding.Withdrawn
        : line?.WithdrawnAt is not null ? CertificateStanding.PrizeWithdrawn
        : line is not null && !RecipientQueries.Says(c.Claim, line) ? CertificateStanding.Outdated
        : CertificateStanding.Stands;
}
