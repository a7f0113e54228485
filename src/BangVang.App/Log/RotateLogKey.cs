using System.Text.Json.Nodes;
using BangVang.App.Kernel;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using BangVang.Proof.Notes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NodaTime;

namespace BangVang.App.Log;

/// <summary>What came of a change of keys.</summary>
/// <param name="Size">Of the last checkpoint under the old key.</param>
public sealed record LogKeyRotation(string Origin, string Retired, string Key, long Size);

/// <summary>
/// Gives the log a new key under its old name. The old one signs a last checkpoint and names its successor; then its secret is gone. No
/// server may be signing meanwhile. Ended half-way, it is finished by doing it again.
/// </summary>
public sealed class RotateLogKey(BangVangDb db, LogSigner signer, IOptions<InstallationOptions> options, IClock clock, TimeProvider time)
{
    /// <summary>Kind of the log's own entry on it; it belongs to no edition.</summary>
    public const string Happened = "log.key_rotated";

    public async Task<Result<LogKeyRotation>> RunAsync(CancellationToken ct)
    {
        if (signer.IsInDevice) return Problem.Conflict("log.key_in_device");
        var own = signer.Key.ToString();
        if (await db.RetiredLogKeys.AsNoTracking().SingleOrDefaultAsync(k => k.Retired == own, ct) is { } begun) return await FinishAsync(begun, ct);

        while (await new GrowLog(db, signer, time).RunAsync(ct) == GrowLog.Most) { }
        var next = LogSigner.MakeNext(options.Value.KeysDirectory, signer.Origin);
        var size = await db.LogTreeSizeAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // Whoever grows the tree holds this row: no checkpoint comes in between.
        if (await db.Database.ExecuteSqlAsync($"UPDATE log_tree SET size = size WHERE id = 1 AND size = {size}", ct) == 0) return Problem.Conflict("log.rotation_in_use");
        var now = clock.GetCurrentInstant();
        var retired = new RetiredLogKey
        {
            Size = size, Retired = own, Successor = next.Key.ToString(), At = now, Succession = signer.NameSuccessor(next.Key, size).ToString(),
        };
        db.RetiredLogKeys.Add(retired);
        db.Audit(Actor.Console, now, Happened, retired.Size, null, $"{signer.Key} → {next.Key}");
        db.Log(now, Happened, "", size, new JsonObject { ["retired"] = retired.Retired, ["successor"] = retired.Successor, ["size"] = size });
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return await FinishAsync(retired, ct);
    }

    /// <summary>Puts the new key in the old one's place and signs with it.</summary>
    private async Task<Result<LogKeyRotation>> FinishAsync(RetiredLogKey retired, CancellationToken ct)
    {
        var next = LogSigner.MakeNext(options.Value.KeysDirectory, signer.Origin);
        if (next.Key.ToString() != retired.Successor) return Problem.Conflict("log.successor_missing").With("key", retired.Successor);
        LogSigner.InstallNext(options.Value.KeysDirectory);
        while (await new GrowLog(db, next, time).RunAsync(ct) == GrowLog.Most) { }
        return new LogKeyRotation(signer.Origin, retired.Retired, retired.Successor, retired.Size);
    }
}
