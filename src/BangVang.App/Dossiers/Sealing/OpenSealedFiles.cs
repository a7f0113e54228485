using BangVang.App.Editions;
using BangVang.App.Files;
using BangVang.App.Files.Sealing;
using BangVang.App.Kernel;
using BangVang.App.Ports;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using BangVang.Proof.Age;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Dossiers.Sealing;

/// <summary>
/// Decrypts the files of editions whose opening is on record, one after the other: each is compared with the hash in the applicant's receipt and safe in the
/// store before it counts as open, so that whatever was interrupted goes on where it stopped. A file that cannot be opened is named and stops none of the others.
/// </summary>
public sealed class OpenSealedFiles(BangVangDb db, EditionBook book, IFileStore store, FileStoreOptions places, IClock clock, TimeProvider time)
{
    private static readonly Duration Claim = Duration.FromMinutes(10);

    /// <returns>How many files were opened.</returns>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        var opened = 0;
        while (await ClaimAsync(ct) is { } editionKey) opened += await OpenAsync(editionKey, ct);
        return opened;
    }

    private async Task<string?> ClaimAsync(CancellationToken ct)
    {
        var now = time.Now();
        // A file may have been sealed in the very moment of the opening, and then comes after the end.
        var open = await db.SealingOpenings.AsNoTracking().Where(o => (o.ClaimedUntil == null || o.ClaimedUntil <= now)
                && (o.FinishedAt == null || db.SealedFiles.Any(f => f.EditionKey == o.EditionKey && f.OpenedAt == null && f.Problem == null)))
            .OrderBy(o => o.OpenedAt).FirstOrDefaultAsync(ct);
        return open is not null && await Own(open.EditionKey).Where(o => o.ClaimedUntil == open.ClaimedUntil).ExecuteUpdateAsync(o => o.SetProperty(x => x.ClaimedUntil, now + Claim), ct) == 1 ? open.EditionKey : null;
    }

    private async Task<int> OpenAsync(string editionKey, CancellationToken ct)
    {
        var opened = 0;
        try
        {
            var identity = await RestoreAsync(editionKey, ct);
            while (await NextAsync(editionKey, ct) is { } next)
            {
                var problem = await OpenAsync(next.Sealed, next.File, identity, ct);
                var (now, until) = (clock.GetCurrentInstant(), time.Now() + Claim);
                await db.SealedFiles.Where(f => f.FileId == next.File.Id).ExecuteUpdateAsync(f => f
                    .SetProperty(x => x.OpenedAt, problem == null ? now : (Instant?)null).SetProperty(x => x.Problem, problem), ct);
                await Own(editionKey).ExecuteUpdateAsync(o => o.SetProperty(x => x.ClaimedUntil, until), ct);
                if (problem is null) opened++;
            }
            await FinishAsync(editionKey, ct);
            return opened;
        }
        catch
        {
            // The next look need not wait for the claim to end.
            await Own(editionKey).ExecuteUpdateAsync(o => o.SetProperty(x => x.ClaimedUntil, time.Now() + Duration.FromSeconds(30)), CancellationToken.None);
            throw;
        }
    }

    private async Task<(SealedFile Sealed, StoredFile File)?> NextAsync(string editionKey, CancellationToken ct)
    {
        var next = await (
            from s in db.SealedFiles.AsNoTracking()
            join f in db.StoredFiles on s.FileId equals f.Id
            where s.EditionKey == editionKey && s.OpenedAt == null && s.Problem == null
            orderby s.FileId
            select new { Sealed = s, File = f }).FirstOrDefaultAsync(ct);
        return next is null ? null : (next.Sealed, next.File);
    }

    private async Task<AgeIdentity> RestoreAsync(string editionKey, CancellationToken ct)
    {
        var sealing = (await book.CurrentAsync(editionKey, ct))!.Edition.Sealing!;
        var shares = await db.SealingShares.AsNoTracking().Where(s => s.EditionKey == editionKey).OrderBy(s => s.Number).Select(s => s.Share).ToListAsync(ct);
        // Each share was compared with its fingerprint when it came in.
        return SealingKey.Restore(AgeRecipient.TryParse(sealing.Recipient)!, [.. shares.Select(s => TrusteeShare.TryParse(s)!)])
            ?? throw new InvalidOperationException($"The shares of {editionKey} do not restore its key.");
    }

    /// <returns>Null when the file is open, otherwise the code of what stands against it.</returns>
    private async Task<string?> OpenAsync(SealedFile sealedFile, StoredFile file, AgeIdentity identity, CancellationToken ct)
    {
        await using var stored = await store.OpenAsync(sealedFile.Sha256, ct);
        if (stored is null) return "sealing.file_missing";
        await using var incoming = IncomingFile.Create(places);
        FileContent kept;
        try
        {
            kept = await incoming.WriteAsync(to => Task.Run(() =>
            {
                using var content = AgeFile.OpenRead(stored, [identity], leaveOpen: true);
                content.CopyTo(to);
            }, ct), ct);
        }
        catch (AgeException) { return "sealing.file_damaged"; }
        if (kept.Sha256 != file.Sha256 || kept.Bytes != file.Bytes) return "sealing.file_is_another";
        await store.TakeAsync(incoming.Path, file.Sha256, ct);
        return null;
    }

    private async Task FinishAsync(string editionKey, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        var counts = await db.SealedFiles.Where(f => f.EditionKey == editionKey).GroupBy(f => f.OpenedAt != null).Select(g => new { IsOpen = g.Key, Count = g.Count() }).ToListAsync(ct);
        db.Audit(Actor.Console, now, "sealing.files_opened", editionKey, editionKey, string.Join(", ", counts.OrderByDescending(c => c.IsOpen).Select(c => $"{c.Count} {(c.IsOpen ? "open" : "not")}")));
        await Own(editionKey).ExecuteUpdateAsync(o => o.SetProperty(x => x.FinishedAt, now).SetProperty(x => x.ClaimedUntil, (Instant?)null), ct);
        await db.SaveChangesAsync(ct);
    }

    private IQueryable<SealingOpening> Own(string editionKey) => db.SealingOpenings.Where(o => o.EditionKey == editionKey);
}

/// <summary>Lets files be tried again that could not be opened, after a copy was put back in their place.</summary>
public sealed class RetrySealedFiles(BangVangDb db, IClock clock)
{
    public async Task<Problem?> RunAsync(Actor actor, string editionKey, CancellationToken ct)
    {
        if (!actor.Is(Role.Secretariat, editionKey) && !actor.Is(Role.Chair, editionKey)) return Problem.Forbidden("sealing.only_officers");
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var count = await db.SealedFiles.Where(f => f.EditionKey == editionKey && f.Problem != null).ExecuteUpdateAsync(f => f.SetProperty(x => x.Problem, (string?)null), ct);
        if (count == 0) return Problem.Conflict("sealing.nothing_to_retry");
        db.Audit(actor, clock.GetCurrentInstant(), "sealing.retried", editionKey, editionKey, $"{count} files");
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return null;
    }
}
