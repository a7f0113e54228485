using Microsoft.EntityFrameworkCore;

namespace BangVang.App.Storage;

/// <summary>What monitors ask about the foundation.</summary>
public static class StorageQueries
{
    /// <summary>Entries of the public log.</summary>
    public static async Task<long> LogSizeAsync(this BangVangDb db, CancellationToken ct) =>
        (await db.Database.SqlQuery<long>($"SELECT size AS value FROM log_head").ToListAsync(ct)).Single();

    /// <summary>Mails that have not left yet.</summary>
    public static Task<int> MailsWaitingAsync(this BangVangDb db, CancellationToken ct) => db.Outbox.CountAsync(m => m.SentAt == null, ct);
}
