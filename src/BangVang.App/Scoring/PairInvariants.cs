using BangVang.App.Storage;
using BangVang.Domain.Editions;
using BangVang.Domain.Scoring;
using BangVang.Judging.Choices;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Scoring;

/// <summary>What is true of every choice between two products, and of every order of several.</summary>
public static class PairInvariants
{
    public static IReadOnlyList<Invariant> All { get; } =
    [
        new SqlInvariant(
            "pairs.acts_are_numbered",
            "Các lượt so sánh của mỗi phiếu được đánh số liên tục từ 1 và phiếu ghi đúng số lượt.",
            "The acts of a ballot are numbered from 1 without a gap, and the ballot says how many there are.",
            $"{Named} WHERE b.acts <> (SELECT COUNT(*) FROM pair_act a WHERE a.ballot_id = b.id) OR b.acts <> (SELECT COALESCE(MAX(a.number), 0) FROM pair_act a WHERE a.ballot_id = b.id)"),
        new SqlInvariant(
            "pairs.only_standing_acts_are_undone",
            "Chỉ lựa chọn hoặc lượt bỏ qua được hoàn tác.",
            "Only a choice or a skip is undone.",
            $"{Named} JOIN pair_act u ON u.ballot_id = b.id WHERE u.undoes IS NOT NULL AND NOT EXISTS (SELECT 1 FROM pair_act a WHERE a.ballot_id = b.id AND a.number = u.undoes AND a.kind <> 'Undone')"),
        new SqlInvariant(
            "pairs.orders_are_whole",
            "Mỗi lượt so sánh có từ hai sản phẩm, vị trí và thứ hạng đánh số liên tục từ 1; lượt bỏ qua không có thứ hạng, lượt hoàn tác không có sản phẩm.",
            "A choice is of two products or more, positions and places are numbered from 1 without a gap; what was skipped has no places, an undoing no products.",
            $"""
            {Named} JOIN pair_act a ON a.ballot_id = b.id
            JOIN (SELECT t.id, COUNT(s.position) AS shown, COALESCE(MAX(s.position), 0) AS last, COUNT(s.place) AS placed, COALESCE(MAX(s.place), 0) AS worst
                  FROM pair_act t LEFT JOIN shown_product s ON s.act_id = t.id GROUP BY t.id) n ON n.id = a.id
            WHERE n.shown <> n.last OR n.placed <> n.worst OR (a.kind = 'Undone') <> (n.shown = 0) OR n.shown = 1
              OR n.placed <> (CASE a.kind WHEN 'Chosen' THEN n.shown ELSE 0 END)
            """),
        new SqlInvariant(
            "pairs.pairs_are_of_the_place",
            "Các sản phẩm của mỗi lượt so sánh thuộc đúng kỳ giải và hạng mục, và đã được giao cho giám khảo trong vòng đó.",
            "The products of a choice are of the ballot's edition and category, and were assigned to the juror in that round.",
            $"""
            {Named} JOIN pair_act a ON a.ballot_id = b.id JOIN shown_product s ON s.act_id = a.id JOIN dossier d ON d.id = s.dossier_id
            WHERE d.edition_key <> b.edition_key OR d.category_code <> b.category_code
              OR NOT EXISTS (SELECT 1 FROM assignment g WHERE g.round_code = b.round_code AND g.dossier_id = d.id AND g.juror_id = b.juror_id)
            """),
        new SqlInvariant(
            "pairs.nobody_chooses_in_conflict",
            "Không có lựa chọn nào được ghi sau khi giám khảo có xung đột với một trong các sản phẩm.",
            "Nothing was answered by a juror who had a conflict with one of the products by then.",
            $"""
            {Named} JOIN pair_act a ON a.ballot_id = b.id JOIN shown_product s ON s.act_id = a.id JOIN conflict c ON c.person_id = b.juror_id AND c.dossier_id = s.dossier_id
            WHERE c.state <> 'Dismissed' AND c.noted_at < a.acted_at AND (c.settled_at IS NULL OR c.settled_at < a.acted_at)
            """),
        new SqlInvariant(
            "pairs.no_counted_choice_in_conflict",
            "Lựa chọn của giám khảo có xung đột chỉ được tính khi kết quả của vòng đã chốt trước khi xung đột được xác định.",
            "A signed choice of a juror in conflict counts its product only where the round was settled before the conflict was confirmed.",
            $"""
            {Named} JOIN pair_act a ON a.ballot_id = b.id JOIN shown_product s ON s.act_id = a.id JOIN conflict c ON c.person_id = b.juror_id AND c.state = 'Confirmed' AND c.dossier_id = s.dossier_id
            WHERE b.signed_at IS NOT NULL AND a.kind = 'Chosen' AND NOT EXISTS (SELECT 1 FROM pair_act u WHERE u.ballot_id = b.id AND u.undoes = a.number)
              AND NOT EXISTS (SELECT 1 FROM pair_exclusion x WHERE x.ballot_id = b.id AND x.dossier_id = c.dossier_id AND x.readmitted_at IS NULL)
              AND NOT EXISTS (SELECT 1 FROM shortlist l WHERE l.edition_key = b.edition_key AND l.round_code = b.round_code AND l.fixed_at <= COALESCE(c.settled_at, c.noted_at))
              AND NOT EXISTS (SELECT 1 FROM award_decision d WHERE d.edition_key = b.edition_key AND d.approved_at <= COALESCE(c.settled_at, c.noted_at))
            """),
        new SqlInvariant(
            "pairs.ballots_are_in_the_log",
            "Việc mở và việc ký mỗi phiếu so sánh có mục trong sổ ghi cùng thời điểm.",
            "Opening and signing of a ballot have their entries of the log, of the same instants.",
            $"""
            {Named} WHERE NOT EXISTS (SELECT 1 FROM log_event e WHERE e.kind = 'ballot.opened' AND LOWER(e.subject) = LOWER(CAST(b.id AS text)) AND e.at = b.opened_at)
              OR (b.signed_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM log_event e WHERE e.kind = 'ballot.signed' AND LOWER(e.subject) = LOWER(CAST(b.id AS text)) AND e.at = b.signed_at))
            """),
        new SqlInvariant(
            "pairs.setting_aside_is_in_the_log",
            "Việc loại một sản phẩm khỏi phiếu vì xung đột có mục trong sổ ghi cùng thời điểm.",
            "Setting a product aside has its entry of the log, of the same instant.",
            $"{Named} JOIN pair_exclusion x ON x.ballot_id = b.id WHERE NOT EXISTS (SELECT 1 FROM log_event e WHERE e.kind = 'ballot.set_aside' AND LOWER(e.subject) = LOWER(CAST(b.id AS text)) AND e.at = x.excluded_at)"),
        new ComputedInvariant(
            "pairs.sides_follow_from_the_seed",
            "Các sản phẩm đầu tiên của mỗi phiếu và vị trí của chúng tính lại được từ hạt giống đã ghi.",
            "The first products of a ballot, and where they stand, are those that the recorded seed gives.",
            StrangePairs),
    ];

