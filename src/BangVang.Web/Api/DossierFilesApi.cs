using BangVang.App.Dossiers;
using BangVang.App.Ports;
using BangVang.App.Storage;
using BangVang.Domain.Dossiers;
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
        app.MapGet("/dossiers/{id:guid}/receipt/{number:int}.pdf", PaperAsync).SignedIn();
    }

    private static async Task<IResult> ReadAsync(Guid id, Guid fileId, HttpContext context, ReadDossierFile read, IFileStore store, CancellationToken ct)
    {
        if (!(await read.RunAsync(context.Actor(), id, fileId, ct)).TryGet(out var file, out var problem)) return context.Refuse(problem);
        return await FileDownload.OpenAsync(store, file, ct) is { } download ? download
            : throw new InvalidOperationException($"File {fileId} of dossier {id} is not in the store: see the doctor.");
    }

    private static async Task<IResult> ReceiptAsync(Guid id, int number, HttpContext context, BangVangDb db, MakeReceipt make, CancellationToken ct)
    {
        if (await VersionAsync(context, db, id, number, ct) is not { } version) return context.Refuse(Problem.NotFound("dossiers.receipt_not_found"));
        Offer(context, version, "json");
        return Results.Text(await make.JsonAsync(version, ct), "application/json; charset=utf-8");
    }

    private static async Task<IResult> PaperAsync(Guid id, int number, HttpContext context, BangVangDb db, MakeReceipt make, CancellationToken ct)
    {
        if (await VersionAsync(context, db, id, number, ct) is not { } version) return context.Refuse(Problem.NotFound("dossiers.receipt_not_found"));
        var pdf = await make.PdfAsync(version, ct);
        Offer(context, version, "pdf");
        return Results.Bytes(pdf, "application/pdf");
    }

    /// <summary>For those who write on the dossier.</summary>
    private static async Task<DossierVersion?> VersionAsync(HttpContext context, BangVangDb db, Guid id, int number, CancellationToken ct) =>
        (await db.OwnVersionsAsync(context.Actor(), id, ct)).FirstOrDefault(v => v.Number == number);

    private static void Offer(HttpContext context, DossierVersion version, string ending)
    {
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.ContentDisposition = FileDownload.Disposition($"{DossierContent.Read(version.Content).Reference}-{version.Number}.{ending}");
    }
}
