using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using BangVang.App.Documents.Pdf;
using BangVang.App.Editions;
using BangVang.App.Kernel;
using BangVang.App.Log;
using BangVang.App.Ports;
using BangVang.App.Storage;
using BangVang.Domain.Dossiers;
using BangVang.Proof.Receipts;
using Microsoft.EntityFrameworkCore;
using NodaTime.Text;

namespace BangVang.App.Dossiers;

/// <summary>
/// Makes the receipt of a version, as a file for programs and as a page for people. The caller has decided that its reader may read the version.
/// </summary>
public sealed class MakeReceipt(BangVangDb db, EditionBook book, LogSigner log, WitnessPolicy witnesses, IDocumentSigner signer, PublicUrl site)
{
    private static readonly JsonSerializerOptions Readable = new(Json.Options) { WriteIndented = true };

    /// <summary>The receipt as <c>verify --receipt</c> reads it: with the proof as soon as a checkpoint covers the entry, and the time-stamp as soon as there is one.</summary>
    public async Task<string> JsonAsync(DossierVersion version, CancellationToken ct) => (await ReceiptAsync(version, ct)).ToJsonString(Readable);

    /// <summary>One page, signed; the same bytes but for the signature and the time-stamp, whenever it is made.</summary>
    /// <exception cref="IOException">The signer does not answer.</exception>
    public async Task<byte[]> PdfAsync(DossierVersion version, CancellationToken ct)
    {
        var content = DossierContent.Read(version.Content);
        var edition = (await book.AtAsync(version.SnapshotId, ct) ?? await book.CurrentAsync(content.Edition, ct))!.Edition;
        var proof = await db.SubmissionProofAsync(version.DossierId, version, ct) ?? throw new InvalidOperationException($"Version {version.Id} is not in the log.");
        var stamp = await db.TimeStamps.AsNoTracking().SingleOrDefaultAsync(t => t.Seq == proof.Seq && t.Token != null, ct);
        var promise = log.Promise(proof.Seq, Encoding.UTF8.GetBytes(proof.Entry));
        var paper = new ReceiptPaper(version, content, edition, log.Origin, proof.Seq, CodeOf(proof), promise.Signatures[0].ToString(), stamp?.Token);
        var chain = await signer.CertificatesAsync(ct);
        var draft = new PadesDraft(ReceiptDocument.Of(paper, site).Write(), chain[0]);
        return draft.Complete((await signer.SignAsync([draft.ToSign], ct))[0], chain);
    }

    /// <summary>The version whose printed receipt carries this code; null when there is none.</summary>
    public async Task<DossierVersion?> FindAsync(string code, long seq, CancellationToken ct)
    {
        var entry = await db.LogEvents.AsNoTracking().SingleOrDefaultAsync(e => e.Seq == seq && e.Kind == "dossier.submitted", ct);
        if (entry is null || !Guid.TryParse(entry.Subject, out var dossier) || ReceiptCode.Of(seq, entry.Salt) != code) return null;
        var number = (int?)JsonNode.Parse(entry.Payload)?["version"];
        return await db.DossierVersions.AsNoTracking().SingleOrDefaultAsync(v => v.DossierId == dossier && v.Number == number, ct);
    }

    public static string CodeOf(SubmissionProof proof) => ReceiptCode.Of(proof.Seq, Convert.FromHexString(proof.Salt));

    private async Task<JsonObject> ReceiptAsync(DossierVersion version, CancellationToken ct)
    {
        var content = DossierContent.Read(version.Content);
        return new JsonObject
        {
            ["kind"] = "bangvang.receipt", ["v"] = ReceiptFile.Format, ["edition"] = content.Edition, ["reference"] = content.Reference, ["version"] = version.Number,
            ["submitted_at"] = InstantPattern.ExtendedIso.Format(version.SubmittedAt), ["sha256"] = version.Sha256, ["snapshot_sha256"] = content.Snapshot,
            ["files"] = new JsonArray([.. content.Files.Select(f => new JsonObject
            {
                ["field"] = f.Field, ["name"] = f.Name, ["bytes"] = f.Bytes, ["sha256"] = f.Sha256, ["hashed_by"] = f.HashedBy ?? "server",
            })]),
            // The canonical text as it was hashed: its SHA-256 is the one above.
            ["content"] = version.Content, ["log"] = await db.SubmissionProofAsync(version.DossierId, version, ct) is { } proof ? await LogAsync(proof, ct) : null,
        };
    }

    /// <summary>What opens the commitment, the installation's signature at once, and the rest when it is there.</summary>
    private async Task<JsonObject> LogAsync(SubmissionProof proof, CancellationToken ct)
    {
        var part = proof.ToJson();
        part["promise"] = log.Promise(proof.Seq, Encoding.UTF8.GetBytes(proof.Entry)).ToString();
        if (await db.InclusionAsync(proof.Seq, witnesses, ct) is { } inclusion) part["proof"] = inclusion.ToString();
        if (await db.TimeStampAsync(proof.Seq, ct) is { } token) part["time_stamp"] = Convert.ToBase64String(token);
        return part;
    }
}
