using BangVang.App.Storage;
using BangVang.Proof.Notes;
using BangVang.Proof.Tiles;
using Microsoft.EntityFrameworkCore;

namespace BangVang.App.Log;

/// <summary>Reads of the public log. Nothing in it is secret: an entry commits to what it fixes without saying it.</summary>
public static class LogQueries
{
    /// <summary>Entries that the tree holds; those saved since the last checkpoint are not among them.</summary>
    public static async Task<long> LogTreeSizeAsync(this BangVangDb db, CancellationToken ct) =>
        (await db.Database.SqlQuery<long>($"SELECT size AS value FROM log_tree").ToListAsync(ct)).Single();

    /// <summary>The newest checkpoint; null before the first.</summary>
    public static Task<LogCheckpoint?> LatestCheckpointAsync(this BangVangDb db, CancellationToken ct) =>
        db.LogCheckpoints.AsNoTracking().OrderByDescending(c => c.Size).FirstOrDefaultAsync(ct);

    /// <summary>The last entries under a checkpoint of this size, newest first: what is public of them.</summary>
    public static Task<List<LogEvent>> NewestLogEntriesAsync(this BangVangDb db, long size, int count, CancellationToken ct) =>
        db.LogEvents.AsNoTracking().Where(e => e.Seq < size).OrderByDescending(e => e.Seq).Take(count).ToListAsync(ct);

    /// <summary>The bytes of a tile of hashes or entries; null when the tree does not reach so far.</summary>
    public static async Task<byte[]?> LogTileAsync(this BangVangDb db, TilePath tile, CancellationToken ct)
    {
        if (!tile.IsWithin(await db.LogTreeSizeAsync(ct))) return null;
        if (tile.Level != TilePath.Entries)
        {
            var stored = await db.LogTiles.AsNoTracking().Where(t => t.Level == tile.Level && t.Place == tile.Index).Select(t => t.Hashes).SingleAsync(ct);
            // A tile that has grown since still serves those who know it as it was.
            return stored[..(tile.Width * Proof.MerkleHash.Size)];
        }
        var first = tile.Index * TilePath.Full;
        return EntryTiles.Write(await db.LogEvents.AsNoTracking().Where(e => e.Seq >= first && e.Seq < first + tile.Width).OrderBy(e => e.Seq).Select(e => e.Entry).ToListAsync(ct));
    }

    /// <summary>The first checkpoint that covers entry <paramref name="seq"/>; null while none does.</summary>
    public static Task<LogCheckpoint?> CheckpointOverAsync(this BangVangDb db, long seq, CancellationToken ct) =>
        db.LogCheckpoints.AsNoTracking().Where(c => c.Size > seq).OrderBy(c => c.Size).FirstOrDefaultAsync(ct);

    /// <summary>
    /// Proof that entry <paramref name="seq"/> is in the log, under the first checkpoint that covers it, so that it is the same whenever it is
    /// asked for; null while none does.
    /// </summary>
    public static async Task<InclusionReceipt?> InclusionAsync(this BangVangDb db, long seq, CancellationToken ct)
    {
        if (seq < 0 || await db.CheckpointOverAsync(seq, ct) is not { } checkpoint) return null;
        SignedNote.TryParse(System.Text.Encoding.UTF8.GetBytes(checkpoint.Note), out var note);
        var needed = new List<TilePath>();
        // Which tiles the way passes is known from the numbers alone: they are fetched together, then the way is made.
        Proof.MerkleProofs.Inclusion(seq, checkpoint.Size, HashTiles.Nodes(checkpoint.Size, tile => { needed.Add(tile); return new byte[tile.Width * Proof.MerkleHash.Size]; }));
        var (levels, places) = (needed.Select(t => t.Level).ToArray(), needed.Select(t => t.Index).ToArray());
        var tiles = await db.LogTiles.AsNoTracking().Where(t => levels.Contains(t.Level) && places.Contains(t.Place)).ToDictionaryAsync(t => (t.Level, t.Place), t => t.Hashes, ct);
        var path = Proof.MerkleProofs.Inclusion(seq, checkpoint.Size, HashTiles.Nodes(checkpoint.Size, tile => tiles[(tile.Level, tile.Index)][..(tile.Width * Proof.MerkleHash.Size)]));
        return new(null, seq, path, note!);
    }
}
