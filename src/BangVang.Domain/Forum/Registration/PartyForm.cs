using System.Text.Json.Nodes;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;

namespace BangVang.Domain.Forum.Registration;

/// <summary>A person as the form names them.</summary>
/// <param name="Email">May be empty for everybody but the contact.</param>
public sealed record AttendeeForm(string FullName, string Email, string Position, string Needs, bool WantsVisaLetter, string Nationality);

/// <summary>What somebody fills in to register.</summary>
/// <param name="People">The contact first.</param>
/// <param name="Answers">As <see cref="FieldReading"/> read them, by code of the question.</param>
/// <param name="Consents">Codes of the purposes that are agreed to.</param>
public sealed record PartyForm(
    string Kind, string Place, string Organisation, string Language, IReadOnlyList<AttendeeForm> People, JsonObject Answers, IReadOnlyList<string> Consents)
{
    /// <summary>Everything wrong with it, so that it is mended in one go; empty when nothing is.</summary>
    /// <param name="invitedAs">Kind for which an invitation was given; null without one.</param>
    public IReadOnlyList<Problem> Check(RegistrationRules rules, string? invitedAs)
    {
        if (rules.Kind(Kind) is not { } kind) return [Problem.Invalid("registration.kind_unknown", "Kind")];
        if (kind.ByInvitation && invitedAs != kind.Code) return [Problem.Forbidden("registration.by_invitation") with { Field = "Kind" }];

        List<Problem> problems = [];
        if (!kind.Places.Contains(Place)) problems.Add(Problem.Invalid("registration.place_not_for_kind", "Place"));
        if (Organisation.Trim().Length is < 2 or > 200) problems.Add(Problem.Invalid("registration.organisation_length", "Organisation"));
        if (People.Count < 1 || People.Count > rules.MaxGroup) problems.Add(Problem.Invalid("registration.group_size", "People").With("most", rules.MaxGroup));
        for (var i = 0; i < People.Count; i++) problems.AddRange(People[i].Check(i, kind));
        if (People.Where(p => p.Email.Trim().Length > 0).GroupBy(p => p.Email.Trim().ToLowerInvariant()).Any(g => g.Count() > 1))
            problems.Add(Problem.Invalid("registration.address_twice", "People"));
        foreach (var question in rules.QuestionsOf(kind))
            problems.AddRange(FieldCheck.Check(question, Answers[question.Code], new Dictionary<Guid, AttachedFile>()).Select(p => p with { Field = $"q.{question.Code}" }));
        foreach (var consent in rules.Consents.Where(c => c.Required && !Consents.Contains(c.Code)))
            problems.Add(Problem.Invalid("registration.consent_needed", $"c.{consent.Code}"));
        return problems;
    }
}

/// <summary>Checks of one person.</summary>
public static class AttendeeRules
{
    public static IEnumerable<Problem> Check(this AttendeeForm person, int ordinal, RegistrationKind kind)
    {
        if (person.FullName.Trim().Length is < 2 or > 120) yield return Problem.Invalid("registration.name_length", $"People[{ordinal}].FullName");
        if (ordinal == 0 && person.Email.Trim().Length == 0) yield return Problem.Invalid("registration.address_needed", $"People[{ordinal}].Email");
        if (person.Position.Trim().Length > 120) yield return Problem.Invalid("registration.text_long", $"People[{ordinal}].Position").With("most", 120);
        if (person.Needs.Trim().Length > 500) yield return Problem.Invalid("registration.text_long", $"People[{ordinal}].Needs").With("most", 500);
        if (person.WantsVisaLetter && !kind.VisaLetter) yield return Problem.Invalid("registration.no_visa_letter", $"People[{ordinal}].WantsVisaLetter");
        if (person.WantsVisaLetter && person.Nationality.Trim().Length is < 2 or > 80) yield return Problem.Invalid("registration.nationality_needed", $"People[{ordinal}].Nationality");
    }
}
