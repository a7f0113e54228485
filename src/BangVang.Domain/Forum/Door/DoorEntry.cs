using System.Text.Json.Nodes;
using BangVang.Proof;
using NodaTime;

namespace BangVang.Domain.Forum.Door;

/// <summary>What happened at a gate.</summary>
public enum DoorKind
{
    /// <summary>Let in.</summary>
    Admit,
    /// <summary>Went out.</summary>
    Exit,
    /// <summary>Takes back another entry of the same device or another; see <see cref="DoorEntry.Undoes"/>. Nothing is ever deleted.</summary>
    Undo,
    /// <summary>Let in without a registration; the name is with the device's upload, not here.</summary>
    WalkIn,
    /// <summary>Not let in; see <see cref="DoorEntry.Reason"/>.</summary>
    Refuse,
}

/// <summary>
/// One line of the door's ledger, written and signed by the device that decided. Device and counter name it for good: the same
/// entry sent twice is one entry.
/// </summary>
/// <param name="Device">Whose ledger it stands in.</param>
/// <param name="Counter">From 1, one more with each entry of the device, without a gap.</param>
/// <param name="At">By the device's clock.</param>
/// <param name="List">Code of the check-in list: lists are independent of each other.</param>
/// <param name="Gate">Code of the gate of that list.</param>
/// <param name="CodeHash">SHA-256 of the ticket's code, 64 hexadecimal digits; of a walk-in, that of a code the device drew.</param>
/// <param name="Nonce">Names the scan: the same scan decided twice, because an answer was lost, is one admission.</param>
/// <param name="Undoes">For an undo: device and counter of the entry that is taken back.</param>
/// <param name="Reason">For a refusal, and for an admission against the rules ("force"): the word of pretix's call that stood against it.</param>
public sealed record DoorEntry(
    Guid Device, long Counter, Instant At, DoorKind Kind, string List, string Gate, string CodeHash, string Nonce, EntryName? Undoes = null, string? Reason = null)
{
    /// <summary>Milliseconds to add to the device's clock for the forum's, as measured when it last spoke with the server.</summary>
    public long OffsetMs { get; init; }
    /// <summary>Why somebody was let in against the rules, in the words of the staff; null otherwise.</summary>
    public string? Note { get; init; }
    /// <summary>Names the act by which a whole party came in; null for one person alone.</summary>
    public string? Group { get; init; }
    /// <summary>For a walk-in: SHA-256 of the name card that is sent beside the entry, so that the card can be forgotten and the entry stays.</summary>
    public string? Card { get; init; }

    public EntryName Name => new(Device, Counter);

    /// <summary>When it happened by the forum's clock.</summary>
    public Instant Moment => At + Duration.FromMilliseconds(OffsetMs);

    /// <summary>The bytes that are signed: canonical JSON (RFC 8785), the same here and in the browser.</summary>
    public byte[] SignedBytes()
    {
        var json = new JsonObject
        {
            ["at"] = At.ToUnixTimeMilliseconds(), ["code"] = CodeHash, ["counter"] = Counter, ["device"] = Device.ToString("D"), ["gate"] = Gate,
            ["kind"] = Kernel.Codes.Of(Kind), ["list"] = List, ["nonce"] = Nonce, ["offset"] = OffsetMs,
        };
        if (Undoes is { } undone) json["undoes"] = $"{undone.Device:D}/{undone.Counter}";
        if (Reason is not null) json["reason"] = Reason;
        if (Note is not null) json["note"] = Note;
        if (Group is not null) json["group"] = Group;
        if (Card is not null) json["card"] = Card;
        return CanonicalJson.Bytes(json);
    }
}

/// <summary>Who came in without a registration, as far as the staff wrote it down.</summary>
public sealed record WalkInCard(string Name, string Organisation, string Kind)
{
    /// <summary>What an entry says of it: SHA-256 of the canonical JSON, 64 hexadecimal digits.</summary>
    public string Hash() => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(
        CanonicalJson.Bytes(new JsonObject { ["kind"] = Kind, ["name"] = Name, ["organisation"] = Organisation })));
}

/// <summary>An entry by its place in the ledger of its device.</summary>
public readonly record struct EntryName(Guid Device, long Counter) : IComparable<EntryName>
{
    public int CompareTo(EntryName other) => Device.CompareTo(other.Device) is var d && d != 0 ? d : Counter.CompareTo(other.Counter);
}
