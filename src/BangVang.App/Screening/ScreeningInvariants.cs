using BangVang.App.Storage;

namespace BangVang.App.Screening;

/// <summary>What is true of every screening and every appeal.</summary>
public static class ScreeningInvariants
{
    public static IReadOnlyList<Invariant> All { get; } =
    [
        new SqlInvariant(
            "screening.verdict_is_the_dossiers_state",
            "Hồ sơ đủ tiêu chuẩn hoặc không đủ tiêu chuẩn đúng khi kết luận xét tuyển ghi như vậy.",
            "A dossier is accepted or refused exactly when its screening says so.",
            """
            SELECT d.reference || ' is ' || d.state || ', its screening ' || COALESCE(c.state, 'absent') AS value FROM dossier d LEFT JOIN screening_case c ON c.dossier_id = d.id
            WHERE (d.state IN ('Accepted', 'Refused') AND (c.state IS NULL OR c.state <> d.state)) OR (c.state = 'Refused' AND d.state NOT IN ('Refused', 'Withdrawn', 'Submitted'))
            """),
        new SqlInvariant(
            "screening.verdict_is_in_the_log",
            "Mỗi kết luận xét tuyển có mục trong sổ ghi cùng thời điểm.",
            "Every verdict has its entry of the log, of the same instant.",
            """
            SELECT d.reference || ' has no verdict in the log' AS value FROM screening_case c JOIN dossier d ON d.id = c.dossier_id
            WHERE c.decided_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM log_event e WHERE e.kind = 'screening.verdict' AND LOWER(e.subject) = LOWER(CAST(c.dossier_id AS text)) AND e.at = c.decided_at)
            """),
        new SqlInvariant(
            "screening.case_is_of_the_dossiers_edition",
            "Việc xét tuyển và khiếu nại thuộc đúng kỳ giải của hồ sơ.",
            "Screenings and appeals belong to the edition of their dossier.",
            """
            SELECT d.reference || ': screening of ' || c.edition_key AS value FROM screening_case c JOIN dossier d ON d.id = c.dossier_id WHERE c.edition_key <> d.edition_key
            UNION ALL SELECT a.reference || ': appeal of ' || a.edition_key AS value FROM appeal a JOIN dossier d ON d.id = a.dossier_id WHERE a.edition_key <> d.edition_key
            """),
        new SqlInvariant(
            "screening.transfer_waits_with_its_case",
            "Đề nghị chuyển hạng mục chưa trả lời thì việc xét tuyển đang chờ trả lời, và ngược lại.",
            "A proposal of another category is open exactly while the case waits for the answer.",
            """
            SELECT d.reference || ' waits for no proposal' AS value FROM screening_case c JOIN dossier d ON d.id = c.dossier_id
            WHERE c.state = 'TransferProposed' AND NOT EXISTS (SELECT 1 FROM category_transfer t WHERE t.dossier_id = c.dossier_id AND t.answered_at IS NULL)
            UNION ALL SELECT d.reference || ' has a proposal nobody waits for' AS value FROM category_transfer t JOIN dossier d ON d.id = t.dossier_id JOIN screening_case c ON c.dossier_id = t.dossier_id
            WHERE t.answered_at IS NULL AND c.state <> 'TransferProposed'
            """),
        new SqlInvariant(
            "screening.appeals_are_counted_without_gaps",
            "Khiếu nại của mỗi kỳ giải được đánh số KN-001, KN-002, … không thiếu số nào.",
            "The appeals of each edition are numbered KN-001, KN-002, … without a gap.",
            """
            SELECT edition_key || ' has ' || CAST(COUNT(*) AS text) || ' appeals, the last is KN-' || CAST(MAX(CAST(SUBSTR(reference, 4) AS integer)) AS text) AS value
            FROM appeal GROUP BY edition_key HAVING COUNT(*) <> MAX(CAST(SUBSTR(reference, 4) AS integer))
            """),
        new ComputedInvariant(
            "screening.appeal_was_decided_by_others",
            "Không ai giải quyết khiếu nại đối với quyết định của chính mình.",
            "Nobody decided an appeal against a decision of their own.",
            db => db.Appeals.AsAsyncEnumerable().Where(a => a.DecidedBy is { } by && a.Deciders.Contains(by)).Select(a => $"{a.EditionKey} {a.Reference}")),
    ];
}
