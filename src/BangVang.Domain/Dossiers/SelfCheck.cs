using System.Text.Json.Nodes;
using BangVang.Domain.Editions;
using BangVang.Domain.Enterprises;
using BangVang.Domain.Kernel;

namespace BangVang.Domain.Dossiers;

/// <summary>The self-check before any form: answers to questions become facts, without an account and without being kept.</summary>
public static class SelfCheck
{
    /// <param name="answers">Values by <see cref="FactQuestion.FieldCode"/>; a missing one is not answered.</param>
    public static DossierFacts FactsOf(Edition edition, IReadOnlyList<FactQuestion> questions, IReadOnlyDictionary<string, JsonNode?> answers)
    {
        var facts = questions.Aggregate(FactQuestions.Known(edition), (known, q) => known.With(q.Fact, q.Field, answers.GetValueOrDefault(q.FieldCode), q.Rule));
        var sector = Codes.Parse<EnterpriseSector>(FieldCheck.TextOf(Answer("sector")));
        // Entries are asked as "others": this one comes on top.
        return facts with
        {
            Size = EnterpriseSizes.Of(sector, (int?)(Number("employees") / 100), Number("enterprise_revenue"), Number("capital")) ?? facts.Size,
            VietnameseShare = facts.IsForeignInvested is false ? 10_000 : facts.VietnameseShare,
            EntriesInEdition = (int?)(Number("other_entries") / 100) + 1,
            EntriesInCategory = (int?)(Number("other_entries_in_category") / 100) + 1,
        };

        JsonNode? Answer(string code) => answers.GetValueOrDefault(FactQuestion.Prefix + code);
        long? Number(string code) => FieldCheck.NumberOf(Answer(code));
    }

    /// <summary>The answers a profile gives, so that nobody is asked twice.</summary>
    public static IReadOnlyDictionary<string, JsonNode?> AnswersOf(Enterprise enterprise)
    {
        var answers = new Dictionary<string, JsonNode?>();
        Put(Codes.Of(Fact.ApplicantKind), Codes.Of(enterprise.Kind));
        Put(Codes.Of(Fact.InnovativeStartup), YesNo(enterprise.IsInnovativeStartup));
        Put(Codes.Of(Fact.EstablishedUnderVietnameseLaw), YesNo(enterprise.IsUnderVietnameseLaw));
        Put(Codes.Of(Fact.EstablishedOn), enterprise.EstablishedOn is { } day ? NodaTime.Text.LocalDatePattern.Iso.Format(day) : null);
        Put(Codes.Of(Fact.ForeignInvested), YesNo(enterprise.HasForeignCapital));
        Put(Codes.Of(Fact.VietnameseShare), enterprise.VietnameseShare);
        Put("sector", enterprise.Sector is { } sector ? Codes.Of(sector) : null);
        Put("employees", enterprise.Employees * 100L);
        Put("enterprise_revenue", enterprise.Revenue);
        Put("capital", enterprise.Capital);
        return answers;

        void Put(string code, JsonNode? value) { if (value is not null) answers[FactQuestion.Prefix + code] = value; }
        static string? YesNo(bool? answer) => answer switch { true => FactReading.Yes, false => FactReading.No, null => null };
    }
}
