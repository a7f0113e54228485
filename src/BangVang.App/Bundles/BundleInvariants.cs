using System.Text;
using System.Text.Json.Nodes;
using BangVang.App.Scoring;
using BangVang.App.Storage;
using BangVang.Domain.Decisions;
using BangVang.Domain.Scoring;
using BangVang.Proof;
using BangVang.Proof.Notes;
using BangVang.Proof.Receipts;
using Microsoft.EntityFrameworkCore;

namespace BangVang.App.Bundles;

/// <summary>Rows say what the log fixed when they were made: who changes one afterwards would have to change the log as well, and that shows.</summary>
public static class BundleInvariants
{
    public static IReadOnlyList<Invariant> All { get; } =
    [
        new ComputedInvariant(
            "log.rows_say_what_was_fixed",
            "Quy chế, hồ sơ, kết luận xét tuyển, hạt giống phân công, phiếu chấm, phiếu so sánh, biểu quyết và quyết định trong cơ sở dữ liệu đúng như sổ ghi đã chốt.",
            "Rulebooks, dossiers, verdicts, seeds of assignments, sheets, ballots, votes and decisions in the database are what the log fixed.",
            DifferencesAsync),
        new SqlInvariant(
            "audit.answers_are_in_the_log",
            "Mỗi trả lời đã ký của giám sát viên có mục trong sổ ghi cùng thời điểm, và ngược lại.",
            "Each signed answer of an auditor has its entry of the log, of the same instant, and each such entry its answer.",
            """
            SELECT COALESCE(a.edition_key || ' ' || CAST(a.number AS text), 'entry ' || CAST(e.seq AS text)) AS value
            FROM audit_answer a FULL OUTER JOIN (SELECT seq, subject, at FROM log_event WHERE kind = 'audit.answered') e ON LOWER(e.subject) = LOWER(CAST(a.id AS text)) AND e.at = a.answered_at
            WHERE a.id IS NULL OR e.seq IS NULL
            """),
        new ComputedInvariant(
            "audit.answers_are_what_was_signed",
            "Mỗi trả lời đã ký của giám sát viên còn nguyên chữ ký và đúng cam kết trong sổ ghi.",
            "Each signed answer of an auditor still carries its signature and is what the log committed to.",
            AnswersAsync),
    ];

    private static async IAsyncEnumerable<string> AnswersAsync(BangVangDb db)
    {
        var entries = (await db.LogEvents.AsNoTracking().Where(e => e.Kind == AuditAnswerFile.EntryKind).Select(e => new { e.Subject, e.Payload }).ToListAsync()).ToDictionary(e => e.Subject, e => e.Payload);
        foreach (var row in await db.AuditAnswers.AsNoTracking().ToListAsync())
        {
            var holds = SignedNote.TryParse(Encoding.UTF8.GetBytes(row.Note), out var note) && AuditAnswer.TryOpen(note, out var answer) && entries.TryGetValue(row.Id.ToString(), out var payload)
                && CanonicalJson.Bytes(AuditAnswerFile.PayloadOf(answer)).AsSpan().SequenceEqual(payload) && (answer.Edition, answer.Holds, answer.Auditor.ToString()) == (row.EditionKey, row.Holds, row.AuditorKey);
            if (!holds) yield return $"{row.EditionKey} {row.Number}";
        }
    }

