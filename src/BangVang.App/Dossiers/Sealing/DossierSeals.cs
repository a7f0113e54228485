using BangVang.App.Editions;
using BangVang.App.Files;
using BangVang.App.Files.Sealing;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using BangVang.Proof.Age;
using Microsoft.EntityFrameworkCore;

namespace BangVang.App.Dossiers.Sealing;

/// <summary>Whether files of a dossier are sealed, and why one cannot be read.</summary>
public static class DossierSeals
{
    /// <summary>The key of the edition, until it was opened.</summary>
    public static async Task<SealTo?> OfAsync(BangVangDb db, FilePurpose purpose, CancellationToken ct)
    {
        if (await db.Dossiers.AsNoTracking().Where(d => d.Id == purpose.SubjectId).Select(d => d.EditionKey).SingleOrDefaultAsync(ct) is not { } key) return null;
        if ((await new EditionBook(db).CurrentAsync(key, ct))?.Edition.Sealing is not { } sealing || await db.SealingOpenings.AnyAsync(o => o.EditionKey == key, ct)) return null;
        return new(key, AgeRecipient.TryParse(sealing.Recipient) ?? throw new InvalidOperationException($"Edition {key} is sealed with something that is no key."));
    }

    /// <summary>The answer to whoever may read a file that is still sealed.</summary>
    internal static async Task<Problem> StillSealedAsync(this BangVangDb db, EditionBook book, Guid dossierId, Guid fileId, CancellationToken ct)
    {
        // Nobody waits for a file that was tried and stays closed until somebody mends it.
        if (await db.SealedFiles.AnyAsync(s => s.FileId == fileId && s.Problem != null, ct)) return Problem.NotNow("sealing.not_opened");
        var key = await db.Dossiers.AsNoTracking().Where(d => d.Id == dossierId).Select(d => d.EditionKey).SingleAsync(ct);
        if (await db.SealingOpenings.AnyAsync(o => o.EditionKey == key, ct)) return Problem.NotNow("sealing.being_opened");
        return (await book.CurrentAsync(key, ct))?.Edition.SealedUntil is { } until ? Problem.NotNow("sealing.still_sealed").With("at", until) : Problem.NotNow("sealing.sealed_without_day");
    }
}
