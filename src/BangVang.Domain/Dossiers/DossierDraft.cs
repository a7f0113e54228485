using System.Text.Json.Nodes;
using BangVang.Domain.Editions;
using BangVang.Domain.Enterprises;
using BangVang.Domain.Kernel;

namespace BangVang.Domain.Dossiers;

/// <summary>How far a section is.</summary>
public enum SectionState
{
    NotStarted,
    /// <summary>Something is answered, something required is not.</summary>
    Started,
    /// <summary>An answer breaks a rule of its field.</summary>
    Faulty,
    Done,
    /// <summary>Nothing is required and nothing is answered.</summary>
    Optional,
}

/// <summary>A section of a form with how far it is.</summary>
/// <param name="Problems">What is wrong or missing in it, by field.</param>
public sealed record SectionProgress(FormSection Section, SectionState State, IReadOnlyList<Problem> Problems);

/// <summary>
/// A dossier as it is being written: the form it fills, the answers so far, and what the rules say of them. Everything
/// shown on the task list, and every reason against submitting, is computed here from the same facts.
/// </summary>
public sealed class DossierDraft
{
    private readonly IReadOnlyDictionary<string, JsonNode?> answers;

    /// <param name="form">Form of the intake in that category; null when the edition has none.</param>
    /// <param name="answers">Values by field code.</param>
    /// <param name="files">Files of the dossier by id.</param>
    /// <param name="otherEntries">Other dossiers of the applicant that were submitted and stand: in the edition, and in the category.</param>
    public DossierDraft(
        Edition edition, Category category, Form? form, Enterprise enterprise, IReadOnlyDictionary<string, JsonNode?> answers,
        IReadOnlyDictionary<Guid, AttachedFile> files, (int Edition, int Category) otherEntries)
    {
        (Edition, Category, Form, Enterprise, Files, this.answers) = (edition, category, form, enterprise, files, answers);
        Questions = FactQuestions.ForDossier(edition, category, form);
        Facts = ReadFacts(otherEntries);
        Verdict = Eligibility.Check(edition, category, Facts);
        Sections = [.. (form?.Sections ?? []).Select(Progress)];
    }

    public Edition Edition { get; }
    public Category Category { get; }
    public Form? Form { get; }
    public Enterprise Enterprise { get; }
    public IReadOnlyDictionary<Guid, AttachedFile> Files { get; }

    /// <summary>What the rules ask beside profile and form.</summary>
    public IReadOnlyList<FactQuestion> Questions { get; }
    public DossierFacts Facts { get; }
    public CategoryVerdict Verdict { get; }
    public IReadOnlyList<SectionProgress> Sections { get; }

    /// <summary>The rules that refuse the product in its category, each with its article; the verdict itself is the value <c>rule</c>.</summary>
    public IReadOnlyList<Problem> RefusingRules => [.. Verdict.Rules.Where(r => r.Verdict is Editions.Verdict.Fail)
        .Select(r => Problem.Invalid("dossiers.ineligible", "eligibility").With("rule", r) with { Article = r.Article })];

    /// <summary>Questions whose answer a rule waits for.</summary>
    public IReadOnlyList<FactQuestion> OpenQuestions => [.. Questions.Where(q => Verdict.Needs.Contains(q.Fact) && FieldCheck.IsEmpty(Answer(q.FieldCode)))];

    /// <summary>Facts a rule waits for and the profile of the organisation does not tell.</summary>
    public IReadOnlyList<Fact> OpenInProfile => [.. Verdict.Needs.Where(f => FactReading.IsOfEnterprise(f) && !Facts.TellsOfEnterprise(f) && !IsAskedInForm(f))];

    /// <summary>Everything required is answered and nothing breaks a rule of its field.</summary>
    public bool IsFilled => Form is not null && Sections.All(s => s.Problems.Count == 0) && QuestionProblems.Count == 0;

    /// <summary>What is wrong with the answers to the questions.</summary>
    public IReadOnlyList<Problem> QuestionProblems =>
        [.. Questions.Where(q => !FieldCheck.IsEmpty(Answer(q.FieldCode))).SelectMany(q => FieldCheck.Check(q.Field, Answer(q.FieldCode), Files))];

    public JsonNode? Answer(string fieldCode) => answers.GetValueOrDefault(fieldCode);

    /// <summary>The field of the form, or of a question, that has this code; null when there is none.</summary>
    public FormField? Field(string code) => Form?.Field(code) ?? Questions.FirstOrDefault(q => q.FieldCode == code)?.Field;

    /// <summary>The same organisation and answers seen from every category of the edition, those whose rules are met first.</summary>
    public IReadOnlyList<CategoryVerdict> Advise() => Eligibility.Advise(Edition, Facts);

    private bool IsAskedInForm(Fact fact) => Form?.Fields.Any(f => f.Fact == fact) is true;

    private SectionProgress Progress(FormSection section)
    {
        var problems = section.Fields.SelectMany(f => FieldCheck.Check(f, Answer(f.Code), Files)).ToList();
        var answered = section.Fields.Count(f => !FieldCheck.IsEmpty(Answer(f.Code)));
        var isFaulty = section.Fields.Any(f => !FieldCheck.IsEmpty(Answer(f.Code)) && FieldCheck.Check(f, Answer(f.Code), Files).Count > 0);
        var state = isFaulty ? SectionState.Faulty
            : problems.Count > 0 ? answered > 0 ? SectionState.Started : SectionState.NotStarted
            : answered > 0 ? SectionState.Done : SectionState.Optional;
        return new(section, state, problems);
    }

    private DossierFacts ReadFacts((int Edition, int Category) others)
    {
        var facts = FactReading.Of(Edition, Enterprise) with { EntriesInEdition = others.Edition + 1, EntriesInCategory = others.Category + 1 };
        facts = Questions.Aggregate(facts, (known, q) => known.With(q.Fact, q.Field, Answer(q.FieldCode), q.Rule));
        return (Form?.Fields ?? []).Where(f => f.Fact is not null)
            .Aggregate(facts, (known, f) => known.With(f.Fact!.Value, f, Answer(f.Code), f.Declares));
    }
}
