using System.Security.Cryptography;
using System.Text;
using BangVang.App.Storage;
using BangVang.Domain.Forum.Registration;
using Microsoft.EntityFrameworkCore;

namespace BangVang.App.Forum.Door;

/// <summary>Whose ticket a hash is.</summary>
public static class DoorTickets
{
    /// <summary>Prints on badges: names the ticket to devices that hold its hash, and is no ticket. 96 bits of the hash.</summary>
    public const string BadgeVersion = "BVB";

    public static string BadgeOf(string codeHash) => BadgeVersion + codeHash[..24].ToUpperInvariant();

    /// <summary>The tickets of a forum by the hash devices hold.</summary>
    internal static async Task<Dictionary<string, Guid>> ByHashAsync(BangVangDb db, string forumKey, CancellationToken ct) =>
        (await db.Attendees.AsNoTracking().Where(a => a.ForumKey == forumKey).Select(a => new { a.Id, a.Ticket }).ToListAsync(ct)).ToDictionary(a => TicketCode.HashOf(a.Ticket), a => a.Id);

    /// <summary>The hash of what was scanned or typed, also when it is no ticket of anybody: of the text itself then.</summary>
    internal static string HashOfScan(string text) => TicketCode.Find(text) is { } code ? TicketCode.HashOf(code) : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}

internal static class DoorTurn
{
    /// <summary>Takes the turn of a forum's door in the caller's transaction, with as many numbers of the sequence.</summary>
    /// <returns>The last number that is given.</returns>
    public static async Task<long> TakeAsync(BangVangDb db, string forumKey, int numbers, CancellationToken ct)
    {
        for (; ; )
        {
            var last = await db.Database.SqlQuery<long>($"UPDATE door_head SET last_sequence = last_sequence + {numbers} WHERE forum_key = {forumKey} RETURNING last_sequence AS value").ToListAsync(ct);
            if (last.Count == 1) return last[0];
            await db.Database.ExecuteSqlAsync($"INSERT INTO door_head (forum_key, last_sequence) VALUES ({forumKey}, 0) ON CONFLICT (forum_key) DO NOTHING", ct);
        }
    }
}
