using System.Text;
using BangVang.App.Decisions;
using BangVang.App.Editions;
using BangVang.App.Storage;
using BangVang.Domain.Ceremony;
using BangVang.Domain.Editions;
using BangVang.Domain.Forum;
using BangVang.Domain.Kernel;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Ceremony;

/// <summary>An envelope as everybody sees it.</summary>
/// <param name="Category">Null for the roll.</param>
/// <param name="Salt">Null while it is closed.</param>
/// <param name="Result">The bytes the commitment is about, as text; null while it is closed.</param>
/// <param name="Winners">Null while it is closed, of whatever number they are.</param>
public sealed record PublicEnvelope(string? Category, string Commitment, Instant? OpenedAt, string? Salt, string? Result, IReadOnlyList<StageWinner>? Winners);

/// <summary>The ceremony as everybody sees it: which cue runs, what is announced, what is still closed.</summary>
public sealed record PublicCeremony(
    Edition Edition, string SessionCode, Instant StartsAt, Instant? FinishedAt, int Version, StagePicture Picture, IReadOnlyList<PublicEnvelope> Envelopes);

/// <summary>The entry of the log that holds the commitments, with what opens it.</summary>
/// <param name="Index">Its place in the log; negative until it has one.</param>
/// <param name="Payload">Canonical JSON; the entry commits to SHA-256(salt ‖ payload).</param>
public sealed record CommitmentEntry(long Index, Instant At, string Salt, string Payload);

/// <summary>What the secretariat sees in an envelope that is closed to everybody else.</summary>
/// <param name="Hidden">How many of its winners this officer may not know, being in conflict with them.</param>
public sealed record SecretEnvelope(string? Category, bool IsOpen, IReadOnlyList<CeremonyWinner> Winners, int Hidden);

public static class CeremonyQueries
{
    /// <summary>Null when the forum has no ceremony whose envelopes are confirmed.</summary>
    public static async Task<PublicCeremony?> PublicCeremonyAsync(this BangVangDb db, EditionBook editions, string slug, CancellationToken ct)
    {
        var key = ForumEdition.KeyOf(slug);
        if (await db.Ceremonies.AsNoTracking().SingleOrDefaultAsync(c => c.ForumKey == key && c.ConfirmedAt != null, ct) is not { } ceremony) return null;
        var edition = (await editions.CurrentAsync(ceremony.EditionKey, ct))!.Edition;
        // The closed bytes are not read: what is still closed cannot slip out of this.
        var envelopes = await db.CeremonyEnvelopes.AsNoTracking().Where(e => e.CeremonyId == ceremony.Id)
            .Select(e => new { e.CategoryCode, e.Commitment, e.OpenedAt, e.Salt, e.Winners }).ToListAsync(ct);
        var results = envelopes.Where(e => e.Winners is not null).ToDictionary(e => e.CategoryCode, e => new CategoryResult(e.CategoryCode.Length == 0 ? null : e.CategoryCode, e.Winners!));
        var order = edition.Categories.Select((c, place) => (c.Code, place)).ToDictionary(c => c.Code, c => c.place);
        return new(edition, ceremony.SessionCode, ceremony.StartsAt, ceremony.FinishedAt, ceremony.Version, StagePicture.Of(ceremony.Show, category => results[category ?? ""]),
            [.. envelopes.OrderBy(e => order.GetValueOrDefault(e.CategoryCode, int.MaxValue)).Select(e => results.TryGetValue(e.CategoryCode, out var result)
                ? new PublicEnvelope(result.CategoryCode, e.Commitment, e.OpenedAt, e.Salt, Encoding.UTF8.GetString(result.Bytes(edition.Key)), [.. result.Winners.Select(w => new StageWinner(w.Product, w.Organisation, w.TierCode))])
                : new PublicEnvelope(e.CategoryCode.Length == 0 ? null : e.CategoryCode, e.Commitment, null, null, null, null))]);
    }

    /// <summary>Whether the forum has a ceremony whose envelopes are confirmed.</summary>
    public static Task<bool> HasCeremonyAsync(this BangVangDb db, ForumEdition forum, CancellationToken ct) => db.Ceremonies.AnyAsync(c => c.ForumKey == forum.Key && c.ConfirmedAt != null, ct);

