using BangVang.App.Storage;

namespace BangVang.App.Laureates;

/// <summary>What always holds of the golden board.</summary>
public static class LaureateInvariants
{
    public static IReadOnlyList<Invariant> All { get; } =
    [
        new SqlInvariant(
            "laureates.tallies_count",
            "Số sản phẩm đếm sẵn theo năm, hạng mục, hạng giải đúng bằng số dòng trên Bảng vàng.",
            "The tallies by year, category and tier count the lines of the board.",
            """
            SELECT CAST(COALESCE(t.year, l.year) AS text) || ' ' || COALESCE(t.category_key, l.category_key) || ' ' || COALESCE(t.tier_key, l.tier_key) AS value
            FROM (SELECT * FROM laureate_tally WHERE products > 0) t
            FULL JOIN (SELECT year, category_key, tier_key, COUNT(*) AS products FROM laureate WHERE withdrawn_at IS NULL GROUP BY year, category_key, tier_key) l
              ON l.year = t.year AND l.category_key = t.category_key AND l.tier_key = t.tier_key
            WHERE COALESCE(t.products, 0) <> COALESCE(l.products, 0)
            """),
        new SqlInvariant(
            "laureates.organisations_count",
            "Số sản phẩm đếm sẵn của mỗi đơn vị đúng bằng số dòng trên Bảng vàng.",
            "The tally of each organisation counts its lines of the board.",
            """
            SELECT COALESCE(t.organisation_key, l.organisation_key) || ' ' || CAST(COALESCE(t.year, l.year) AS text) AS value
            FROM (SELECT * FROM organisation_tally WHERE products > 0) t
            FULL JOIN (
              SELECT organisation_key, year, COUNT(*) AS products FROM laureate WHERE withdrawn_at IS NULL GROUP BY organisation_key, year
              UNION ALL SELECT organisation_key, 0, COUNT(*) FROM laureate WHERE withdrawn_at IS NULL GROUP BY organisation_key
            ) l ON l.organisation_key = t.organisation_key AND l.year = t.year
            WHERE COALESCE(t.products, 0) <> COALESCE(l.products, 0)
            """),
        new SqlInvariant(
            "laureates.history_is_whole",
            "Mỗi dòng trên Bảng vàng còn giữ đủ lịch sử các lần sửa.",
            "Each line of the board keeps every change made to it.",
            """
            SELECT l.edition_key || '/' || l.slug AS value FROM laureate l
            WHERE l.version <> (SELECT COUNT(*) FROM laureate_change c WHERE c.laureate_id = l.id AND c.number <= l.version)
            """),
        new SqlInvariant(
            "laureates.have_sources",
            "Mỗi dòng trên Bảng vàng đều có nguồn.",
            "Each line of the board has a source.",
            "SELECT edition_key || '/' || slug AS value FROM laureate WHERE sources = '[]'"),
    ];
}
