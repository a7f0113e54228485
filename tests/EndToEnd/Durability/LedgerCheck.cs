using System.Text.RegularExpressions;
using BangVang.App.Dossiers;
using BangVang.App.Files;
using BangVang.App.Storage;
using Microsoft.EntityFrameworkCore;

namespace BangVang.EndToEnd.Durability;

/// <summary>Compares what the applicants were told with what the database and the file store hold.</summary>
public sealed partial class LedgerCheck(Func<BangVangDb> open, DiskFileStore store)
{
    private readonly HashSet<string> soundFiles = [];
    private readonly HashSet<(Guid, int)> readVersions = [];

    /// <returns>Everything that was acknowledged and is not there, in words; empty when nothing was lost.</returns>
    public async Task<IReadOnlyList<string>> LossesAsync(IReadOnlyList<Applicant> applicants)
    {
        var losses = new List<string>();
        await using var db = open();
        var ids = applicants.Select(a => a.DossierId).ToArray();
        var answers = await db.DossierAnswers.AsNoTracking().Where(a => ids.Contains(a.DossierId)).ToDictionaryAsync(a => (a.DossierId, a.FieldCode), a => a.Value);
        var files = (await db.StoredFiles.AsNoTracking().Where(f => ids.Contains(f.SubjectId)).ToListAsync()).ToLookup(f => f.SubjectId);
        var attached = await db.DossierFiles.Where(f => ids.Contains(f.DossierId)).Select(f => new { f.DossierId, f.FileId }).ToListAsync();
        var versions = await db.DossierVersions.Where(v => ids.Contains(v.DossierId)).Select(v => new { v.DossierId, v.Number, v.Sha256 }).ToDictionaryAsync(v => (v.DossierId, v.Number), v => v.Sha256);
        foreach (var (applicant, id) in applicants.Select(a => (a, a.DossierId)))
        {
            foreach (var (code, field) in applicant.Told.Fields.Where(f => f.Value.Saved > 0))
                if (NumberOf(answers.GetValueOrDefault((id, code))) is var kept && (kept < field.Saved || kept > field.Sent)) losses.Add($"{id} {code}: {field.Saved} was saved, {kept} is kept");
            foreach (var file in applicant.Told.Files)
                if (!files[id].Any(f => f.Sha256 == file.Sha256 && (file.Id is null || f.Id == file.Id))) losses.Add($"{id}: file {file.Sha256} was received and is unknown");
                else if (!soundFiles.Contains(file.Sha256) && await store.VerifyAsync(file.Sha256, default) is not App.Ports.FileCheck.Sound and var check) losses.Add($"{id}: file {file.Sha256} is {check}");
                else soundFiles.Add(file.Sha256);
            losses.AddRange(applicant.Told.Attached.Where(f => !attached.Any(a => a.DossierId == id && a.FileId == f)).Select(f => $"{id}: file {f} was attached and is not"));
            foreach (var (number, sha256) in applicant.Told.Receipts)
                if (!versions.TryGetValue((id, number), out var kept) || (sha256 is not null && kept != sha256)) losses.Add($"{id}: version {number} was acknowledged as {sha256}, kept is {kept}");
            losses.AddRange(await UploadLossesAsync(db, applicant.Told.Upload));
        }
        losses.AddRange(await ContentLossesAsync(db, ids));
        losses.AddRange(await LogLossesAsync(db, ids, versions.Count));
        return losses;
    }

    private async Task<IReadOnlyList<string>> UploadLossesAsync(BangVangDb db, UploadEntry? told)
    {
        if (told is null) return [];
        var upload = await db.Uploads.AsNoTracking().SingleOrDefaultAsync(u => u.Id == told.Id);
        return upload is not null && upload.Received >= told.Received ? [] : [$"upload {told.Id}: {told.Received} bytes were acknowledged, {upload?.Received} are counted"];
    }

    /// <summary>The text of each version is read once: it never changes, and the doctor reads all of them at the end.</summary>
    private async Task<IReadOnlyList<string>> ContentLossesAsync(BangVangDb db, Guid[] dossiers)
    {
        var losses = new List<string>();
        foreach (var version in await db.DossierVersions.AsNoTracking().Where(v => dossiers.Contains(v.DossierId)).OrderByDescending(v => v.SubmittedAt).Take(2 * dossiers.Length).ToListAsync())
            if (readVersions.Add((version.DossierId, version.Number)) && DossierContent.HashOf(version.Content) != version.Sha256) losses.Add($"{version.DossierId}: version {version.Number} is not what its hash says");
        return losses;
    }

    private static async Task<IReadOnlyList<string>> LogLossesAsync(BangVangDb db, Guid[] dossiers, int versions)
    {
        var subjects = dossiers.Select(d => d.ToString()).ToArray();
        var seqs = await db.LogEvents.OrderBy(e => e.Seq).Select(e => e.Seq).ToListAsync();
        var events = await db.LogEvents.CountAsync(e => e.Kind == "dossier.submitted" && subjects.Contains(e.Subject));
        var losses = new List<string>();
        if (!seqs.SequenceEqual(Enumerable.Range(0, seqs.Count).Select(i => (long)i))) losses.Add("the log has a gap");
        if (await db.LogSizeAsync(default) != seqs.Count) losses.Add("the head of the log does not count its entries");
        if (events != versions) losses.Add($"{versions} versions, {events} entries of the log");
        return losses;
    }

    /// <summary>The number at the end of a value; 0 when there is none.</summary>
    private static int NumberOf(string? value) => value is not null && Number().Match(value) is { Success: true } found
        ? int.Parse(found.Value, System.Globalization.CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(@"\d+(?=""?$)")]
    private static partial Regex Number();
}
