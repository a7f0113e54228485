using System.Security.Cryptography;
using BangVang.App.Storage;
using Microsoft.EntityFrameworkCore;

namespace BangVang.App.Certificates;

/// <summary>What always holds of certificates.</summary>
public static class CertificatesInvariants
{
    public static IReadOnlyList<Invariant> All { get; } =
    [
        new SqlInvariant(
            "certificates.are_in_the_log",
            "Mỗi giấy chứng nhận đã cấp hoặc thu hồi đều có dòng trong sổ ghi công khai.",
            "Each certificate that was issued or withdrawn has its entry in the public log.",
            """
            SELECT c.code AS value FROM certificate c
            LEFT JOIN (SELECT LOWER(subject) AS subject, COUNT(*) AS entries FROM log_event WHERE kind = 'certificate.issued' GROUP BY LOWER(subject)) i ON i.subject = LOWER(CAST(c.id AS text))
            LEFT JOIN (SELECT LOWER(subject) AS subject, COUNT(*) AS entries FROM log_event WHERE kind = 'certificate.withdrawn' GROUP BY LOWER(subject)) w ON w.subject = LOWER(CAST(c.id AS text))
            WHERE COALESCE(i.entries, 0) <> 1 OR COALESCE(w.entries, 0) <> CASE WHEN c.withdrawn_at IS NULL THEN 0 ELSE 1 END
            """),
        new SqlInvariant(
            "certificates.were_released",
            "Giấy chứng nhận chỉ được cấp theo lệnh do người thứ hai phê duyệt.",
            "Certificates are issued by an order that a second person released, no more than it says.",
            """
            SELECT c.code AS value FROM certificate_order o JOIN certificate c ON c.order_id = o.id
            WHERE o.kind <> 'Issue' OR o.approved_by IS NULL OR o.approved_by = o.prepared_by OR c.edition_key <> o.edition_key
            """),
        new ComputedInvariant(
            "certificates.files_are_what_was_signed",
            "Tệp của mỗi giấy chứng nhận đúng là tệp đã ký.",
            "The file of each certificate is the one that was signed.",
            StrangeFiles),
    ];

    private static async IAsyncEnumerable<string> StrangeFiles(BangVangDb db)
    {
        var rows = from c in db.Certificates.AsNoTracking() join f in db.CertificateFiles.AsNoTracking() on c.Id equals f.CertificateId into files from f in files.DefaultIfEmpty() orderby c.Code select new { c.Code, c.PdfSha256, f!.Pdf };
        await foreach (var row in rows.AsAsyncEnumerable())
            if (row.Pdf is null || Convert.ToHexStringLower(SHA256.HashData(row.Pdf)) != row.PdfSha256) yield return row.Code;
    }
}
