using System.Text.Json.Nodes;
using BangVang.App.Decisions;
using BangVang.App.Dossiers;
using BangVang.App.Editions;
using BangVang.App.Kernel;
using BangVang.App.Mail;
using BangVang.App.Storage;
using BangVang.Domain.Decisions;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Domain.Laureates;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Laureates;

/// <summary>
/// Publishes the approved decision: the laureates stand on the board, every applicant is told, the log says so. One
/// transaction; before it nothing of the result is visible to the public or to applicants.
/// </summary>
public sealed class PublishDecision(BangVangDb db, EditionBook editions, PublicUrl site, IClock clock, TimeProvider time)
{
    private const int LongestSummary = 1_000;

    /// <param name="number">Number of the ministerial decision, as printed.</param>
    /// <param name="date">Its date.</param>
    /// <returns>How many products stand on the board now.</returns>
    public async Task<Result<int>> RunAsync(Actor actor, string editionKey, string number, LocalDate? date, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        if (await editions.CurrentAsync(editionKey, ct) is not { Edition: { } edition }) return Problem.NotFound("editions.not_found");
        if (!actor.Is(Role.Secretariat, editionKey)) return Problem.Forbidden("decisions.only_secretariat");
        if (await db.DecisionsVisibleTo(actor).SingleOrDefaultAsync(d => d.EditionKey == editionKey, ct) is not { } decision) return Problem.NotFound("decisions.not_proposed");
        if (decision.Publish(edition, number, date, now.InZone(edition.TimeZone).Date, actor.PersonId!.Value, now) is { } problem) return problem;

        var accepted = db.Dossiers.Where(d => d.EditionKey == editionKey && d.State == DossierState.Accepted);
        var contents = await db.ContentsAsync(accepted, ct);
        var honoured = decision.Lines.Where(l => l.Tier is not null).ToList();
        if (honoured.FirstOrDefault(l => !contents.ContainsKey(l.DossierId)) is { } gone) return Problem.Conflict("decisions.dossier_gone").With("reference", gone.Reference);

        var source = SourceOf(decision.DocumentNumber!, decision.DocumentDate!.Value);
        var names = BoardNames.Of(edition);
        var honours = honoured.Select(l => new Honour(l.DossierId, FactsOf(contents[l.DossierId], edition, names, l, source))).ToList();
        await db.HonourAsync(actor, editionKey, edition.Sample, honours, source.Title, now, ct);
        await MailAsync(edition, accepted, ct);
        db.Audit(actor, now, "decisions.published", decision.Id, editionKey, source.Title);
        var published = decision.ToJson();
        published["laureates"] = LaureatesOf(honoured.Zip(honours, (line, honour) => (line.Reference, honour.Facts)));
        db.Log(now, "decision.published", editionKey, decision.Id, published);
        return await db.TrySaveAsync(ct) ? honours.Count : Problem.Conflict("decisions.changed_meanwhile");
    }

    /// <summary>Whose dossiers the references are: from publication on everybody knows these by name.</summary>
    internal static JsonArray LaureatesOf(IEnumerable<(string Reference, LaureateFacts Facts)> laureates) =>
        [.. laureates.Select(l => new JsonObject { ["dossier"] = l.Reference, ["product"] = l.Facts.ProductName, ["organisation"] = l.Facts.Organisation })];

    internal static LaureateSource SourceOf(string number, LocalDate date) =>
        new($"Quyết định số {number} ngày {date.ToString("dd/MM/uuuu", System.Globalization.CultureInfo.InvariantCulture)}", null, null);

    /// <summary>What the board says: product and organisation as submitted, and the first public text of the form.</summary>
    internal static LaureateFacts FactsOf(DossierContent content, Edition edition, BoardNames names, DecisionLine line, LaureateSource source) => new()
    {
        ProductName = content.Product, Organisation = content.Enterprise.Profile.Name, Summary = SummaryOf(content, edition), Sources = [source],
        Category = names.Categories.First(c => c.Code == line.CategoryCode), Tier = names.Tiers.First(t => t.Code == line.Tier),
    };

    private static string? SummaryOf(DossierContent content, Edition edition)
    {
        var form = edition.PhaseOf(PhaseKind.Intake) is { } intake ? edition.FormFor(intake.Code, content.Category) : null;
        var field = form?.Fields.OfType<TextField>().FirstOrDefault(f => f.Public);
        if (field is null || FieldCheck.TextOf(content.Answers.GetValueOrDefault(field.Code)) is not { Length: > 0 } text) return null;
        if (text.Length <= LongestSummary) return text;
        var cut = text.LastIndexOf(' ', LongestSummary - 1);
        return text[..(cut > 0 ? cut : LongestSummary - 1)] + "…";
    }

    /// <summary>One mail to each writer of each accepted dossier; it names that dossier and says nothing of its result.</summary>
    private async Task MailAsync(Edition edition, IQueryable<Dossier> accepted, CancellationToken ct)
    {
        var recipients = await (
            from d in accepted.AsNoTracking()
            join m in db.DossierMembers on d.Id equals m.DossierId
            join p in db.People on m.PersonId equals p.Id
            orderby d.Reference, p.Id
            select new { d.Id, d.Reference, d.ProductName, d.CategoryCode, p.FullName, p.Email, p.Language }).ToListAsync(ct);
        var own = edition.Mail.FirstOrDefault(m => m.Moment is MailMomentKind.ResultPublished);
        foreach (var to in recipients)
        {
            (string, object)[] values =
            [
                ("name", to.FullName), ("edition", edition.Name.In(to.Language)), ("reference", to.Reference), ("product", to.ProductName),
                ("category", edition.Category(to.CategoryCode)?.Name.In(to.Language) ?? to.CategoryCode), ("url", site.To($"/dossiers/{to.Id}/result")),
                // An edition may quote these anywhere; a result has neither.
                ("deadline", "–"), ("reason", "–"),
            ];
            db.Mail(time.Now(), own is { Subject: { } subject, Text: { } text }
                ? MailTexts.Write(subject.In(to.Language), text.In(to.Language), to.Email, values)
                : MailTexts.Render("decisions.result_published", to.Language, to.Email, values), to.Id.ToString());
        }
    }
}
