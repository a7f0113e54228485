using System.Security.Cryptography;
using BangVang.App.Signing;
using BangVang.App.Storage;
using BangVang.Proof;
using BangVang.Proof.Notes;
using Microsoft.EntityFrameworkCore;

namespace BangVang.App.Log;

/// <summary>The tree, its tiles and every checkpoint ever signed follow from the entries.</summary>
public static class LogInvariants
{
    public static IReadOnlyList<Invariant> All { get; } =
    [
        new SqlInvariant(
            "log.tree_is_within_the_log",
            "Cây của sổ ghi không vượt quá số mục và có điểm kiểm của đúng kích thước ấy.",
            "The log's tree has no more entries than the log, and a checkpoint of exactly its size.",
            """
            SELECT 'tree ' || CAST(t.size AS text) || ', entries ' || CAST(h.size AS text) AS value FROM log_tree t CROSS JOIN log_head h
            WHERE t.size > h.size OR (t.size > 0 AND NOT EXISTS (SELECT 1 FROM log_checkpoint c WHERE c.size = t.size)) OR EXISTS (SELECT 1 FROM log_checkpoint c WHERE c.size > t.size)
            """),
        new ComputedInvariant(
            "log.tree_is_that_of_the_entries",
            "Mọi điểm kiểm đã ký và mọi ô của cây đều tính lại được từ các mục của sổ ghi.",
            "Every checkpoint ever signed and every tile of the tree can be computed again from the entries.",
            DifferencesAsync),
        new SqlInvariant(
            "log.deadlines_cover_what_came_before",
            "Mọi mục có thời điểm trước một hạn đều nằm dưới điểm kiểm của hạn ấy.",
            "Every entry of an edition that says to be before a deadline stands under that deadline's checkpoint.",
            """
            SELECT d.edition_key || ', ' || d.phase || ', entry ' || CAST(e.seq AS text) AS value FROM log_deadline d
            JOIN log_event e ON e.edition_key = d.edition_key AND e.at < d.closes_at AND e.seq >= d.size
            """),
        new ComputedInvariant(
            "log.keys_signed_in_their_time",
            "Mỗi điểm kiểm do đúng khóa của sổ ở thời kỳ ấy ký.",
            "Each checkpoint is signed by the key the log had at the time.",
            WronglySignedAsync),
        new ComputedInvariant(
            "log.cosignatures_hold",
            "Chữ ký của bên chứng kiến dưới mỗi điểm kiểm đều đúng với khóa và thời điểm đã ghi.",
            "Each witness's signature under a checkpoint holds, by its key and at the time that are noted.",
            FalseCosignaturesAsync),
        new ComputedInvariant(
            "log.time_stamps_hold",
            "Mỗi dấu thời gian đều do một tổ chức ký trên đúng mục của sổ ghi.",
            "Each time-stamp is signed over the very entry it stands beside.",
            FalseTimeStampsAsync),
    ];

    private static async IAsyncEnumerable<string> FalseTimeStampsAsync(BangVangDb db)
    {
        var stamped = from t in db.TimeStamps.AsNoTracking() where t.Token != null join e in db.LogEvents on t.Seq equals e.Seq into entries from e in entries.DefaultIfEmpty() orderby t.Seq select new { t.Seq, t.Token, Entry = e == null ? null : e.Entry };
        await foreach (var found in stamped.AsAsyncEnumerable())
            if (found.Entry is null || TimeStamps.Check(found.Token!, SHA256.HashData(found.Entry), []).Failure is not null) yield return $"entry {found.Seq}";
    }

    private static async IAsyncEnumerable<string> WronglySignedAsync(BangVangDb db)
    {
        var keys = new Queue<RetiredLogKey>(await db.RetiredLogKeys.AsNoTracking().OrderBy(k => k.Size).ToListAsync());
        if (keys.Count == 0) yield break;
        // Keys follow one another: each signs from behind its predecessor's last checkpoint to its own, and nothing after it.
        await foreach (var checkpoint in db.LogCheckpoints.AsNoTracking().OrderBy(c => c.Size).AsAsyncEnumerable())
        {
            while (keys.Count > 1 && checkpoint.Size > keys.Peek().Size) keys.Dequeue();
            var last = keys.Peek();
            var isMeant = NoteKey.TryParse(last.Retired, out var key) && SignedNote.TryParse(System.Text.Encoding.UTF8.GetBytes(checkpoint.Note), out var note)
                && note.TryOpen([key], out _) == checkpoint.Size <= last.Size;
            if (!isMeant) yield return $"checkpoint {checkpoint.Size}";
        }
    }

