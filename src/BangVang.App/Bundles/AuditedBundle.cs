using System.Security.Cryptography;
using System.Text;
using BangVang.Proof;
using BangVang.Proof.Notes;
using BangVang.Proof.Receipts;

namespace BangVang.App.Bundles;

/// <summary>Brings an auditor's answer and a result bundle together.</summary>
public static class AuditedBundle
{
    /// <summary>What the auditor who has this report signs.</summary>
    /// <param name="bundle">The bundle the report is about; its log must be readable, whatever else does not hold.</param>
    /// <returns>Null when the file is so broken that it cannot be said what it is.</returns>
    public static AuditAnswer? AnswerOn(byte[] bundle, BundleReport report, NoteKey auditor)
    {
        if (Identify(bundle) is not var (edition, checkpoint, results)) return null;
        return new(checkpoint.Origin, edition, checkpoint.Size, checkpoint.Root, results, auditor,
            report.Failure is { } first ? AuditAnswer.DifferenceOf(first.Step, first.Where) : null, Of(StepStatus.Recomputed), Of(StepStatus.Checked), Of(StepStatus.NotChecked));

        string[] Of(StepStatus status) => report.Holds ? [.. report.Steps.Where(s => s.Status == status).Select(s => s.Name).Distinct()] : [];
    }

    /// <summary>Whether the answer is about this bundle: same edition, same tree of the same log, same figures. Later signatures of witnesses make no other bundle of it.</summary>
    public static bool IsAbout(AuditAnswer answer, byte[] bundle) => Identify(bundle) is var (edition, checkpoint, results)
        && (answer.Edition, answer.Log, answer.Size, answer.Results) == (edition, checkpoint.Origin, checkpoint.Size, results) && answer.Root.AsSpan().SequenceEqual(checkpoint.Root);

    private static (string Edition, Checkpoint Checkpoint, string Results)? Identify(byte[] bundle)
    {
        try
        {
            var read = VerifyBundle.Read(bundle);
            return SignedNote.TryParse(Encoding.UTF8.GetBytes((string)read["log"]!["checkpoint"]!), out var note) && Checkpoint.TryParse(note.Text, out var checkpoint)
                ? ((string)read["edition"]!, checkpoint, Convert.ToHexStringLower(SHA256.HashData(CanonicalJson.Bytes(read["results"]!)))) : null;
        }
        catch (Exception e) when (VerifyBundle.IsMalformed(e)) { return null; }
    }
}
