using BangVang.App.Storage;

namespace BangVang.App.Panels;

/// <summary>What is true of every panel and every assignment.</summary>
public static class PanelsInvariants
{
    public static IReadOnlyList<Invariant> All { get; } =
    [
        new SqlInvariant(
            "panels.assignments_fit_a_panel",
            "Mỗi phân công thuộc một giám khảo có ghế ở đúng hạng mục và vòng đó vào lúc phân công.",
            "Each assignment is to a juror who had a seat on the panel of its category and round when it was made.",
            """
            SELECT d.reference || ', ' || a.round_code || ', ' || p.full_name AS value FROM assignment a JOIN dossier d ON d.id = a.dossier_id JOIN person p ON p.id = a.juror_id
            WHERE NOT EXISTS (SELECT 1 FROM panel_seat s WHERE s.person_id = a.juror_id AND s.edition_key = a.edition_key AND s.round_code = a.round_code AND s.category_code = a.category_code
              AND s.appointed_at <= a.assigned_at AND (s.ended_at IS NULL OR s.ended_at >= a.assigned_at))
            """),
        new SqlInvariant(
            "panels.assignments_fit_their_dossier",
            "Phân công đang có hiệu lực thuộc đúng kỳ giải và hạng mục của hồ sơ.",
            "Each running assignment is of its dossier's edition and category.",
            """
            SELECT d.reference || ': ' || a.edition_key || ' ' || a.category_code AS value FROM assignment a JOIN dossier d ON d.id = a.dossier_id
            WHERE a.ended_at IS NULL AND (a.edition_key <> d.edition_key OR a.category_code <> d.category_code)
            """),
        new SqlInvariant(
            "panels.no_assignment_in_conflict",
            "Giám khảo đã được xác định có xung đột thì không còn phân công với hồ sơ đó.",
            "A juror with a confirmed conflict has no running assignment of that dossier.",
            """
            SELECT d.reference || ', ' || p.full_name AS value FROM assignment a JOIN dossier d ON d.id = a.dossier_id JOIN person p ON p.id = a.juror_id
            WHERE a.ended_at IS NULL AND EXISTS (SELECT 1 FROM conflict c WHERE c.dossier_id = a.dossier_id AND c.person_id = a.juror_id AND c.state = 'Confirmed')
            """),
        new SqlInvariant(
            "panels.assignments_are_in_the_log",
            "Mỗi lần phân công có mục trong sổ ghi.",
            "Every assignment, drawn, by hand or asked for by the council, has its entry of the log.",
            """
            SELECT d.reference || ', ' || a.round_code || ', ' || p.full_name AS value FROM assignment a JOIN dossier d ON d.id = a.dossier_id JOIN person p ON p.id = a.juror_id
            WHERE NOT EXISTS (SELECT 1 FROM log_event e WHERE e.kind = 'assignment.sealed' AND LOWER(e.subject) = LOWER(CAST(COALESCE(a.plan_id, a.request_id, a.id) AS text)))
            """),
        new SqlInvariant(
            "panels.entries_come_from_a_shortlist",
            "Hồ sơ vào vòng sau có tên trong danh sách chọn của vòng trước, chốt cùng lúc.",
            "A dossier enters a later round by a shortlist fixed at that instant.",
            """
            SELECT d.reference || ', ' || r.round_code AS value FROM round_entry r JOIN dossier d ON d.id = r.dossier_id
            WHERE NOT EXISTS (SELECT 1 FROM shortlist s WHERE s.edition_key = r.edition_key AND s.category_code = r.category_code AND s.round_code <> r.round_code AND s.fixed_at = r.entered_at)
            """),
        new SqlInvariant(
            "panels.affinities_fit_their_dossier",
            "Độ phù hợp đặt bằng tay thuộc đúng kỳ giải của hồ sơ.",
            "An affinity set by hand is of its dossier's edition.",
            "SELECT d.reference || ': ' || o.edition_key AS value FROM affinity_override o JOIN dossier d ON d.id = o.dossier_id WHERE o.edition_key <> d.edition_key"),
        new SqlInvariant(
            "panels.affinities_are_in_the_trail",
            "Mỗi độ phù hợp đặt bằng tay có mục trong nhật ký, đúng lúc, đúng người đặt.",
            "Every affinity set by hand has its entry of the trail, of that time and person.",
            """
            SELECT d.reference || ', ' || p.full_name AS value FROM affinity_override o JOIN dossier d ON d.id = o.dossier_id JOIN person p ON p.id = o.person_id
            WHERE NOT EXISTS (SELECT 1 FROM audit_entry a WHERE a.action = 'panels.affinity_set' AND LOWER(a.subject) = LOWER(CAST(o.person_id AS text)) AND a.person_id = o.set_by AND a.at = o.set_at)
            """),
        new SqlInvariant(
            "panels.profiles_are_in_the_trail",
            "Mỗi bản mô tả chuyên môn của giám khảo có mục trong nhật ký, đúng lúc, đúng người ghi.",
            "Every profile of a juror has its entry of the trail, of that time and person.",
            """
            SELECT p.full_name || ', ' || j.edition_key AS value FROM juror_profile j JOIN person p ON p.id = j.person_id
            WHERE NOT EXISTS (SELECT 1 FROM audit_entry a WHERE a.action = 'panels.profile_written' AND a.edition_key = j.edition_key AND LOWER(a.subject) = LOWER(CAST(j.person_id AS text)) AND a.person_id = j.written_by AND a.at = j.written_at)
            """),
    ];
}
