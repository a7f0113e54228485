using System.Security.Cryptography;
using System.Text.Json.Nodes;
using BangVang.Proof;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;
using NodaTime.Text;

namespace BangVang.App.Storage;

/// <summary>
/// One entry of the public log: what happened, committed to without saying it. <see cref="Entry"/> is what the log
/// publishes; <see cref="Payload"/> and <see cref="Salt"/> stay here and open the commitment for those who may see it. What
/// nobody outside ever reads stands in <see cref="Hidden"/>, which the payload commits to by its hash: a published payload tells nothing of it.
/// </summary>
public sealed class LogEvent
{
    private static long unsaved;

    /// <summary>Place in the log, from 0 without a gap; given when the change is saved. Negative before, different for each event.</summary>
    public long Seq { get; internal set; } = Interlocked.Decrement(ref unsaved);
    public Instant At { get; init; }
    /// <summary>What kind of event, <c>word.happened</c>; public.</summary>
    public required string Kind { get; init; }
    /// <summary><c>programme/year</c>; public.</summary>
    public required string EditionKey { get; init; }
    /// <summary>The row the event is about; not public.</summary>
    public required string Subject { get; init; }
    /// <summary>Canonical JSON of everything the event fixes.</summary>
    public required byte[] Payload { get; init; }
    /// <summary>Canonical JSON, with 32 random bytes of its own, of what stays closed when the payload is published; null when there is nothing. The payload's member <c>hidden</c> is its SHA-256.</summary>
    public byte[]? Hidden { get; init; }
    /// <summary>32 random bytes; forgetting them makes the commitment say nothing.</summary>
    public required byte[] Salt { get; init; }
    /// <summary>The bytes of the log's leaf: canonical JSON of kind, edition, time and commitment = SHA-256(salt ‖ payload).</summary>
    public required byte[] Entry { get; init; }

    /// <summary>An event whose entry commits to <paramref name="payload"/> with a fresh salt.</summary>
    /// <param name="hidden">Comments, reasons, ids of rows and people; null for nothing.</param>
    public static LogEvent Of(Instant at, string kind, string editionKey, string subject, JsonObject payload, JsonObject? hidden = null)
    {
        byte[]? closed = null;
        if (hidden is not null)
        {
            hidden["salt"] = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
            closed = CanonicalJson.Bytes(hidden);
            payload["hidden"] = Convert.ToHexStringLower(SHA256.HashData(closed));
        }
        var bytes = CanonicalJson.Bytes(payload);
        var salt = RandomNumberGenerator.GetBytes(32);
        return new() { At = at, Kind = kind, EditionKey = editionKey, Subject = subject, Payload = bytes, Hidden = closed, Salt = salt, Entry = EntryOf(at, kind, editionKey, salt, bytes) };
    }

    /// <summary>True when <see cref="Entry"/> says what the other columns say, and commits to this payload under this salt.</summary>
    public bool Opens() => Entry.AsSpan().SequenceEqual(EntryOf(At, Kind, EditionKey, Salt, Payload))
        && (Hidden is null || JsonNode.Parse(Payload) is JsonObject payload && (string?)payload["hidden"] == Convert.ToHexStringLower(SHA256.HashData(Hidden)));

    private static byte[] EntryOf(Instant at, string kind, string editionKey, byte[] salt, byte[] payload) => CanonicalJson.Bytes(new JsonObject
    {
        ["v"] = 1,
        ["kind"] = kind,
        ["edition"] = editionKey,
        ["at"] = InstantPattern.ExtendedIso.Format(Instant.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds())),
        ["commitment"] = Convert.ToHexStringLower(SHA256.HashData([.. salt, .. payload])),
    });
}

internal sealed class LogEventMapping : IEntityTypeConfiguration<LogEvent>
{
    public void Configure(EntityTypeBuilder<LogEvent> e)
    {
        e.HasKey(x => x.Seq);
        e.Property(x => x.Seq).ValueGeneratedNever();
    }
}