    private const string Named = "SELECT b.edition_key || ', ' || b.round_code || '/' || b.category_code || ', ' || p.full_name AS value FROM pair_ballot b JOIN person p ON p.id = b.juror_id";

    /// <summary>Later ones rest on what the juror could judge at that moment; the first one of a ballot whose assignments never changed can be drawn again.</summary>
    private static async IAsyncEnumerable<string> StrangePairs(BangVangDb db)
    {
        foreach (var ballot in await db.PairBallots.AsNoTracking().Where(b => b.Acts > 0).OrderBy(b => b.Id).ToListAsync())
        {
            var assigned = await db.Assignments.AsNoTracking().Where(a => a.EditionKey == ballot.EditionKey && a.RoundCode == ballot.RoundCode && a.CategoryCode == ballot.CategoryCode && a.JurorId == ballot.JurorId).ToListAsync();
            if (assigned.Any(a => a.EndedAt is not null || a.AssignedAt > ballot.OpenedAt)) continue;
            var ids = assigned.Select(a => a.DossierId).ToArray();
            if (await db.Conflicts.AnyAsync(c => c.PersonId == ballot.JurorId && ids.Contains(c.DossierId)) || await db.Dossiers.AnyAsync(d => ids.Contains(d.Id) && d.State != Domain.Dossiers.DossierState.Accepted)) continue;
            var entries = await db.Dossiers.AsNoTracking().Where(d => ids.Contains(d.Id)).Select(d => new PairEntry(d.Id, d.Reference)).ToListAsync();
            var first = await db.PairActs.AsNoTracking().SingleAsync(a => a.BallotId == ballot.Id && a.Number == 1);
            var drawn = new PairwiseJudging([.. entries.Select(d => d.Reference)], ballot.Seed).Next("own", first.Products.Count);
            if (drawn is null || !drawn.SequenceEqual(first.Shown.Select(d => entries.Single(x => x.Id == d).Reference))) yield return $"{ballot.EditionKey}, {ballot.RoundCode}/{ballot.CategoryCode}, {ballot.Id}";
        }
    }
}
