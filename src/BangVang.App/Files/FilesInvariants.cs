using BangVang.App.Storage;

namespace BangVang.App.Files;

/// <summary>What is true of every stored file and upload; that the bytes are there and sound, <see cref="CheckFiles"/> finds.</summary>
public static class FilesInvariants
{
    public static IReadOnlyList<Invariant> All { get; } =
    [
        new SqlInvariant("files.uploads_became_what_was_sent", "Mỗi lượt tải lên đã xong thành đúng tệp đã gửi: cùng người gửi, cùng nơi nhận, cùng kích thước và mã băm.",
            "Each finished upload became the file that was sent: same sender, same purpose, same size and hash.",
            """
            SELECT CAST(u.id AS text) AS value FROM upload u JOIN stored_file f ON f.id = u.stored_file_id
            WHERE u.owner_id <> f.owner_id OR u.purpose_kind <> f.purpose_kind OR u.subject_id <> f.subject_id OR u.field <> f.field
              OR u.length <> f.bytes OR u.sha256 <> f.sha256 OR u.kind <> f.kind
            """),
        new SqlInvariant("files.same_hash_same_size", "Các tệp cùng mã băm có cùng kích thước.", "Files with the same hash have the same size.",
            "SELECT sha256 AS value FROM stored_file GROUP BY sha256 HAVING MIN(bytes) <> MAX(bytes)"),
    ];
}
