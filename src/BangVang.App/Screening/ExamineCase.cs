using BangVang.App.Editions;
using BangVang.App.Storage;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Domain.Screening;
using NodaTime;

namespace BangVang.App.Screening;

/// <summary>An officer takes a case.</summary>
public sealed class TakeCase(BangVangDb db, EditionBook editions, IClock clock)
{
    public async Task<Problem?> RunAsync(Actor actor, Guid dossierId, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        var opened = await db.OpenCaseAsync(editions, actor, dossierId, now, ct);
        if (!opened.TryGet(out var work, out var problem)) return problem;
        var version = work.Case.Version;
        if (work.Case.Take(actor.PersonId!.Value) is { } refusal) return refusal;
        if (work.Case.Version == version) return null;
        db.Audit(actor, now, "screening.taken", dossierId, work.Dossier.EditionKey, work.Dossier.Reference);
        return await db.SaveCaseAsync(ct);
    }
}

/// <summary>An officer's own finding on one rule, beside the machine's verdict.</summary>
public sealed class RecordFinding(BangVangDb db, EditionBook editions, IClock clock)
{
    public async Task<Problem?> RunAsync(Actor actor, Guid dossierId, string rule, OfficerFinding finding, string? reason, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        var opened = await db.OpenCaseAsync(editions, actor, dossierId, now, ct);
        if (!opened.TryGet(out var work, out var problem)) return problem;
        if (work.Case.Examine(work.Dossier, actor.PersonId!.Value) is { } refusal) return refusal;
        if (work.Verdict.Rules.FirstOrDefault(r => r.Rule == rule) is not { } verdict) return Problem.Invalid("screening.rule_unknown", rule);
        var departs = (finding is OfficerFinding.Fail) != (verdict.Verdict is Verdict.Fail) || verdict.Verdict is Verdict.Unknown;
        if (reason?.Trim().Length > RequestSupplement.LongestText) return Problem.Invalid("screening.text_long", rule).With("max", RequestSupplement.LongestText);
        if (departs && string.IsNullOrWhiteSpace(reason)) return Problem.Invalid("screening.finding_needs_reason", rule).With("rule", rule) with { Article = verdict.Article };

        var found = work.Findings.FirstOrDefault(f => f.RuleCode == rule);
        if (found is null) db.RuleFindings.Add(found = new() { DossierId = dossierId, RuleCode = rule });
        (found.Finding, found.Reason, found.FoundAt, found.FoundBy) = (finding, string.IsNullOrWhiteSpace(reason) ? null : reason.Trim(), now, actor.PersonId!.Value);
        db.Audit(actor, now, "screening.finding", dossierId, work.Dossier.EditionKey, $"{work.Dossier.Reference}, {rule}: {finding}");
        return await db.SaveCaseAsync(ct);
    }
}
