using System.Text.Json.Nodes;
using BangVang.Domain.Kernel;
using NodaTime;

namespace BangVang.Domain.Forum.Registration;

/// <summary>Where a registration stands.</summary>
public enum PartyState
{
    /// <summary>An organiser has to say yes, for the first time or after a change.</summary>
    AwaitingApproval,
    /// <summary>Has its seats; tickets are valid.</summary>
    Confirmed,
    /// <summary>On the waiting list, at the place its number gives it.</summary>
    Waiting,
    Declined,
    Cancelled,
}

/// <summary>
/// One registration: a person, or a group that gets in together or not at all. Its number says when it came; nothing else
/// decides who is seated before whom.
/// </summary>
public sealed class Party
{
    public Guid Id { get; init; }
    /// <summary><c>forum/slug</c>.</summary>
    public required string ForumKey { get; init; }
    /// <summary>1 for the first registration of the forum, then one more with each, without a gap.</summary>
    public int Number { get; init; }
    public required string KindCode { get; init; }
    public required string PlaceCode { get; set; }
    public PartyState State { get; private set; }
    /// <summary>Seats are taken for it: always when confirmed, also while a changed registration waits for a new yes.</summary>
    public bool HoldsSeats { get; private set; }
    /// <summary>Persons, from 1.</summary>
    public int Size { get; init; }
    /// <summary>While waiting: the stock that has too few seats; see <see cref="RegistrationRules.PoolsOf"/>.</summary>
    public string? WaitsFor { get; private set; }
    /// <summary>An organiser has said yes to what stands in it now.</summary>
    public bool IsApproved { get; private set; }
    public required string Organisation { get; set; }
    /// <summary>Answers to the questions of its kind, by code of the question.</summary>
    public required JsonObject Answers { get; set; }
    /// <summary><c>vi</c> or <c>en</c>: of its mails.</summary>
    public required string Language { get; init; }
    /// <summary>Account of the contact; null for those without one.</summary>
    public Guid? PersonId { get; init; }
    public Guid? GuestId { get; init; }
    public Instant RegisteredAt { get; init; }
    /// <summary>Of the last yes or no.</summary>
    public Instant? DecidedAt { get; private set; }
    public Guid? DecidedBy { get; private set; }
    /// <summary>Why it was declined, as the person reads it.</summary>
    public string? Reason { get; private set; }
    public int Version { get; private set; } = 1;

    public bool IsOpen => State is not (PartyState.Declined or PartyState.Cancelled);

    /// <summary>What a fresh registration begins as: those invited, and kinds that ask for no yes, are approved.</summary>
    public void Begin(bool needsApproval) => (State, IsApproved) = (needsApproval ? PartyState.AwaitingApproval : PartyState.Waiting, !needsApproval);

    /// <summary>Its seats are taken.</summary>
    public void Seat()
    {
        (HoldsSeats, WaitsFor, Version) = (true, null, Version + 1);
        if (IsApproved) State = PartyState.Confirmed;
    }

    /// <summary>There are too few seats in <paramref name="pool"/>.</summary>
    public void Wait(string pool) => (State, WaitsFor, Version) = (PartyState.Waiting, pool, State is PartyState.Waiting && WaitsFor == pool ? Version : Version + 1);

    /// <summary>Its seats were given back.</summary>
    public void GiveUpSeats() => (HoldsSeats, Version) = (false, Version + 1);

    /// <summary>The yes. One that holds its seats already is confirmed by it; another still has to get them.</summary>
    public Problem? Approve(Instant now, Guid? by)
    {
        if (State is not PartyState.AwaitingApproval) return Problem.Conflict("registration.not_awaiting_approval").With("number", Number);
        (IsApproved, DecidedAt, DecidedBy, Reason, Version) = (true, now, by, null, Version + 1);
        State = HoldsSeats ? PartyState.Confirmed : PartyState.Waiting;
        return null;
    }