    private static async IAsyncEnumerable<string> DifferencesAsync(BangVangDb db)
    {
        string[] kinds = ["edition.published", "edition.amended", "dossier.submitted", "screening.verdict", "assignment.sealed", "scoresheet.signed", "ballot.signed", "ballot.reopened", "ballot.set_aside", "ballot.counted_again", "council.motion", "decision.approved", "decision.published"];
        var events = (await db.LogEvents.AsNoTracking().Where(e => kinds.Contains(e.Kind)).OrderBy(e => e.Seq).Select(e => new { e.Kind, e.Subject, e.Payload }).ToListAsync())
            .Select(e => (e.Kind, e.Subject, Payload: JsonNode.Parse(e.Payload)!.AsObject())).ToList();
        var last = events.GroupBy(e => (Kind: e.Kind is "decision.approved" ? "decision.published" : e.Kind is "edition.amended" ? "edition.published" : e.Kind, Subject: e.Subject.ToLowerInvariant())).ToDictionary(g => g.Key, g => g.Last().Payload);
        JsonObject? Fixed(string kind, Guid id) => last.GetValueOrDefault((kind, id.ToString()));

        // A rulebook or a version without an entry is nothing that anybody was shown; an entry without them would be.
        var snapshots = await db.EditionSnapshots.AsNoTracking().ToListAsync();
        foreach (var lost in events.Where(e => e.Kind is "edition.published" or "edition.amended").Select(e => e.Subject.ToLowerInvariant()).Except(snapshots.Select(s => s.Id.ToString()))) yield return $"no rulebook {lost}";
        foreach (var s in snapshots.Where(s => Fixed("edition.published", s.Id) is not null))
            if (Differs(Fixed("edition.published", s.Id), ("sha256", Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(s.Content)))), ("number", s.Number)) is { } wrong) yield return $"{s.EditionKey} #{s.Number}: {wrong}";
        var versions = events.Where(e => e.Kind == "dossier.submitted" && e.Payload["version"] is not null).ToDictionary(e => (e.Subject.ToLowerInvariant(), (int)e.Payload["version"]!), e => e.Payload);
        foreach (var v in await db.DossierVersions.AsNoTracking().Select(v => new { v.DossierId, v.Number, v.Sha256 }).ToListAsync())
            if (versions.Remove((v.DossierId.ToString(), v.Number), out var entry) && Differs(entry, ("sha256", v.Sha256)) is { } wrong) yield return $"{v.DossierId}, version {v.Number}: {wrong}";
        foreach (var (dossier, number) in versions.Keys) yield return $"no version {number} of {dossier}";
        foreach (var c in await db.ScreeningCases.AsNoTracking().ToListAsync())
            if (c.IsDecided && Differs(Fixed("screening.verdict", c.DossierId), ("verdict", c.State.ToString().ToLowerInvariant())) is { } wrong) yield return $"{c.DossierId}: {wrong}";
        foreach (var p in await db.AssignmentPlans.AsNoTracking().ToListAsync())
            if (Differs(Fixed("assignment.sealed", p.Id), ("seed", p.Seed), ("method", p.Method)) is { } wrong) yield return $"{p.Id}: {wrong}";
        foreach (var s in await db.Scoresheets.AsNoTracking().Where(s => s.State == ScoresheetState.Signed || s.State == ScoresheetState.SetAside).ToListAsync())
            if (Differs(Fixed("scoresheet.signed", s.Id), ("score", s.Score), ("marks", new JsonObject(s.Marks.Select(m => KeyValuePair.Create<string, JsonNode?>(m.Key, m.Value)))), ("signing", s.Signings)) is { } wrong) yield return $"sheet {s.Id}: {wrong}";
        await foreach (var wrong in BallotDifferencesAsync(db, events.Where(e => e.Kind.StartsWith("ballot.", StringComparison.Ordinal)).ToLookup(e => e.Subject.ToLowerInvariant(), e => (e.Kind, e.Payload)))) yield return wrong;
        foreach (var m in await db.Motions.AsNoTracking().Where(m => m.State == MotionState.Carried || m.State == MotionState.Rejected).ToListAsync())
            if (Differs(Fixed("council.motion", m.Id), ("kind", m.Kind.ToString()), ("category", m.CategoryCode), ("tier", m.TierCode), ("present", m.Present), ("for", m.For), ("against", m.Against), ("abstained", m.Abstained), ("outcome", m.State.ToString())) is { } wrong) yield return $"motion {m.Id}: {wrong}";
        foreach (var d in await db.AwardDecisions.AsNoTracking().ToListAsync())
            // What amendments changed afterwards is in entries of its own, and checked against them by the words that made it.
            if (d.State is not DecisionState.Proposed && d.Amendments.Count == 0 && Differs(Fixed("decision.published", d.Id), ("lines", Decisions.DecisionFacts.ToJson(d)["lines"]!.DeepClone())) is { } wrong) yield return $"decision {d.EditionKey}: {wrong}";
    }

    /// <summary>A ballot is signed, with these acts, and dossiers are set aside in it, as the last of its entries say.</summary>
    private static async IAsyncEnumerable<string> BallotDifferencesAsync(BangVangDb db, ILookup<string, (string Kind, JsonObject Payload)> events)
    {
        var ballots = await db.PairBallots.AsNoTracking().ToListAsync();
        if (ballots.Count == 0) yield break;
        var acts = (await db.PairActs.AsNoTracking().ToListAsync()).ToLookup(a => a.BallotId);
        var references = await db.Dossiers.AsNoTracking().Where(d => db.ShownProducts.Any(p => p.DossierId == d.Id) || db.PairExclusions.Any(x => x.DossierId == d.Id)).ToDictionaryAsync(d => d.Id, d => d.Reference);
        var aside = (await db.PairExclusions.AsNoTracking().Where(x => x.ReadmittedAt == null).ToListAsync()).ToLookup(x => x.BallotId, x => references[x.DossierId]);
        foreach (var ballot in ballots)
        {
            var own = events[ballot.Id.ToString()].ToList();
            var signed = own.LastOrDefault(e => e.Kind is "ballot.signed" or "ballot.reopened") is { Kind: "ballot.signed", Payload: { } payload } ? payload : null;
            if (signed is not null != ballot.SignedAt is not null) yield return $"ballot {ballot.Id}: signed {ballot.SignedAt is not null}, by the log {signed is not null}";
            else if (signed is not null && Differs(signed, ("round", ballot.RoundCode), ("category", ballot.CategoryCode), ("seed", ballot.Seed), ("acts", acts[ballot.Id].ToJson(references))) is { } wrong) yield return $"ballot {ballot.Id}: {wrong}";
            var fixedAside = own.Where(e => e.Kind is "ballot.set_aside" or "ballot.counted_again").GroupBy(e => (string)e.Payload["dossier"]!).Where(g => g.Last().Kind == "ballot.set_aside").Select(g => g.Key);
            if (!aside[ballot.Id].ToHashSet().SetEquals(fixedAside)) yield return $"ballot {ballot.Id}: set aside {string.Join(", ", aside[ballot.Id].Order())}, by the log {string.Join(", ", fixedAside.Order())}";
        }
    }

    /// <summary>The first member that the log fixed otherwise; a member that an entry does not have was not fixed by it. A row that must have an entry and has none was not made by this program.</summary>
    private static string? Differs(JsonObject? entry, params (string Name, JsonNode? Is)[] members)
    {
        if (entry is null) return "the log has no entry of it";
        foreach (var (name, value) in members)
            if (entry.TryGetPropertyValue(name, out var was) && !CanonicalJson.Bytes(was).AsSpan().SequenceEqual(CanonicalJson.Bytes(value))) return $"{name} is {value?.ToJsonString() ?? "null"}, the log has {was?.ToJsonString() ?? "null"}";
        return null;
    }
}
