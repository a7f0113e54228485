using BangVang.App.Ports;
using BangVang.App.Storage;
using Microsoft.EntityFrameworkCore;

namespace BangVang.App.Files;

/// <summary>A stored file whose bytes are not what was received.</summary>
/// <param name="Files">Ids of the rows concerned.</param>
public sealed record BrokenFile(string Sha256, FileCheck Check, IReadOnlyList<Guid> Files);

/// <summary>Reads the bytes of every stored file again. For the doctor, and after a restore.</summary>
public sealed class CheckFiles(BangVangDb db, IFileStore store)
{
    /// <returns>What is missing or damaged, by hash; empty when all is sound.</returns>
    public async Task<IReadOnlyList<BrokenFile>> RunAsync(CancellationToken ct)
    {
        // Of a sealed file the store holds the encrypted bytes, and the plain ones only after the opening.
        var files = await db.StoredFiles.AsNoTracking().Where(f => !db.SealedFiles.Any(s => s.FileId == f.Id && s.OpenedAt == null)).Select(f => new { f.Id, f.Sha256 })
            .Concat(db.SealedFiles.AsNoTracking().Select(s => new { Id = s.FileId, s.Sha256 })).ToListAsync(ct);
        var broken = new List<BrokenFile>();
        foreach (var same in files.GroupBy(f => f.Sha256).OrderBy(g => g.Key, StringComparer.Ordinal))
            if (await store.VerifyAsync(same.Key, ct) is var check and not FileCheck.Sound)
                broken.Add(new(same.Key, check, [.. same.Select(f => f.Id).Order()]));
        return broken;
    }
}
