using BangVang.Domain.Dossiers;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using NodaTime;

namespace BangVang.Domain.Screening;

/// <summary>Which step of screening a submitted dossier has reached.</summary>
public enum ScreeningState { Waiting, InReview, SupplementRequested, TransferProposed, Accepted, Refused }

public enum OfficerFinding { Pass, Fail }

/// <summary>One rule of the category with the officer's own finding, beside the machine's verdict.</summary>
public sealed class RuleFinding
{
    public Guid DossierId { get; init; }
    public required string RuleCode { get; init; }
    public OfficerFinding Finding { get; set; }
    public string? Reason { get; set; }
    public Instant FoundAt { get; set; }
    public Guid FoundBy { get; set; }
}

/// <summary>The examination of one dossier against the criteria of its category.</summary>
public sealed class ScreeningCase
{
    /// <summary>Same as the dossier's: one case per dossier.</summary>
    public Guid DossierId { get; init; }
    public required string EditionKey { get; init; }
    public ScreeningState State { get; set; }
    /// <summary>The officer who works on it; null while nobody does.</summary>
    public Guid? OfficerId { get; set; }
    public Instant OpenedAt { get; init; }
    public Instant? DecidedAt { get; set; }
    public Guid? DecidedBy { get; set; }
    /// <summary>Why it was accepted or refused, as the applicant reads it.</summary>
    public string? Reason { get; set; }
    /// <summary>Articles the decision rests on.</summary>
    public string? Article { get; set; }
    public int Version { get; set; }

    public bool IsDecided => State is ScreeningState.Accepted or ScreeningState.Refused;

    /// <summary>An officer takes the case, or takes it over. Taking what one holds already changes nothing.</summary>
    public Problem? Take(Guid officer)
    {
        if (IsDecided) return Problem.Conflict("screening.decided");
        if (OfficerId == officer && State is not ScreeningState.Waiting) return null;
        (OfficerId, State, Version) = (officer, State is ScreeningState.Waiting ? ScreeningState.InReview : State, Version + 1);
        return null;
    }

    /// <summary>An officer looks into a rule: the case is taken where nobody has it. Each look counts as a change, so that a decision taken meanwhile on the findings before is refused.</summary>
    public Problem? Examine(Dossier dossier, Guid officer)
    {
        if (IsDecided) return Problem.Conflict("screening.decided");
        if (dossier.State is not DossierState.Submitted) return Problem.Conflict("screening.not_submitted");
        (OfficerId, State, Version) = (OfficerId ?? officer, State is ScreeningState.Waiting ? ScreeningState.InReview : State, Version + 1);
        return null;
    }

    /// <summary>
    /// The dossier goes to the jury. Every rule must be met: by the machine's verdict, or by the officer's finding with a
    /// reason where the machine says otherwise.
    /// </summary>
    public Problem? Accept(Dossier dossier, CategoryVerdict verdict, IReadOnlyCollection<RuleFinding> findings, string? reason, Guid officer, Instant now)
    {
        if (CannotDecide(dossier) is { } problem) return problem;
        foreach (var rule in verdict.Rules)
        {
            var finding = findings.FirstOrDefault(f => f.RuleCode == rule.Rule);
            if (finding is { Finding: OfficerFinding.Fail }) return Refusal("screening.rule_found_failing", rule);
            if (rule.Verdict is not Verdict.Pass && finding is null) return Refusal("screening.rule_needs_finding", rule);
            if (rule.Verdict is Verdict.Fail && string.IsNullOrWhiteSpace(finding!.Reason)) return Refusal("screening.finding_needs_reason", rule);
        }
        Decide(dossier, ScreeningState.Accepted, DossierState.Accepted, reason, verdict.Rules.Select(r => r.Article), officer, now);
        return null;
    }

