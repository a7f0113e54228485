using BangVang.App.Ports;
using BangVang.App.Storage;
using Microsoft.EntityFrameworkCore;

namespace BangVang.App.Files;

/// <summary>Reads every file the database speaks of again: what was acknowledged is there, byte for byte. Takes as long as the disk needs.</summary>
public sealed class CheckFiles(BangVangDb db, IFileStore store)
{
    /// <summary>One finding in the manner of the <see cref="Doctor"/>.</summary>
    public async Task<Finding> RunAsync(CancellationToken ct)
    {
        var hashes = await db.StoredFiles.AsNoTracking().Select(f => f.Sha256).Distinct().OrderBy(h => h).ToListAsync(ct);
        var lost = new List<string>();
        foreach (var sha256 in hashes.TakeWhile(_ => lost.Count <= Doctor.MostNamed))
            if (await store.VerifyAsync(sha256, ct) is not FileCheck.Sound and var found) lost.Add($"{sha256} is {found.ToString().ToLowerInvariant()}");
        return new(
            "files.are_kept",
            "Mỗi tệp đã báo “đã nhận” đều còn trong kho, và nội dung khớp với SHA-256.",
            "Every file that was acknowledged is in the store, and its bytes have their SHA-256.",
            [.. lost.Take(Doctor.MostNamed)], lost.Count > Doctor.MostNamed);
    }
}
