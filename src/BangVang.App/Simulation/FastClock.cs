using BangVang.Domain.Editions;
using NodaTime;

namespace BangVang.App.Simulation;

/// <summary>Runs the calendar of an edition from its first opening to its last closing, asking the edition itself what is open.</summary>
internal static class FastClock
{
    /// <param name="played">Null when rounds and prizes were not played.</param>
    public static IReadOnlyList<CourseStep> Of(Edition edition, int received, int accepted, PlayedEdition? played)
    {
        var moments = edition.Moments();
        if (moments.Count == 0) return [];
        var first = DayOf(edition, moments[0].At);
        return [.. moments.Select(moment =>
        {
            // A phase closes at 24:00 of its last day: one instant before, it is still that day.
            var at = moment.Opens ? moment.At : moment.At - Duration.Epsilon;
            var isOpen = edition.IsOpen(moment.Phase.Code, at);
            var counted = moment.Opens || !isOpen ? null : CountAt(edition, moment.Phase, received, accepted, played);
            return new CourseStep(
                Period.DaysBetween(first, DayOf(edition, at)) + 1, moment.Phase.Code, moment.Phase.Name, moment.Opens, isOpen, counted?.What, counted?.Count);
        })];
    }

    private static (CourseCount What, int Count)? CountAt(Edition edition, Phase phase, int received, int accepted, PlayedEdition? played) => phase.Kind switch
    {
        PhaseKind.Intake => (CourseCount.DossiersReceived, received),
        PhaseKind.Screening => (CourseCount.DossiersAccepted, accepted),
        PhaseKind.Scoring when played is not null => (CourseCount.SheetsSigned, played.Rounds.Where(r => r.Round.Phase == phase.Code).Sum(r => r.Scores.Sum(s => s.Sheets))),
        PhaseKind.Council when played is not null => (CourseCount.PrizesProposed, played.Lines.Count(l => l.Tier is not null)),
        _ => null,
    };

    private static LocalDate DayOf(Edition edition, Instant at) => at.InZone(edition.TimeZone).Date;
}
