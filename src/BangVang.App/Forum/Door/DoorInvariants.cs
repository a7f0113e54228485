using BangVang.App.Storage;
using Microsoft.EntityFrameworkCore;

namespace BangVang.App.Forum.Door;

/// <summary>What is true of the doors of every forum.</summary>
public static class DoorInvariants
{
    public static IReadOnlyList<Invariant> All { get; } =
    [
        new SqlInvariant(
            "door.sequence_has_no_gap",
            "Các lượt ghi ở cửa của mỗi diễn đàn được đánh số từ 1 theo thứ tự nhận, không thiếu số nào.",
            "The entries of each forum's doors are numbered from 1 as they were received, without a gap.",
            """
            SELECT COALESCE(h.forum_key, e.forum_key) || ': ' || CAST(COALESCE(e.entries, 0) AS text) || ' entries, the last number is ' || CAST(COALESCE(h.last_sequence, 0) AS text) AS value
            FROM door_head h FULL OUTER JOIN (SELECT forum_key, COUNT(*) AS entries, MAX(sequence) AS last FROM door_entry GROUP BY forum_key) e ON e.forum_key = h.forum_key
            WHERE COALESCE(h.last_sequence, -1) <> COALESCE(e.entries, 0) OR COALESCE(e.last, 0) <> COALESCE(e.entries, 0)
            """),
        new SqlInvariant(
            "door.devices_sign_and_the_server_names_who_asked",
            "Lượt ghi của máy thì có chữ ký, lượt máy chủ quyết định thì có tên người yêu cầu.",
            "What a device decided is signed; what the server decided names who asked.",
            """
            SELECT e.forum_key || ' ' || CAST(e.sequence AS text) AS value FROM door_entry e JOIN door_device d ON d.id = e.device_id
            WHERE (d.public_key IS NULL) <> (e.signature IS NULL) OR d.forum_key <> e.forum_key
            """),
        new SqlInvariant(
            "door.entries_name_tickets_of_their_forum",
            "Lượt ghi ở cửa chỉ trỏ tới vé của chính diễn đàn đó.",
            "An entry of the door names a ticket of its own forum.",
            "SELECT e.forum_key || ' ' || CAST(e.sequence AS text) AS value FROM door_entry e JOIN attendee a ON a.id = e.attendee_id WHERE a.forum_key <> e.forum_key"),
        new SqlInvariant(
            "door.walk_ins_have_their_entry",
            "Tên khách không đăng ký luôn đi kèm lượt ghi của khách đó.",
            "The name of a walk-in belongs to an entry of that kind.",
            "SELECT CAST(w.device_id AS text) || ' ' || CAST(w.counter AS text) AS value FROM door_walk_in w LEFT JOIN door_entry e ON e.device_id = w.device_id AND e.counter = w.counter AND e.kind = 'WalkIn' WHERE e.counter IS NULL"),
        new SqlInvariant(
            "door.codes_were_used_by_a_device_of_their_forum",
            "Mã ghi danh đã dùng thì đúng một máy của diễn đàn đó đã dùng.",
            "A used code took in one device of its forum.",
            "SELECT n.forum_key || ' ' || n.name AS value FROM door_enrolment n JOIN door_device d ON d.id = n.device_id WHERE d.forum_key <> n.forum_key OR d.list_code <> n.list_code OR d.gate_code <> n.gate_code"),
        new ComputedInvariant(
            "door.signatures_hold",
            "Chữ ký của mọi lượt ghi ở cửa khớp với khóa của máy đã ghi.",
            "The signature of every entry of the door holds under the key of its device.",
            BrokenAsync),
    ];

    private static async IAsyncEnumerable<string> BrokenAsync(BangVangDb db)
    {
        var keys = await db.DoorDevices.AsNoTracking().Where(d => d.PublicKey != null).ToDictionaryAsync(d => d.Id, d => d.PublicKey!);
        await foreach (var row in db.DoorEntries.AsNoTracking().Where(e => e.Signature != null).AsAsyncEnumerable())
            if (!keys.TryGetValue(row.DeviceId, out var key) || !DoorKey.IsSigned(key, row.Entry.SignedBytes(), row.Signature)) yield return $"{row.ForumKey} {row.Sequence}";
    }
}
