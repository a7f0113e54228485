using BangVang.Domain.Kernel;
using NodaTime;

namespace BangVang.Domain.Editions;

/// <summary>Something of the calendar that happens at one instant.</summary>
/// <param name="Opens">True when the phase opens, false when it closes.</param>
public sealed record CalendarMoment(Instant At, Phase Phase, bool Opens);

public sealed partial record Edition
{
    public Phase? Phase(string code) => Phases.FirstOrDefault(p => p.Code == code);

    /// <summary>The first phase of a kind; null when the edition has none.</summary>
    public Phase? PhaseOf(PhaseKind kind) => Phases.FirstOrDefault(p => p.Kind == kind);

    /// <summary>
    /// When the phase is open: from 0:00 of its first day until 24:00 of its last one, extensions counted, in the zone of
    /// the edition. Null while either day is unpublished or disputed, or when there is no such phase.
    /// </summary>
    public TimeWindow? WindowOf(string phaseCode) => Phase(phaseCode) is { FirstDay: { } first, LastDay: { } last }
        ? TimeWindow.OfDays(first, last, TimeZone) : null;

    /// <summary>True once the phase of the round is over; never while its days are not settled.</summary>
    public bool HasEnded(JudgedRound round, Instant now) => WindowOf(round.Phase ?? "") is { } window && window.HasEnded(now);

    /// <summary>Refuses changes to who judges what in a round that is over: a sheet asked for then could not be signed.</summary>
    public Problem? PanelProblem(JudgedRound round, Instant now) =>
        WindowOf(round.Phase ?? "") is { } window && window.HasEnded(now) ? Problem.NotNow("panels.round_over").With("at", window.End!.Value) : null;

    /// <summary>True when the phase runs at <paramref name="now"/> and nothing it needs is unpublished.</summary>
    public bool IsOpen(string phaseCode, Instant now) =>
        WindowOf(phaseCode) is { } window && window.Contains(now) && MissingFor(phaseCode).Count == 0;

    /// <summary>True when a phase of that kind is open.</summary>
    public bool IsOpen(PhaseKind kind, Instant now) => Phases.Any(p => p.Kind == kind && IsOpen(p.Code, now));

    /// <summary>The phases open at <paramref name="now"/>, in the order of the regulation.</summary>
    public IReadOnlyList<Phase> OpenPhases(Instant now) => [.. Phases.Where(p => IsOpen(p.Code, now))];

    /// <summary>The next opening or closing after <paramref name="now"/>; of several at once the first closing. Null when none is left.</summary>
    public CalendarMoment? NextMoment(Instant now) => Moments().FirstOrDefault(m => m.At > now);

    /// <summary>All openings and closings that are settled, in order of time; of several at once closings come first.</summary>
    public IReadOnlyList<CalendarMoment> Moments() =>
        [.. Phases.SelectMany(MomentsOf).OrderBy(m => m.At).ThenBy(m => m.Opens)];

    private IEnumerable<CalendarMoment> MomentsOf(Phase phase)
    {
        if (WindowOf(phase.Code) is not { Start: { } start, End: { } end }) yield break;
        yield return new(start, phase, Opens: true);
        yield return new(end, phase, Opens: false);
    }
}
