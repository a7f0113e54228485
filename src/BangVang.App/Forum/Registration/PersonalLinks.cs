using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using BangVang.App.Kernel;
using BangVang.App.Storage;
using Microsoft.EntityFrameworkCore;

namespace BangVang.App.Forum.Registration;

/// <summary>
/// Tokens of personal links. Each is made from the forum's secret and the person's id, so that every mail carries the same
/// link; the row keeps its hash alone.
/// </summary>
internal sealed class PersonalLinks(byte[] secret)
{
    /// <summary>The links of a forum; its secret is drawn when it is first asked for.</summary>
    public static async Task<PersonalLinks> OfAsync(BangVangDb db, string forumKey, CancellationToken ct)
    {
        await db.PseudonymsAsync(forumKey, ct);
        return new(await db.Set<EditionSecret>().AsNoTracking().Where(s => s.EditionKey == forumKey).Select(s => s.Secret).SingleAsync(ct));
    }

    /// <summary>43 characters of base64url.</summary>
    public string TokenOf(Guid attendee) => Base64Url.EncodeToString(HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes($"attendee {attendee:D}")));

    public string HashOf(Guid attendee) => Secrets.HashOf(TokenOf(attendee));
}
