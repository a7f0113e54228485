using BangVang.App.Storage;
using BangVang.Proof;
using BangVang.Proof.Tiles;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Log;

/// <summary>
/// Takes the entries that were saved since the last time into the tree and signs a checkpoint over them. An entry is safe from
/// the transaction that saved it on; this only makes it provable. Several nodes may do it at once: one of them succeeds.
/// </summary>
public sealed class GrowLog(BangVangDb db, LogSigner signer, TimeProvider time)
{
    /// <summary>Entries taken at a time; what is left waits for the next time, which follows at once.</summary>
    public const int Most = 20_000;

    /// <returns>How many entries were taken; 0 when there is none, or another node was faster.</returns>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        var size = await db.LogTreeSizeAsync(ct);
        if (await db.LogSizeAsync(ct) == size && (size > 0 || await db.LogCheckpoints.AnyAsync(ct))) return 0;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // Whoever holds this row grows the tree; with another size than was read, somebody else has.
        if (await db.Database.ExecuteSqlAsync($"UPDATE log_tree SET size = size WHERE id = 1 AND size = {size}", ct) == 0) return 0;

        // A server that was not started again after a change of keys must not sign: nobody would believe it, and its successor has.
        var own = signer.Key.ToString();
        if (await db.RetiredLogKeys.AnyAsync(k => k.Retired == own, ct)) throw new InvalidOperationException($"The key {own} is retired: start this server again with the key that follows.");

        var entries = await db.LogEvents.AsNoTracking().Where(e => e.Seq >= size).OrderBy(e => e.Seq).Take(Most).Select(e => e.Entry).ToListAsync(ct);
        // The last tile of each level: where entries are added, or full.
        var edge = await db.LogTiles.Where(t => !db.LogTiles.Any(later => later.Level == t.Level && later.Place > t.Place)).ToDictionaryAsync(t => (t.Level, t.Place), ct);
        var tree = new GrowingTiles(size, tile => edge[(tile.Level, tile.Index)].Hashes);
        foreach (var entry in entries) tree.Append(MerkleHash.Leaf(entry));

        foreach (var (tile, hashes) in tree.Changed)
        {
            if (edge.TryGetValue((tile.Level, tile.Index), out var stored)) stored.Hashes = hashes;
            else db.LogTiles.Add(new() { Level = tile.Level, Place = tile.Index, Hashes = hashes });
        }
        db.LogCheckpoints.Add(new() { Size = tree.Size, At = Instant.FromDateTimeOffset(time.GetUtcNow()), Note = signer.Sign(tree.Size, tree.Root()).ToString() });
        await db.SaveChangesAsync(ct);
        await db.Database.ExecuteSqlAsync($"UPDATE log_tree SET size = {tree.Size} WHERE id = 1", ct);
        await transaction.CommitAsync(ct);
        return entries.Count;
    }
}
