using BangVang.App.Storage;
using Microsoft.EntityFrameworkCore;

namespace BangVang.App.Dossiers;

/// <summary>What is true of every dossier, whoever wrote to the database.</summary>
public static class DossierInvariants
{
    public static IReadOnlyList<Invariant> All { get; } =
    [
        new SqlInvariant("dossiers.references_without_gap", "Mã hồ sơ của mỗi kỳ giải được đánh từ 1, không bỏ số.", "The references of each edition count from 1 without a gap.",
            """
            SELECT c.edition_key AS value FROM dossier_counter c WHERE c.last <> (SELECT COUNT(*) FROM dossier d WHERE d.edition_key = c.edition_key)
            UNION ALL SELECT d.edition_key AS value FROM dossier d LEFT JOIN dossier_counter c ON c.edition_key = d.edition_key WHERE c.edition_key IS NULL
            """),
        new SqlInvariant("dossiers.versions_without_gap", "Các lần nộp của mỗi hồ sơ được đánh từ 1, không bỏ số.", "The versions of each dossier count from 1 without a gap.",
            "SELECT d.reference AS value FROM dossier d JOIN dossier_version v ON v.dossier_id = d.id GROUP BY d.id, d.reference HAVING MAX(v.number) <> COUNT(*)"),
        new SqlInvariant("dossiers.the_last_version_counts", "Bản được tính của mỗi hồ sơ là bản nộp sau cùng.", "The version that counts is the last one submitted.",
            """
            SELECT d.reference AS value FROM dossier d
            LEFT JOIN dossier_version v ON v.id = d.current_version_id AND v.dossier_id = d.id
            WHERE d.current_version_id IS NOT NULL
              AND (v.id IS NULL OR v.submitted_at <> d.submitted_at OR v.number <> (SELECT MAX(o.number) FROM dossier_version o WHERE o.dossier_id = d.id))
            """),
        new SqlInvariant("dossiers.someone_writes", "Mỗi hồ sơ có ít nhất người đã lập nó.", "Each dossier has at least the person who started it.",
            "SELECT d.reference AS value FROM dossier d WHERE NOT EXISTS (SELECT 1 FROM dossier_member m WHERE m.dossier_id = d.id AND m.person_id = d.created_by)"),
        new SqlInvariant("dossiers.files_are_kept", "Mỗi tệp của hồ sơ đều còn trong kho.", "Each file of a dossier is a stored file.",
            "SELECT d.reference AS value FROM dossier_file f JOIN dossier d ON d.id = f.dossier_id WHERE NOT EXISTS (SELECT 1 FROM stored_file s WHERE s.id = f.file_id) AND NOT EXISTS (SELECT 1 FROM awaited_file w WHERE w.id = f.file_id AND w.received_at IS NULL)"),
        new SqlInvariant("dossiers.named_files_are_what_was_named", "Mỗi tệp được khai báo bằng mã băm chỉ được coi là đã nhận khi kho có đúng tệp ấy: cùng kích thước, cùng mã băm, gửi cho đúng mục của hồ sơ ấy.",
            "A file named by its hash counts as received only when that very file is kept: same size, same hash, sent for that field of that dossier.",
            """
            SELECT d.reference AS value FROM awaited_file w JOIN dossier d ON d.id = w.dossier_id
            LEFT JOIN stored_file s ON s.id = w.id
            WHERE (w.received_at IS NULL) <> (s.id IS NULL)
               OR (s.id IS NOT NULL AND (s.sha256 <> w.sha256 OR s.bytes <> w.bytes OR s.subject_id <> w.dossier_id OR s.field <> w.field_code))
            """),
        new SqlInvariant("dossiers.named_files_are_submitted", "Mỗi tệp được khai báo bằng mã băm nằm trong một lần nộp.", "Each file named by its hash stands in a submitted version.",
            "SELECT d.reference AS value FROM awaited_file w JOIN dossier d ON d.id = w.dossier_id WHERE NOT EXISTS (SELECT 1 FROM dossier_file f WHERE f.dossier_id = w.dossier_id AND f.file_id = w.id AND f.submitted_in IS NOT NULL)"),
        new SqlInvariant("dossiers.snapshot_exists", "Mỗi lần nộp gắn với một bản quy chế đã ban hành.", "Each version points at a published snapshot.",
            "SELECT d.reference AS value FROM dossier_version v JOIN dossier d ON d.id = v.dossier_id WHERE NOT EXISTS (SELECT 1 FROM edition_snapshot s WHERE s.id = v.snapshot_id)"),
        new ComputedInvariant("dossiers.hash_fits_content", "Mã băm của mỗi lần nộp khớp với nội dung.", "The hash of each version fits its content.", WrongHashes),
        new SqlInvariant("dossiers.sealed_files_opened_after_the_opening", "Tệp niêm phong chỉ được mở sau khi có lễ mở niêm phong của kỳ giải.", "Sealed files are open only after the opening of their edition.",
            """
            SELECT CAST(f.file_id AS text) AS value FROM sealed_file f
            WHERE f.opened_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM sealing_opening o WHERE o.edition_key = f.edition_key AND o.opened_at <= f.opened_at)
            """),
        new SqlInvariant("dossiers.openings_are_in_the_log", "Mỗi lần mở niêm phong có đúng một mục trong sổ ghi.", "Each opening of a seal has one entry in the log.",
            "SELECT o.edition_key AS value FROM sealing_opening o WHERE (SELECT COUNT(*) FROM log_event e WHERE e.kind = 'sealing.opened' AND e.edition_key = o.edition_key) <> 1"),
    ];

    private static async IAsyncEnumerable<string> WrongHashes(BangVangDb db)
    {
        await foreach (var version in db.DossierVersions.AsNoTracking().OrderBy(v => v.Id).Select(v => new { v.DossierId, v.Number, v.Content, v.Sha256 }).AsAsyncEnumerable())
            if (DossierContent.HashOf(version.Content) != version.Sha256) yield return $"{version.DossierId}, {version.Number}";
    }
}
