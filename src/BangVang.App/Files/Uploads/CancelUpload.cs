using BangVang.App.Kernel;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using Microsoft.EntityFrameworkCore;

namespace BangVang.App.Files.Uploads;

/// <summary>Forgets an upload and its bytes. A file that was stored already stays.</summary>
public sealed class CancelUpload(BangVangDb db, TimeProvider time, UploadParts parts, UploadTurns turns)
{
    public async Task<Problem?> RunAsync(Actor actor, Guid id, CancellationToken ct)
    {
        if (await db.UploadAsync(actor, id, time.Now(), ct) is null) return UploadProblems.NotFound;
        using var turn = await turns.TakeAsync(id, ct);
        if (await db.Uploads.VisibleTo(actor).Where(u => u.Id == id).ExecuteDeleteAsync(ct) == 0) return UploadProblems.NotFound;
        parts.Delete(id);
        return null;
    }
}
