using BangVang.App.Storage;
using BangVang.Domain.Certificates;
using BangVang.Domain.Editions;
using BangVang.Domain.Laureates;
using BangVang.Domain.Scoring;
using Microsoft.EntityFrameworkCore;

namespace BangVang.App.Certificates;

/// <summary>Somebody who is to have a certificate and has none that stands.</summary>
public sealed record Recipient(CertificateKind Kind, Guid Id);

public static class RecipientQueries
{
    /// <summary>
    /// The laureates of the decision that stand on the board, by their place on it, then the jurors who signed anything, by name; without those who
    /// have a certificate that says what is so today. A laureate whose line was corrected since is among them.
    /// </summary>
    public static async Task<IReadOnlyList<Recipient>> RecipientsAsync(this BangVangDb db, string editionKey, CancellationToken ct)
    {
        var standing = await db.Certificates.AsNoTracking().Where(c => c.EditionKey == editionKey && c.WithdrawnAt == null).ToListAsync(ct);
        var said = standing.Where(c => c.LaureateId is not null).ToDictionary(c => c.LaureateId!.Value, c => c.Claim);
        var judged = standing.Where(c => c.PersonId is not null).Select(c => c.PersonId!.Value).ToHashSet();
        var laureates = await db.Laureates.AsNoTracking().Where(l => l.EditionKey == editionKey && l.DossierId != null && l.WithdrawnAt == null && l.Organisation != null && l.TierCode != null && l.CategoryCode != null)
            .OrderBy(l => l.TierOrdinal).ThenBy(l => l.SortKey).ThenBy(l => l.Id).ToListAsync(ct);
        return [.. laureates.Where(l => !said.TryGetValue(l.Id, out var claim) || !Says(claim, l)).Select(l => new Recipient(CertificateKind.Laureate, l.Id)),
            .. (await db.JurorsAsync(editionKey, ct)).Where(j => !judged.Contains(j)).Select(j => new Recipient(CertificateKind.Juror, j))];
    }

    /// <summary>Does the certificate say of the line what the board says of it now?</summary>
    public static bool Says(CertificateClaim claim, Laureate line) =>
        (claim.Product, claim.Recipient, claim.CategoryVi, claim.TierVi) == (line.ProductName, line.Organisation, line.CategoryName, line.TierName);

    /// <summary>What a certificate of this line would say.</summary>
    public static CertificateClaim ClaimOf(Laureate line, Edition edition) => BodyOf(edition) is var (vi, en)
        ? new(CertificateKind.Laureate, edition.Key, edition.Name.Vi, edition.Name.En ?? edition.Name.Vi, line.Organisation!, line.ProductName, line.CategoryName, line.CategoryNameEn,
            line.TierName, line.TierNameEn, line.Sources[0].Title, vi, en, line.IsDemonstration || edition.Sample)
        : throw new InvalidOperationException($"{edition.Key} names nobody who gives the award.");

    /// <summary>What a certificate of this juror would say.</summary>
    /// <param name="decision">The one the jury prepared, with number and date.</param>
    public static CertificateClaim ClaimOf(string juror, string decision, Edition edition) => BodyOf(edition) is var (vi, en)
        ? new(CertificateKind.Juror, edition.Key, edition.Name.Vi, edition.Name.En ?? edition.Name.Vi, juror, null, null, null, null, null, decision, vi, en, edition.Sample)
        : throw new InvalidOperationException($"{edition.Key} names nobody who gives the award.");

    /// <summary>Who gives the award: the first of the bodies that the regulation names as host, else the first it names.</summary>
    private static (string Vi, string En)? BodyOf(Edition edition) =>
        (edition.Organisers.FirstOrDefault(o => o.Part is OrganiserPart.Host) ?? (edition.Organisers is [var first, ..] ? first : null)) is { } body ? (body.Name.Vi, body.Name.En ?? body.Name.Vi) : null;

    private static async Task<IReadOnlyList<Guid>> JurorsAsync(this BangVangDb db, string editionKey, CancellationToken ct)
    {
        var signed = db.Scoresheets.Where(s => s.EditionKey == editionKey && s.State == ScoresheetState.Signed).Select(s => s.JurorId)
            .Union(db.PairBallots.Where(b => b.EditionKey == editionKey && b.SignedAt != null).Select(b => b.JurorId));
        return await db.People.Where(p => signed.Contains(p.Id)).OrderBy(p => p.SortKey).ThenBy(p => p.Id).Select(p => p.Id).ToListAsync(ct);
    }
}
