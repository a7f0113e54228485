using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using BangVang.App.Storage;
using Microsoft.EntityFrameworkCore;

namespace BangVang.App.Forum.Programme;

/// <summary>What holds of programmes in every sound database.</summary>
public static class ProgrammeInvariants
{
    public static IReadOnlyList<Invariant> All { get; } =
    [
        new SqlInvariant(
            "programme.releases_have_no_gap",
            "Các bản phát hành chương trình của một diễn đàn được đánh số từ 1, không thiếu số nào.",
            "The releases of a forum's programme are numbered from 1 without a gap.",
            "SELECT r.forum_key || ' #' || CAST(r.number AS text) AS value FROM programme_release r WHERE r.number > 1 AND NOT EXISTS (SELECT 1 FROM programme_release b WHERE b.forum_key = r.forum_key AND b.number = r.number - 1)"),
        new SqlInvariant(
            "programme.releases_are_in_the_log",
            "Mỗi bản phát hành chương trình có đúng một mục trong sổ ghi công khai.",
            "Each release of a programme has exactly one entry in the public log.",
            "SELECT r.forum_key || ' #' || CAST(r.number AS text) AS value FROM programme_release r WHERE (SELECT COUNT(*) FROM log_event e WHERE e.kind = 'programme.released' AND e.subject = LOWER(CAST(r.id AS text))) <> 1"),
        new ComputedInvariant(
            "programme.releases_keep_their_hash",
            "Mỗi bản phát hành chương trình đúng bằng SHA-256 của nó và đọc lại được nguyên vẹn.",
            "Each release has the SHA-256 it states, and the programme is rebuilt from it exactly.",
            db => db.ProgrammeReleases.AsNoTracking().OrderBy(r => r.ForumKey).ThenBy(r => r.Number).AsAsyncEnumerable()
                .Where(r => !IsWhole(r)).Select(r => $"{r.ForumKey} #{r.Number}")),
        new ComputedInvariant(
            "programme.parts_lead_to_speakers",
            "Mỗi người có phần trong một phiên là người của cùng diễn đàn.",
            "Everyone with a part in a session is a person of the same forum.",
            OrphansAsync),
    ];

    private static async IAsyncEnumerable<string> OrphansAsync(BangVangDb db)
    {
        var speakers = (await db.ForumSpeakers.AsNoTracking().Select(s => new { s.Id, s.ForumKey }).ToListAsync()).Select(s => (s.Id, s.ForumKey)).ToHashSet();
        await foreach (var session in db.ForumSessions.AsNoTracking().OrderBy(s => s.ForumKey).ThenBy(s => s.Number).AsAsyncEnumerable())
            if (session.Parts.Any(p => !speakers.Contains((p.SpeakerId, session.ForumKey)))) yield return $"{session.ForumKey} {session.Code}";
    }

    private static bool IsWhole(ProgrammeRelease release)
    {
        if (release.Sha256 != Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(release.Content)))) return false;
        try { return ProgrammeRelease.Freeze(release.Thaw()).Sha256 == release.Sha256; }
        catch (JsonException) { return false; }
    }
}
