using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using NodaTime;
using NodaTime.Text;

namespace BangVang.App.Editions;

/// <summary>Moves the last day of a phase to a later one: an amendment with a notice visible to all.</summary>
public sealed class ExtendPhase(EditionBook book, PublishEdition publish, IClock clock)
{
    private static readonly LocalDatePattern Vietnamese = LocalDatePattern.CreateWithInvariantCulture("dd/MM/yyyy");
    private static readonly LocalDatePattern English = LocalDatePattern.CreateWithInvariantCulture("d MMMM yyyy");

    public async Task<Result<PublishedEdition>> RunAsync(Actor actor, string editionKey, PhaseExtension extension, CancellationToken ct)
    {
        if (!PublishEdition.MayPublish(actor, editionKey)) return Problem.Forbidden("edition.may_not_publish");
        if (await book.CurrentAsync(editionKey, ct) is not { } current) return Problem.NotFound("edition.not_found");

        var today = clock.GetCurrentInstant().InZone(current.Edition.TimeZone).Date;
        if (!current.Edition.Extend(extension, today).TryGet(out var extended, out var problem)) return problem;
        var before = EditionCheck.Run(current.Edition).Select(p => (p.Code, p.Path)).ToHashSet();
        if (EditionCheck.Run(extended).FirstOrDefault(p => !before.Contains((p.Code, p.Path))) is { } broken)
            return Problem.Invalid(broken.Code, "Closes").With("detail_vi", broken.Sentence.Vi).With("detail_en", broken.Sentence.En);
        return await publish.RunAsync(actor, extended, [], NoticeOf(current.Edition.Phase(extension.PhaseCode)!, extension), ct);
    }

    private static LocalizedText NoticeOf(Phase phase, PhaseExtension extension) => new(
        $"Gia hạn “{phase.Name.Vi}” đến hết ngày {Vietnamese.Format(extension.Closes)}{Numbered(extension, "theo")}. {extension.Reason.Vi}{(extension.ShiftsFollowing ? " Các giai đoạn sau lùi tương ứng." : "")}",
        $"“{phase.Name.En}” is extended to the end of {English.Format(extension.Closes)}{Numbered(extension, "by")}. {extension.Reason.En}{(extension.ShiftsFollowing ? " Later phases move accordingly." : "")}");

    private static string Numbered(PhaseExtension extension, string by) => extension.Notice is null ? "" : $", {by} {extension.Notice}";
}