    /// <summary>The no, to one that awaits it or waits for seats. The caller gives back its seats.</summary>
    public Problem? Decline(string reason, Instant now, Guid? by)
    {
        if (!IsOpen) return Problem.Conflict("registration.closed_already").With("number", Number);
        if (reason.Trim().Length is < 3 or > 500) return Problem.Invalid("registration.reason_length", "Reason");
        (State, IsApproved, WaitsFor, DecidedAt, DecidedBy, Reason, Version) = (PartyState.Declined, false, null, now, by, reason.Trim(), Version + 1);
        return null;
    }

    /// <summary>The person does not come. The caller gives back the seats.</summary>
    public Problem? Cancel()
    {
        if (!IsOpen) return Problem.Conflict("registration.closed_already").With("number", Number);
        (State, WaitsFor, Version) = (PartyState.Cancelled, null, Version + 1);
        return null;
    }

    /// <summary>What was approved has changed: it waits for a new yes, with its seats.</summary>
    public void Reopen()
    {
        if (!IsOpen) return;
        (IsApproved, Version) = (false, Version + 1);
        (State, WaitsFor) = (PartyState.AwaitingApproval, null);
    }

    /// <summary>Anything else about it was changed.</summary>
    public void Touch() => Version++;
}

/// <summary>A person of a party.</summary>
public sealed class Attendee
{
    public Guid Id { get; init; }
    public Guid PartyId { get; init; }
    /// <summary>Kept beside the party's, so that a ticket is found by forum and code.</summary>
    public required string ForumKey { get; init; }
    /// <summary>0 for the contact, who acts for the whole party.</summary>
    public int Ordinal { get; init; }
    public string FullName { get; private set; } = "";
    public string SearchKey { get; private set; } = "";
    public string SortKey { get; private set; } = "";
    /// <summary>Null for those whom the contact looks after.</summary>
    public string? Email { get; init; }
    public string? Position { get; set; }
    /// <summary>What the person needs in order to take part: a wheelchair, sign language, food.</summary>
    public string? Needs { get; set; }
    public bool WantsVisaLetter { get; set; }
    public string? Nationality { get; set; }
    /// <summary>What the QR code says; see <see cref="TicketCode"/>.</summary>
    public required string Ticket { get; init; }
    /// <summary>SHA-256 of the personal link's token.</summary>
    public required string TokenHash { get; init; }

    /// <param name="organisation">Searched with the name.</param>
    public void Rename(string fullName, string organisation)
    {
        FullName = fullName.Trim();
        SearchKey = VietnameseText.SearchKey($"{FullName} {organisation} {Email}");
        SortKey = VietnameseText.PersonSortKey(FullName);
    }
}

/// <summary>What somebody agreed to, in which wording, and until when.</summary>
public sealed class PartyConsent
{
    public Guid PartyId { get; init; }
    public required string Purpose { get; init; }
    public int TextVersion { get; init; }
    /// <summary>SHA-256 of the sentence in both languages, 64 hexadecimal digits.</summary>
    public required string TextSha256 { get; init; }
    public Instant GivenAt { get; init; }
    public Instant? WithdrawnAt { get; set; }
}

/// <summary>Somebody who is asked to come, by a personal link.</summary>
public sealed class ForumGuest
{
    public Guid Id { get; init; }
    public required string ForumKey { get; init; }
    public required string KindCode { get; init; }
    public required string Email { get; init; }
    public required string FullName { get; init; }
    public required string Organisation { get; init; }
    public required string Language { get; init; }
    public required string TokenHash { get; init; }
    public Instant InvitedAt { get; init; }
    public Guid? InvitedBy { get; init; }
    public Instant? UsedAt { get; set; }
    public Instant? RevokedAt { get; set; }
}

/// <summary>A registration whose address is not confirmed yet; it has neither number nor seat.</summary>
public sealed class RegistrationRequest
{
    public required string TokenHash { get; init; }
    public required string ForumKey { get; init; }
    public required PartyForm Form { get; init; }
    public Instant ExpiresAt { get; init; }
}
