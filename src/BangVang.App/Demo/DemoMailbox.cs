using BangVang.App.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Demo;

/// <summary>A mail as the made-up people of a demonstration would find it.</summary>
public sealed record DemoLetter(Guid Id, Instant At, string To, string Subject, string Body);

public static class DemoMailbox
{
    private const int Shown = 50, Searched = 1_000;

    /// <summary>
    /// The newest mails, also those not yet sent. They hold links that sign in or confirm: for the demonstration only, and
    /// there for whoever has its sign-in links anyway.
    /// </summary>
    /// <param name="to">Part of an address; null or empty shows the mails to everybody.</param>
    public static async Task<IReadOnlyList<DemoLetter>> DemoLettersAsync(this BangVangDb db, string? to, CancellationToken ct)
    {
        // The mail is one JSON column: the newest are read, and the address is compared here.
        var newest = await db.Outbox.AsNoTracking().OrderByDescending(m => m.CreatedAt).ThenByDescending(m => m.Id)
            .Take(Searched).Select(m => new { m.Id, m.CreatedAt, m.Mail }).ToListAsync(ct);
        return [.. newest.Where(m => string.IsNullOrWhiteSpace(to) || m.Mail.To.Contains(to.Trim(), StringComparison.OrdinalIgnoreCase))
            .Take(Shown).Select(m => new DemoLetter(m.Id, m.CreatedAt, m.Mail.To, m.Mail.Subject, m.Mail.Body))];
    }
}
