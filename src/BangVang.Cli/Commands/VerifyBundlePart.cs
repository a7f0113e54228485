using System.CommandLine;
using BangVang.App.Bundles;
using BangVang.Cli.Kernel;
using BangVang.Domain.Kernel;
using BangVang.Proof.Receipts;

namespace BangVang.Cli.Commands;

/// <summary>What <c>verify BUNDLE --json</c> prints of the bundle.</summary>
/// <param name="Steps">In their order; a step that could not be computed again says so.</param>
/// <param name="Failure">The first difference; null when all holds.</param>
public sealed record BundleVerdict(IReadOnlyList<BundleStep> Steps, BundleDifference? Failure);

/// <param name="Status"><c>recomputed</c>, <c>checked</c>, <c>not-checked</c> or <c>failed</c>.</param>
public sealed record BundleStep(string Name, string Status, string Detail);

/// <summary>The part of <c>verify</c> that is about a result bundle.</summary>
internal static class VerifyBundlePart
{
    /// <param name="signed">Signs what was found, where an auditor asks for it.</param>
    /// <param name="audited">Reads an auditor's answer beside the bundle; null without one.</param>
    public static int Tell(ParseResult parsed, byte[] bundle, Trust? trust, byte[]? openings, Func<BundleReport, Result<FileInfo>>? signed = null, Func<Result<AuditAnswer>>? audited = null)
    {
        var report = VerifyBundle.Run(bundle, trust, openings);
        if (signed is not null && !signed(report).TryGet(out _, out var unsigned)) return parsed.Refuses(unsigned);
        AuditAnswer? said = null;
        if (report.Holds && audited is not null && !audited().TryGet(out said, out var unread)) return unread.Kind is ProblemKind.Invalid ? parsed.Refuses(unread) : parsed.Denies(unread);
        var answer = new VerifyAnswer(report.Holds, report.Holds ? "proved" : "false", report.Failure is null ? null : "verify.bundle_differs", report.Edition, null, null, null, null, null, report.Size, report.Witnesses, trust?.Quorum ?? 0)
        {
            Bundle = new([.. report.Steps.Select(s => new BundleStep(s.Name, Written(s.Status), s.Detail))], report.Failure),
            Audited = said is null ? null : VerifyAudit.Of(said),
        };
        if (report.Failure is { } first)
        {
            if (parsed.GetValue(CommandLine.Json)) parsed.Answers(answer, []);
            return parsed.Denies(Problem.Conflict("verify.bundle_differs").With("step", NameOf(first.Step)).With("where", first.Where).With("expected", first.Expected).With("found", first.Found));
        }
        Named Of(StepStatus status) => new([.. report.Steps.Where(s => s.Status == status).Select(s => KeyOf(s.Name)).Distinct()]);
        return parsed.Answers(answer, [.. Texts.InBoth("verify.bundle_holds", ("edition", report.Edition!), ("entries", report.Size), ("witnesses", report.Witnesses.Count),
            ("recomputed", Of(StepStatus.Recomputed)), ("checked", Of(StepStatus.Checked)), ("unchecked", Of(StepStatus.NotChecked))), .. Audited(said)]);
    }

    private static IReadOnlyList<string> Audited(AuditAnswer? said) => said is null ? [] : said.Difference is { } difference
        ? Texts.InBoth("verify.audited_differs", ("auditor", said.Auditor), ("difference", difference))
        : Texts.InBoth("verify.audited_holds", ("auditor", said.Auditor), ("unchecked", new Named([.. said.NotChecked.Select(KeyOf)])));

    /// <summary>Of a step, in the languages that are spoken.</summary>
    internal static Named NameOf(string step) => new([KeyOf(step)]);

    private static string KeyOf(string step) => $"verify.step_{step}";

    private static string Written(StepStatus status) => status switch { StepStatus.Recomputed => "recomputed", StepStatus.Checked => "checked", StepStatus.NotChecked => "not-checked", _ => "failed" };
}
