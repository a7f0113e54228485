using System.Text;
using System.Text.Json.Nodes;
using BangVang.App.Editions;
using BangVang.App.Storage;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Kernel;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Dossiers;

/// <summary>A dossier in the list of those who write on it.</summary>
/// <param name="Done">Sections of the form that are done or need nothing.</param>
public sealed record OwnDossierRow(DossierDesk Desk, int Done, int Sections);

/// <summary>Somebody who writes on a dossier.</summary>
public sealed record ColleagueRow(Guid PersonId, string FullName, string Email, bool IsStarter);

/// <summary>An invitation that is still open.</summary>
public sealed record OpenInvitationRow(Guid Id, string Email, Instant ExpiresAt);

/// <summary>A colleague who saved something in a section a moment ago.</summary>
public sealed record EditorHint(string FieldCode, string FullName, Instant At);

/// <summary>A dossier with the people around it.</summary>
public sealed record DossierHub(
    DossierDesk Desk, IReadOnlyList<ColleagueRow> Colleagues, IReadOnlyList<OpenInvitationRow> Invitations, IReadOnlyList<VersionHead> Versions,
    IReadOnlyList<EditorHint> Editors)
{
    /// <summary>Who else saved in these fields within the last moments; null when nobody.</summary>
    public EditorHint? EditorOf(IEnumerable<string> fieldCodes) => Editors.FirstOrDefault(e => fieldCodes.Contains(e.FieldCode));
}

/// <summary>A dossier that is not submitted, for reminders to those who write on it; officers never see it.</summary>
/// <param name="IsComplete">Nothing stands against submitting it now.</param>
public sealed record UnsubmittedDossier(Guid Id, string Reference, string ProductName, bool IsComplete, Instant? EndsAt, IReadOnlyList<Guid> PersonIds);

/// <summary>Where a submission stands in the public log, and what opens its commitment: SHA-256 of salt and payload is in the entry.</summary>
/// <param name="Payload">Canonical JSON.</param>
/// <param name="Salt">64 hexadecimal digits.</param>
/// <param name="Entry">Canonical JSON of the log's leaf.</param>
public sealed record SubmissionProof(long Seq, string Payload, string Salt, string Entry)
{
    public JsonObject ToJson() => new() { ["seq"] = Seq, ["payload"] = Payload, ["salt"] = Salt, ["entry"] = Entry };
}

public static class DossierQueries
{
    /// <summary>For so long after a save somebody counts as editing.</summary>
    public static readonly Duration EditingFor = Duration.FromMinutes(2);

    /// <summary>The dossiers the actor writes on, newest first, with how far each is. As many queries for twenty as for one.</summary>
    public static async Task<IReadOnlyList<OwnDossierRow>> OwnDossierRowsAsync(this BangVangDb db, EditionBook book, Actor actor, Instant now, CancellationToken ct)
    {
        var own = db.OwnDossiers(actor).OrderByDescending(d => d.CreatedAt).ThenByDescending(d => d.Id).Take(200);
        return [.. (await db.DesksAsync(book, own, now, ct)).Select(d => new OwnDossierRow(
            d, d.Draft.Sections.Count(s => s.State is SectionState.Done or SectionState.Optional), d.Draft.Sections.Count))];
    }

    /// <summary>One dossier with everything its writers see; null when the actor does not write on it.</summary>
    public static async Task<DossierHub?> DossierHubAsync(this BangVangDb db, EditionBook book, Actor actor, Guid id, Instant now, CancellationToken ct)
    {
        if (await db.DeskAsync(book, db.OwnDossiers(actor).Where(d => d.Id == id), now, ct) is not { } desk) return null;
        var recent = desk.Answers.Values.Where(a => now - a.SavedAt < EditingFor && a.SavedBy != actor.PersonId).OrderByDescending(a => a.SavedAt).ToList();
        var writers = recent.Select(a => a.SavedBy).Distinct().ToArray();
        var people = await (
            from p in db.People.AsNoTracking()
            where writers.Contains(p.Id) || db.DossierMembers.Any(m => m.DossierId == id && m.PersonId == p.Id)
            orderby p.SortKey, p.Id
            select new { p.Id, p.FullName, p.Email, IsMember = db.DossierMembers.Any(m => m.DossierId == id && m.PersonId == p.Id) }).ToListAsync(ct);
        var names = people.ToDictionary(p => p.Id, p => p.FullName);
        return new(desk,
            [.. people.Where(p => p.IsMember).Select(p => new ColleagueRow(p.Id, p.FullName, p.Email, p.Id == desk.Dossier.CreatedBy))],
            await db.DossierInvitations.AsNoTracking().Where(i => i.DossierId == id && i.AcceptedAt == null && i.RevokedAt == null)
                .OrderBy(i => i.CreatedAt).Select(i => new OpenInvitationRow(i.Id, i.Email, i.ExpiresAt)).ToListAsync(ct),
            await db.VersionHeadsAsync(id, ct),
            [.. recent.Select(a => new EditorHint(a.FieldCode, names[a.SavedBy], a.SavedAt))]);
    }

