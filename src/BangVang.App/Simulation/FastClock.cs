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

    /// <summary>The phases that have both days, with the work of jurors spread over their days.</summary>
    public static IReadOnlyList<PhaseLoad> LoadsOf(Edition edition, IReadOnlyList<SyntheticDossier> dossiers, JudgingForecast? judging)
    {
        var known = edition.Phases.Where(p => p is { FirstDay: not null, LastDay: not null }).OrderBy(p => p.FirstDay).ThenBy(p => p.LastDay).ToList();
        if (known.Count == 0) return [];
        var first = known[0].FirstDay!.Value;
        return [.. known.Select(phase =>
        {
            var days = Period.DaysBetween(phase.FirstDay!.Value, phase.LastDay!.Value) + 1;
            var rounds = (judging?.Rounds ?? []).Where(r => edition.Round(r.Round)?.Phase == phase.Code).ToList();
            double? hours = rounds.Count == 0 ? null : Math.Round(rounds.Sum(r => r.Jurors * r.HoursMean), 2);
            var perDay = rounds.Count == 0 ? null : new HoursADay(Math.Round(rounds.Sum(r => r.HoursMean) / days, 2), Math.Round(rounds.Sum(r => r.HoursMost) / days, 2));
            double? last = phase.Kind is PhaseKind.Intake && dossiers.Count > 0 ? Math.Round(dossiers.Count(d => DayOf(edition, d.SubmittedAt) >= phase.LastDay) / (double)dossiers.Count, 4)
                : rounds.Count > 0 ? Math.Round(1.0 / days, 4) : null;
            return new PhaseLoad(phase.Code, phase.Name, Period.DaysBetween(first, phase.FirstDay!.Value) + 1, Period.DaysBetween(first, phase.LastDay!.Value) + 1, days, hours, perDay, last);
        })];
    }

    private static (CourseCount What, int Count)? CountAt(Edition edition, Phase phase, int received, int accepted, PlayedEdition? played) => phase.Kind switch
    {
        PhaseKind.Intake => (CourseCount.DossiersReceived, received),
        PhaseKind.Screening => (CourseCount.DossiersAccepted, accepted),
        PhaseKind.Scoring when played is not null => (CourseCount.SheetsSigned, played.Rounds.Where(r => r.Round.Phase == phase.Code).Sum(r => r.Round is PairwiseRound ? r.Loads.Count : r.Scores.Sum(s => s.Sheets))),
        PhaseKind.Council when played is not null => (CourseCount.PrizesProposed, played.Lines.Count(l => l.Tier is not null)),
        _ => null,
    };

    private static LocalDate DayOf(Edition edition, Instant at) => at.InZone(edition.TimeZone).Date;
}
