using System.CommandLine;
using BangVang.App.Bundles;
using BangVang.App.Kernel;
using BangVang.App.Log;
using BangVang.Cli.Kernel;
using BangVang.Domain.Kernel;
using BangVang.Proof.Notes;
using BangVang.Proof.Receipts;

namespace BangVang.Cli.Commands;

/// <summary>What <c>verify BUNDLE --json</c> prints of an auditor's answer.</summary>
/// <param name="Auditor">The auditor's key, "name+id+key".</param>
/// <param name="Holds">What the auditor found.</param>
/// <param name="Difference">What the auditor found not to hold first; null when all holds.</param>
/// <param name="NotChecked">Steps that rest on somebody's word for the auditor too.</param>
public sealed record AuditedAnswer(string Auditor, bool Holds, string? Difference, IReadOnlyList<string> NotChecked);

/// <summary>The auditor's side of <c>verify BUNDLE</c>: an answer is signed, or a signed one is read beside the bundle.</summary>
internal static class VerifyAudit
{
    /// <summary>Signs what the report says, with a key that is made at the first use.</summary>
    /// <returns>The written file; or why nothing was signed.</returns>
    public static Result<FileInfo> Sign(byte[] bundle, BundleReport report, FileInfo to, FileInfo? key, string? name)
    {
        if (key is null || !key.Exists && name is null) return Problem.Invalid("verify.sign_key");
        if (!key.Exists && !NoteKey.IsName(name!)) return Problem.Invalid("verify.sign_name").With("name", name!);
        KeyFile own;
        try { own = KeyFile.LoadOrMake(key.FullName, NoteSignatureKind.Ed25519, name ?? ""); }
        catch (InvalidDataException e) { return Problem.Invalid("verify.sign_key_unusable").With("reason", e.Message); }
        if (AuditedBundle.AnswerOn(bundle, report, own.Public) is not { } answer) return Problem.Invalid("verify.sign_nothing");
        DurableFiles.Write(to.FullName, answer.Sign(own.Seed).Bytes());
        return to;
    }

    /// <summary>Checks an answer that an installation published, and that it is about this bundle.</summary>
    public static Result<AuditAnswer> Read(byte[] bundle, FileInfo file, Trust? trust)
    {
        if (trust is null) return Problem.Invalid("verify.answer_trust");
        var verdict = AuditAnswerFile.Check(File.ReadAllBytes(file.FullName), trust);
        if (verdict.Failure is { } code) return Problem.Conflict(code);
        return AuditedBundle.IsAbout(verdict.Answer!, bundle) ? verdict.Answer! : Problem.Conflict("audit_answer.other_bundle").With("edition", verdict.Answer!.Edition).With("entries", verdict.Answer.Size);
    }

    public static AuditedAnswer Of(AuditAnswer answer) => new(answer.Auditor.ToString(), answer.Holds, answer.Difference, answer.NotChecked);
}
