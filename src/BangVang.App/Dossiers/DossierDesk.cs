using System.Text;
using System.Text.Json.Nodes;
using BangVang.App.Editions;
using BangVang.App.Files;
using BangVang.App.Storage;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Editions;
using BangVang.Domain.Enterprises;
using BangVang.Proof;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Dossiers;

/// <summary>A submitted version without its content.</summary>
public sealed record VersionHead(Guid Id, int Number, Instant SubmittedAt, Guid SubmittedBy, string Sha256);

/// <summary>A dossier with everything its decisions rest on, as one look at the database found it.</summary>
/// <param name="Answers">As they are kept, with versions, by field code.</param>
/// <param name="Draft">The answers seen through the form of the intake.</param>
/// <param name="Registration">The answers seen through the form of the preliminary registration; null where the edition has none.</param>
/// <param name="Current">The version that counts; null before the first submission.</param>
public sealed record DossierDesk(
    Dossier Dossier, PublishedEdition Published, Enterprise Enterprise, IReadOnlyDictionary<string, DossierAnswer> Answers,
    DossierDraft Draft, DossierDraft? Registration, SubmissionWindow Window, VersionHead? Current)
{
    /// <summary>True when the dossier could be submitted but for time and eligibility.</summary>
    public bool IsFilled => Draft.Form is not null && Dossier.CheckFilled(Draft).Count == 0;

    /// <summary>True when nothing stands against submitting now.</summary>
    public bool MaySubmit(Instant now) => Dossier.CheckSubmission(Draft, Window, now).Count == 0;

    /// <summary>True when what is written differs from what counts: it counts only once it is submitted.</summary>
    public bool HasUnsubmittedChanges => Current is not null && Current.Sha256 != DossierContent.HashOf(DossierContent.Of(this).Freeze());

    public Edition Edition => Published.Edition;

    /// <summary>Files that stand in fields and whose bytes are not here, in the order of the form.</summary>
    public IReadOnlyList<AttachedFile> NotHere => [.. (Draft.Form?.Fields ?? []).OfType<FileField>().SelectMany(f => FieldCheck.Codes(Draft.Answer(f.Code)))
        .Select(id => Guid.TryParse(id, out var key) ? Draft.Files.GetValueOrDefault(key) : null).OfType<AttachedFile>().Where(f => f.Standing is not FileStanding.Received)];

    /// <summary>Until when the bytes of files may come that are named in a submission now; null when they must be there.</summary>
    public Instant? FilesUntil(Instant now) => Window.Check(now) is null ? AwaitedFile.UntilOf(Edition, Window.End(now), now) : null;

    /// <summary>The field of either form, or of a question, that has this code; null when there is none.</summary>
    public FormField? Field(string code) => Draft.Field(code) ?? Registration?.Field(code);
}

/// <summary>Values of answers as text of the database: one text per value, so that equal answers are equal texts.</summary>
internal static class AnswerText
{
    public static string Of(JsonNode? value) => Encoding.UTF8.GetString(CanonicalJson.Bytes(value));
    public static JsonNode? Read(string text) => JsonNode.Parse(text);
}

/// <summary>Fetches dossiers with all that belongs to them, in the same number of queries for one and for many.</summary>
internal static class DossierDesks
{
    /// <param name="which">Begins with who may see them.</param>
    /// <param name="tracked">True to change the dossiers and save them.</param>
    /// <exception cref="InvalidOperationException">The published edition no longer has the category of one of them.</exception>
    public static async Task<IReadOnlyList<DossierDesk>> DesksAsync(
        this BangVangDb db, EditionBook book, IQueryable<Dossier> which, Instant now, CancellationToken ct, bool tracked = false)
    {
        var dossiers = await (tracked ? which : which.AsNoTracking()).ToListAsync(ct);
        if (dossiers.Count == 0) return [];
        var ids = dossiers.Select(d => d.Id).ToArray();
        var enterpriseIds = dossiers.Select(d => d.EnterpriseId).Distinct().ToArray();
        var keys = dossiers.Select(d => d.EditionKey).Distinct().ToArray();

        var enterprises = await db.Enterprises.AsNoTracking().Where(e => enterpriseIds.Contains(e.Id)).ToDictionaryAsync(e => e.Id, ct);
        var answers = (await db.DossierAnswers.AsNoTracking().Where(a => ids.Contains(a.DossierId)).ToListAsync(ct)).ToLookup(a => a.DossierId);
        var files = (await FilesAsync(db, ids, now, ct)).ToLookup(f => f.DossierId, f => f.File);
        var currentIds = dossiers.Select(d => d.CurrentVersionId).OfType<Guid>().ToArray();
        var current = await db.DossierVersions.AsNoTracking().Where(v => currentIds.Contains(v.Id))
            .Select(v => new { v.DossierId, Head = new VersionHead(v.Id, v.Number, v.SubmittedAt, v.SubmittedBy, v.Sha256) }).ToDictionaryAsync(v => v.DossierId, v => v.Head, ct);
        var supplements = (await db.Supplements.AsNoTracking().Where(s => ids.Contains(s.DossierId)).ToListAsync(ct)).ToLookup(s => s.DossierId);
        var entries = await EntriesAsync(db, enterpriseIds, keys, ct);
        var editions = new Dictionary<string, PublishedEdition>();
        foreach (var key in keys)
            editions[key] = await book.CurrentAsync(key, ct) ?? throw new InvalidOperationException($"Edition {key} has dossiers and is not published.");

        return [.. dossiers.Select(d => Desk(d, editions[d.EditionKey], enterprises[d.EnterpriseId], [.. answers[d.Id]], [.. files[d.Id]],
            supplements[d.Id].OrderByDescending(s => s.RequestedAt).FirstOrDefault(), current.GetValueOrDefault(d.Id), entries, now))];
    }

