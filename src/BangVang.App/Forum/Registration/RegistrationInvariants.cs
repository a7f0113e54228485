using BangVang.App.Storage;

namespace BangVang.App.Forum.Registration;

/// <summary>What is true of the registrations of every forum.</summary>
public static class RegistrationInvariants
{
    public static IReadOnlyList<Invariant> All { get; } =
    [
        new SqlInvariant(
            "registration.taken_seats_are_those_held",
            "Số chỗ đã lấy của mỗi nơi và mỗi loại bằng đúng số người đang giữ chỗ.",
            "The seats taken at each place and of each kind are exactly those of the people who hold one.",
            """
            SELECT s.forum_key || ' ' || s.code || ': ' || CAST(s.taken AS text) || ' taken, ' || CAST(s.held AS text) || ' held' AS value FROM (
              SELECT pool.forum_key, pool.code, pool.taken, (SELECT COALESCE(SUM(p.size), 0) FROM party p
                WHERE p.forum_key = pool.forum_key AND p.holds_seats AND (pool.code = 'place:' || p.place_code OR pool.code = 'kind:' || p.kind_code)) AS held
              FROM registration_pool pool) s WHERE s.taken <> s.held
            """),
        new SqlInvariant(
            "registration.numbers_have_no_gap",
            "Đăng ký của mỗi diễn đàn được đánh số từ 1, không thiếu số nào.",
            "The registrations of each forum are numbered from 1 without a gap.",
            """
            SELECT h.forum_key || ' has ' || CAST(COUNT(p.id) AS text) || ' registrations, the last number is ' || CAST(h.last_number AS text) AS value
            FROM registration_head h LEFT JOIN party p ON p.forum_key = h.forum_key GROUP BY h.forum_key, h.last_number
            HAVING COUNT(p.id) <> h.last_number OR COALESCE(MAX(p.number), 0) <> h.last_number
            """),
        new SqlInvariant(
            "registration.parties_have_all_their_people",
            "Mỗi đăng ký có đủ số người đã ghi, người liên hệ đứng đầu.",
            "Every registration has as many people as it says, the contact first.",
            """
            SELECT p.forum_key || ' #' || CAST(p.number AS text) AS value FROM party p LEFT JOIN attendee a ON a.party_id = p.id AND a.forum_key = p.forum_key
            GROUP BY p.forum_key, p.number, p.size HAVING COUNT(a.id) <> p.size OR MIN(a.ordinal) <> 0 OR MAX(a.ordinal) <> p.size - 1
            """),
        new SqlInvariant(
            "registration.line_is_of_its_own_stock",
            "Ai đang chờ thì chờ chỗ của đúng nơi hoặc đúng loại mình đăng ký.",
            "Whoever waits, waits for seats of the own place or kind.",
            """
            SELECT forum_key || ' #' || CAST(number AS text) || ' waits for ' || waits_for AS value FROM party
            WHERE waits_for IS NOT NULL AND waits_for <> 'place:' || place_code AND waits_for <> 'kind:' || kind_code
            """),
        new SqlInvariant(
            "registration.one_open_registration_per_contact",
            "Mỗi địa chỉ thư liên hệ có nhiều nhất một đăng ký còn hiệu lực trong một diễn đàn.",
            "Each contact's address has at most one standing registration in a forum.",
            """
            SELECT a.forum_key || ' ' || CAST(COUNT(*) AS text) || ' registrations of one contact, first #' || CAST(MIN(p.number) AS text) AS value
            FROM attendee a JOIN party p ON p.id = a.party_id WHERE a.ordinal = 0 AND p.state NOT IN ('Cancelled', 'Declined') GROUP BY a.forum_key, a.email HAVING COUNT(*) > 1
            """),
    ];
}
