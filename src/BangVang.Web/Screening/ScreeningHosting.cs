using BangVang.App.Decisions;
using BangVang.App.Files.Uploads;
using BangVang.App.Panels;
using BangVang.App.Ports;
using BangVang.App.Screening;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using BangVang.Web.Files;
using BangVang.Web.Kernel;

namespace BangVang.Web.Screening;

/// <summary>What screening and appeals need beside the actions.</summary>
public static class ScreeningHosting
{
    public static IServiceCollection AddScreening(this IServiceCollection services) => services
        .AddSingleton(ResultFacts.News)
        .AddSingleton(ResultFacts.Settled)
        .AddSingleton(JurorReading.Reader)
        .AddSingleton(new UploadPurpose(AppealUploads.Kind, AppealUploads.RuleAsync));

    /// <summary>Files of appeals, for those who may read the appeal.</summary>
    public static void MapAppealFiles(this IEndpointRouteBuilder app) => app.MapGet("/appeals/{id:guid}/files/{fileId:guid}", ReadAsync).SignedIn();

    private static async Task<IResult> ReadAsync(Guid id, Guid fileId, HttpContext context, BangVangDb db, IFileStore store, Texts texts, CancellationToken ct)
    {
        if (await db.AppealFileAsync(context.Actor(), id, fileId, ct) is not { } file) return Problem.NotFound("screening.appeal_not_found").ToResult(texts);
        return await FileDownload.OpenAsync(store, file, ct) is { } download ? download
            : throw new InvalidOperationException($"File {fileId} of appeal {id} is not in the store: see the doctor.");
    }
}
