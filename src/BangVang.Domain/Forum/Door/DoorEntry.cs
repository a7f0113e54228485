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
/// <param name="Gate">As the signs call it.</param>
/// <param name="CodeHash">SHA-256 of the ticket's code, 64 hexadecimal digits; of a walk-in, that of a code the device drew.</param>
/// <param name="Nonce">Names the scan: the same scan decided twice, because an answer was lost, is one admission.</param>
/// <param name="Undoes">For an undo: device and counter of the entry that is taken back.</param>
/// <param name="Reason">For a refusal: the word of pretix's call; for an admission against the rules ("force"), why.</param>
public sealed record DoorEntry(
    Guid Device, long Counter, Instant At, DoorKind Kind, string List, string Gate, string CodeHash, string Nonce, EntryName? Undoes = null, string? Reason = null)
{
    public EntryName Name => new(Device, Counter);

    /// <summary>The bytes that are signed: canonical JSON (RFC 8785), the same here and in the browser.</summary>
    public byte[] SignedBytes()
    {
        var json = new JsonObject
        {
            ["at"] = At.ToUnixTimeMilliseconds(), ["code"] = CodeHash, ["counter"] = Counter, ["device"] = Device.ToString("D"), ["gate"] = Gate,
            ["kind"] = Kernel.Codes.Of(Kind), ["list"] = List, ["nonce"] = Nonce,
        };
        if (Undoes is { } undone) json["undoes"] = $"{undone.Device:D}/{undone.Counter}";
        if (Reason is not null) json["reason"] = Reason;
        return CanonicalJson.Bytes(json);
    }
}

/// <summary>An entry by its place in the ledger of its device.</summary>
public readonly record struct EntryName(Guid Device, long Counter) : IComparable<EntryName>
{
    public int CompareTo(EntryName other) => Device.CompareTo(other.Device) is var d && d != 0 ? d : Counter.CompareTo(other.Counter);
}
