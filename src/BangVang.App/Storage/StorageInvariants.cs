using Microsoft.EntityFrameworkCore;

namespace BangVang.App.Storage;

/// <summary>What holds whatever the words above do: the file is whole, references lead somewhere, the log is a log.</summary>
public static class StorageInvariants
{
    public static IReadOnlyList<Invariant> All { get; } =
    [
        new SqlInvariant(
            "storage.pages_are_whole",
            "Tệp cơ sở dữ liệu nguyên vẹn: trang, chỉ mục và ràng buộc đều đúng.",
            "The database file is whole: pages, indexes and constraints.",
            "SELECT integrity_check AS value FROM pragma_integrity_check WHERE integrity_check <> 'ok'") { OnlyOn = "sqlite" },
        new SqlInvariant(
            "storage.references_lead_somewhere",
            "Mọi khóa ngoại đều dẫn đến một dòng có thật.",
            "Every foreign key leads to a row that exists.",
            "SELECT \"table\" || ' row ' || COALESCE(CAST(rowid AS TEXT), '?') || ' names a missing row of ' || parent AS value FROM pragma_foreign_key_check") { OnlyOn = "sqlite" },
        new SqlInvariant(
            "log.has_one_head",
            "Sổ ghi có đúng một đầu sổ.",
            "The log has exactly one head.",
            "SELECT CAST(COUNT(*) AS text) || ' heads' AS value FROM log_head HAVING COUNT(*) <> 1"),
        new SqlInvariant(
            "log.has_no_gap",
            "Các mục của sổ ghi được đánh số từ 0, không thiếu số nào.",
            "The entries of the log are numbered from 0 without a gap.",
            "SELECT 'entry ' || CAST(e.seq AS text) || ' follows none' AS value FROM log_event e WHERE e.seq > 0 AND NOT EXISTS (SELECT 1 FROM log_event b WHERE b.seq = e.seq - 1)"),
        new SqlInvariant(
            "log.head_counts_entries",
            "Đầu sổ ghi đúng số mục hiện có.",
            "The head of the log counts the entries there are.",
            "SELECT 'head ' || CAST(h.size AS text) || ', entries ' || CAST(e.size AS text) AS value FROM log_head h CROSS JOIN (SELECT COALESCE(MAX(seq) + 1, 0) AS size FROM log_event) e WHERE h.size <> e.size"),
        new ComputedInvariant(
            "log.entries_open",
            "Mỗi mục của sổ ghi đúng bằng cam kết SHA-256(muối ‖ nội dung) được tính lại, cùng loại, kỳ giải và thời điểm đã lưu.",
            "Each entry of the log is the commitment SHA-256(salt ‖ payload) computed again, with the kind, edition and time that are stored.",
            db => db.LogEvents.AsNoTracking().OrderBy(e => e.Seq).AsAsyncEnumerable().Where(e => !e.Opens()).Select(e => $"entry {e.Seq} ({e.Kind})")),
    ];
}
