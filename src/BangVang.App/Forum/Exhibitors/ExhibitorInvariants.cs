using BangVang.App.Storage;

namespace BangVang.App.Forum.Exhibitors;

/// <summary>What holds of the exhibition.</summary>
public static class ExhibitorInvariants
{
    public static IReadOnlyList<Invariant> All { get; } =
    [
        new SqlInvariant(
            "exhibition.stands_do_not_overlap",
            "Trong một khu trưng bày, không gian hàng nào chồng lên gian hàng khác.",
            "Within a hall no stand lies over another.",
            """
            SELECT a.forum_key || ' ' || a.stand_code || ' / ' || b.stand_code AS value FROM exhibitor a
            JOIN exhibitor b ON b.forum_key = a.forum_key AND b.room = a.room AND a.stand_code < b.stand_code
              AND a.x < b.x + b.width AND b.x < a.x + a.width AND a.y < b.y + b.depth AND b.y < a.y + a.depth
            """),
        new SqlInvariant(
            "exhibition.stands_lie_in_their_hall",
            "Mỗi gian hàng nằm trọn trong khu trưng bày của mình.",
            "Each stand lies within its hall.",
            """
            SELECT e.forum_key || ' ' || e.stand_code AS value FROM exhibitor e
            LEFT JOIN exhibition_hall h ON h.forum_key = e.forum_key AND h.room = e.room
            WHERE h.id IS NULL OR e.x + e.width > h.width OR e.y + e.depth > h.depth
            """),
    ];
}
