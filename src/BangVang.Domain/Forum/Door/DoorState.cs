using NodaTime;

namespace BangVang.Domain.Forum.Door;

/// <summary>One ticket was let in twice where it may come in once. Nobody's entry is dropped; people look at the evidence.</summary>
/// <param name="Counted">The admission that counts: the earliest, by clock, then by the name of the entry.</param>
/// <param name="Others">Every other one, in the same order.</param>
public sealed record DoorConflict(string List, string CodeHash, DoorEntry Counted, IReadOnlyList<DoorEntry> Others);

/// <summary>Two entries under one name, or an undo of what is no admission: a device that does not keep its ledger.</summary>
public sealed record DoorFault(EntryName Name, string Reason);

/// <summary>A ticket on one list.</summary>
/// <param name="Admitted">Counted admissions: 0 or 1, more only where the list allows to come again.</param>
/// <param name="IsInside">Let in and not gone out since.</param>
public sealed record TicketStanding(string List, string CodeHash, int Admitted, bool IsInside, DoorEntry? First, DoorEntry? Last)
{
    public DoorHistory History => new(Admitted, IsInside, Admitted > 0 && !IsInside);
}

/// <summary>
/// What the doors have seen: a function of the set of entries alone. In whatever order entries come, however often, from
/// however many devices, the same set gives the same state; so devices that were cut off can be merged in any order.
/// </summary>
public sealed record DoorState
{
    public required IReadOnlyDictionary<(string List, string CodeHash), TicketStanding> Tickets { get; init; }
    public required IReadOnlyList<DoorConflict> Conflicts { get; init; }
    public required IReadOnlyList<DoorFault> Faults { get; init; }

    /// <summary>Tickets let in at least once, on a list.</summary>
    public int CheckinCount(string list) => Tickets.Values.Count(t => t.List == list && t.Admitted > 0);

    /// <summary>Tickets inside now, on a list.</summary>
    public int InsideCount(string list) => Tickets.Values.Count(t => t.List == list && t.IsInside);

    /// <param name="entries">In any order, with repetitions.</param>
    /// <param name="lists">The rules of a list by its code; one that is not known lets in once.</param>
    public static DoorState Of(IEnumerable<DoorEntry> entries, Func<string, DoorList?> lists)
    {
        var (ledger, faults) = Ledger(entries);
        var undone = Undone(ledger, faults);
        var (tickets, conflicts) = (new Dictionary<(string, string), TicketStanding>(), new List<DoorConflict>());
        foreach (var ticket in ledger.Values.Where(e => e.Kind is DoorKind.Admit or DoorKind.WalkIn or DoorKind.Exit && !undone.Contains(e.Name))
            .GroupBy(e => (e.List, e.CodeHash)).OrderBy(g => g.Key.List, StringComparer.Ordinal).ThenBy(g => g.Key.CodeHash, StringComparer.Ordinal))
        {
            var (standing, others) = Follow(ticket.Key.List, ticket.Key.CodeHash, [.. InOrder(ticket).DistinctBy(e => (e.Kind, e.Nonce))], lists(ticket.Key.List));
            tickets[ticket.Key] = standing;
            if (others.Count > 0) conflicts.Add(new(ticket.Key.List, ticket.Key.CodeHash, standing.First!, others));
        }
        return new() { Tickets = tickets, Conflicts = conflicts, Faults = [.. faults.OrderBy(f => f.Name).ThenBy(f => f.Reason, StringComparer.Ordinal)] };
    }

    /// <summary>The order by which one ticket's entries are read: the forum's clock, then the name, so that two clocks that agree still give one order.</summary>
    private static IEnumerable<DoorEntry> InOrder(IEnumerable<DoorEntry> entries) => entries.OrderBy(e => e.Moment).ThenBy(e => e.Name);

    /// <summary>Each name once. Of two different entries under one name the one with the smaller bytes stands, and the device is named.</summary>
    private static (Dictionary<EntryName, DoorEntry> Ledger, List<DoorFault> Faults) Ledger(IEnumerable<DoorEntry> entries)
    {
        var (ledger, forked) = (new Dictionary<EntryName, DoorEntry>(), new HashSet<EntryName>());
        foreach (var entry in entries)
        {
            if (!ledger.TryGetValue(entry.Name, out var known)) { ledger[entry.Name] = entry; continue; }
            if (known == entry) continue;
            forked.Add(entry.Name);
            if (entry.SignedBytes().AsSpan().SequenceCompareTo(known.SignedBytes()) < 0) ledger[entry.Name] = entry;
        }
        return (ledger, [.. forked.Select(name => new DoorFault(name, "forked"))]);
    }

    /// <summary>What was taken back. An undo of an undo, or of a refusal, does nothing and is named.</summary>
    private static HashSet<EntryName> Undone(Dictionary<EntryName, DoorEntry> ledger, List<DoorFault> faults)
    {
        var undone = new HashSet<EntryName>();
        foreach (var undo in ledger.Values.Where(e => e.Kind is DoorKind.Undo))
        {
            // What is not here yet may still come: the undo waits for it, and is no fault.
            if (undo.Undoes is not { } name) faults.Add(new(undo.Name, "undoes_nothing"));
            else if (!ledger.TryGetValue(name, out var taken)) undone.Add(name);
            else if (taken.Kind is DoorKind.Undo or DoorKind.Refuse || taken.CodeHash != undo.CodeHash || taken.List != undo.List) faults.Add(new(undo.Name, "undoes_another"));
            else undone.Add(name);
        }
        return undone;
    }

    /// <summary>Reads one ticket's entries in order. Let in again where the list does not allow it is an admission too many.</summary>
    private static (TicketStanding Standing, IReadOnlyList<DoorEntry> Others) Follow(string list, string code, IReadOnlyList<DoorEntry> entries, DoorList? rules)
    {
        var (admitted, inside, first, others) = (0, false, (DoorEntry?)null, new List<DoorEntry>());
        foreach (var entry in entries)
        {
            if (entry.Kind is DoorKind.Exit) { inside = false; continue; }
            if (admitted > 0 && rules is not { AllowMultipleEntries: true } && (inside || rules is not { AllowEntryAfterExit: true })) { others.Add(entry); continue; }
            (admitted, inside) = (admitted + 1, true);
            first ??= entry;
        }
        return (new(list, code, admitted, inside, first, entries.Count == 0 ? null : entries[^1]), others);
    }
}
