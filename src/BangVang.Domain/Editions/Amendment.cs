using BangVang.Domain.Kernel;
using NodaTime;

namespace BangVang.Domain.Editions;

/// <summary>An announced change of the last day of a phase.</summary>
/// <param name="Closes">New last day, inclusive.</param>
/// <param name="Notice">Number of the notice as printed; null when it has none.</param>
/// <param name="ShiftsFollowing">Moves every later phase by as many days, so that none overlaps.</param>
public sealed record PhaseExtension(string PhaseCode, LocalDate Closes, LocalizedText Reason, string? Notice, bool ShiftsFollowing);

/// <summary>What may change after publication, and how.</summary>
public static class Amendment
{
    /// <summary>
    /// The edition with a longer phase. The earlier day stays on record; phases that begin after the old last day move
    /// along when asked, their length and order unchanged.
    /// </summary>
    /// <param name="today">Day of the notice, in the zone of the edition.</param>
    public static Result<Edition> Extend(this Edition edition, PhaseExtension extension, LocalDate today)
    {
        if (edition.Phase(extension.PhaseCode) is not { } phase) return Problem.NotFound("edition.phase_not_found");
        if (phase.LastDay is not { } last) return Problem.NotNow("edition.phase_undated");
        if (extension.Closes <= last) return Problem.Invalid("edition.extension_not_later", "Closes").With("before", last);
        if (extension.Closes < today) return Problem.Invalid("edition.extension_in_the_past", "Closes").With("today", today);

        var days = Period.Between(last, extension.Closes, PeriodUnits.Days).Days;
        return edition with
        {
            Phases = [.. edition.Phases.Select(p =>
                p == phase ? p with { Extensions = [.. p.Extensions, AsWritten(extension, today)] }
                : extension.ShiftsFollowing && p.FirstDay > last ? Later(p, days)
                : p)],
        };
    }

    /// <summary>The first reason why <paramref name="next"/> cannot follow <paramref name="current"/> at <paramref name="now"/>, or null.</summary>
    /// <param name="earlier">
    /// The editions in force before <paramref name="current"/>, each with the moment until which it was: a round that opened under one of them
    /// stays opened when a later amendment puts it off, so that its rules cannot be changed behind a moved date.
    /// </param>
    public static Problem? Check(Edition current, Edition next, Instant now, IEnumerable<(Edition Edition, Instant Until)>? earlier = null)
    {
        if (current.Categories.FirstOrDefault(c => next.Category(c.Code) is null) is { } removed)
            return Problem.Invalid("edition.amendment_removes_category").With("category", removed.Code);
        if (current.PhaseOf(PhaseKind.Intake)?.LastDay is { } before && next.PhaseOf(PhaseKind.Intake)?.LastDay is { } closes && closes < before)
            return Problem.Invalid("edition.amendment_shortens_intake").With("before", before).With("closes", closes);
        if (current.Phases.Where(p => p.Kind is PhaseKind.Intake or PhaseKind.Registration).Any(p => current.WindowOf(p.Code)?.HasStarted(now) is true)
            && !(current.Sealing?.IsSame(next.Sealing) ?? next.Sealing is null)) return Problem.Invalid("edition.amendment_changes_sealing");
        var opened = (earlier ?? []).Append((current, now)).SelectMany(e => FixedRules.OpenedIn(e.Item1, e.Item2)).ToHashSet(StringComparer.Ordinal);
        if (next.ChangedBy(current, opened) is { } changed)
            return Problem.Invalid("edition.amendment_changes_open_round").With("round", changed.Round.Name).With("rule", changed.Rule);
        return null;
    }

    private static Extension AsWritten(PhaseExtension extension, LocalDate today) =>
        new() { Closes = extension.Closes, Date = today, Notice = extension.Notice, Reason = extension.Reason };

    private static Phase Later(Phase phase, int days) => phase with
    {
        Opens = Moved(phase.Opens, days),
        Closes = Moved(phase.Closes, days),
        Extensions = [.. phase.Extensions.Select(e => e with { Closes = e.Closes.PlusDays(days) })],
    };

    private static Published<LocalDate> Moved(Published<LocalDate> day, int days) =>
        day with { Variants = [.. day.Variants.Select(v => v with { Value = v.Value.PlusDays(days) })] };
}
