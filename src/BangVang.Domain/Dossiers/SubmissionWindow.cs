using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using NodaTime;

namespace BangVang.Domain.Dossiers;

/// <summary>Something an officer asks the applicant to add, until a deadline of its own.</summary>
public sealed class Supplement
{
    public Guid Id { get; init; }
    public Guid DossierId { get; init; }
    public Instant RequestedAt { get; init; }
    public Guid RequestedBy { get; init; }
    /// <summary>What is asked for, as the applicant reads it.</summary>
    public required string What { get; init; }
    /// <summary>First instant at which it is too late.</summary>
    public Instant DueAt { get; init; }
    /// <summary>When the dossier was submitted again; null while it is waited for.</summary>
    public Instant? AnsweredAt { get; set; }
}

/// <summary>
/// When a dossier may be submitted: while the intake is open, and while a supplement is waited for. Computed from the
/// edition as it stands now, so that an extension holds from the moment it is published.
/// </summary>
/// <param name="Phase">The intake that is open, or comes next, or was the last; null when the edition has none.</param>
/// <param name="Window">Its days; null while a day or something it needs is unpublished.</param>
/// <param name="Supplement">The supplement that was asked for and not answered; null when there is none.</param>
public sealed record SubmissionWindow(Phase? Phase, TimeWindow? Window, Supplement? Supplement)
{
    public static SubmissionWindow Of(Edition edition, Supplement? supplement, Instant now)
    {
        var intakes = edition.Phases.Where(p => p.Kind is PhaseKind.Intake)
            .Select(p => (Phase: p, Window: edition.MissingFor(p.Code).Count == 0 ? edition.WindowOf(p.Code) : null)).ToList();
        var (phase, window) = intakes.FirstOrDefault(i => i.Window?.Contains(now) is true) is { Phase: not null } open ? open
            : intakes.FirstOrDefault(i => i.Window?.HasEnded(now) is false) is { Phase: not null } next ? next
            : intakes.LastOrDefault();
        return new(phase, window, supplement is { AnsweredAt: null } ? supplement : null);
    }

    /// <summary>True while a supplement is waited for and in time.</summary>
    public bool WaitsForSupplement(Instant now) => Supplement is { } asked && now < asked.DueAt;

    /// <summary>First instant at which it is too late; null when that is not known.</summary>
    public Instant? End(Instant now) => !WaitsForSupplement(now) ? Window?.End : Window?.Contains(now) is true ? Later(Window?.End, Supplement?.DueAt) : Supplement?.DueAt;

    /// <summary>Null when the dossier may be submitted now; otherwise why not, with the time.</summary>
    public Problem? Check(Instant now)
    {
        if (WaitsForSupplement(now)) return null;
        if (Phase is null || Window is not { } window) return Problem.NotNow("dossiers.intake_unpublished");
        if (!window.HasStarted(now)) return Problem.NotNow("dossiers.intake_not_open").With("start", window.Start!.Value) with { Article = Phase.Article };
        if (!window.HasEnded(now)) return null;
        return Supplement is { } late && late.DueAt > window.End
            ? Problem.NotNow("dossiers.supplement_over").With("end", late.DueAt)
            : Problem.NotNow("dossiers.intake_over").With("end", window.End!.Value) with { Article = Phase.Article };
    }

    private static Instant? Later(Instant? a, Instant? b) => a is null || b is null ? a ?? b : Instant.Max(a.Value, b.Value);
}

/// <summary>When one registers before the full dossier, where the edition asks for it.</summary>
public static class Registration
{
    /// <summary>Null when one may register now; otherwise why not.</summary>
    public static Problem? Check(Edition edition, Instant now)
    {
        if (edition.PreliminaryRegistration is not { } registration) return Problem.NotFound("dossiers.no_registration");
        var window = edition.Phase(registration.Phase) is null || edition.MissingFor(registration.Phase).Count > 0 ? null : edition.WindowOf(registration.Phase);
        if (window is not { } days) return Problem.NotNow("dossiers.registration_unpublished");
        if (!days.HasStarted(now)) return Problem.NotNow("dossiers.registration_not_open").With("start", days.Start!.Value) with { Article = registration.Article };
        return days.HasEnded(now) ? Problem.NotNow("dossiers.registration_over").With("end", days.End!.Value) with { Article = registration.Article } : null;
    }

    /// <summary>The form of the registration; null when the edition has none.</summary>
    public static Form? FormOf(Edition edition) => edition.PreliminaryRegistration?.Form is { } code ? edition.Form(code) : null;
}
