using BangVang.App.Editions;
using BangVang.App.Storage;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;

namespace BangVang.App.Secretariat.Notices;

/// <summary>Moves the last day of a phase to a later one and says so in a notice: amendment and notice are saved together or not at all.</summary>
public sealed class AnnounceExtension(BangVangDb db, EditionBook book, ExtendPhase extend, IClock clock)
{
    private static readonly LocalDatePattern Vietnamese = LocalDatePattern.CreateWithInvariantCulture("dd/MM/yyyy");
    private static readonly LocalDatePattern English = LocalDatePattern.CreateWithInvariantCulture("d MMMM yyyy");

    /// <returns>The amended edition.</returns>
    public async Task<Result<PublishedEdition>> RunAsync(Actor actor, string editionKey, PhaseExtension extension, CancellationToken ct)
    {
        if (await book.CurrentAsync(editionKey, ct) is { } current && current.Edition.Phase(extension.PhaseCode) is { LastDay: { } last } phase)
            db.Notices.Add(NoticeOf(actor, current.Edition, phase, last, extension, clock.GetCurrentInstant()));
        var result = await extend.RunAsync(actor, editionKey, extension, ct);
        if (!result.TryGet(out _, out _)) db.ChangeTracker.Clear();
        return result;
    }

    private static Notice NoticeOf(Actor actor, Edition edition, Phase phase, LocalDate last, PhaseExtension extension, Instant now) => new()
    {
        Id = Ids.New(now), EditionKey = edition.Key, Kind = NoticeKind.Extension, Date = now.InZone(edition.TimeZone).Date, PrintedNumber = extension.Notice,
        TitleVi = $"Gia hạn “{phase.Name.Vi}” đến hết ngày {Vietnamese.Format(extension.Closes)}",
        TitleEn = $"“{phase.Name.En}” is extended to the end of {English.Format(extension.Closes)}",
        TextVi = $"{extension.Reason.Vi}\n\nThời hạn trước đây: hết ngày {Vietnamese.Format(last)}. Thời hạn mới: hết ngày {Vietnamese.Format(extension.Closes)}, theo giờ Hà Nội.",
        TextEn = $"{extension.Reason.En}\n\nFormer last day: {English.Format(last)}. New last day: {English.Format(extension.Closes)}, by the time of Hà Nội.",
        VisibleFrom = now, CreatedAt = now, CreatedBy = actor.PersonId, Version = 1,
    };
}