    /// <summary>All versions of a dossier of one's own, newest first, with their content; empty for everyone else's.</summary>
    public static Task<List<DossierVersion>> OwnVersionsAsync(this BangVangDb db, Actor actor, Guid id, CancellationToken ct) => db.DossierVersions.AsNoTracking()
        .Where(v => v.DossierId == id && db.OwnDossiers(actor).Any(d => d.Id == v.DossierId))
        .OrderByDescending(v => v.Number).ToListAsync(ct);

    /// <summary>The files of a dossier that were named by their hash, by id. The caller has decided that its reader may read the dossier.</summary>
    public static Task<Dictionary<Guid, AwaitedFile>> NamedFilesAsync(this BangVangDb db, Guid id, CancellationToken ct) =>
        db.AwaitedFiles.AsNoTracking().Where(f => f.DossierId == id).ToDictionaryAsync(f => f.Id, ct);

    /// <summary>What opens the commitment that the public log holds to a version. The caller has decided that its reader may read the version.</summary>
    public static async Task<SubmissionProof?> SubmissionProofAsync(this BangVangDb db, Guid id, DossierVersion version, CancellationToken ct)
    {
        var subject = id.ToString();
        var events = await db.LogEvents.AsNoTracking().Where(e => e.Subject == subject && e.Kind == "dossier.submitted").OrderBy(e => e.Seq).ToListAsync(ct);
        return events.Where(e => (int?)JsonNode.Parse(e.Payload)?["version"] == version.Number)
            .Select(e => new SubmissionProof(e.Seq, Encoding.UTF8.GetString(e.Payload), Convert.ToHexStringLower(e.Salt), Encoding.UTF8.GetString(e.Entry))).SingleOrDefault();
    }

    /// <summary>The version that counts of each of these dossiers. <paramref name="which"/> begins with who may see them.</summary>
    public static async Task<IReadOnlyDictionary<Guid, DossierContent>> ContentsAsync(this BangVangDb db, IQueryable<Dossier> which, CancellationToken ct) =>
        (await db.DossierVersions.AsNoTracking().Where(v => which.Any(d => d.CurrentVersionId == v.Id)).Select(v => new { v.DossierId, v.Content }).ToListAsync(ct))
            .ToDictionary(v => v.DossierId, v => DossierContent.Read(v.Content));

    /// <summary>The dossiers of an edition that are not submitted, complete ones marked. For the jobs that remind; not for anybody's eyes but their writers'.</summary>
    public static async Task<IReadOnlyList<UnsubmittedDossier>> UnsubmittedDossiersAsync(this BangVangDb db, EditionBook book, string editionKey, Instant now, CancellationToken ct)
    {
        var drafts = db.Dossiers.Where(d => d.EditionKey == editionKey && d.State == DossierState.Draft);
        var desks = await db.DesksAsync(book, drafts, now, ct);
        var members = (await db.DossierMembers.AsNoTracking().Where(m => drafts.Any(d => d.Id == m.DossierId)).ToListAsync(ct)).ToLookup(m => m.DossierId, m => m.PersonId);
        return [.. desks.OrderBy(d => d.Dossier.Reference, StringComparer.Ordinal).Select(d => new UnsubmittedDossier(
            d.Dossier.Id, d.Dossier.Reference, d.Dossier.ProductName, d.MaySubmit(now), d.Window.End(now), [.. members[d.Dossier.Id]]))];
    }

    /// <summary>Those of <see cref="UnsubmittedDossiersAsync"/> whose writers need only press the button.</summary>
    public static async Task<IReadOnlyList<UnsubmittedDossier>> CompleteButNotSubmittedAsync(this BangVangDb db, EditionBook book, string editionKey, Instant now, CancellationToken ct) =>
        [.. (await db.UnsubmittedDossiersAsync(book, editionKey, now, ct)).Where(d => d.IsComplete)];

    private static Task<List<VersionHead>> VersionHeadsAsync(this BangVangDb db, Guid id, CancellationToken ct) => db.DossierVersions.AsNoTracking()
        .Where(v => v.DossierId == id).OrderByDescending(v => v.Number)
        .Select(v => new VersionHead(v.Id, v.Number, v.SubmittedAt, v.SubmittedBy, v.Sha256)).ToListAsync(ct);
}
