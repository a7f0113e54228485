using System.Text.Json.Nodes;
using BangVang.App.Dossiers;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Editions;
using BangVang.Web.Kernel;
using NodaTime;

namespace BangVang.Web.Dossiers;

/// <summary>One answer to be read.</summary>
/// <param name="Errors">What stands against it; empty where nothing does, or where nobody asks any more.</param>
/// <param name="ChangeHref">Where it is changed; null where it is only read.</param>
public sealed record ShownAnswer(FormField Field, string Label, JsonNode? Value, IReadOnlyList<FileLink> Files, string? ChangeHref, IReadOnlyList<string> Errors);

/// <summary>A section of answers to be read.</summary>
public sealed record ShownSection(string Title, IReadOnlyList<ShownAnswer> Answers);

/// <summary>Puts the answers of a dossier before a reader: the writer before submitting, officers and jurors afterwards.</summary>
public sealed class ShownAnswers(FieldWords words, Texts texts, IClock clock)
{
    /// <summary>What is written now, with what is missing and where it is changed.</summary>
    public IReadOnlyList<ShownSection> Of(DossierDesk desk)
    {
        var (draft, home) = (desk.Draft, $"/dossiers/{desk.Dossier.Id}");
        var sections = draft.Sections.Select(s => new ShownSection(s.Section.Title.In(Languages.Current), [.. s.Section.Fields.Select(f => new ShownAnswer(
            f, words.Label(f), draft.Answer(f.Code), Links(desk.Edition, desk.Dossier.Id, f, draft.Answer(f.Code), id => draft.Files.GetValueOrDefault(id)),
            $"{home}/section/{s.Section.Code}?missing=true#{FieldIds.Of(FieldNames.Prefix + f.Code)}",
            [.. s.Problems.Where(p => p.Field == f.Code || p.Field!.StartsWith($"{f.Code}[", StringComparison.Ordinal)).Select(p => words.Sentence(draft, p, named: p.Field != f.Code))]))]));
        return [.. Questions(draft, home), .. sections];
    }

    /// <summary>What was submitted, for those who may read it.</summary>
    /// <param name="edition">The rules it was submitted under, or their amendment.</param>
    /// <param name="asJuror">Leaves out what the form hides from jurors.</param>
    /// <param name="isAnonymous">Leaves out the declarations too: they carry the name of who signed.</param>
    public IReadOnlyList<ShownSection> Of(Edition edition, Guid dossierId, DossierContent content, bool asJuror = false, bool isAnonymous = false)
    {
        var files = content.Files.ToDictionary(f => f.Id, f => new AttachedFile(f.Id, f.Name, f.Bytes, f.Sha256, f.Kind));
        var forms = edition.Phases.Where(p => p.Kind is PhaseKind.Intake).Select(p => edition.FormFor(p.Code, content.Category)).OfType<Form>().Distinct();
        var questions = edition.Category(content.Category) is { } category
            ? FactQuestions.ForDossier(edition, category, null).Where(q => content.Answers.ContainsKey(q.FieldCode)).ToList() : [];
        var asked = questions.Count == 0 ? [] : new[] { new ShownSection(texts["dossiers.eligibility"], [.. questions.Select(q => Answer(q.Field, words.Label(q.Field, questions)))]) };
        var sections = forms.SelectMany(f => f.Sections).Select(s => new ShownSection(s.Title.In(Languages.Current),
            [.. s.Fields.Where(f => !(asJuror && f.HiddenFromJurors) && !(isAnonymous && f is DeclarationField)).Select(f => Answer(f, words.Label(f)))]));
        return [.. asked.Concat(sections).Where(s => s.Answers.Count > 0)];

        ShownAnswer Answer(FormField field, string label)
        {
            var value = content.Answers.GetValueOrDefault(field.Code);
            return new(field, label, value, Links(edition, dossierId, field, value, id => files.GetValueOrDefault(id)), null, []);
        }
    }

    private IEnumerable<ShownSection> Questions(DossierDraft draft, string home) => draft.Questions.Count == 0 ? [] :
    [
        new(texts["dossiers.eligibility"], [.. draft.Questions.Select(q => new ShownAnswer(q.Field, words.Label(q.Field, draft.Questions), draft.Answer(q.FieldCode), [],
            $"{home}/eligibility#{FieldIds.Of(FieldNames.Prefix + q.FieldCode)}",
            draft.OpenQuestions.Contains(q) ? [texts["dossiers.field_missing"]] : [.. FieldCheck.Check(q.Field, draft.Answer(q.FieldCode), draft.Files).Select(p => words.Sentence(draft, p, named: false))]))]),
    ];

    private IReadOnlyList<FileLink> Links(Edition edition, Guid dossierId, FormField field, JsonNode? value, Func<Guid, AttachedFile?> file) => field is not FileField ? [] :
        [.. FieldCheck.Codes(value).Select(id => Guid.TryParse(id, out var key) ? file(key) : null).OfType<AttachedFile>()
            .Select(f => FileLink.Of(dossierId, f) with { SealedUntil = edition.SealedUntil > clock.GetCurrentInstant() ? edition.SealedUntil : null })];
}
