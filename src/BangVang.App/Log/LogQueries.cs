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

    /// <summary>The checkpoint of exactly this size; null when none was signed.</summary>
    public static Task<LogCheckpoint?> CheckpointAtAsync(this BangVangDb db, long size, CancellationToken ct) =>
        db.LogCheckpoints.AsNoTracking().SingleOrDefaultAsync(c => c.Size == size, ct);

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

    /// <summary>The first checkpoint that covers entry <paramref name="seq"/> and has the signatures that <paramref name="policy"/> asks for; null while none does.</summary>
    public static async Task<LogCheckpoint?> CheckpointOverAsync(this BangVangDb db, long seq, WitnessPolicy policy, CancellationToken ct)
    {
        if (policy.Quorum == 0) return await db.LogCheckpoints.AsNoTracking().Where(c => c.Size > seq).OrderBy(c => c.Size).FirstOrDefaultAsync(ct);
        var size = await db.Witnessed(policy).Where(s => s > seq).OrderBy(s => s).Select(s => (long?)s).FirstOrDefaultAsync(ct);
        return size is null ? null : await db.LogCheckpoints.AsNoTracking().SingleAsync(c => c.Size == size, ct);
    }

    /// <summary>
    /// Proof that entry <paramref name="seq"/> is in the log, under the first checkpoint that covers it and has the signatures that
    /// <paramref name="policy"/> asks for, so that it is the same whenever it is asked for; null while none does.
    /// </summary>
    public static async Task<InclusionReceipt?> InclusionAsync(this BangVangDb db, long seq, WitnessPolicy policy, CancellationToken ct)
    {
        if (seq < 0 || await db.CheckpointOverAsync(seq, policy, ct) is not { } checkpoint) return null;
        return new(null, seq, await db.WayAsync(checkpoint.Size, nodes => Proof.MerkleProofs.Inclusion(seq, checkpoint.Size, nodes), ct), await db.SignedAsync(checkpoint, ct));
    }

    /// <summary>The time-stamp token of an entry; null while there is none.</summary>
    public static Task<byte[]?> TimeStampAsync(this BangVangDb db, long seq, CancellationToken ct) =>
        db.TimeStamps.AsNoTracking().Where(t => t.Seq == seq).Select(t => t.Token).SingleOrDefaultAsync(ct);

    /// <summary>Entries that wait for a time-stamp.</summary>
    public static Task<int> TimeStampsWaitingAsync(this BangVangDb db, CancellationToken ct) => db.TimeStamps.CountAsync(t => t.Token == null, ct);

    /// <summary>The hashes that show that the tree of <paramref name="size"/> entries begins with that of <paramref name="oldSize"/>; at most 63.</summary>
    public static Task<byte[][]> ConsistencyAsync(this BangVangDb db, long oldSize, long size, CancellationToken ct) =>
        db.WayAsync(size, nodes => Proof.MerkleProofs.Consistency(oldSize, size, nodes), ct);

    /// <summary>The checkpoint with every signature under it that witnesses have given.</summary>
    public static async Task<SignedNote> SignedAsync(this BangVangDb db, LogCheckpoint checkpoint, CancellationToken ct)
    {
        SignedNote.TryParse(System.Text.Encoding.UTF8.GetBytes(checkpoint.Note), out var note);
        foreach (var line in await db.LogCosignatures.Where(c => c.Size == checkpoint.Size).OrderBy(c => c.Witness).Select(c => c.Line).ToListAsync(ct))
            note = SignedNote.TryParseLine(line, out var signature) ? note!.With(signature) : throw new InvalidDataException($"\"{line}\" is no cosignature.");
        return note!;
    }

    /// <summary>
    /// What the log publishes: the newest checkpoint, or, where a quorum is asked for, the newest that has it. Until the first one has, the
    /// newest without: there is nothing before it that somebody could have seen. Null before the first.
    /// </summary>
    public static async Task<LogCheckpoint?> PublishedCheckpointAsync(this BangVangDb db, WitnessPolicy policy, CancellationToken ct)
    {
        if (policy.Quorum > 0 && await db.Witnessed(policy).OrderByDescending(s => s).Select(s => (long?)s).FirstOrDefaultAsync(ct) is { } size)
            return await db.LogCheckpoints.AsNoTracking().SingleAsync(c => c.Size == size, ct);
        return await db.LatestCheckpointAsync(ct);
    }

    /// <summary>Sizes of the checkpoints that have the signatures that <paramref name="policy"/> asks for.</summary>
    private static IQueryable<long> Witnessed(this BangVangDb db, WitnessPolicy policy)
    {
        var (keys, quorum) = (policy.Witnesses.Select(w => w.Id).ToArray(), policy.Quorum);
        return db.LogCosignatures.Where(c => keys.Contains(c.Witness)).GroupBy(c => c.Size).Where(g => g.Count() >= quorum).Select(g => g.Key);
    }

    /// <summary>Hashes of the tree of <paramref name="size"/> entries, as <paramref name="make"/> chooses them.</summary>
    private static async Task<byte[][]> WayAsync(this BangVangDb db, long size, Func<Proof.MerkleNode, byte[][]> make, CancellationToken ct)
    {
        var needed = new List<TilePath>();
        // Which tiles the way passes is known from the numbers alone: they are fetched together, then the way is made.
        make(HashTiles.Nodes(size, tile => { needed.Add(tile); return new byte[tile.Width * Proof.MerkleHash.Size]; }));
        var (levels, places) = (needed.Select(t => t.Level).ToArray(), needed.Select(t => t.Index).ToArray());
        var tiles = await db.LogTiles.AsNoTracking().Where(t => levels.Contains(t.Level) && places.Contains(t.Place)).ToDictionaryAsync(t => (t.Level, t.Place), t => t.Hashes, ct);
        return make(HashTiles.Nodes(size, tile => tiles[(tile.Level, tile.Index)][..(tile.Width * Proof.MerkleHash.Size)]));
    }
}
