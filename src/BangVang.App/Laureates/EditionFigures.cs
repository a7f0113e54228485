using BangVang.App.Screening;
using BangVang.App.Storage;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using NodaTime;

namespace BangVang.App.Laureates;

public static class EditionFigures
{
    /// <summary>
    /// What this system counted of an edition, as far as everyone may know it by now: dossiers received and meeting the criteria, and the prizes once the
    /// result is published. Kinds that are not known are absent.
    /// </summary>
    public static async Task<IReadOnlyDictionary<FigureKind, int>> CountedHereAsync(this BangVangDb db, ResultNews news, Edition edition, Instant now, CancellationToken ct)
    {
        var screened = await db.ScreeningFiguresAsync(news, Actor.Anonymous, edition, now, ct);
        var counted = new Dictionary<FigureKind, int>();
        if (screened.Received is { } received) counted[FigureKind.Received] = received;
        if (screened.Meeting is { } meeting) counted[FigureKind.MeetingCriteria] = meeting;
        if (await news.PublishedAtAsync(db, edition.Key, ct) is not null) counted[FigureKind.Prizes] = await db.LaureatesOfEditionAsync(edition.Key, ct);
        return counted;
    }
}
