using System.Text.RegularExpressions;
using BangVang.Domain.Editions;

namespace BangVang.App.Editions.Checks;

/// <summary>Council, visibility, conflicts, mail, documents, addresses.</summary>
internal static partial class CareCheck
{
    /// <summary>What a mail of the edition may quote.</summary>
    public static readonly IReadOnlyList<string> Placeholders = ["{edition}", "{name}", "{product}", "{category}", "{reference}", "{deadline}", "{reason}", "{url}"];

    private static readonly MailMomentKind[] Reminders =
        [MailMomentKind.DraftUnsubmitted, MailMomentKind.SupplementDue, MailMomentKind.ScoresheetsDue, MailMomentKind.ConflictsUndeclared];

    /// <summary>Items nobody outside learns before the one act of publication.</summary>
    private static readonly VisibleItem[] UnderEmbargo =
        [VisibleItem.Score, VisibleItem.CriterionScores, VisibleItem.Comments, VisibleItem.Rank, VisibleItem.Laureates, VisibleItem.WithheldPrizes, VisibleItem.Minutes];

    public static void Run(Edition edition, Findings findings)
    {
        if (edition.Council is { } council) CheckCouncil(council, findings);
        foreach (var (row, path) in edition.Visibility.At("visibility")) CheckVisibility(row, path, findings);
        foreach (var (rule, path) in edition.Conflicts.At("conflicts")) CheckConflict(rule, path, findings);
        foreach (var twice in edition.Conflicts.At("conflicts").GroupBy(c => c.Item.Kind).Where(g => g.Count() > 1))
            findings.Report(twice.Last().Path, "edition.code_twice", ("code", Checking.Word(twice.Key)));
        foreach (var (mail, path) in edition.Mail.At("mail")) CheckMail(mail, path, findings);
        foreach (var (document, path) in edition.Documents.At("documents"))
            if (document.File is null && document.Url is null) findings.Report(path, "edition.document_without_place");
        CheckAddresses(edition, findings);
    }

    private static void CheckCouncil(Council council, Findings findings)
    {
        if (council.Quorum.TryGet(out var quorum) && quorum.Part == 0) findings.Report("council.quorum", "edition.share_zero");
        if (council.Majority.TryGet(out var majority) && majority.Share.Part == 0) findings.Report("council.majority.share", "edition.share_zero");
    }

    private static void CheckVisibility(VisibilityRow row, string path, Findings findings)
    {
        foreach (var (viewer, key, from) in new[] { (Viewer.Applicant, "applicant", row.Applicant), (Viewer.Juror, "juror", row.Juror), (Viewer.Public, "public", row.Public) })
        {
            var earliest = row.Item is VisibleItem.OtherJurorsScores
                ? viewer is Viewer.Juror ? VisibleFrom.OwnSignature : VisibleFrom.Publication
                : UnderEmbargo.Contains(row.Item) && viewer is not Viewer.Juror ? VisibleFrom.Publication : VisibleFrom.Never;
            if (from is VisibleFrom.Never || from >= earliest) continue;
            findings.Report($"{path}.{key}", "edition.visibility_too_early",
                [("item", Checking.Word(row.Item)), ("viewer", key), ("from", Checking.Word(from)), ("earliest", Checking.Word(earliest))], $"{path}.item");
        }
    }

    private static void CheckConflict(ConflictRule rule, string path, Findings findings)
    {
        if (rule.Kind is ConflictKind.FormerEmployer && rule.Years is null) findings.Report(path, "edition.years_missing", [("kind", Checking.Word(rule.Kind))], $"{path}.years");
        if (rule.Kind is not ConflictKind.FormerEmployer && rule.Years is not null) findings.Report($"{path}.years", "edition.years_unexpected", [], $"{path}.kind");
    }

    private static void CheckMail(MailMoment mail, string path, Findings findings)
    {
        LocalizedText? rule = Reminders.Contains(mail.Moment)
            ? mail.DaysBefore.Count == 0 ? new("cần days_before", "needs days_before") : mail.DaysBefore.Any(d => d < 0) ? new("chỉ nhận số ngày từ 0 trở lên", "takes days from 0 only") : null
            : mail.DaysBefore.Count > 0 ? new("không phải lời nhắc nên không có days_before", "is no reminder and has no days_before") : null;
        if (rule is not null)
            findings.Report(path, "edition.days_before_wrong", [("moment", Checking.Word(mail.Moment)), ("rule_vi", rule.Vi), ("rule_en", rule.En)], $"{path}.days_before", $"{path}.moment");
        if ((mail.Subject is null) != (mail.Text is null)) findings.Report(path, "edition.text_incomplete", [], $"{path}.subject", $"{path}.text");

        foreach (var (key, text) in new[] { ("subject", mail.Subject), ("text", mail.Text) })
            foreach (var unknown in PlaceholderPattern().Matches($"{text?.Vi} {text?.En}").Select(m => m.Value).Distinct().Where(p => !Placeholders.Contains(p)))
                findings.Report($"{path}.{key}", "edition.placeholder_unknown", ("value", unknown), ("known", string.Join(" ", Placeholders)));
    }

    private static void CheckAddresses(Edition edition, Findings findings)
    {
        foreach (var (key, source) in edition.Sources) findings.Url($"sources.{key}.url", source.Url);
        foreach (var (organiser, path) in edition.Organisers.At("organisers")) findings.Url($"{path}.url", organiser.Url);
        foreach (var (document, path) in edition.Documents.At("documents")) findings.Url($"{path}.url", document.Url);
        foreach (var portal in edition.Portal.Variants) findings.Url("portal", portal.Value);
        if (edition.Decision.TryGet(out var decision)) findings.Url("decision.url", decision.Url);
    }

    [GeneratedRegex(@"\{[^{}]*\}")] private static partial Regex PlaceholderPattern();
}
