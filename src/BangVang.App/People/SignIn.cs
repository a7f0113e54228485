using BangVang.App.Kernel;
using BangVang.App.Ports;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using BangVang.Domain.People;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.People;

/// <summary>
/// Opens a session for an address and its password. Wrong password, unknown address and disabled account give one answer
/// after the same work, and are counted alike. A stranger who guesses at an address makes that stranger wait, not the owner;
/// only many strangers together make the address wait, and the owner's way past them is a new password by mail.
/// </summary>
public sealed class SignIn(BangVangDb db, IPasswords passwords, TimeProvider time)
{
    /// <summary>Attempts in a row at one address from one source.</summary>
    private const int FreeTogether = 5;
    /// <summary>Attempts at one address from all sources: well above what one source may do.</summary>
    private const int FreePerAddress = 25;
    /// <summary>Attempts from one source at all addresses: an office shares an address of the network.</summary>
    private const int FreePerSource = 30;
    private static readonly Duration AddressMemory = Duration.FromHours(24);
    /// <summary>Short, because many people share a source and their slips would add up.</summary>
    private static readonly Duration SourceMemory = Duration.FromHours(1);

    /// <param name="source">The network address the request came from.</param>
    /// <returns>The token for the cookie.</returns>
    public async Task<Result<string>> RunAsync(string email, string password, string device, string source, CancellationToken ct)
    {
        var now = time.Now();
        var address = Person.NormaliseEmail(email);
        if (await CountAsync(address, source, now, ct) is { } until)
            return Problem.NotNow("people.sign_in_wait").With("minutes", (int)Math.Ceiling((until - now).TotalMinutes));

        var person = await db.People.AsNoTracking().SingleOrDefaultAsync(p => p.Email == address, ct);
        var fits = passwords.Verify(person?.PasswordHash, password);
        if (!fits || person is null || person.EmailConfirmedAt is null || person.DisabledAt is not null)
            return Problem.Invalid("people.sign_in_refused", "Email");

        await Throttle.ForgetAsync(db, ct, KeyOf(address), KeyOf(address, source));
        await Throttle.TakeBackAsync(db, SourceKeyOf(source), now, ct);
        var token = OpenSession(db, person, device, now);
        await db.SaveChangesAsync(ct);
        return token;
    }

    /// <summary>Adds a session for <paramref name="person"/> and returns its token; the caller saves.</summary>
    internal static string OpenSession(BangVangDb db, Person person, string device, Instant now)
    {
        var token = Secrets.NewToken();
        db.Sessions.Add(new()
        {
            TokenHash = Secrets.HashOf(token), PersonId = person.Id, CreatedAt = now, LastSeenAt = now,
            ExpiresAt = now + SessionLives.Absolute, Device = device.Length > 120 ? device[..120] : device,
        });
        db.AuditEntries.Add(new() { At = now, PersonId = person.Id, Who = person.FullName, Action = "people.signed_in", Subject = person.Id.ToString() });
        return token;
    }

    /// <summary>Failures at an address, from everywhere; forgotten when its owner proves to be its owner.</summary>
    internal static string KeyOf(string address) => $"address {address}";

    internal static string KeyOf(string address, string source) => $"address {address} from {source}";

    private static string SourceKeyOf(string source) => $"source {source}";

    /// <returns>Until when to wait, or null.</returns>
    private async Task<Instant?> CountAsync(string address, string source, Instant now, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var wait = await Throttle.CountAsync(db, SourceKeyOf(source), FreePerSource, SourceMemory, now, ct)
            ?? await Throttle.CountAsync(db, KeyOf(address, source), FreeTogether, AddressMemory, now, ct)
            ?? await Throttle.CountAsync(db, KeyOf(address), FreePerAddress, AddressMemory, now, ct);
        await transaction.CommitAsync(ct);
        return wait;
    }
}
