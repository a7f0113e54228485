using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using BangVang.App.Documents.Pdf;
using BangVang.App.Files;
using BangVang.App.Files.Uploads;
using BangVang.App.Ports;
using BangVang.App.Storage;
using BangVang.Domain.Decisions;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Decisions;

/// <summary>Certificates of those who vouch for signers of papers, such as the authority for public-duty signatures; empty where none was configured.</summary>
public sealed record PaperTrust(IReadOnlyList<X509Certificate2> Certificates);

/// <summary>
/// Publishes the decision as the authority signed it elsewhere. What is said of its signatures is what was found in its bytes: a paper
/// without a signature, or one that was changed after it was signed, is refused.
/// </summary>
public sealed class AddSignedPaper(BangVangDb db, IFileStore store, PaperTrust trust, IClock clock)
{
    /// <summary>What such a file is sent for; the subject is the decision.</summary>
    public const string Purpose = "decision";
    private const long MostBytes = 20L << 20;

    /// <summary>Registered as <c>new UploadPurpose(AddSignedPaper.Purpose, AddSignedPaper.RuleAsync)</c>.</summary>
    public static async Task<Result<UploadRule>> RuleAsync(BangVangDb db, Actor actor, FilePurpose purpose, CancellationToken ct)
    {
        var own = actor.EditionsAs(Role.Secretariat);
        return await db.AwardDecisions.AnyAsync(d => d.Id == purpose.SubjectId && d.State == DecisionState.Published && own.Contains(d.EditionKey), ct)
            ? new UploadRule(new HashSet<FileKind> { FileKind.Pdf }, MostBytes) : UploadProblems.NothingWanted;
    }

    /// <param name="fileId">A file sent for the decision of this edition.</param>
    /// <param name="version">Of the paper that it replaces; 0 when there is none.</param>
    /// <returns>decisions.only_secretariat, decisions.not_published, decisions.paper_missing, decisions.paper_unsigned, decisions.paper_changed {signer} or decisions.changed_meanwhile; null when done.</returns>
    public async Task<Problem?> RunAsync(Actor actor, string editionKey, Guid fileId, int version, CancellationToken ct)
    {
        if (!actor.Is(Role.Secretariat, editionKey) || actor.PersonId is not { } me) return Problem.Forbidden("decisions.only_secretariat");
        if (await db.AwardDecisions.AsNoTracking().SingleOrDefaultAsync(d => d.EditionKey == editionKey && d.State == DecisionState.Published, ct) is not { } decision) return Problem.NotNow("decisions.not_published");
        var file = await db.StoredFiles.AsNoTracking().SingleOrDefaultAsync(f => f.Id == fileId && f.PurposeKind == Purpose && f.SubjectId == decision.Id, ct);
        if (file is null || await ReadAsync(file, ct) is not { } pdf) return Problem.Invalid("decisions.paper_missing", "Paper");

        var findings = PadesCheck.Check(pdf, trust.Certificates);
        if (findings.Count == 0) return Problem.Invalid("decisions.paper_unsigned", "Paper");
        if (findings.FirstOrDefault(f => !f.Holds) is { } broken) return Problem.Invalid("decisions.paper_changed", "Paper").With("signer", broken.Signer?.GetNameInfo(X509NameType.SimpleName, forIssuer: false) ?? "?");

        var now = clock.GetCurrentInstant();
        var paper = await db.SignedPapers.SingleOrDefaultAsync(p => p.EditionKey == editionKey, ct);
        if ((paper?.Version ?? 0) != version) return Problem.Conflict("decisions.changed_meanwhile");
        List<PaperSignature> signatures = [.. findings.Select(Found)];
        if (paper is null) db.SignedPapers.Add(new() { EditionKey = editionKey, FileId = file.Id, Sha256 = file.Sha256, Signatures = signatures, AddedAt = now, AddedBy = me, Version = 1 });
        else (paper.FileId, paper.Sha256, paper.Signatures, paper.AddedAt, paper.AddedBy, paper.Version) = (file.Id, file.Sha256, signatures, now, me, version + 1);
        db.Log(now, "decision.signed", editionKey, decision.Id, new JsonObject
        {
            ["number"] = decision.DocumentNumber, ["sha256"] = file.Sha256, ["signers"] = new JsonArray([.. signatures.Select(s => (JsonNode)s.Signer)]),
        });
        db.Audit(actor, now, "decisions.paper_added", decision.Id, editionKey, $"{file.Name}, {file.Sha256}");
        return await db.TrySaveAsync(ct) ? null : Problem.Conflict("decisions.changed_meanwhile");
    }

    private async Task<byte[]?> ReadAsync(StoredFile file, CancellationToken ct)
    {
        if (await store.OpenAsync(file.Sha256, ct) is not { } content) return null;
        await using (content)
        {
            using var bytes = new MemoryStream();
            await content.CopyToAsync(bytes, ct);
            return bytes.ToArray();
        }
    }

    private static PaperSignature Found(SignatureFinding finding)
    {
        var subject = finding.Signer!.SubjectName.EnumerateRelativeDistinguishedNames().Where(n => !n.HasMultipleElements).ToList();
        var organisation = subject.FirstOrDefault(n => n.GetSingleElementType().Value == Oids.Organisation)?.GetSingleElementValue();
        return new(finding.Signer.GetNameInfo(X509NameType.SimpleName, forIssuer: false), organisation, finding.Signer.GetNameInfo(X509NameType.SimpleName, forIssuer: true),
            At(finding.ClaimedAt), At(finding.StampedAt), finding.Trusted);
    }

    private static Instant? At(DateTimeOffset? moment) => moment is { } at ? Instant.FromDateTimeOffset(at) : null;
}

public static class SignedPaperQueries
{
    /// <summary>The decision to which a signed paper may be added: of the edition's secretariat, and published; null otherwise.</summary>
    public static Task<AwardDecision?> DecisionToSignAsync(this BangVangDb db, Actor actor, string editionKey, CancellationToken ct)
    {
        var own = actor.EditionsAs(Role.Secretariat);
        return db.AwardDecisions.AsNoTracking().SingleOrDefaultAsync(d => d.EditionKey == editionKey && own.Contains(d.EditionKey) && d.State == DecisionState.Published, ct);
    }

    /// <summary>The signed decision of an edition, which everybody may read once the decision is published; null without one.</summary>
    public static Task<SignedPaper?> SignedPaperAsync(this BangVangDb db, string editionKey, CancellationToken ct) =>
        db.SignedPapers.AsNoTracking().SingleOrDefaultAsync(p => p.EditionKey == editionKey && db.AwardDecisions.Any(d => d.EditionKey == editionKey && d.State == DecisionState.Published), ct);

    /// <summary>Its file.</summary>
    public static Task<StoredFile?> SignedPaperFileAsync(this BangVangDb db, string editionKey, CancellationToken ct) =>
        (from p in db.SignedPapers
         where p.EditionKey == editionKey && db.AwardDecisions.Any(d => d.EditionKey == editionKey && d.State == DecisionState.Published)
         join f in db.StoredFiles.AsNoTracking() on p.FileId equals f.Id
         select f).SingleOrDefaultAsync(ct);
}
