using BangVang.App.Kernel;
using BangVang.App.People;
using BangVang.App.Storage;
using Microsoft.EntityFrameworkCore;

namespace BangVang.App.Demo;

/// <summary>Opens a session for a person of the demonstration, without a password. Registered in demo mode only.</summary>
public sealed class EnterDemo(BangVangDb db, TimeProvider time)
{
    /// <param name="key">See <see cref="DemoPerson.Key"/>.</param>
    /// <returns>The token for the cookie; null when there is no such person.</returns>
    public async Task<string?> RunAsync(string key, string device, CancellationToken ct)
    {
        var email = new DemoPerson(key, "", null).Email;
        var person = await db.People.SingleOrDefaultAsync(p => p.Email == email && p.DisabledAt == null, ct);
        if (person is null) return null;
        var token = SignIn.OpenSession(db, person, device, time.Now());
        await db.SaveChangesAsync(ct);
        return token;
    }
}