    /// <summary>The dossier ends here. At least one rule is not met; the applicant reads which, with article and reason.</summary>
    public Problem? Refuse(Dossier dossier, CategoryVerdict verdict, IReadOnlyCollection<RuleFinding> findings, string reason, Guid officer, Instant now)
    {
        if (CannotDecide(dossier) is { } problem) return problem;
        if (string.IsNullOrWhiteSpace(reason)) return Problem.Invalid("screening.reason_missing", "Reason");
        var failing = verdict.Rules.Where(r => findings.FirstOrDefault(f => f.RuleCode == r.Rule) is { } f ? f.Finding is OfficerFinding.Fail : r.Verdict is Verdict.Fail).ToList();
        if (failing.Count == 0) return Problem.Invalid("screening.no_failing_rule");
        Decide(dossier, ScreeningState.Refused, DossierState.Refused, reason, failing.Select(r => r.Article), officer, now);
        return null;
    }

    /// <summary>The applicant is asked to add something; the case waits.</summary>
    public Problem? AskSupplement(Dossier dossier)
    {
        if (CannotDecide(dossier) is { } problem) return problem;
        (State, Version) = (ScreeningState.SupplementRequested, Version + 1);
        return null;
    }

    /// <summary>Another category is proposed to the applicant; the case waits for consent.</summary>
    public Problem? ProposeTransfer(Dossier dossier, Edition edition, string toCategory)
    {
        if (CannotDecide(dossier) is { } problem) return problem;
        if (edition.Category(toCategory) is null || toCategory == dossier.CategoryCode) return Problem.Invalid("screening.transfer_category", "ToCategory");
        (State, Version) = (ScreeningState.TransferProposed, Version + 1);
        return null;
    }

    /// <summary>The case goes on: the supplement came, its time ran out, or the transfer was answered.</summary>
    public void Resume() => (State, Version) = (OfficerId is null ? ScreeningState.Waiting : ScreeningState.InReview, Version + 1);

    /// <summary>An upheld appeal opens the case again for other officers.</summary>
    public void Reopen(Dossier dossier)
    {
        (State, OfficerId, DecidedAt, DecidedBy, Reason, Article, Version) = (ScreeningState.Waiting, null, null, null, null, null, Version + 1);
        (dossier.State, dossier.Version) = (DossierState.Submitted, dossier.Version + 1);
    }

    private Problem? CannotDecide(Dossier dossier)
    {
        if (IsDecided) return Problem.Conflict("screening.decided");
        if (dossier.State is not DossierState.Submitted) return Problem.Conflict("screening.not_submitted");
        return State is ScreeningState.SupplementRequested or ScreeningState.TransferProposed ? Problem.NotNow("screening.waiting_for_applicant") : null;
    }

    private void Decide(Dossier dossier, ScreeningState state, DossierState outcome, string? reason, IEnumerable<string?> articles, Guid officer, Instant now)
    {
        (State, DecidedAt, DecidedBy, Reason, Version) = (state, now, officer, string.IsNullOrWhiteSpace(reason) ? null : reason.Trim(), Version + 1);
        Article = string.Join("; ", articles.OfType<string>().Distinct()) is { Length: > 0 } cited ? cited : null;
        (OfficerId, dossier.State, dossier.Version) = (OfficerId ?? officer, outcome, dossier.Version + 1);
    }

    private static Problem Refusal(string code, RuleVerdict rule) => Problem.NotNow(code).With("rule", rule.Rule) with { Article = rule.Article };
}

/// <summary>Another category proposed by an officer, answered by the applicant.</summary>
public sealed class CategoryTransfer
{
    public Guid Id { get; init; }
    public Guid DossierId { get; init; }
    public required string FromCategory { get; init; }
    public required string ToCategory { get; init; }
    public required string Reason { get; init; }
    public Instant ProposedAt { get; init; }
    public Guid ProposedBy { get; init; }
    public Instant? AnsweredAt { get; set; }
    public Guid? AnsweredBy { get; set; }
    public bool? IsAccepted { get; set; }
}

/// <summary>What an appeal would be against, as it stands.</summary>
/// <param name="KnownSince">When the applicant could first read the refusal or the result; null while there is nothing to appeal against.</param>
/// <param name="Deciders">Who decided it.</param>
public sealed record Contested(AppealAgainst Against, Instant? KnownSince, IReadOnlyList<Guid> Deciders);

/// <summary>What an appeal is against.</summary>
public enum AppealAgainst { Screening, Result }

public enum AppealState { Submitted, Upheld, Rejected }

/// <summary>An objection of the applicant within the edition's days, decided by somebody who did not decide what it is against.</summary>
public sealed class Appeal
{
    public const int LongestGrounds = 10_000;
    public const int MostFiles = 5;

