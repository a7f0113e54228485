using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using BangVang.App.Storage;
using Microsoft.EntityFrameworkCore;

namespace BangVang.App.Editions;

/// <summary>What holds of published editions in every sound database.</summary>
public static class EditionsInvariants
{
    public static IReadOnlyList<Invariant> All { get; } =
    [
        new SqlInvariant(
            "editions.snapshots_have_no_gap",
            "Các bản quy chế đã ban hành của một kỳ giải được đánh số từ 1, không thiếu số nào.",
            "The snapshots of an edition are numbered from 1 without a gap.",
            "SELECT s.edition_key || ' #' || CAST(s.number AS text) AS value FROM edition_snapshot s WHERE s.number > 1 AND NOT EXISTS (SELECT 1 FROM edition_snapshot b WHERE b.edition_key = s.edition_key AND b.number = s.number - 1)"),
        new ComputedInvariant(
            "editions.snapshots_keep_their_hash",
            "Mỗi bản quy chế đã ban hành đúng bằng SHA-256 của nó và đọc lại được nguyên vẹn.",
            "Each snapshot has the SHA-256 it states, and the edition is rebuilt from it exactly.",
            db => db.EditionSnapshots.AsNoTracking().OrderBy(s => s.EditionKey).ThenBy(s => s.Number).AsAsyncEnumerable()
                .Where(s => !IsWhole(s)).Select(s => $"{s.EditionKey} #{s.Number}")),
        new ComputedInvariant(
            "editions.attachments_keep_their_hash",
            "Mỗi tệp kèm theo quy chế đúng bằng SHA-256 của nó.",
            "Each file of an edition has the SHA-256 it is kept under.",
            db => db.EditionAttachments.AsNoTracking().OrderBy(a => a.Sha256).AsAsyncEnumerable()
                .Where(a => a.Sha256 != Convert.ToHexStringLower(SHA256.HashData(a.Content))).Select(a => a.Sha256)),
    ];

    private static bool IsWhole(EditionSnapshot snapshot)
    {
        if (snapshot.Sha256 != Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(snapshot.Content)))) return false;
        try { return EditionSnapshot.Freeze(snapshot.Thaw()).Sha256 == snapshot.Sha256; }
        catch (JsonException) { return false; }
    }
}