    /// <summary>One dossier; null when <paramref name="which"/> holds none.</summary>
    public static async Task<DossierDesk?> DeskAsync(
        this BangVangDb db, EditionBook book, IQueryable<Dossier> which, Instant now, CancellationToken ct, bool tracked = false) =>
        (await db.DesksAsync(book, which, now, ct, tracked)).SingleOrDefault();

    private static DossierDesk Desk(
        Dossier dossier, PublishedEdition published, Enterprise enterprise, IReadOnlyList<DossierAnswer> answers, IReadOnlyList<AttachedFile> files,
        Supplement? supplement, VersionHead? current, IReadOnlyList<Entry> entries, Instant now)
    {
        var edition = published.Edition;
        var category = edition.Category(dossier.WrittenCategoryCode)
            ?? throw new InvalidOperationException($"Edition {edition.Key} has no category {dossier.WrittenCategoryCode}, which dossier {dossier.Reference} is in.");
        var window = SubmissionWindow.Of(edition, supplement, now);
        var values = answers.ToDictionary(a => a.FieldCode, a => AnswerText.Read(a.Value));
        var filesById = files.ToDictionary(f => f.Id);
        var others = entries.Where(e => e.Id != dossier.Id && e.EnterpriseId == dossier.EnterpriseId && e.EditionKey == dossier.EditionKey).ToList();
        var counts = (others.Count, others.Count(e => e.CategoryCode == dossier.CategoryCode));

        var form = window.Phase is { } phase ? edition.FormFor(phase.Code, category.Code) : null;
        return new(dossier, published, enterprise, answers.ToDictionary(a => a.FieldCode),
            new DossierDraft(edition, category, form, enterprise, values, filesById, counts),
            edition.PreliminaryRegistration is null ? null : new DossierDraft(edition, category, Registration.FormOf(edition), enterprise, values, filesById, counts),
            window, current);
    }

    private sealed record Entry(Guid Id, Guid EnterpriseId, string EditionKey, string CategoryCode);

    /// <summary>What stands submitted of these applicants: withdrawn dossiers and drafts are no entries.</summary>
    private static Task<List<Entry>> EntriesAsync(BangVangDb db, Guid[] enterpriseIds, string[] keys, CancellationToken ct) => db.Dossiers.AsNoTracking()
        .Where(d => enterpriseIds.Contains(d.EnterpriseId) && keys.Contains(d.EditionKey) && d.SubmittedAt != null && d.State != DossierState.Withdrawn)
        .Select(d => new Entry(d.Id, d.EnterpriseId, d.EditionKey, d.CategoryCode)).ToListAsync(ct);

    /// <summary>Files that were sent, and files that were named and whose bytes may still come.</summary>
    private static async Task<List<(Guid DossierId, AttachedFile File)>> FilesAsync(BangVangDb db, Guid[] ids, Instant now, CancellationToken ct)
    {
        var sent = await (
            from a in db.DossierFiles.AsNoTracking()
            join f in db.StoredFiles on a.FileId equals f.Id
            where ids.Contains(a.DossierId)
            select new { a.DossierId, f.Id, f.Name, f.Bytes, f.Sha256, f.Kind }).ToListAsync(ct);
        var named = await db.AwaitedFiles.AsNoTracking().Where(f => ids.Contains(f.DossierId)).ToListAsync(ct);
        var byHash = named.Select(f => f.Id).ToHashSet();
        return
        [
            .. sent.Where(r => !byHash.Contains(r.Id)).Select(r => (r.DossierId, new AttachedFile(r.Id, r.Name, r.Bytes, r.Sha256, r.Kind))),
            .. named.Select(f => (f.DossierId, new AttachedFile(f.Id, f.Name, f.Bytes, f.Sha256, f.Kind) { Standing = f.StandingAt(now), IsNamed = true, UntilAt = f.UntilAt })),
        ];
    }
}
