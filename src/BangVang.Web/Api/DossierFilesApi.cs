using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using BangVang.App.Dossiers;
using BangVang.App.Kernel;
using BangVang.App.Log;
using BangVang.App.Ports;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using BangVang.Web.Files;
using BangVang.Web.Kernel;

namespace BangVang.Web.Api;

/// <summary>What leaves a dossier as a file: its files, and the receipts of its versions. Each reading asks anew whether this person may.</summary>
public static class DossierFilesApi
{
    public static void MapDossierFiles(this IEndpointRouteBuilder app)
    {
        app.MapGet("/dossiers/{id:guid}/files/{fileId:guid}", ReadAsync).SignedIn();
        app.MapGet("/dossiers/{id:guid}/receipt/{number:int}.json", ReceiptAsync).SignedIn();
    }

    private static async Task<IResult> ReadAsync(Guid id, Guid fileId, HttpContext context, ReadDossierFile read, IFileStore store, CancellationToken ct)
    {
        if (!(await read.RunAsync(context.Actor(), id, fileId, ct)).TryGet(out var file, out var problem)) return context.Refuse(problem);
        return await FileDownload.OpenAsync(store, file, ct) is { } download ? download
            : throw new InvalidOperationException($"File {fileId} of dossier {id} is not in the store: see the doctor.");
    }

    private static async Task<IResult> ReceiptAsync(Guid id, int number, HttpContext context, BangVangDb db, LogSigner signer, WitnessPolicy policy, CancellationToken ct)
    {
        if ((await db.OwnVersionsAsync(context.Actor(), id, ct)).FirstOrDefault(v => v.Number == number) is not { } version)
            return context.Refuse(Problem.NotFound("dossiers.receipt_not_found"));
        var content = DossierContent.Read(version.Content);
        var receipt = new JsonObject
        {
            ["kind"] = "bangvang.receipt", ["v"] = 1, ["edition"] = content.Edition, ["reference"] = content.Reference, ["version"] = version.Number,
            ["submitted_at"] = NodaTime.Text.InstantPattern.ExtendedIso.Format(version.SubmittedAt), ["sha256"] = version.Sha256, ["snapshot_sha256"] = content.Snapshot,
            // The canonical text as it was hashed: its SHA-256 is the one above.
            ["content"] = version.Content, ["log"] = await db.SubmissionProofAsync(id, version, ct) is { } proof ? await LogAsync(db, signer, policy, proof, ct) : null,
        };
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.ContentDisposition = FileDownload.Disposition($"{content.Reference}-{version.Number}.json");
        return Results.Text(receipt.ToJsonString(new JsonSerializerOptions(Json.Options) { WriteIndented = true }), "application/json; charset=utf-8");
    }

    /// <summary>What opens the commitment, the installation's signature at once, and the proof as soon as a checkpoint covers the entry and, where a quorum is asked for, has it.</summary>
    private static async Task<JsonObject> LogAsync(BangVangDb db, LogSigner signer, WitnessPolicy policy, SubmissionProof proof, CancellationToken ct)
    {
        var log = proof.ToJson();
        log["promise"] = signer.Promise(proof.Seq, Encoding.UTF8.GetBytes(proof.Entry)).ToString();
        if (await db.InclusionAsync(proof.Seq, policy, ct) is { } inclusion) log["proof"] = inclusion.ToString();
        return log;
    }
}
