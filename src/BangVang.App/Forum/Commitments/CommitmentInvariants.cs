using System.Text.Json.Nodes;
using BangVang.App.Storage;
using BangVang.Proof;
using Microsoft.EntityFrameworkCore;

namespace BangVang.App.Forum.Commitments;

/// <summary>What holds of the registry of recommendations and commitments.</summary>
public static class CommitmentInvariants
{
    public static IReadOnlyList<Invariant> All { get; } =
    [
        new SqlInvariant(
            "commitments.numbers_have_no_gap",
            "Kiến nghị, cam kết của một diễn đàn và báo cáo về mỗi kiến nghị, cam kết được đánh số từ 1, không thiếu số nào.",
            "Commitments of a forum, and reports on each, are numbered from 1 without a gap.",
            """
            SELECT c.forum_key || ' #' || CAST(c.number AS text) AS value FROM forum_commitment c WHERE c.number > 1 AND NOT EXISTS (SELECT 1 FROM forum_commitment b WHERE b.forum_key = c.forum_key AND b.number = c.number - 1)
            UNION ALL SELECT 'report ' || CAST(r.number AS text) FROM commitment_report r WHERE r.number > 1 AND NOT EXISTS (SELECT 1 FROM commitment_report b WHERE b.commitment_id = r.commitment_id AND b.number = r.number - 1)
            """),
        new ComputedInvariant(
            "commitments.are_what_the_log_fixed",
            "Mỗi kiến nghị, cam kết và mỗi báo cáo đúng như sổ ghi đã chốt lần cuối.",
            "Each commitment and each report is what the log fixed last.",
            DifferencesAsync),
    ];

    private static async IAsyncEnumerable<string> DifferencesAsync(BangVangDb db)
    {
        var entries = await db.LogEvents.AsNoTracking().Where(e => e.Kind == "commitment.recorded" || e.Kind == "commitment.reported").OrderBy(e => e.Seq).Select(e => new { e.Subject, e.Payload }).ToListAsync();
        var last = entries.GroupBy(e => e.Subject.ToLowerInvariant()).ToDictionary(g => g.Key, g => g.Last().Payload);
        var commitments = await db.Commitments.AsNoTracking().ToDictionaryAsync(c => c.Id);
        var reports = await db.CommitmentReports.AsNoTracking().ToListAsync();
        foreach (var c in commitments.Values)
            if (Differs(c.Id, SaveCommitment.FactsOf(c))) yield return $"{c.ForumKey} #{c.Number}";
        foreach (var r in reports)
            if (Differs(r.Id, ReportCommitment.FactsOf(commitments[r.CommitmentId], r))) yield return $"{commitments[r.CommitmentId].ForumKey} #{commitments[r.CommitmentId].Number}, report {r.Number}";
        foreach (var lost in last.Keys.Except(commitments.Keys.Concat(reports.Select(r => r.Id)).Select(id => id.ToString()))) yield return $"no row {lost}";

        bool Differs(Guid id, JsonObject facts) => !last.TryGetValue(id.ToString(), out var fixedThen) || !CanonicalJson.Bytes(facts).AsSpan().SequenceEqual(fixedThen);
    }
}
