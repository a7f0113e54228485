using BangVang.App.Dossiers.Sealing;
using BangVang.App.Editions;
using BangVang.App.Files;
using BangVang.App.Storage;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using Microsoft.EntityFrameworkCore;

namespace BangVang.App.Dossiers;

/// <summary>How much of a submitted dossier somebody reads whose right comes from a later word.</summary>
public enum DossierReading
{
    None,
    /// <summary>The version that counts, without what the form hides from jurors.</summary>
    AsJuror,
    /// <summary>Every submitted version, whole.</summary>
    Submitted,
}

/// <summary>
/// A later word's say on who reads a submitted dossier: jurors by their assignments, officers by an appeal. Registered as
/// services of the installation; the widest answer counts.
/// </summary>
public sealed record DossierReader(Func<BangVangDb, Actor, Guid, CancellationToken, Task<DossierReading>> ReadingAsync);

/// <summary>Decides on each reading of one file of one dossier. What may not be read looks as if it did not exist.</summary>
public sealed class ReadDossierFile(BangVangDb db, EditionBook book, IEnumerable<DossierReader> readers)
{
    public async Task<Result<StoredFile>> RunAsync(Actor actor, Guid dossierId, Guid fileId, CancellationToken ct)
    {
        var attached = await db.DossierFiles.AsNoTracking().SingleOrDefaultAsync(a => a.DossierId == dossierId && a.FileId == fileId, ct);
        if (attached is null || !await MayReadAsync(actor, attached, ct)) return Problem.NotFound("dossiers.file_not_found");
        if (await db.SealedFiles.AsNoTracking().AnyAsync(s => s.FileId == fileId && s.OpenedAt == null, ct)) return await db.StillSealedAsync(book, dossierId, fileId, ct);
        // Named by its hash, and its bytes are not here: a hash opens nothing.
        return await db.StoredFiles.AsNoTracking().SingleOrDefaultAsync(f => f.Id == fileId, ct) is { } kept ? kept : Problem.NotFound("dossiers.file_not_here_yet");
    }

    private async Task<bool> MayReadAsync(Actor actor, DossierFile file, CancellationToken ct)
    {
        if (!actor.IsSignedIn) return false;
        if (await db.OwnDossiers(actor).AnyAsync(d => d.Id == file.DossierId, ct)) return true;
        if (file.SubmittedIn is null) return false;
        if (await db.DossiersVisibleTo(actor).AnyAsync(d => d.Id == file.DossierId, ct)) return true;

        var reading = DossierReading.None;
        foreach (var reader in readers)
            if (await reader.ReadingAsync(db, actor, file.DossierId, ct) is var found && found > reading) reading = found;
        return reading is DossierReading.Submitted || (reading is DossierReading.AsJuror && await IsShownToJurorsAsync(file, ct));
    }

    /// <summary>The file stands in the version that counts, in a field that is not hidden from jurors.</summary>
    private async Task<bool> IsShownToJurorsAsync(DossierFile file, CancellationToken ct)
    {
        if ((await db.ContentsAsync(db.Dossiers.Where(d => d.Id == file.DossierId), ct)).GetValueOrDefault(file.DossierId) is not { } content) return false;
        var edition = (await book.CurrentAsync(content.Edition, ct))!.Edition;
        var fields = edition.Forms.SelectMany(f => f.Fields).ToLookup(f => f.Code);
        return content.Files.Any(f => f.Id == file.FileId && fields[f.Field].Any() && fields[f.Field].All(definition => !definition.HiddenFromJurors));
    }
}
