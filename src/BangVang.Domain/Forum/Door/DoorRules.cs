using BangVang.Domain.Editions;
using NodaTime;

namespace BangVang.Domain.Forum.Door;

/// <summary>One check-in list: the doors of a venue on a day, or of one session.</summary>
public sealed record DoorList
{
    [Code] public required string Code { get; init; }
    public required LocalizedText Name { get; init; }
    /// <summary>Codes of the places whose people come in here.</summary>
    public required IReadOnlyList<string> Places { get; init; }
    /// <summary>Codes of the kinds that come in here; empty means all.</summary>
    public IReadOnlyList<string> Kinds { get; init; } = [];
    /// <summary>The gates at which people come in here.</summary>
    public required IReadOnlyList<DoorGate> Gates { get; init; }
    /// <summary>Days before the forum from which it lets in: for a rehearsal, or badges that are handed out early.</summary>
    [Within(0, 365)] public int EarlyDays { get; init; }
    /// <summary>People without a registration may be let in and written down.</summary>
    public bool WalkIns { get; init; }
    /// <summary>One ticket may be let in again without going out first.</summary>
    public bool AllowMultipleEntries { get; init; }
    /// <summary>One ticket may be let in again once it went out.</summary>
    public bool AllowEntryAfterExit { get; init; }

    public DoorGate? Gate(string code) => Gates.FirstOrDefault(g => g.Code == code);
}

/// <summary>A gate of a list.</summary>
public sealed record DoorGate
{
    [Code] public required string Code { get; init; }
    /// <summary>As the signs call it.</summary>
    public required LocalizedText Name { get; init; }
}

/// <summary>What a device knows of a ticket when it decides: no name, no address.</summary>
/// <param name="State">Of the registration: confirmed, awaiting_approval, waiting, declined, cancelled; null when no list holds the code.</param>
public sealed record DoorTicket(string? State, string Kind, string Place);

/// <summary>How the ticket stands on this list, as far as the device knows.</summary>
public sealed record DoorHistory(int Admitted, bool IsInside, bool HasLeft);

/// <summary>The window of a list in which people come in.</summary>
public sealed record DoorWindow(Instant? Opens, Instant? Closes)
{
    /// <summary>The days of the forum, and the early ones of the list, by the clock of the list's first place; open while no day is known.</summary>
    public static DoorWindow Of(ForumEdition forum, DoorList list)
    {
        if (!forum.Date.TryGet(out var day)) return new(null, null);
        var venue = list.Places.Select(p => forum.Registration?.Place(p)?.Venue).Select(v => v is null ? null : forum.Venue(v)).FirstOrDefault(v => v is not null);
        var zone = venue is null ? forum.TimeZone : forum.ZoneOf(venue);
        return new(day.PlusDays(-list.EarlyDays).AtStartOfDayInZone(zone).ToInstant(), (forum.Ends ?? day).PlusDays(1).AtStartOfDayInZone(zone).ToInstant());
    }
}

/// <summary>The answer at the gate, in the words of pretix's redeem call.</summary>
/// <param name="Reason">Null when let in; otherwise invalid, unapproved, unpaid, canceled, invalid_time, product, already_redeemed.</param>
/// <param name="IsForced">Let in although a rule says no, because the scan had happened already.</param>
public sealed record DoorAnswer(string? Reason, bool IsForced = false)
{
    public bool IsIn => Reason is null || IsForced;
}

/// <summary>
/// Whether somebody comes in: one function of what is known, without clock, storage or network, so that a device that is cut
/// off decides as the server does. The browser's twin is checked against the same vectors.
/// </summary>
public static class DoorRules
{
    /// <param name="force">The scan had happened already: everything but an unknown code is let in, and the reason stays on record.</param>
    public static DoorAnswer Decide(DoorList list, DoorWindow window, DoorTicket ticket, DoorHistory history, DoorKind kind, Instant at, bool force)
    {
        var reason = kind is DoorKind.Exit ? ReasonAgainstExit(ticket) : ReasonAgainstEntry(list, window, ticket, history, at);
        return new(reason, IsForced: force && reason is not null && reason != "invalid");
    }

    private static string? ReasonAgainstExit(DoorTicket ticket) => ticket.State is null ? "invalid" : null;

    private static string? ReasonAgainstEntry(DoorList list, DoorWindow window, DoorTicket ticket, DoorHistory history, Instant at)
    {
        if (ticket.State is null) return "invalid";
        if (ticket.State is "cancelled" or "declined") return "canceled";
        if (ticket.State is not "confirmed") return "unapproved";
        if (!list.Places.Contains(ticket.Place) || (list.Kinds.Count > 0 && !list.Kinds.Contains(ticket.Kind))) return "product";
        if (at < window.Opens || at >= window.Closes) return "invalid_time";
        if (history.Admitted == 0 || list.AllowMultipleEntries) return null;
        return list.AllowEntryAfterExit && history is { HasLeft: true, IsInside: false } ? null : "already_redeemed";
    }
}
