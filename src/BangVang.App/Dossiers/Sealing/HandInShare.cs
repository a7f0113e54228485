using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using BangVang.App.Editions;
using BangVang.App.Storage;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Proof.Age;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Dossiers.Sealing;

/// <summary>How far the opening is.</summary>
/// <param name="Missing">Trustees who are still needed; 0 when the files are being opened.</param>
public sealed record HandedIn(string Trustee, int Missing);

/// <summary>
/// Takes a trustee's share, not before the day of the opening. With the last one that is needed the opening is on record, in the audit and in
/// the public log, and a job opens the files.
/// </summary>
public sealed class HandInShare(BangVangDb db, EditionBook book, IClock clock)
{
    public async Task<Result<HandedIn>> RunAsync(Actor actor, string editionKey, string? text, CancellationToken ct)
    {
        if (actor.PersonId is not { } me || !(actor.Is(Role.Secretariat, editionKey) || actor.Is(Role.Chair, editionKey))) return Problem.Forbidden("sealing.only_officers");
        var edition = (await book.CurrentAsync(editionKey, ct))?.Edition;
        if (edition?.Sealing is not { } sealing) return Problem.NotFound("sealing.not_sealed");
        var now = clock.GetCurrentInstant();
        if (edition.SealedUntil is not { } until) return Problem.NotNow("sealing.sealed_without_day");
        if (now < until) return Problem.NotNow("sealing.too_early").With("at", until);
        if (await db.SealingOpenings.AnyAsync(o => o.EditionKey == editionKey, ct)) return Problem.Conflict("sealing.already_open");
        if (!Find(sealing, text ?? "").TryGet(out var share, out var problem)) return problem;
        if (await db.SealingShares.AnyAsync(s => s.EditionKey == editionKey && s.Number == share.Number, ct)) return Problem.Conflict("sealing.share_known").With("trustee", sealing.Trustees[share.Number - 1].Name);

        db.SealingShares.Add(new() { EditionKey = editionKey, Number = share.Number, Share = share.ToSecretText(), HandedAt = now, HandedBy = me });
        db.Audit(actor, now, "sealing.share_handed_in", share.Number, editionKey, sealing.Trustees[share.Number - 1].Name);
        await db.SaveChangesAsync(ct);
        // Only now: of two shares handed in at the same moment the later one finds both.
        return new HandedIn(sealing.Trustees[share.Number - 1].Name, await OpenAsync(actor, me, editionKey, sealing, now, ct));
    }

    /// <summary>The share of a trustee of this edition, or what is wrong with the text.</summary>
    private static Result<TrusteeShare> Find(SealingRules sealing, string text)
    {
        if (string.IsNullOrWhiteSpace(text)) return Problem.Invalid("sealing.share_missing", "Share");
        if (TrusteeShare.TryParse(text) is not { } share) return Problem.Invalid("sealing.share_mistyped", "Share");
        if (share.Sealing != SealingKey.NumberOf(AgeRecipient.TryParse(sealing.Recipient)!)) return Problem.Invalid("sealing.share_of_another", "Share");
        if (share.Needed != sealing.Needed || share.Number > sealing.Trustees.Count || share.Fingerprint != sealing.Trustees[share.Number - 1].Share) return Problem.Invalid("sealing.share_wrong", "Share");
        return share;
    }

    /// <returns>How many shares are missing; the opening is on record when none is.</returns>
    private async Task<int> OpenAsync(Actor actor, Guid me, string editionKey, SealingRules sealing, Instant now, CancellationToken ct)
    {
        var numbers = await db.SealingShares.AsNoTracking().Where(s => s.EditionKey == editionKey).Select(s => s.Number).OrderBy(n => n).ToListAsync(ct);
        if (numbers.Count < sealing.Needed) return sealing.Needed - numbers.Count;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // One of two who come together writes it down; the other finds it written.
        if (await db.Database.ExecuteSqlAsync($"INSERT INTO sealing_opening (edition_key, opened_at, opened_by) VALUES ({editionKey}, {now.ToUnixTimeMilliseconds()}, {me}) ON CONFLICT DO NOTHING", ct) == 0) return 0;
        var files = await db.SealedFiles.AsNoTracking().Where(f => f.EditionKey == editionKey).Select(f => f.Sha256).OrderBy(s => s).ToListAsync(ct);
        db.Audit(actor, now, "sealing.opened", editionKey, editionKey, $"{string.Join(", ", numbers)}; {files.Count} files");
        db.Log(now, "sealing.opened", editionKey, editionKey, new JsonObject
        {
            ["recipient"] = sealing.Recipient, ["shares"] = new JsonArray([.. numbers.Select(n => JsonValue.Create(n))]), ["files"] = files.Count,
            // Which encrypted files there were: none can be slipped in or taken out afterwards.
            ["digest"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(string.Concat(files.Select(f => f + "\n"))))),
        });
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return 0;
    }
}