    /// <summary>Where the commitments of the ceremony stand in the log; null when it has none.</summary>
    public static async Task<CommitmentEntry?> CommitmentEntryAsync(this BangVangDb db, string slug, CancellationToken ct)
    {
        var key = ForumEdition.KeyOf(slug);
        if (await db.Ceremonies.AsNoTracking().Where(c => c.ForumKey == key && c.ConfirmedAt != null).Select(c => (Guid?)c.Id).SingleOrDefaultAsync(ct) is not { } id) return null;
        var subject = id.ToString();
        return await db.LogEvents.AsNoTracking().Where(e => e.Kind == "ceremony.closed" && e.Subject == subject).Select(e => new CommitmentEntry(e.Seq, e.At, Convert.ToHexStringLower(e.Salt), Encoding.UTF8.GetString(e.Payload))).SingleAsync(ct);
    }

    /// <summary>The show as its organisers run it; null for everybody else. It holds no name.</summary>
    public static Task<AwardCeremony?> ShowAsync(this BangVangDb db, Actor actor, string slug, CancellationToken ct)
    {
        var key = ForumEdition.KeyOf(slug);
        return actor.Is(Role.Organiser, key) ? db.Ceremonies.AsNoTracking().SingleOrDefaultAsync(c => c.ForumKey == key && c.ConfirmedAt != null, ct) : Task.FromResult<AwardCeremony?>(null);
    }

    /// <summary>The ceremony of an edition, for its secretariat, chair and auditor; null for everybody else and where there is none.</summary>
    public static Task<AwardCeremony?> CeremonyOfAsync(this BangVangDb db, Actor actor, string editionKey, CancellationToken ct) =>
        new[] { Role.Secretariat, Role.Chair, Role.Auditor }.Any(r => actor.Is(r, editionKey)) ? db.Ceremonies.AsNoTracking().SingleOrDefaultAsync(c => c.EditionKey == editionKey, ct) : Task.FromResult<AwardCeremony?>(null);

    /// <summary>The names of the two who closed and confirmed the envelopes, by their ids; for whoever reads the ceremony.</summary>
    public static Task<Dictionary<Guid, string>> CloserNamesAsync(this BangVangDb db, AwardCeremony ceremony, CancellationToken ct) =>
        db.People.AsNoTracking().Where(p => p.Id == ceremony.ClosedBy || p.Id == ceremony.ConfirmedBy).ToDictionaryAsync(p => p.Id, p => p.FullName, ct);

    /// <summary>What is inside, for the secretariat alone, without the dossiers an officer is in conflict with; empty for everybody else.</summary>
    public static async Task<IReadOnlyList<SecretEnvelope>> SecretEnvelopesAsync(this BangVangDb db, CeremonyKey keys, Actor actor, AwardCeremony ceremony, Edition edition, CancellationToken ct)
    {
        if (!actor.Is(Role.Secretariat, ceremony.EditionKey)) return [];
        var conflicted = await db.ConflictedDossiersAsync(actor, ceremony.EditionKey, ct);
        var hidden = (await db.Dossiers.Where(d => conflicted.Contains(d.Id)).Select(d => d.Reference).ToListAsync(ct)).ToHashSet(StringComparer.Ordinal);
        var order = edition.Categories.Select((c, place) => (c.Code, place)).ToDictionary(c => c.Code, c => c.place);
        var key = keys.Of(ceremony.Id);
        return [.. (await db.CeremonyEnvelopes.AsNoTracking().Where(e => e.CeremonyId == ceremony.Id).ToListAsync(ct)).OrderBy(e => order.GetValueOrDefault(e.CategoryCode, int.MaxValue)).Select(e =>
        {
            var winners = Envelope.Open(e.Closed, ceremony.EditionKey, e.Category, key).Result.Winners;
            return new SecretEnvelope(e.Category, e.OpenedAt is not null, [.. winners.Where(w => !hidden.Contains(w.Reference))], winners.Count(w => hidden.Contains(w.Reference)));
        })];
    }
}
