using BangVang.Domain.Editions;
using NodaTime;

namespace BangVang.Domain.Screening;

/// <summary>When things become visible by the edition's matrix.</summary>
public static class Disclosure
{
    /// <summary>
    /// First instant at which somebody for whom the matrix says <paramref name="from"/> may see the item: <see cref="Instant.MinValue"/>
    /// when always, null when never or while what it waits for is not known.
    /// </summary>
    /// <param name="verdictAt">When the verdict on the dossier concerned was given; null for items that concern no dossier.</param>
    /// <param name="publishedAt">When the result was published; null before.</param>
    /// <param name="roundEnd">When the scoring round concerned closes; null for items that concern none, and while its days are unpublished.</param>
    public static Instant? Since(Edition edition, VisibleFrom from, Instant? verdictAt, Instant? publishedAt, Instant? roundEnd = null) => from switch
    {
        VisibleFrom.Always or VisibleFrom.Submission => Instant.MinValue,
        VisibleFrom.IntakeClosed => EndOf(edition, PhaseKind.Intake),
        VisibleFrom.Verdict => verdictAt,
        VisibleFrom.ScreeningClosed => EndOf(edition, PhaseKind.Screening),
        VisibleFrom.RoundClosed => roundEnd,
        VisibleFrom.Publication => publishedAt,
        VisibleFrom.AppealsClosed => publishedAt is { } at ? Appeal.EndOf(edition, AppealAgainst.Result, at) : null,
        // Never; a juror's own signature is a matter of scoring.
        _ => null,
    };

    /// <summary>First instant at which the applicant may read the verdict on the own dossier; null when never or not known yet.</summary>
    public static Instant? OfVerdict(Edition edition, Instant verdictAt, Instant? publishedAt) =>
        Since(edition, edition.VisibleFrom(VisibleItem.ScreeningVerdict, Viewer.Applicant), verdictAt, publishedAt) is { } since ? Instant.Max(since, verdictAt) : null;

    /// <summary>The end of the last phase of a kind; null when there is none or a day is unpublished.</summary>
    private static Instant? EndOf(Edition edition, PhaseKind kind)
    {
        var ends = edition.Phases.Where(p => p.Kind == kind).Select(p => edition.WindowOf(p.Code)?.End).ToList();
        return ends.Count > 0 && ends.All(e => e is not null) ? ends.Max() : null;
    }
}
