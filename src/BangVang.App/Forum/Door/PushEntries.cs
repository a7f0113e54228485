using System.Text.RegularExpressions;
using BangVang.App.Kernel;
using BangVang.App.Storage;
using BangVang.Domain.Forum;
using BangVang.Domain.Forum.Door;
using BangVang.Domain.Kernel;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Forum.Door;

/// <summary>An entry as a device sends it.</summary>
/// <param name="Card">Of a walk-in; null otherwise.</param>
public sealed record SentEntry(DoorEntry Entry, string? Signature, WalkInCard? Card);

/// <summary>What became of an entry.</summary>
public enum EntryFate
{
    Taken,
    /// <summary>It was here already.</summary>
    Known,
    /// <summary>See <see cref="EntryAnswer.Code"/>; sending it again changes nothing.</summary>
    Refused,
}

/// <param name="Code">door.signature_wrong, door.entry_of_another, door.entry_malformed, door.entry_forked (another one has that number), door.list_of_others; null unless refused.</param>
public sealed record EntryAnswer(long Counter, EntryFate Fate, string? Code = null);

/// <summary>How a device was when it sent.</summary>
/// <param name="SkewMs">By how much its clock was ahead of the world's.</param>
public sealed record DeviceHealth(long? SkewMs, int? Battery, int? Pending);

/// <summary>
/// Takes entries of a device's ledger, in any order and however often. Each counts by itself: one that cannot be taken keeps
/// none of the others back. What was taken is never changed.
/// </summary>
public sealed partial class PushEntries(BangVangDb db, ForumBook book, TimeProvider time)
{
    /// <summary>Entries in one call.</summary>
    public const int Most = 500;

    /// <param name="actor">The person behind the device; see <see cref="OpenDevice"/>.</param>
    /// <returns>An answer for each entry, in their order; door.too_many, forum.unknown.</returns>
    public async Task<Result<IReadOnlyList<EntryAnswer>>> RunAsync(DoorDevice device, Actor actor, string slug, IReadOnlyList<SentEntry> sent, DeviceHealth health, CancellationToken ct)
    {
        if (sent.Count > Most) return Problem.Invalid("door.too_many").With("max", Most);
        if (await book.CurrentAsync(slug, ct) is not { } published || published.Key != device.ForumKey) return Problem.NotFound("forum.unknown");
        var now = time.Now();
        var refusals = sent.Select(s => WhyNot(device, actor, published.Forum, s)).ToList();

        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await DoorTurn.TakeAsync(db, published.Key, 0, ct);
        // Read again under the turn: a device that was taken out a moment ago adds nothing.
        if (await db.DoorDevices.AnyAsync(d => d.Id == device.Id && d.RevokedAt != null, ct)) return Problem.Forbidden("door.device_revoked").With("reason", "");
        var counters = sent.Where((_, i) => refusals[i] is null).Select(s => s.Entry.Counter).Distinct().ToArray();
        var known = (await db.DoorEntries.AsNoTracking().Where(e => e.DeviceId == device.Id && counters.Contains(e.Counter)).ToListAsync(ct)).ToDictionary(e => e.Counter, e => e.Entry);

        var (answers, added) = (new List<EntryAnswer>(), new List<SentEntry>());
        foreach (var (one, refusal) in sent.Zip(refusals))
        {
            if (refusal is not null) { answers.Add(new(one.Entry.Counter, EntryFate.Refused, refusal)); continue; }
            if (known.TryGetValue(one.Entry.Counter, out var there))
            {
                if (there != one.Entry) db.Audit(actor, now, "door.entry_forked", device.Id, published.Key, $"{device.Name} #{one.Entry.Counter}");
                answers.Add(there == one.Entry ? new(one.Entry.Counter, EntryFate.Known) : new(one.Entry.Counter, EntryFate.Refused, "door.entry_forked"));
                continue;
            }
            known[one.Entry.Counter] = one.Entry;
            added.Add(one);
            answers.Add(new(one.Entry.Counter, EntryFate.Taken));
        }
        if (added.Count > 0) await AddAsync(published.Key, added, now, ct);
        await db.SaveChangesAsync(ct);
        await db.DoorDevices.Where(d => d.Id == device.Id).ExecuteUpdateAsync(set => set.SetProperty(d => d.SeenAt, now).SetProperty(d => d.SkewMs, health.SkewMs)
            .SetProperty(d => d.Battery, health.Battery).SetProperty(d => d.Pending, health.Pending), ct);
        await transaction.CommitAsync(ct);
        return answers;
    }

    private async Task AddAsync(string forumKey, List<SentEntry> added, Instant now, CancellationToken ct)
    {
        var tickets = await DoorTickets.ByHashAsync(db, forumKey, ct);
        var sequence = await DoorTurn.TakeAsync(db, forumKey, added.Count, ct) - added.Count;
        foreach (var one in added)
        {
            Guid? attendee = one.Entry.Kind is not DoorKind.WalkIn && tickets.TryGetValue(one.Entry.CodeHash, out var id) ? id : null;
            db.DoorEntries.Add(DoorEntryRow.Of(one.Entry, forumKey, ++sequence, now, one.Signature, personId: null, attendee));
            if (one.Card is { } card) db.DoorWalkIns.Add(new() { DeviceId = one.Entry.Device, Counter = one.Entry.Counter, Name = card.Name, Organisation = card.Organisation, KindCode = card.Kind });
        }
    }

    private static string? WhyNot(DoorDevice device, Actor actor, ForumEdition forum, SentEntry sent)
    {
        if (sent.Entry.Device != device.Id) return "door.entry_of_another";
        if (!IsSound(sent.Entry) || !IsSound(sent.Entry, sent.Card)) return "door.entry_malformed";
        if (!DoorKey.IsSigned(device.PublicKey!, sent.Entry.SignedBytes(), sent.Signature)) return "door.signature_wrong";
        // A list that a later publication took away was one of the forum's when the entry was written.
        return forum.Door(sent.Entry.List) is { } list && !DoorQueries.ListsInCare(actor, forum).Contains(list) ? "door.list_of_others" : null;
    }

    private static bool IsSound(DoorEntry e) =>
        e.Counter is >= 1 and < 1L << 53 && Math.Abs(e.OffsetMs) < 1L << 48 && HashPattern().IsMatch(e.CodeHash) && IsCode(e.List) && IsCode(e.Gate)
        && e.Nonce.Length is >= 1 and <= 64 && e.Note is null or { Length: <= 200 } && e.Group is null or { Length: >= 1 and <= 64 } && IsReason(e.Reason)
        && (e.Kind is DoorKind.Undo) == (e.Undoes is not null) && (e.Kind is not DoorKind.Refuse || e.Reason is not null);

    private static bool IsCode(string code) => code.Length <= 60 && CodePattern().IsMatch(code);

    private static bool IsReason(string? reason) => reason is null or "invalid" or "unapproved" or "canceled" or "invalid_time" or "product" or "already_redeemed" or "blocked" or "error";

    /// <summary>A walk-in comes with the card its entry names, anything else without one.</summary>
    private static bool IsSound(DoorEntry e, WalkInCard? card) => e.Kind is not DoorKind.WalkIn
        ? card is null && e.Card is null
        : card is { Name.Length: >= 1 and <= 120, Organisation.Length: <= 200, Kind.Length: <= 60 } && e.Card == card.Hash();

    [GeneratedRegex("^[0-9a-f]{64}$")] private static partial Regex HashPattern();
    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$")] private static partial Regex CodePattern();
}
