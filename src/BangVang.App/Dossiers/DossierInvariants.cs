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
            "SELECT d.reference AS value FROM dossier_file f JOIN dossier d ON d.id = f.dossier_id WHERE NOT EXISTS (SELECT 1 FROM stored_file s WHERE s.id = f.file_id)"),
        new SqlInvariant("dossiers.snapshot_exists", "Mỗi lần nộp gắn với một bản quy chế đã ban hành.", "Each version points at a published snapshot.",
            "SELECT d.reference AS value FROM dossier_version v JOIN dossier d ON d.id = v.dossier_id WHERE NOT EXISTS (SELECT 1 FROM edition_snapshot s WHERE s.id = v.snapshot_id)"),
        new ComputedInvariant("dossiers.hash_fits_content", "Mã băm của mỗi lần nộp khớp với nội dung.", "The hash of each version fits its content.", WrongHashes),
    ];

    private static async IAsyncEnumerable<string> WrongHashes(BangVangDb db)
    {
        await foreach (var version in db.DossierVersions.AsNoTracking().OrderBy(v => v.Id).Select(v => new { v.DossierId, v.Number, v.Content, v.Sha256 }).AsAsyncEnumerable())
            if (DossierContent.HashOf(version.Content) != version.Sha256) yield return $"{version.DossierId}, {version.Number}";
    }
}
