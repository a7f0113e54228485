using System.Text.Json.Serialization;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using NodaTime;

namespace BangVang.Domain.Forum.Registration;

/// <summary>Who may register for a forum, for which places, and what is asked of them. Part of forum.yaml.</summary>
public sealed record RegistrationRules
{
    /// <summary>First day, by the forum's own clock.</summary>
    public required LocalDate Opens { get; init; }
    /// <summary>Last day, to its end.</summary>
    public required LocalDate Closes { get; init; }
    /// <summary>Days before the forum from which names stay as they are, because security has the list. 0: never frozen.</summary>
    [Within(0, 365)] public int NameFreezeDays { get; init; }
    /// <summary>Most persons whom one contact registers together.</summary>
    [Within(1, 100)] public int MaxGroup { get; init; } = 1;
    public WaitingOrder Waiting { get; init; } = WaitingOrder.Strict;
    /// <summary>The rule of the waiting list in words, as everybody reads it before registering.</summary>
    public LocalizedText? WaitingNote { get; init; }
    /// <summary>Where one can take part.</summary>
    public required IReadOnlyList<ForumPlace> Places { get; init; }
    public required IReadOnlyList<RegistrationKind> Kinds { get; init; }
    /// <summary>Questions that kinds refer to by code.</summary>
    public IReadOnlyList<FormField> Questions { get; init; } = [];
    public IReadOnlyList<ConsentRule> Consents { get; init; } = [];

    public RegistrationKind? Kind(string code) => Kinds.FirstOrDefault(k => k.Code == code);
    public ForumPlace? Place(string code) => Places.FirstOrDefault(p => p.Code == code);

    /// <summary>The questions of a kind, in the order of the forum's list.</summary>
    public IEnumerable<FormField> QuestionsOf(RegistrationKind kind) => Questions.Where(q => kind.Questions.Contains(q.Code));

    public TimeWindow Window(DateTimeZone zone) => TimeWindow.OfDays(Opens, Closes, zone);

    /// <summary>The stocks of seats that somebody of that kind at that place draws from, in the order in which they are taken; none where nothing is limited.</summary>
    public IReadOnlyList<string> PoolsOf(string kindCode, string placeCode) =>
        [.. (Place(placeCode)?.Capacity is null ? [] : (string[])[PoolOfPlace(placeCode)]), .. (Kind(kindCode)?.Quota is null ? [] : (string[])[PoolOfKind(kindCode)])];

    /// <summary>Every limited stock with its size.</summary>
    [JsonIgnore]
    public IEnumerable<(string Pool, int Capacity)> Pools => Places.Where(p => p.Capacity is not null).Select(p => (PoolOfPlace(p.Code), p.Capacity!.Value))
        .Concat(Kinds.Where(k => k.Quota is not null).Select(k => (PoolOfKind(k.Code), k.Quota!.Value)));

    public static string PoolOfPlace(string code) => $"place:{code}";
    public static string PoolOfKind(string code) => $"kind:{code}";

    /// <summary>True from the day on which names are frozen.</summary>
    public bool NamesAreFrozen(ForumEdition forum, Instant now) =>
        NameFreezeDays > 0 && forum.Date.TryGet(out var day) && now >= day.PlusDays(-NameFreezeDays).AtStartOfDayInZone(forum.TimeZone).ToInstant();
}

/// <summary>Who comes off the waiting list when seats become free.</summary>
public enum WaitingOrder
{
    /// <summary>By number alone: a group that does not fit yet keeps everybody behind it waiting.</summary>
    Strict,
    /// <summary>By number, passing over groups that do not fit yet; they keep their place.</summary>
    FirstThatFits,
}

/// <summary>One way of taking part: in a hall, at a bridge point, over the line.</summary>
public sealed record ForumPlace
{
    [Code] public required string Code { get; init; }
    public required LocalizedText Name { get; init; }
    /// <summary>Code of the venue; null for taking part online.</summary>
    [Code] public string? Venue { get; init; }
    /// <summary>Seats, shared by all kinds; null when there is no limit.</summary>
    [Within(0, 1_000_000)] public int? Capacity { get; init; }
}

/// <summary>As what somebody takes part: delegate, speaker, press.</summary>
public sealed record RegistrationKind
{
    [Code] public required string Code { get; init; }
    public required LocalizedText Name { get; init; }
    public LocalizedText? Help { get; init; }
    /// <summary>Only with a personal invitation.</summary>
    public bool ByInvitation { get; init; }
    /// <summary>An organiser says yes before there is a ticket. Whoever is invited has had the yes.</summary>
    public bool Approval { get; init; }
    /// <summary>A change of names, organisation or answers asks for the yes again; the seat stays held meanwhile.</summary>
    public bool Reapproval { get; init; }
    /// <summary>Most persons of this kind, at all places together; null when there is no limit.</summary>
    [Within(0, 1_000_000)] public int? Quota { get; init; }
    /// <summary>Codes of the places it may choose from, the usual one first.</summary>
    public required IReadOnlyList<string> Places { get; init; }
    /// <summary>Codes of the questions it is asked.</summary>
    public IReadOnlyList<string> Questions { get; init; } = [];
    /// <summary>May ask for a letter for a visa.</summary>
    public bool VisaLetter { get; init; }
}

/// <summary>What somebody agrees to or not, one purpose each.</summary>
public sealed record ConsentRule
{
    [Code] public required string Code { get; init; }
    /// <summary>The sentence that is agreed to: which data, for what, by whom.</summary>
    public required LocalizedText Statement { get; init; }
    /// <summary>Grows with each new wording; what was agreed to stays on record with its number.</summary>
    [Within(1)] public int Version { get; init; } = 1;
    /// <summary>Without it nobody can be registered at all.</summary>
    public bool Required { get; init; }
}
