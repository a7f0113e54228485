using BangVang.App.Scoring;
using BangVang.App.Storage;
using BangVang.Domain.Decisions;
using BangVang.Domain.Editions;
using BangVang.Domain.Scoring;
using Microsoft.EntityFrameworkCore;

namespace BangVang.App.Decisions;

/// <summary>What is true of every meeting, every vote and every decision.</summary>
public static class DecisionsInvariants
{
    public static IReadOnlyList<Invariant> All { get; } =
    [
        new SqlInvariant(
            "decisions.one_meeting_at_a_time",
            "Mỗi kỳ giải có nhiều nhất một phiên họp đang diễn ra.",
            "An edition has at most one running meeting.",
            "SELECT edition_key AS value FROM council_meeting WHERE opened_at IS NOT NULL AND closed_at IS NULL GROUP BY edition_key HAVING COUNT(*) > 1"),
        new SqlInvariant(
            "decisions.a_closed_meeting_left_nothing_open",
            "Phiên họp đã kết thúc không còn vấn đề nào chưa biểu quyết xong.",
            "A meeting that is closed has no open motion.",
            $"{NamedMotion} WHERE c.closed_at IS NOT NULL AND m.state = 'Open'"),
        new SqlInvariant(
            "decisions.votes_are_members",
            "Chỉ thành viên của phiên họp biểu quyết.",
            "Only members of the meeting vote.",
            $"{NamedMotion} JOIN vote v ON v.motion_id = m.id WHERE NOT EXISTS (SELECT 1 FROM meeting_member b WHERE b.meeting_id = m.meeting_id AND b.person_id = v.person_id)"),
        new SqlInvariant(
            "decisions.tallies_are_the_votes",
            "Số phiếu đã kiểm của mỗi vấn đề đúng với các phiếu của thành viên có mặt, không tính người có xung đột.",
            "The tally of a motion is that of the votes cast; it counts every member present and without conflict, and nobody else.",
            $"""
            {NamedMotion} WHERE m.state IN ('Carried', 'Rejected') AND ({Wrong("For", "\"for\"")} OR {Wrong("Against", "against")} OR {Wrong("Abstain", "abstained")})
            """),
        new SqlInvariant(
            "decisions.motions_are_in_the_log",
            "Mỗi vấn đề đã biểu quyết có mục trong sổ ghi cùng thời điểm.",
            "Each motion that was carried or rejected has its entry of the log, of the same instant.",
            $"{NamedMotion} WHERE m.state IN ('Carried', 'Rejected') AND NOT EXISTS (SELECT 1 FROM log_event e WHERE e.kind = 'council.motion' AND LOWER(e.subject) = LOWER(CAST(m.id AS text)) AND e.at = m.closed_at)"),
        new SqlInvariant(
            "decisions.shortlists_are_in_the_log",
            "Mỗi danh sách vào vòng sau có mục trong sổ ghi cùng thời điểm.",
            "Each shortlist has its entry of the log, of the same instant.",
            "SELECT s.edition_key || ', ' || s.round_code || '/' || s.category_code AS value FROM shortlist s WHERE NOT EXISTS (SELECT 1 FROM log_event e WHERE e.kind = 'shortlist.fixed' AND e.edition_key = s.edition_key AND e.subject = s.round_code || '/' || s.category_code AND e.at = s.fixed_at)"),
        new SqlInvariant(
            "decisions.decisions_are_in_the_log",
            "Việc phê duyệt và việc công bố quyết định có mục trong sổ ghi cùng thời điểm.",
            "Approval and publication of a decision have their entries of the log, of the same instants.",
            """
            SELECT d.edition_key || ' approved' AS value FROM award_decision d WHERE d.approved_at IS NOT NULL
              AND NOT EXISTS (SELECT 1 FROM log_event e WHERE e.kind = 'decision.approved' AND LOWER(e.subject) = LOWER(CAST(d.id AS text)) AND e.at = d.approved_at)
            UNION ALL SELECT d.edition_key || ' published' AS value FROM award_decision d WHERE d.published_at IS NOT NULL
              AND NOT EXISTS (SELECT 1 FROM log_event e WHERE e.kind = 'decision.published' AND LOWER(e.subject) = LOWER(CAST(d.id AS text)) AND e.at = d.published_at)
            """),
        new SqlInvariant(
            "decisions.signed_papers_are_in_the_log",
            "Bản quyết định đã ký số có mục trong sổ ghi cùng thời điểm.",
            "A signed decision has its entry of the log, of the same instant.",
            "SELECT p.edition_key AS value FROM signed_paper p WHERE NOT EXISTS (SELECT 1 FROM log_event e WHERE e.kind = 'decision.signed' AND e.edition_key = p.edition_key AND e.at = p.added_at)"),
        new SqlInvariant(
            "decisions.extra_marks_are_in_the_log",
            "Mỗi lần xin chấm bổ sung có mục trong sổ ghi cùng thời điểm và có ít nhất một phân công.",
            "Each request for extra marks has its entry of the log, of the same instant, and an assignment.",
            """
            SELECT r.edition_key || ', ' || r.tier_code AS value FROM extra_marks_request r
            WHERE NOT EXISTS (SELECT 1 FROM log_event e WHERE e.kind = 'assignment.sealed' AND LOWER(e.subject) = LOWER(CAST(r.id AS text)) AND e.at = r.asked_at)
              OR NOT EXISTS (SELECT 1 FROM assignment a WHERE a.request_id = r.id AND a.closes_at <= r.closes_at)
            """),
        new SqlInvariant(
            "decisions.extra_marks_were_signed_in_time",
            "Phiếu chấm bổ sung được ký trong thời hạn của lần xin.",
            "An extra mark was signed after it was asked for and before it closed.",
            """
            SELECT d.reference || ', ' || s.round_code AS value FROM scoresheet s JOIN dossier d ON d.id = s.dossier_id
            JOIN assignment a ON a.round_code = s.round_code AND a.dossier_id = s.dossier_id AND a.juror_id = s.juror_id AND a.request_id IS NOT NULL
            WHERE s.state = 'Signed' AND (s.signed_at < a.assigned_at OR s.signed_at > a.closes_at)
            """),
        new ComputedInvariant(
            "decisions.scores_are_those_of_the_sheets",
            "Điểm trong danh sách vào vòng sau và trong quyết định đã phê duyệt tính lại được từ các phiếu đã ký.",
            "The scores of shortlists and of approved decisions are those that the signed sheets give.",
            StrangeScores),
    ];

