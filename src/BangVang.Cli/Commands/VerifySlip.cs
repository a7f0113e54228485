using System.CommandLine;
using BangVang.App.Bundles;
using BangVang.Cli.Kernel;
using BangVang.Domain.Kernel;
using BangVang.Proof.Receipts;

namespace BangVang.Cli.Commands;

/// <summary>What <c>verify --slip --json</c> prints of the slip.</summary>
/// <param name="Sheets">That count for the dossier.</param>
/// <param name="Opened">Of them, those whose marks are on the slip.</param>
/// <param name="Compared">True when a result bundle was given, and holds.</param>
public sealed record SlipAnswer(int Sheets, int Opened, bool Compared);

/// <summary>The part of <c>verify</c> that is about an applicant's slip.</summary>
internal static class VerifySlip
{
    public static int Run(ParseResult parsed, FileInfo slip, FileInfo keys, FileInfo? bundle, FileInfo? openings)
    {
        foreach (var file in new[] { slip, keys, bundle, openings }.OfType<FileInfo>())
            if (parsed.RefusesMissing(file) is { } missing) return missing;
        if (!Trust.TryParse(File.ReadAllBytes(keys.FullName), out var trust)) return parsed.Refuses(Problem.Invalid("verify.trust_unreadable").With("file", keys.FullName));
        var verdict = SlipFile.Check(File.ReadAllBytes(slip.FullName), trust);
        if (verdict.Failure is { } code) return Fails(parsed, trust, verdict, Problem.Conflict(code));
        if (bundle is not null)
        {
            var bytes = File.ReadAllBytes(bundle.FullName);
            var report = VerifyBundle.Run(bytes, trust, openings is null ? null : File.ReadAllBytes(openings.FullName));
            if ((report.Failure ?? SlipInBundle.Compare(verdict.Slip!, bytes)) is { } first)
                return Fails(parsed, trust, verdict, Problem.Conflict("verify.bundle_differs").With("step", VerifyBundlePart.NameOf(first.Step)).With("where", first.Where).With("expected", first.Expected).With("found", first.Found));
        }
        var (sheets, opened) = (verdict.Slip!.Rounds.Sum(r => r.Sheets.Count), verdict.Slip.Rounds.Sum(r => r.Sheets.Count(s => s.Payload is not null)));
        return parsed.Answers(Answer(trust, verdict, new(sheets, opened, bundle is not null)), Texts.InBoth(bundle is null ? "verify.slip_holds" : "verify.slip_counted",
            ("reference", verdict.Slip.Reference), ("edition", verdict.Slip.Edition), ("sheets", sheets), ("opened", opened), ("origin", trust.Origin), ("witnesses", $"{verdict.Witnesses.Count}/{trust.Witnesses.Count}")));
    }

    private static int Fails(ParseResult parsed, Trust trust, SlipVerdict verdict, Problem problem)
    {
        if (parsed.GetValue(CommandLine.Json)) parsed.Answers(Answer(trust, verdict, null) with { Holds = false, Standing = "false", Failure = problem.Code }, []);
        return parsed.Denies(problem);
    }

    private static VerifyAnswer Answer(Trust trust, SlipVerdict verdict, SlipAnswer? slip) =>
        new(true, "proved", null, verdict.Slip?.Edition, verdict.Slip?.Reference, null, null, null, null, verdict.Size, verdict.Witnesses, trust.Quorum) { Slip = slip };
}
