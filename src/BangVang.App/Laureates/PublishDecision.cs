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
        if ((await AddAsync(actor, edition, decision, number, date, actor.PersonId!.Value, now, onStage: false, ct)).TryGet(out var honoured, out var problem))
            return await db.TrySaveAsync(ct) ? honoured : Problem.Conflict("decisions.changed_meanwhile");
        return problem;
    }

    /// <summary>Publishes without saving, for the act it is part of.</summary>
    /// <param name="by">Who answers for it.</param>
    /// <param name="onStage">By the last cue of its ceremony.</param>
    internal async Task<Result<int>> AddAsync(Actor actor, Edition edition, AwardDecision decision, string number, LocalDate? date, Guid by, Instant now, bool onStage, CancellationToken ct)
    {
        if (decision.Publish(edition, number, date, now.InZone(edition.TimeZone).Date, by, now, onStage) is { } problem) return problem;
        var lines = decision.Lines.Where(l => l.Tier is not null).ToList();
        if (!(await HonoursAsync(db, edition, lines, decision.DocumentNumber!, decision.DocumentDate!.Value, ct)).TryGet(out var honours, out var gone)) return gone;

        var source = SourceOf(decision.DocumentNumber!, decision.DocumentDate!.Value);
        await db.HonourAsync(actor, edition.Key, edition.Sample, honours, source.Title, now, ct);
        await MailAsync(edition, AcceptedOf(db, edition), ct);
        db.Audit(actor, now, "decisions.published", decision.Id, edition.Key, source.Title);
        var published = decision.ToJson();
        published["laureates"] = LaureatesOf(lines.Zip(honours, (line, honour) => (line.Reference, honour.Facts)));
        db.Log(now, "decision.published", edition.Key, decision.Id, published);
        return honours.Count;
    }

    /// <summary>What the board will say of these lines, in their order, or: decisions.dossier_gone {reference}.</summary>
    internal static async Task<Result<IReadOnlyList<Honour>>> HonoursAsync(BangVangDb db, Edition edition, IReadOnlyList<DecisionLine> lines, string number, LocalDate date, CancellationToken ct)
    {
        var contents = await db.ContentsAsync(AcceptedOf(db, edition), ct);
        if (lines.FirstOrDefault(l => !contents.ContainsKey(l.DossierId)) is { } gone) return Problem.Conflict("decisions.dossier_gone").With("reference", gone.Reference);
        var (source, names) = (SourceOf(number, date), BoardNames.Of(edition));
        return lines.Select(l => new Honour(l.DossierId, FactsOf(contents[l.DossierId], edition, names, l, source))).ToList();
    }

    private static IQueryable<Dossier> AcceptedOf(BangVangDb db, Edition edition) => db.Dossiers.Where(d => d.EditionKey == edition.Key && d.State == DossierState.Accepted);

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
