using BangVang.App.Editions;
using BangVang.App.Laureates;
using BangVang.App.Storage;
using BangVang.Domain.Decisions;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using NodaTime;

namespace BangVang.App.Secretariat.Notices;

/// <summary>Publishes the result and says so in a notice: both are saved together or not at all.</summary>
public sealed class AnnounceResult(BangVangDb db, EditionBook book, PublishDecision publish, IClock clock)
{
    /// <inheritdoc cref="PublishDecision.RunAsync"/>
    public async Task<Result<int>> RunAsync(Actor actor, string editionKey, string number, LocalDate? date, CancellationToken ct)
    {
        if (await book.CurrentAsync(editionKey, ct) is { Edition: { } edition })
            db.Notices.Add(ResultNotice.OfResult(actor, edition, number, clock.GetCurrentInstant()));
        var result = await publish.RunAsync(actor, editionKey, number, date, ct);
        if (!result.TryGet(out _, out _)) db.ChangeTracker.Clear();
        return result;
    }
}

/// <summary>Amends the published result and says so in a notice: both are saved together or not at all.</summary>
public sealed class AnnounceAmendment(BangVangDb db, EditionBook book, AmendResult amend, IClock clock)
{
    /// <inheritdoc cref="AmendResult.RunAsync"/>
    public async Task<Result<DecisionAmendment>> RunAsync(Actor actor, string editionKey, Guid appealId, string number, LocalDate? date, CancellationToken ct)
    {
        if (await book.CurrentAsync(editionKey, ct) is { Edition: { } edition })
            db.Notices.Add(ResultNotice.Of(actor, edition, number, clock.GetCurrentInstant(), edition.Name.Prefixed("Sửa đổi kết quả ", "Result amended: "),
                new($"Sau khi một khiếu nại được chấp nhận, kết quả {edition.Name.Vi} được sửa đổi theo Quyết định số {number.Trim()}.\n\n[Xem nội dung sửa đổi](/editions/{edition.Key}#amendments)",
                    $"After an appeal was upheld, the result of {edition.Name.En} was amended by decision no. {number.Trim()}.\n\n[See what changed](/editions/{edition.Key}#amendments)")));
        var result = await amend.RunAsync(actor, editionKey, appealId, number, date, ct);
        if (!result.TryGet(out _, out _)) db.ChangeTracker.Clear();
        return result;
    }
}

internal static class ResultNotice
{
    /// <summary>Says that the result is out; it names nobody.</summary>
    internal static Notice OfResult(Actor actor, Edition edition, string number, Instant now) => Of(actor, edition, number, now, edition.Name.Prefixed("Kết quả ", "Result: "),
        new($"Kết quả {edition.Name.Vi} đã được công bố theo Quyết định số {number.Trim()}.\n\n[Xem Bảng vàng](/laureates?year={edition.Year})",
            $"The result of {edition.Name.En} was published by decision no. {number.Trim()}.\n\n[See the golden board](/laureates?year={edition.Year})"));

    internal static Notice Of(Actor actor, Edition edition, string number, Instant now, LocalizedText title, LocalizedText text) => new()
    {
        Id = Ids.New(now), EditionKey = edition.Key, Kind = NoticeKind.Result, Date = now.InZone(edition.TimeZone).Date, PrintedNumber = number.Trim(),
        TitleVi = title.Vi, TitleEn = title.En, TextVi = text.Vi, TextEn = text.En, VisibleFrom = now, CreatedAt = now, CreatedBy = actor.PersonId, Version = 1,
    };

    internal static LocalizedText Prefixed(this LocalizedText name, string vi, string en) => new(vi + name.Vi, en + name.En);
}
