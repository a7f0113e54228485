using System.Security.Cryptography;
using BangVang.App.Kernel;
using BangVang.App.People;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Forum.Door;

/// <summary>A code that was just made; it is shown once.</summary>
/// <param name="Code">Eight letters in two groups, typed or scanned on the device.</param>
public sealed record MadeEnrolmentCode(string Code, string Name, string List, string Gate, Instant ExpiresAt);

/// <summary>Makes the code by which one device is enrolled for a gate. For organisers, and hosts for the gates of their place.</summary>
public sealed class MakeEnrolmentCode(BangVangDb db, ForumBook book, TimeProvider time)
{
    /// <summary>How long a code may be used.</summary>
    public static readonly Duration Life = Duration.FromMinutes(15);
    // As those of tickets: none is mistaken for another.
    private const string Letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// <returns>forum.unknown, door.gate_unknown, door.name_length.</returns>
    public async Task<Result<MadeEnrolmentCode>> RunAsync(Actor actor, string slug, string name, string list, string gate, CancellationToken ct)
    {
        if (await book.CurrentAsync(slug, ct) is not { } published || !DoorQueries.MayManage(actor, published.Forum)) return Problem.NotFound("forum.unknown");
        if (DoorQueries.ListsInCare(actor, published.Forum).FirstOrDefault(l => l.Code == list)?.Gate(gate) is null) return Problem.Invalid("door.gate_unknown", "Gate");
        if (name.Trim().Length is < 1 or > 60) return Problem.Invalid("door.name_length", "Name");
        var (code, now) = (RandomNumberGenerator.GetString(Letters, 8), time.Now());
        await db.DoorEnrolments.Where(e => e.UsedAt == null && e.ExpiresAt < now).ExecuteDeleteAsync(ct);
        db.DoorEnrolments.Add(new()
        {
            CodeHash = HashOf(published.Key, code), ForumKey = published.Key, Name = name.Trim(), ListCode = list, GateCode = gate, MadeAt = now, MadeBy = actor.PersonId, ExpiresAt = now + Life,
        });
        db.Audit(actor, now, "door.code_made", name.Trim(), published.Key, $"{list}/{gate}");
        await db.SaveChangesAsync(ct);
        return new MadeEnrolmentCode($"{code[..4]}-{code[4..]}", name.Trim(), list, gate, now + Life);
    }

    /// <summary>Case, blanks and hyphens of what was typed do not matter, I and L read as 1, O as 0.</summary>
    internal static string HashOf(string forumKey, string typed) =>
        Secrets.HashOf($"{forumKey} {new string([.. typed.Where(char.IsLetterOrDigit).Select(char.ToUpperInvariant).Select(c => c switch { 'O' => '0', 'I' or 'L' => '1', _ => c })])}");
}

/// <summary>Takes a device in: its public key, for the gate its code names. For those who work at the doors of the forum.</summary>
public sealed class EnrolDevice(BangVangDb db, ForumBook book, TimeProvider time)
{
    private const int FreeAttempts = 10;

    /// <param name="publicKey">See <see cref="DoorKey.Read"/>; the private key stays on the device.</param>
    /// <returns>forum.unknown, door.key_malformed, door.code_wait, door.code_unknown (also when used or too old), door.key_used.</returns>
    public async Task<Result<DoorDevice>> RunAsync(Actor actor, string slug, string code, string publicKey, CancellationToken ct)
    {
        if (actor.PersonId is not { } person || await book.CurrentAsync(slug, ct) is not { } published || DoorQueries.ListsInCare(actor, published.Forum).Count == 0) return Problem.NotFound("forum.unknown");
        if (DoorKey.Read(publicKey) is not { } key) return Problem.Invalid("door.key_malformed", "PublicKey");
        var now = time.Now();
        if (await Throttle.CountAsync(db, $"door code {published.Key} by {person}", FreeAttempts, Duration.FromHours(1), now, ct) is { } until)
            return Problem.NotNow("door.code_wait").With("minutes", (int)Math.Ceiling((until - now).TotalMinutes));

        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var hash = MakeEnrolmentCode.HashOf(published.Key, code);
        var enrolment = await db.DoorEnrolments.AsNoTracking().SingleOrDefaultAsync(e => e.CodeHash == hash && e.ForumKey == published.Key && e.UsedAt == null && e.ExpiresAt > now, ct);
        if (enrolment is null || DoorQueries.ListsInCare(actor, published.Forum).All(l => l.Code != enrolment.ListCode)) return Problem.NotFound("door.code_unknown");
        var device = new DoorDevice
        {
            Id = Ids.New(now), ForumKey = published.Key, Name = enrolment.Name, ListCode = enrolment.ListCode, GateCode = enrolment.GateCode, PublicKey = key,
            PersonId = person, EnrolledAt = now, EnrolledBy = enrolment.MadeBy,
        };
        db.DoorDevices.Add(device);
        db.Audit(actor, now, "door.device_enrolled", device.Id, published.Key, $"{device.Name}, {device.ListCode}/{device.GateCode}");
        if (!await db.TrySaveAsync(ct)) return Problem.Conflict("door.key_used");
        if (await db.DoorEnrolments.Where(e => e.CodeHash == hash && e.UsedAt == null).ExecuteUpdateAsync(set => set.SetProperty(e => e.UsedAt, now).SetProperty(e => e.DeviceId, device.Id), ct) == 0)
            return Problem.NotFound("door.code_unknown");
        await transaction.CommitAsync(ct);
        return device;
    }
}

