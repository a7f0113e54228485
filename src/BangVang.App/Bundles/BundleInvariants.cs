using System.Text.Json.Nodes;
using BangVang.App.Storage;
using BangVang.Domain.Decisions;
using BangVang.Domain.Scoring;
using BangVang.Proof;
using Microsoft.EntityFrameworkCore;

namespace BangVang.App.Bundles;

/// <summary>Rows say what the log fixed when they were made: who changes one afterwards would have to change the log as well, and that shows.</summary>
public static class BundleInvariants
{
    public static IReadOnlyList<Invariant> All { get; } =
    [
        new ComputedInvariant(
            "log.rows_say_what_was_fixed",
            "Quy chế, hồ sơ, kết luận xét tuyển, hạt giống phân công, phiếu chấm, biểu quyết và quyết định trong cơ sở dữ liệu đúng như sổ ghi đã chốt.",
            "Rulebooks, dossiers, verdicts, seeds of assignments, sheets, votes and decisions in the database are what the log fixed.",
            DifferencesAsync),
    ];

    private static async IAsyncEnumerable<string> DifferencesAsync(BangVangDb db)
    {
        string[] kinds = ["edition.published", "edition.amended", "dossier.submitted", "screening.verdict", "assignment.sealed", "scoresheet.signed", "council.motion", "decision.approved", "decision.published"];
        var events = (await db.LogEvents.AsNoTracking().Where(e => kinds.Contains(e.Kind)).OrderBy(e => e.Seq).Select(e => new { e.Kind, e.Subject, e.Payload }).ToListAsync())
            .Select(e => (e.Kind, e.Subject, Payload: JsonNode.Parse(e.Payload)!.AsObject())).ToList();
        var last = events.GroupBy(e => (Kind: e.Kind is "decision.approved" ? "decision.published" : e.Kind is "edition.amended" ? "edition.published" : e.Kind, Subject: e.Subject.ToLowerInvariant())).ToDictionary(g => g.Key, g => g.Last().Payload);
        JsonObject? Fixed(string kind, Guid id) => last.GetValueOrDefault((kind, id.ToString()));

        foreach (var s in await db.EditionSnapshots.AsNoTracking().ToListAsync())
            if (Differs(Fixed("edition.published", s.Id), ("sha256", Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(s.Content)))), ("number", s.Number)) is { } wrong) yield return $"{s.EditionKey} #{s.Number}: {wrong}";
        var versions = events.Where(e => e.Kind == "dossier.submitted" && e.Payload["version"] is not null).ToDictionary(e => (e.Subject.ToLowerInvariant(), (int)e.Payload["version"]!), e => e.Payload);
        foreach (var v in await db.DossierVersions.AsNoTracking().Select(v => new { v.DossierId, v.Number, v.Sha256 }).ToListAsync())
            if (Differs(versions.GetValueOrDefault((v.DossierId.ToString(), v.Number)), ("sha256", v.Sha256)) is { } wrong) yield return $"{v.DossierId}, version {v.Number}: {wrong}";
        foreach (var c in await db.ScreeningCases.AsNoTracking().ToListAsync())
            if (c.IsDecided && Differs(Fixed("screening.verdict", c.DossierId), ("verdict", c.State.ToString().ToLowerInvariant())) is { } wrong) yield return $"{c.DossierId}: {wrong}";
        foreach (var p in await db.AssignmentPlans.AsNoTracking().ToListAsync())
            if (Differs(Fixed("assignment.sealed", p.Id), ("seed", p.Seed), ("method", p.Method)) is { } wrong) yield return $"{p.Id}: {wrong}";
        foreach (var s in await db.Scoresheets.AsNoTracking().Where(s => s.State == ScoresheetState.Signed || s.State == ScoresheetState.SetAside).ToListAsync())
            if (Differs(Fixed("scoresheet.signed", s.Id), ("score", s.Score), ("marks", new JsonObject(s.Marks.Select(m => KeyValuePair.Create<string, JsonNode?>(m.Key, m.Value)))), ("signing", s.Signings)) is { } wrong) yield return $"sheet {s.Id}: {wrong}";
        foreach (var m in await db.Motions.AsNoTracking().Where(m => m.State == MotionState.Carried || m.State == MotionState.Rejected).ToListAsync())
            if (Differs(Fixed("council.motion", m.Id), ("kind", m.Kind.ToString()), ("category", m.CategoryCode), ("tier", m.TierCode), ("present", m.Present), ("for", m.For), ("against", m.Against), ("abstained", m.Abstained), ("outcome", m.State.ToString())) is { } wrong) yield return $"motion {m.Id}: {wrong}";
        foreach (var d in await db.AwardDecisions.AsNoTracking().ToListAsync())
            // What amendments changed afterwards is in entries of its own, and checked against them by the words that made it.
            if (d.State is not DecisionState.Proposed && d.Amendments.Count == 0 && Differs(Fixed("decision.published", d.Id), ("lines", Decisions.DecisionFacts.ToJson(d)["lines"]!.DeepClone())) is { } wrong) yield return $"decision {d.EditionKey}: {wrong}";
    }

    /// <summary>The first member that the log fixed otherwise; a member that an entry does not have was not fixed by it.</summary>
    private static string? Differs(JsonObject? entry, params (string Name, JsonNode? Is)[] members)
    {
        foreach (var (name, value) in members)
            if (entry is not null && entry.TryGetPropertyValue(name, out var was) && !CanonicalJson.Bytes(was).AsSpan().SequenceEqual(CanonicalJson.Bytes(value))) return $"{name} is {value?.ToJsonString() ?? "null"}, the log has {was?.ToJsonString() ?? "null"}";
        return null;
    }
}
