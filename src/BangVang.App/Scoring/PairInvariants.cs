using BangVang.App.Storage;
using BangVang.Domain.Editions;
using BangVang.Domain.Scoring;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Scoring;

/// <summary>What is true of every choice between two products.</summary>
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
            "Chỉ lựa chọn hoặc lượt bỏ qua được hoàn tác, và cặp sản phẩm ghi lại giống nhau.",
            "Only a choice or a skip is undone, and the pair is the same.",
            $"{Named} JOIN pair_act u ON u.ballot_id = b.id WHERE u.undoes IS NOT NULL AND NOT EXISTS (SELECT 1 FROM pair_act a WHERE a.ballot_id = b.id AND a.number = u.undoes AND a.kind <> 'Undone' AND a.left_id = u.left_id AND a.right_id = u.right_id)"),
        new SqlInvariant(
            "pairs.pairs_are_of_the_place",
            "Hai sản phẩm của mỗi cặp thuộc đúng kỳ giải và hạng mục, và đã được giao cho giám khảo trong vòng đó.",
            "Both products of a pair are of the ballot's edition and category, and were assigned to the juror in that round.",
            $"""
            {Named} JOIN pair_act a ON a.ballot_id = b.id JOIN dossier d ON d.id = a.left_id OR d.id = a.right_id
            WHERE d.edition_key <> b.edition_key OR d.category_code <> b.category_code
              OR NOT EXISTS (SELECT 1 FROM assignment s WHERE s.round_code = b.round_code AND s.dossier_id = d.id AND s.juror_id = b.juror_id)
            """),
        new SqlInvariant(
            "pairs.nobody_chooses_in_conflict",
            "Không có lựa chọn nào được ghi sau khi giám khảo có xung đột với một trong hai sản phẩm.",
            "No pair was answered by a juror who had a conflict with one of the two by then.",
            $"""
            {Named} JOIN pair_act a ON a.ballot_id = b.id WHERE a.kind <> 'Undone' AND EXISTS (SELECT 1 FROM conflict c WHERE c.person_id = b.juror_id AND c.dossier_id IN (a.left_id, a.right_id)
              AND c.state <> 'Dismissed' AND c.noted_at < a.acted_at AND (c.settled_at IS NULL OR c.settled_at < a.acted_at))
            """),
        new SqlInvariant(
            "pairs.no_counted_choice_in_conflict",
            "Lựa chọn của giám khảo có xung đột chỉ được tính khi kết quả của vòng đã chốt trước khi xung đột được xác định.",
            "A signed choice of a juror in conflict counts only where the round was settled before the conflict was confirmed.",
            $"""
            {Named} JOIN pair_act a ON a.ballot_id = b.id JOIN conflict c ON c.person_id = b.juror_id AND c.state = 'Confirmed' AND c.dossier_id IN (a.left_id, a.right_id)
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
            "Việc loại các cặp của một sản phẩm vì xung đột có mục trong sổ ghi cùng thời điểm.",
            "Setting pairs aside has its entry of the log, of the same instant.",
            $"{Named} JOIN pair_exclusion x ON x.ballot_id = b.id WHERE NOT EXISTS (SELECT 1 FROM log_event e WHERE e.kind = 'ballot.set_aside' AND LOWER(e.subject) = LOWER(CAST(b.id AS text)) AND e.at = x.excluded_at)"),
        new ComputedInvariant(
            "pairs.sides_follow_from_the_seed",
            "Cặp đầu tiên của mỗi phiếu và phía trái, phải tính lại được từ hạt giống đã ghi.",
            "The first pair of a ballot, left and right, is the one that the recorded seed gives.",
            StrangePairs),
    ];

    private const string Named = "SELECT b.edition_key || ', ' || b.round_code || '/' || b.category_code || ', ' || p.full_name AS value FROM pair_ballot b JOIN person p ON p.id = b.juror_id";

    /// <summary>Later pairs rest on what the juror could judge at that moment; the first one of a ballot whose assignments never changed can be drawn again.</summary>
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
            var drawn = new PairBallot { Id = ballot.Id, EditionKey = ballot.EditionKey, RoundCode = ballot.RoundCode, CategoryCode = ballot.CategoryCode, Seed = ballot.Seed }.Progress([], entries, int.MaxValue).Next;
            if (drawn?.Left != first.LeftId || drawn.Right != first.RightId) yield return $"{ballot.EditionKey}, {ballot.RoundCode}/{ballot.CategoryCode}, {ballot.Id}";
        }
    }
}
