using BangVang.App.Editions;
using BangVang.App.Storage;
using BangVang.Domain.Editions;
using BangVang.Domain.Scoring;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Scoring;

/// <summary>What is true of every score sheet.</summary>
public static class ScoringInvariants
{
    public static IReadOnlyList<Invariant> All { get; } =
    [
        new ComputedInvariant(
            "scoring.signed_sheets_are_whole",
            "Phiếu đã ký có đủ điểm cho mọi tiêu chí, đúng thang và bước điểm, và điểm chung đúng theo trọng số.",
            "A signed sheet has a mark on every line, each on the scale, and the score that the weights give.",
            UnwholeSheets),
        new SqlInvariant(
            "scoring.sheets_were_assigned",
            "Mỗi phiếu thuộc một phân công của đúng vòng, hồ sơ và giám khảo đó.",
            "Each sheet belongs to an assignment of its round, dossier and juror.",
            $"{Named} WHERE NOT EXISTS (SELECT 1 FROM assignment a WHERE a.round_code = s.round_code AND a.dossier_id = s.dossier_id AND a.juror_id = s.juror_id)"),
        new SqlInvariant(
            "scoring.nobody_signs_in_conflict",
            "Không có phiếu được ký sau khi giám khảo có xung đột với hồ sơ.",
            "No sheet was signed by a juror who had a conflict with the dossier by then.",
            $"{Named} WHERE s.state = 'Signed' AND EXISTS (SELECT 1 FROM conflict c WHERE c.dossier_id = s.dossier_id AND c.person_id = s.juror_id AND c.state <> 'Dismissed' AND c.noted_at < s.signed_at)"),
        new SqlInvariant(
            "scoring.no_counted_sheet_in_conflict",
            "Phiếu của giám khảo có xung đột chỉ được tính khi kết quả của vòng đã chốt trước khi xung đột được xác định.",
            "The sheet of a juror in conflict counts only where the round was settled before the conflict was confirmed.",
            $"""
            {Named} JOIN conflict c ON c.dossier_id = s.dossier_id AND c.person_id = s.juror_id AND c.state = 'Confirmed' WHERE s.state = 'Signed'
              AND NOT EXISTS (SELECT 1 FROM shortlist l WHERE l.edition_key = s.edition_key AND l.round_code = s.round_code AND l.fixed_at <= COALESCE(c.settled_at, c.noted_at))
              AND NOT EXISTS (SELECT 1 FROM award_decision d WHERE d.edition_key = s.edition_key AND d.approved_at <= COALESCE(c.settled_at, c.noted_at))
            """),
        new SqlInvariant(
            "scoring.signatures_are_in_the_log",
            "Mỗi phiếu đã ký có mục trong sổ ghi cùng thời điểm.",
            "Each signed sheet has its entry of the log, of the same instant.",
            $"{Named} WHERE s.signed_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM log_event e WHERE e.kind = 'scoresheet.signed' AND LOWER(e.subject) = LOWER(CAST(s.id AS text)) AND e.at = s.signed_at)"),
        new SqlInvariant(
            "scoring.setting_aside_is_in_the_log",
            "Phiếu bị loại khỏi kết quả vì xung đột có mục trong sổ ghi.",
            "Each sheet that was set aside has its entry of the log.",
            $"{Named} WHERE s.state = 'SetAside' AND NOT EXISTS (SELECT 1 FROM log_event e WHERE e.kind = 'scoresheet.set_aside' AND LOWER(e.subject) = LOWER(CAST(s.id AS text)))"),
        new SqlInvariant(
            "scoring.unlocks_are_in_the_log",
            "Mỗi lần mở lại phiếu đã ký có mục trong sổ ghi cùng thời điểm.",
            "Each unlock of a signed sheet has its entry of the log, of the same instant.",
            $"{Named} JOIN scoresheet_unlock u ON u.scoresheet_id = s.id WHERE NOT EXISTS (SELECT 1 FROM log_event e WHERE e.kind = 'scoresheet.reopened' AND LOWER(e.subject) = LOWER(CAST(s.id AS text)) AND e.at = u.unlocked_at)"),
        new SqlInvariant(
            "scoring.signings_are_counted",
            "Số lần ký của phiếu bằng số lần mở lại, thêm một khi phiếu đang ở trạng thái đã ký.",
            "A sheet was signed as often as it was unlocked, and once more while it is signed.",
            $"{Named} WHERE s.signings <> (SELECT COUNT(*) FROM scoresheet_unlock u WHERE u.scoresheet_id = s.id) + CASE WHEN s.signed_at IS NULL THEN 0 ELSE 1 END"),
    ];

    private const string Named = "SELECT d.reference || ', ' || s.round_code || ', ' || p.full_name AS value FROM scoresheet s JOIN dossier d ON d.id = s.dossier_id JOIN person p ON p.id = s.juror_id";

    private static async IAsyncEnumerable<string> UnwholeSheets(BangVangDb db)
    {
        var editions = new Dictionary<string, IReadOnlyList<(Instant From, Edition Edition)>>(StringComparer.Ordinal);
        var sheets = from s in db.Scoresheets.AsNoTracking() join d in db.Dossiers on s.DossierId equals d.Id join p in db.People on s.JurorId equals p.Id
                     where s.SignedAt != null orderby s.EditionKey, d.Reference, s.Id select new { Sheet = s, d.Reference, p.FullName };
        foreach (var found in await sheets.ToListAsync())
        {
            var sheet = found.Sheet;
            if (!editions.TryGetValue(sheet.EditionKey, out var known)) editions[sheet.EditionKey] = known = await SnapshotsAsync(db, sheet.EditionKey);
            if (WrongIn(known, sheet) is { } wrong) yield return $"{found.Reference}, {sheet.RoundCode}, {found.FullName}: {wrong}";
        }
    }

    private static async Task<IReadOnlyList<(Instant, Edition)>> SnapshotsAsync(BangVangDb db, string editionKey) =>
        [.. (await db.EditionSnapshots.AsNoTracking().Where(s => s.EditionKey == editionKey).OrderBy(s => s.Number).ToListAsync()).Select(s => (s.PublishedAt, s.Thaw()))];

    /// <summary>What is wrong with a signed sheet under the rules of the day it was signed; null when nothing is.</summary>
    private static string? WrongIn(IReadOnlyList<(Instant From, Edition Edition)> snapshots, Scoresheet sheet)
    {
        var edition = (snapshots.LastOrDefault(s => s.From <= sheet.SignedAt).Edition ?? snapshots.FirstOrDefault().Edition)
            ?? throw new InvalidOperationException($"{sheet.EditionKey} is not published.");
        if (edition.Round(sheet.RoundCode) is not ScoringRound round || edition.RubricFor(round, sheet.CategoryCode) is not { } rubric) return "no such round";
        if (rubric.Missing(sheet.Marks) is [var missing, ..]) return $"{missing} has no mark";
        if (sheet.Marks.FirstOrDefault(m => rubric.Lines.All(l => l.Code != m.Key) || !rubric.Scale.Contains(m.Value)) is { Key: { } line } off) return $"{line} has {off.Value}";
        return rubric.WeightedScore(sheet.Marks) is var score && score != sheet.Score ? $"score {sheet.Score}, by the marks {score}" : null;
    }
}
