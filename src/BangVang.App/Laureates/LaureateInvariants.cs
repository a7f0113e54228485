using BangVang.App.Storage;
using BangVang.Domain.Decisions;
using BangVang.Domain.Laureates;
using Microsoft.EntityFrameworkCore;

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
        new ComputedInvariant(
            "laureates.the_board_says_what_was_decided",
            "Bảng vàng của kỳ giải đã công bố có đúng các sản phẩm được trao giải trong quyết định, đúng hạng mục và giải, trừ khi đã được đính chính.",
            "The board of a published edition has the products of its decision, with their category and tier unless corrected since, and no others of its dossiers.",
            StrangeLines),
    ];

    private static async IAsyncEnumerable<string> StrangeLines(BangVangDb db)
    {
        foreach (var decision in await db.AwardDecisions.AsNoTracking().Where(d => d.State == DecisionState.Published).OrderBy(d => d.EditionKey).ToListAsync())
        {
            var board = await db.Laureates.AsNoTracking().Where(l => l.EditionKey == decision.EditionKey && l.DossierId != null)
                .Select(l => new { Line = l, IsCorrected = db.LaureateChanges.Any(c => c.LaureateId == l.Id && c.Kind == LaureateChangeKind.Corrected) }).ToDictionaryAsync(l => l.Line.DossierId!.Value);
            var honoured = decision.Lines.Where(l => l.Tier is not null).ToDictionary(l => l.DossierId);
            foreach (var missing in honoured.Values.Where(l => !board.ContainsKey(l.DossierId))) yield return $"{missing.Reference} is honoured and not on the board";
            foreach (var (dossier, on) in board.Where(b => b.Value.Line.WithdrawnAt is null).OrderBy(b => b.Value.Line.Slug, StringComparer.Ordinal))
                if (!honoured.TryGetValue(dossier, out var line)) yield return $"{on.Line.EditionKey}/{on.Line.Slug} is on the board without being honoured";
                else if (!on.IsCorrected && (on.Line.CategoryCode, on.Line.TierCode) != (line.CategoryCode, line.Tier)) yield return $"{line.Reference} is honoured as {line.CategoryCode}, {line.Tier} and on the board as {on.Line.CategoryCode}, {on.Line.TierCode}";
        }
    }
}
