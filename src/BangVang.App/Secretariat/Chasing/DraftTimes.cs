using BangVang.App.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Secretariat.Chasing;

internal static class DraftTimes
{
    /// <summary>When each of these dossiers was last written on: its latest answer, otherwise its start.</summary>
    public static async Task<Dictionary<Guid, Instant>> LastSavedAsync(this BangVangDb db, IEnumerable<Guid> dossierIds, CancellationToken ct)
    {
        var ids = dossierIds.ToArray();
        return await db.Dossiers.Where(d => ids.Contains(d.Id))
            .Select(d => new { d.Id, At = db.DossierAnswers.Where(a => a.DossierId == d.Id).Max(a => (Instant?)a.SavedAt) ?? d.CreatedAt })
            .ToDictionaryAsync(d => d.Id, d => d.At, ct);
    }
}