/// <summary>Takes a device out, because it was lost or is no longer used: nothing more of it is accepted. What it sent before stays.</summary>
public sealed class RevokeDevice(BangVangDb db, ForumBook book, TimeProvider time)
{
    /// <returns>Null when done; forum.unknown, door.device_unknown, door.reason_length, door.revoked_already.</returns>
    public async Task<Problem?> RunAsync(Actor actor, string slug, Guid id, string reason, CancellationToken ct)
    {
        if (await book.CurrentAsync(slug, ct) is not { } published || !DoorQueries.MayManage(actor, published.Forum)) return Problem.NotFound("forum.unknown");
        var lists = DoorQueries.ListsInCare(actor, published.Forum).Select(l => l.Code).ToArray();
        if (await db.DoorDevices.SingleOrDefaultAsync(d => d.Id == id && d.ForumKey == published.Key && d.PublicKey != null && lists.Contains(d.ListCode!), ct) is not { } device) return Problem.NotFound("door.device_unknown");
        if (reason.Trim().Length is < 3 or > 200) return Problem.Invalid("door.reason_length", "Reason");
        if (device.RevokedAt is not null) return Problem.Conflict("door.revoked_already");
        var now = time.Now();
        (device.RevokedAt, device.RevokedBy, device.RevokedReason) = (now, actor.PersonId, reason.Trim());
        db.Audit(actor, now, "door.device_revoked", device.Id, published.Key, $"{device.Name}: {reason.Trim()}");
        await db.SaveChangesAsync(ct);
        return null;
    }
}

/// <summary>A device that asks: still trusted, and the person behind it still in the role.</summary>
public sealed class OpenDevice(BangVangDb db)
{
    /// <returns>door.device_unknown, door.device_revoked (with the reason), door.signature_wrong, door.role_gone.</returns>
    public async Task<Result<(DoorDevice Device, Actor Actor)>> RunAsync(string forumKey, Guid id, byte[] signed, string? signature, CancellationToken ct)
    {
        if (await db.DoorDevices.AsNoTracking().SingleOrDefaultAsync(d => d.Id == id && d.ForumKey == forumKey, ct) is not { PublicKey: { } key } device) return Problem.NotFound("door.device_unknown");
        if (!DoorKey.IsSigned(key, signed, signature)) return Problem.Forbidden("door.signature_wrong");
        if (device.RevokedAt is not null) return Problem.Forbidden("door.device_revoked").With("reason", device.RevokedReason!);
        var venues = forumKey + "/";
        var person = await db.People.AsNoTracking().Where(p => p.Id == device.PersonId && p.DisabledAt == null).Select(p => p.FullName).SingleOrDefaultAsync(ct);
        var roles = person is null ? [] : await db.RoleGrants.AsNoTracking().Where(g => g.PersonId == device.PersonId && (g.EditionKey == forumKey || g.EditionKey.StartsWith(venues)))
            .Select(g => new RoleInEdition(g.EditionKey, g.Role)).ToListAsync(ct);
        var actor = new Actor(device.PersonId, person ?? "", false, roles.ToHashSet());
        return DoorQueries.WorksAtDoors(actor, forumKey) ? (device, actor) : Problem.Forbidden("door.role_gone");
    }
}
