using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace BangVang.App.Storage;

/// <summary>Two people who act at once: the second one is told, and that is no fault.</summary>
public static class Saving
{
    /// <summary>Saves; false when someone else was faster, with a row of the same key or a newer version of a row. Nothing is saved then.</summary>
    public static async Task<bool> TrySaveAsync(this BangVangDb db, CancellationToken ct)
    {
        try
        {
            await db.SaveChangesAsync(ct);
            return true;
        }
        catch (DbUpdateConcurrencyException) { return false; }
        catch (DbUpdateException e) when (IsDuplicate(e.InnerException)) { return false; }
    }

    /// <summary>SQLSTATE 23505 of PostgreSQL; SQLite has no SQLSTATE and says it in words.</summary>
    private static bool IsDuplicate(Exception? e) =>
        e is DbException fault && (fault.SqlState == "23505" || fault.Message.Contains("UNIQUE constraint failed", StringComparison.Ordinal));
}
