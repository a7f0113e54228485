using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using BangVang.App.Dossiers;
using BangVang.App.Editions;
using BangVang.App.Files;
using BangVang.App.Files.Uploads;
using BangVang.App.Kernel;
using BangVang.App.Mail;
using BangVang.App.Storage;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Domain.Screening;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Screening;

/// <summary>An applicant objects to the refusal or the result of an own dossier, within the days of the edition.</summary>
public sealed class SubmitAppeal(BangVangDb db, EditionBook editions, IClock clock, TimeProvider time, PublicUrl site, ResultNews news)
{
    private const int Attempts = 20;

    /// <param name="files">Ids of files that were received for this very purpose (<see cref="AppealUploads"/>).</param>
    /// <returns>The id of the appeal, whose page is the receipt.</returns>
    public async Task<Result<Guid>> RunAsync(Actor actor, Guid dossierId, AppealAgainst against, string grounds, IReadOnlyCollection<Guid> files, CancellationToken ct)
    {
        // References are counted without gaps: whoever comes second counts again.
        for (var i = 1; i <= Attempts; i++)
        {
            if (await TryAsync(actor, dossierId, against, grounds, files, ct) is { } done) return done;
            db.ChangeTracker.Clear();
        }
        return Problem.Conflict("screening.changed_meanwhile");
    }

    /// <summary>Null when someone else was faster.</summary>
    private async Task<Result<Guid>?> TryAsync(Actor actor, Guid dossierId, AppealAgainst against, string grounds, IReadOnlyCollection<Guid> files, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        if (await db.OwnDossiers(actor).AsNoTracking().SingleOrDefaultAsync(d => d.Id == dossierId, ct) is not { } dossier) return Problem.NotFound("screening.dossier_not_found");
        if (await editions.CurrentAsync(dossier.EditionKey, ct) is not { Edition: { } edition }) return Problem.NotFound("screening.edition_not_found");
        var contested = await db.ContestedAsync(edition, dossier, against, news, ct);
        var earlier = await db.Appeals.AsNoTracking().Where(a => a.DossierId == dossierId && a.Against == against).ToListAsync(ct);
        if (Appeal.CheckTime(edition, contested, earlier, now) is { } notNow) return notNow;
        if (Appeal.CheckGrounds(grounds, files.Count) is { } incomplete) return incomplete;
        var kept = await db.StoredFiles.AsNoTracking().Where(f => files.Contains(f.Id) && f.PurposeKind == AppealUploads.Kind && f.SubjectId == dossierId).OrderBy(f => f.CreatedAt).ThenBy(f => f.Id).ToListAsync(ct);
        if (kept.Count != files.Distinct().Count()) return Problem.Invalid("screening.appeal_file_unknown", nameof(Appeal.Files));

        var appeal = new Appeal
        {
            Id = Ids.New(now), Reference = Appeal.ReferenceOf(1 + await db.Appeals.CountAsync(a => a.EditionKey == edition.Key, ct)), DossierId = dossierId, EditionKey = edition.Key, Against = against,
            Deciders = [.. contested.Deciders], Grounds = grounds.Trim(), Files = [.. kept.Select(f => f.Id)], SubmittedAt = now, SubmittedBy = actor.PersonId!.Value,
        };
        db.Appeals.Add(appeal);
        db.Audit(actor, now, "appeal.submitted", dossierId, edition.Key, $"{appeal.Reference}, {dossier.Reference}, {against}");
        db.Log(now, "appeal.submitted", edition.Key, appeal.Id, new JsonObject
        {
            ["reference"] = appeal.Reference, ["dossier"] = dossier.Reference, ["against"] = $"{against}",
            ["grounds_sha256"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(appeal.Grounds))), ["files"] = new JsonArray([.. kept.Select(f => JsonValue.Create(f.Sha256))]),
        });
        await db.MailApplicantAsync(dossier, edition, "screening.appeal_received", time.Now(),
            _ => [("appeal", appeal.Reference), ("time", MailWriting.Moment(now, edition.TimeZone)), ("link", site.To($"/appeals/{appeal.Id}"))], ct);
        return await db.TrySaveAsync(ct) ? appeal.Id : null;
    }
}

/// <summary>What an appeal on a dossier would be against.</summary>
internal static class Contesting
{
    internal static async Task<Contested> ContestedAsync(this BangVangDb db, Edition edition, Dossier dossier, AppealAgainst against, ResultNews news, CancellationToken ct)
    {
        var publishedAt = await news.PublishedAtAsync(db, edition.Key, ct);
        if (against is AppealAgainst.Result)
            return dossier.State is DossierState.Accepted && publishedAt is not null ? new(against, publishedAt, await news.DecidersAsync(db, dossier.Id, ct)) : new(against, null, []);

        var refused = dossier.State is DossierState.Refused
            ? await db.ScreeningCases.AsNoTracking().SingleOrDefaultAsync(c => c.DossierId == dossier.Id && c.State == ScreeningState.Refused, ct) : null;
        return refused is null ? new(against, null, []) : new(against, Disclosure.OfVerdict(edition, refused.DecidedAt!.Value, publishedAt), [refused.DecidedBy!.Value]);
    }
}

/// <summary>Files that go with an appeal: what the applicant may send, and who may read it.</summary>
public static class AppealUploads
{
    public const string Kind = "appeal";
    public const long MaxBytes = 20_000_000;
    public static readonly IReadOnlySet<FileKind> Accepted = new HashSet<FileKind> { FileKind.Pdf, FileKind.Docx, FileKind.Xlsx, FileKind.Png, FileKind.Jpeg };

    /// <summary>Whoever writes on a dossier that was decided on. Whether there still is time is said when the appeal is sent.</summary>
    public static async Task<Result<UploadRule>> RuleAsync(BangVangDb db, Actor actor, FilePurpose purpose, CancellationToken ct) =>
        await db.OwnDossiers(actor).AnyAsync(d => d.Id == purpose.SubjectId && (d.State == DossierState.Refused || d.State == DossierState.Accepted), ct)
            ? new UploadRule(Accepted, MaxBytes) : Problem.NotFound("screening.dossier_not_found");
}