    private static async IAsyncEnumerable<string> FalseCosignaturesAsync(BangVangDb db)
    {
        var kept = db.LogCosignatures.AsNoTracking().OrderBy(c => c.Size).ThenBy(c => c.Witness)
            .Join(db.LogCheckpoints, c => c.Size, c => c.Size, (signed, checkpoint) => new { signed.Size, signed.Witness, signed.At, signed.Line, checkpoint.Note });
        await foreach (var each in kept.AsAsyncEnumerable())
        {
            var holds = SignedNote.TryParse(System.Text.Encoding.UTF8.GetBytes(each.Note), out var note) && SignedNote.TryParseLine(each.Line, out var signature)
                && NoteKey.TryParse(each.Witness, out var key) && key.Kind is NoteSignatureKind.Cosignature && new SignedNote(note.Text, [signature]).TryOpen([key], out _)
                && Cosignature.TimeOf(signature) == each.At.ToUnixTimeSeconds();
            if (!holds) yield return $"checkpoint {each.Size}, {each.Witness}";
        }
    }

    private static async IAsyncEnumerable<string> DifferencesAsync(BangVangDb db)
    {
        var size = await db.LogTreeSizeAsync(default);
        var checkpoints = new Queue<LogCheckpoint>(await db.LogCheckpoints.AsNoTracking().OrderBy(c => c.Size).ToListAsync());
        var tiles = await db.LogTiles.AsNoTracking().ToDictionaryAsync(t => (t.Level, t.Place), t => t.Hashes);
        var levels = new List<(long Count, List<byte> Tile)>();
        var edge = new MerkleEdge();
        foreach (var wrong in Past(checkpoints, edge)) yield return wrong;
        await foreach (var entry in db.LogEvents.AsNoTracking().Where(e => e.Seq < size).OrderBy(e => e.Seq).Select(e => e.Entry).AsAsyncEnumerable())
        {
            edge.Append(MerkleHash.Leaf(entry), (level, index, hash) =>
            {
                if (level % 8 != 0) return;
                while (levels.Count <= level / 8) levels.Add((0, []));
                levels[level / 8].Tile.AddRange(hash);
            });
            foreach (var wrong in Past(checkpoints, edge)) yield return wrong;
            for (var level = 0; level < levels.Count; level++)
            {
                if (levels[level].Tile.Count < 256 * MerkleHash.Size) continue;
                if (!Same(tiles, level, levels[level].Count, levels[level].Tile)) yield return $"tile {level}/{levels[level].Count}";
                levels[level] = (levels[level].Count + 1, []);
            }
        }
        for (var level = 0; level < levels.Count; level++)
            if (levels[level].Tile.Count > 0 && !Same(tiles, level, levels[level].Count, levels[level].Tile)) yield return $"tile {level}/{levels[level].Count}";
        foreach (var (level, place) in tiles.Keys.Order()) yield return $"tile {level}/{place} beyond the tree";
        foreach (var checkpoint in checkpoints) yield return $"checkpoint {checkpoint.Size} beyond the tree";
    }

    private static bool Same(Dictionary<(int, long), byte[]> tiles, int level, long place, List<byte> computed) =>
        tiles.Remove((level, place), out var stored) && computed.SequenceEqual(stored);

    private static IEnumerable<string> Past(Queue<LogCheckpoint> checkpoints, MerkleEdge edge)
    {
        while (checkpoints.TryPeek(out var next) && next.Size == edge.Size)
        {
            checkpoints.Dequeue();
            var isTrue = SignedNote.TryParse(System.Text.Encoding.UTF8.GetBytes(next.Note), out var note)
                && Checkpoint.TryParse(note.Text, out var says) && says.Size == next.Size && says.Root.AsSpan().SequenceEqual(edge.Root());
            if (!isTrue) yield return $"checkpoint {next.Size}";
        }
    }
}
