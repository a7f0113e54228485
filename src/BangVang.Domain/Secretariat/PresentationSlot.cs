using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using NodaTime;

namespace BangVang.Domain.Secretariat;

/// <summary>When and where one dossier is presented to its panel in a round.</summary>
public sealed class PresentationSlot
{
    public Guid Id { get; init; }
    public required string EditionKey { get; init; }
    public required string RoundCode { get; init; }
    public required string CategoryCode { get; init; }
    public Guid DossierId { get; init; }
    public Instant StartsAt { get; set; }
    /// <summary>Minutes to set up, to present, and for questions, in this order.</summary>
    public int SetUpMinutes { get; set; }
    public int TalkMinutes { get; set; }
    public int QuestionMinutes { get; set; }
    /// <summary>Room, or address of the call.</summary>
    public required string Place { get; set; }
    /// <summary>From when applicant and jurors know of it; null while the schedule is being made.</summary>
    public Instant? PublishedAt { get; set; }
    public int Version { get; set; }

    public int TotalMinutes => SetUpMinutes + TalkMinutes + QuestionMinutes;
    public Instant EndsAt => StartsAt + Duration.FromMinutes(TotalMinutes);
    public Instant TalkStartsAt => StartsAt + Duration.FromMinutes(SetUpMinutes);
    public Instant QuestionsStartAt => TalkStartsAt + Duration.FromMinutes(TalkMinutes);

    public bool Overlaps(PresentationSlot other) => StartsAt < other.EndsAt && other.StartsAt < EndsAt;
}

/// <summary>A stretch of a day in which presentations are laid one after the other.</summary>
/// <param name="StartsAt">Of the first slot.</param>
/// <param name="PauseMinutes">Between two slots.</param>
/// <param name="Place">Room, or address of the call.</param>
public sealed record SlotPlan(Instant StartsAt, int PauseMinutes, string Place);

/// <summary>Making a schedule.</summary>
public static class SlotRules
{
    /// <summary>What a slot is made of where the edition says nothing else: 25 minutes.</summary>
    public static readonly Presentation Ordinary = new() { SetUp = 5, Talk = 10, Questions = 10 };

    /// <summary>One slot per dossier in the order given, one after the other from the plan's start.</summary>
    public static Result<IReadOnlyList<PresentationSlot>> Lay(
        SlotPlan plan, string editionKey, string roundCode, string categoryCode, IReadOnlyList<Guid> dossiers, Presentation parts, Instant now)
    {
        if (dossiers.Count == 0) return Problem.Conflict("secretariat.no_dossiers_to_schedule");
        if (plan.Place.Trim().Length is < 2 or > 200) return Problem.Invalid("secretariat.place_length", "Place");
        if (plan.PauseMinutes is < 0 or > 240) return Problem.Invalid("secretariat.pause_range", "PauseMinutes");
        if (plan.StartsAt < now) return Problem.Invalid("secretariat.slot_in_the_past", "StartsAt");
        var step = Duration.FromMinutes(parts.Total + plan.PauseMinutes);
        return dossiers.Select((id, i) => new PresentationSlot
        {
            Id = Ids.New(now), EditionKey = editionKey, RoundCode = roundCode, CategoryCode = categoryCode, DossierId = id,
            StartsAt = plan.StartsAt + (i * step), SetUpMinutes = parts.SetUp, TalkMinutes = parts.Talk, QuestionMinutes = parts.Questions, Place = plan.Place.Trim(),
        }).ToList();
    }

    /// <summary>The first two slots that cannot both be held: at one time in one place, or before one panel. Null when all can.</summary>
    public static (PresentationSlot One, PresentationSlot Other)? FirstClash(IEnumerable<PresentationSlot> slots)
    {
        var sorted = slots.OrderBy(s => s.StartsAt).ThenBy(s => s.Id).ToList();
        for (var i = 0; i < sorted.Count; i++)
            for (var j = i + 1; j < sorted.Count && sorted[j].StartsAt < sorted[i].EndsAt; j++)
                if (string.Equals(sorted[i].Place, sorted[j].Place, StringComparison.OrdinalIgnoreCase)
                    || (sorted[i].RoundCode == sorted[j].RoundCode && sorted[i].CategoryCode == sorted[j].CategoryCode))
                    return (sorted[i], sorted[j]);
        return null;
    }
}