    public Guid Id { get; init; }
    /// <summary>"KN-003", counted per edition from 1.</summary>
    public required string Reference { get; init; }
    public Guid DossierId { get; init; }
    public required string EditionKey { get; init; }
    public AppealAgainst Against { get; init; }
    /// <summary>Who decided what it is against: none of them decides the appeal, nor the case again.</summary>
    public List<Guid> Deciders { get; init; } = [];
    public required string Grounds { get; init; }
    /// <summary>Ids of stored files.</summary>
    public List<Guid> Files { get; init; } = [];
    public Instant SubmittedAt { get; init; }
    public Guid SubmittedBy { get; init; }
    public AppealState State { get; set; }
    public Instant? DecidedAt { get; set; }
    public Guid? DecidedBy { get; set; }
    public string? Reason { get; set; }
    public string? Article { get; set; }
    public int Version { get; set; }

    /// <summary>3 gives "KN-003"; from 1000 on as many digits as needed.</summary>
    public static string ReferenceOf(int number) => $"KN-{number:000}";

    /// <summary>Why no appeal can be made now; null when it can. Of each decision there is one appeal.</summary>
    /// <param name="earlier">Appeals on the same dossier against the same.</param>
    public static Problem? CheckTime(Edition edition, Contested contested, IReadOnlyCollection<Appeal> earlier, Instant now)
    {
        if (earlier.FirstOrDefault(a => a.State is AppealState.Submitted) is { } open) return Problem.Conflict("screening.appeal_open").With("reference", open.Reference);
        if (contested.KnownSince is not { } since || since > now) return Problem.NotNow("screening.appeal_nothing");
        if (EndOf(edition, contested.Against, since) is not { } end) return Problem.NotNow("screening.appeal_unpublished") with { Article = edition.Appeals?.Article };
        if (now >= end) return Problem.NotNow("screening.appeal_late").With("end", end) with { Article = edition.Appeals?.Article };
        return earlier.FirstOrDefault(a => a.SubmittedAt >= since) is { } before ? Problem.Conflict("screening.appeal_once").With("reference", before.Reference) : null;
    }

    /// <summary>What is wrong with the grounds; null when nothing is.</summary>
    public static Problem? CheckGrounds(string grounds, int files)
    {
        if (string.IsNullOrWhiteSpace(grounds)) return Problem.Invalid("screening.grounds_missing", nameof(Grounds));
        if (grounds.Trim().Length > LongestGrounds) return Problem.Invalid("screening.grounds_long", nameof(Grounds)).With("max", LongestGrounds);
        return files > MostFiles ? Problem.Invalid("screening.appeal_files_many", nameof(Files)).With("max", MostFiles) : null;
    }

    /// <summary>First instant at which an appeal is too late: the day of the decision is not counted, the last day is.</summary>
    public static Instant? EndOf(Edition edition, AppealAgainst against, Instant decidedAt)
    {
        var days = against is AppealAgainst.Screening ? edition.Appeals?.ScreeningDays : edition.Appeals?.ResultDays;
        if (days is null || !days.TryGet(out var count)) return null;
        return decidedAt.InZone(edition.TimeZone).Date.PlusDays(count + 1).AtStartOfDayInZone(edition.TimeZone).ToInstant();
    }

    /// <summary>Decides the appeal. <paramref name="decider"/> must be none of the <see cref="Deciders"/> of what it is against.</summary>
    public Problem? Decide(bool isUpheld, string reason, string? article, Guid decider, Instant now)
    {
        if (State is not AppealState.Submitted) return Problem.Conflict("screening.appeal_decided");
        if (Deciders.Contains(decider)) return Problem.Forbidden("screening.appeal_own_decision");
        if (string.IsNullOrWhiteSpace(reason)) return Problem.Invalid("screening.reason_missing", "Reason");
        (State, DecidedAt, DecidedBy, Reason, Article, Version) =
            (isUpheld ? AppealState.Upheld : AppealState.Rejected, now, decider, reason.Trim(), string.IsNullOrWhiteSpace(article) ? null : article.Trim(), Version + 1);
        return null;
    }
}
