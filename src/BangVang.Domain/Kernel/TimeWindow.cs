using NodaTime;

namespace BangVang.Domain.Kernel;

/// <summary>A stretch of time that contains its start and not its end; either side may be open.</summary>
/// <param name="Start">First instant inside; null when it began before anything here.</param>
/// <param name="End">First instant outside; null when no end is known.</param>
public readonly record struct TimeWindow(Instant? Start, Instant? End)
{
    /// <summary>Inclusive days as regulations write them: "đến hết ngày" means until 24:00 of <paramref name="lastDay"/> in <paramref name="zone"/>.</summary>
    public static TimeWindow OfDays(LocalDate? firstDay, LocalDate? lastDay, DateTimeZone zone) => new(
        firstDay?.AtStartOfDayInZone(zone).ToInstant(),
        lastDay?.PlusDays(1).AtStartOfDayInZone(zone).ToInstant());

    public bool Contains(Instant now) => (Start is null || now >= Start) && (End is null || now < End);
    public bool HasEnded(Instant now) => End is { } end && now >= end;
    public bool HasStarted(Instant now) => Start is null || now >= Start;
}
