using BangVang.App.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Log;

/// <summary>How it stands with a witness.</summary>
/// <param name="SignedAt">When it signed last; null when it never has.</param>
/// <param name="Size">Entries of the log that it has signed.</param>
/// <param name="Failure">Why it did not sign when it was asked last; null when it did (<see cref="WitnessFailures"/>).</param>
/// <param name="IsSilent">It has left a checkpoint unsigned for too long.</param>
public sealed record WitnessStanding(Witness Witness, Instant? SignedAt, long Size, string? Failure, bool IsSilent);

/// <summary>Reads of what the witnesses have done. All of it is public.</summary>
public static class WitnessQueries
{
    /// <summary>How it stands with each witness of the settings, in their order.</summary>
    /// <param name="silence">A checkpoint this old should have been signed.</param>
    public static async Task<List<WitnessStanding>> WitnessStandingsAsync(this BangVangDb db, WitnessPolicy policy, Duration silence, Instant now, CancellationToken ct)
    {
        var keys = policy.Witnesses.Select(w => w.Id).ToArray();
        if (keys.Length == 0) return [];
        var last = await db.LogWitnesses.AsNoTracking().Where(w => keys.Contains(w.Witness)).ToDictionaryAsync(w => w.Witness, ct);
        var signed = await db.LogCosignatures.Where(c => keys.Contains(c.Witness)).GroupBy(c => c.Witness).Select(g => new { g.Key, Size = g.Max(c => c.Size) }).ToDictionaryAsync(g => g.Key, g => g.Size, ct);
        var due = await db.OverdueSizeAsync(silence, now, ct);
        return
        [
            .. policy.Witnesses.Select(w => new WitnessStanding(
                w, last.GetValueOrDefault(w.Id)?.SignedAt, signed.GetValueOrDefault(w.Id), last.GetValueOrDefault(w.Id)?.Failure, signed.GetValueOrDefault(w.Id) < due)),
        ];
    }

    /// <summary>How many witnesses of the settings have signed the checkpoint of this size.</summary>
    public static Task<int> CosignedByAsync(this BangVangDb db, long size, WitnessPolicy policy, CancellationToken ct)
    {
        var keys = policy.Witnesses.Select(w => w.Id).ToArray();
        return db.LogCosignatures.CountAsync(c => c.Size == size && keys.Contains(c.Witness), ct);
    }

    /// <summary>Entries that somebody should have signed by now: the size of the newest checkpoint that is older than <paramref name="silence"/>; 0 when none is.</summary>
    public static async Task<long> OverdueSizeAsync(this BangVangDb db, Duration silence, Instant now, CancellationToken ct)
    {
        var since = now.Minus(silence);
        return await db.LogCheckpoints.Where(c => c.At <= since).MaxAsync(c => (long?)c.Size, ct) ?? 0;
    }
}