    private const string NamedMotion = "SELECT c.edition_key || ', motion ' || CAST(m.number AS text) AS value FROM motion m JOIN council_meeting c ON c.id = m.meeting_id";

    /// <summary>More were counted than voted so, or fewer than those whose vote had to be counted: present when it was closed, and without conflict.</summary>
    private static string Wrong(string choice, string column) => $"""
        m.{column} > (SELECT COUNT(*) FROM vote v WHERE v.motion_id = m.id AND v.choice = '{choice}')
        OR m.{column} < (SELECT COUNT(*) FROM vote v JOIN meeting_member b ON b.meeting_id = m.meeting_id AND b.person_id = v.person_id
          WHERE v.motion_id = m.id AND v.choice = '{choice}' AND b.present_at <= m.closed_at
          AND NOT EXISTS (SELECT 1 FROM conflict x WHERE x.dossier_id = m.dossier_id AND x.person_id = v.person_id))
        """;

    private static async IAsyncEnumerable<string> StrangeScores(BangVangDb db)
    {
        foreach (var snapshot in await db.EditionSnapshots.AsNoTracking().Where(s => !db.EditionSnapshots.Any(o => o.EditionKey == s.EditionKey && o.Number > s.Number)
            && (db.Shortlists.Any(l => l.EditionKey == s.EditionKey) || db.AwardDecisions.Any(d => d.EditionKey == s.EditionKey))).OrderBy(s => s.EditionKey).ToListAsync())
        {
            var edition = snapshot.Thaw();
            foreach (var list in await db.Shortlists.AsNoTracking().Where(s => s.EditionKey == edition.Key).OrderBy(s => s.RoundCode).ThenBy(s => s.CategoryCode).ToListAsync())
                await foreach (var strange in StrangeIn(db, edition, (JudgedRound)edition.Round(list.RoundCode)!, list.Lines.Select(l => (l.DossierId, l.Reference, l.Score, l.Strength)))) yield return strange;
            var decision = await db.AwardDecisions.AsNoTracking().SingleOrDefaultAsync(d => d.EditionKey == edition.Key && d.State != DecisionState.Proposed);
            foreach (var category in (decision?.Lines ?? []).GroupBy(l => l.CategoryCode, StringComparer.Ordinal))
                await foreach (var strange in StrangeIn(db, edition, edition.DecidingRound(category.Key)!, category.Select(l => (l.DossierId, l.Reference, l.Score, l.Strength)))) yield return strange;
        }
    }

    private static readonly Dictionary<string, int> NoMarks = [];

    private static async IAsyncEnumerable<string> StrangeIn(BangVangDb db, Edition edition, JudgedRound judged, IEnumerable<(Guid Dossier, string Reference, int? Score, int? Strength)> lines)
    {
        if (judged is PairwiseRound pairs)
        {
            var strengths = (await db.ScoresAsync(edition, pairs, default)).Scores.Where(s => s.Rank is not null).ToDictionary(s => s.DossierId, s => s.Pairs?.Strength);
            foreach (var (dossier, reference, _, strength) in lines.Where(l => l.Strength is not null))
                if (strengths.GetValueOrDefault(dossier) != strength) yield return $"{reference}, {pairs.Code}: a strength of {strength} stands there, the choices give {strengths.GetValueOrDefault(dossier)}";
            yield break;
        }
        var round = (ScoringRound)judged;
        var sheets = await db.Scoresheets.AsNoTracking().Where(s => s.EditionKey == edition.Key && s.RoundCode == round.Code && s.State == ScoresheetState.Signed)
            .Select(s => new { s.DossierId, s.CategoryCode, s.JurorId, Score = s.Score!.Value }).ToListAsync();
        var entrants = sheets.GroupBy(s => (s.DossierId, s.CategoryCode)).Select(d => new Entrant(
            d.Key.DossierId, d.Key.DossierId.ToString(), d.Key.CategoryCode, default, [.. d.Select(s => new CountedSheet(NoMarks, s.Score, s.JurorId))], NoMarks)).ToDictionary(e => e.DossierId);
        var calibration = round.Calibrate is null ? null : RoundCalibration.Of(edition, round, entrants.Values);
        foreach (var (dossier, reference, stated, _) in lines)
        {
            var both = entrants.TryGetValue(dossier, out var entrant) ? RoundScores.BothOf(round, entrant, calibration) : null;
            var score = both is { CountsCalibrated: true } ? both.Calibrated : both?.Raw;
            if (score != stated) yield return $"{reference}, {round.Code}: {stated?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "no score"} stands there, the sheets give {score?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "none"}";
        }
    }
}
