using System.Globalization;
using System.Text.Json.Nodes;
using BangVang.Domain.Editions;
using BangVang.Domain.Enterprises;
using BangVang.Domain.Kernel;

namespace BangVang.Domain.Dossiers;

/// <summary>What the rules may know, read from answers and from the applicant's profile. An answer that is empty or unreadable says nothing.</summary>
public static class FactReading
{
    /// <summary>What an applicant answers when none of several choices applies.</summary>
    public const string None = "none";
    public const string Yes = "yes";
    public const string No = "no";

    /// <summary>What the profile of an organisation answers.</summary>
    public static DossierFacts Of(Edition edition, Enterprise enterprise) => FactQuestions.Known(edition) with
    {
        Applicant = enterprise.Kind,
        IsInnovativeStartup = enterprise.IsInnovativeStartup,
        EstablishedUnderVietnameseLaw = enterprise.IsUnderVietnameseLaw,
        EstablishedOn = enterprise.EstablishedOn,
        IsForeignInvested = enterprise.HasForeignCapital,
        VietnameseShare = enterprise.HasForeignCapital is false ? 10_000 : enterprise.VietnameseShare,
        Size = enterprise.Size,
        EnterpriseRevenue = enterprise.Revenue,
    };

    /// <summary>Facts that the profile answers, asked once for all dossiers.</summary>
    public static bool IsOfEnterprise(Fact fact) => fact is Fact.ApplicantKind or Fact.InnovativeStartup or Fact.EstablishedUnderVietnameseLaw
        or Fact.EstablishedOn or Fact.ForeignInvested or Fact.VietnameseShare or Fact.EnterpriseSize or Fact.EnterpriseRevenue;

    /// <summary>True when the answer to one of those is known.</summary>
    public static bool TellsOfEnterprise(this DossierFacts facts, Fact fact) => fact switch
    {
        Fact.ApplicantKind => facts.Applicant is not null,
        Fact.InnovativeStartup => facts.IsInnovativeStartup is not null,
        Fact.EstablishedUnderVietnameseLaw => facts.EstablishedUnderVietnameseLaw is not null,
        Fact.EstablishedOn => facts.EstablishedOn is not null,
        Fact.ForeignInvested => facts.IsForeignInvested is not null,
        Fact.VietnameseShare => facts.VietnameseShare is not null,
        Fact.EnterpriseSize => facts.Size is not null,
        Fact.EnterpriseRevenue => facts.EnterpriseRevenue is not null,
        _ => throw new ArgumentOutOfRangeException(nameof(fact), fact, "No profile answers this."),
    };

    /// <summary>The facts with one more answer.</summary>
    /// <param name="declares">Code of the rule, for <see cref="Fact.Declarations"/>.</param>
    public static DossierFacts With(this DossierFacts facts, Fact fact, FormField field, JsonNode? value, string? declares = null)
    {
        if (FieldCheck.IsEmpty(value) || FieldReading.Unread(value) is not null) return facts;
        return fact switch
        {
            Fact.ApplicantKind => facts with { Applicant = Codes.Parse<ApplicantKind>(FieldCheck.TextOf(value)) ?? facts.Applicant },
            Fact.InnovativeStartup => facts with { IsInnovativeStartup = YesNo(field, value) ?? facts.IsInnovativeStartup },
            Fact.EstablishedUnderVietnameseLaw => facts with { EstablishedUnderVietnameseLaw = YesNo(field, value) ?? facts.EstablishedUnderVietnameseLaw },
            Fact.EstablishedOn => facts with { EstablishedOn = FieldCheck.DateOf(value) ?? facts.EstablishedOn },
            Fact.ForeignInvested => facts with { IsForeignInvested = YesNo(field, value) ?? facts.IsForeignInvested },
            Fact.VietnameseShare => facts with { VietnameseShare = (int?)FieldCheck.NumberOf(value) ?? facts.VietnameseShare },
            Fact.EnterpriseSize => facts with { Size = Codes.Parse<EnterpriseSize>(FieldCheck.TextOf(value)) ?? facts.Size },
            Fact.EnterpriseRevenue => facts with { EnterpriseRevenue = FieldCheck.NumberOf(value) ?? facts.EnterpriseRevenue },
            Fact.LaunchedOn => facts with { LaunchedOn = FieldCheck.DateOf(value) ?? facts.LaunchedOn },
            Fact.InPracticalUse => facts with { InPracticalUse = YesNo(field, value) ?? facts.InPracticalUse },
            Fact.Users => facts with { Users = Count(field, value) ?? facts.Users },
            Fact.StagesInVietNam => facts with { StagesInVietNam = Several<ProductionStage>(value) },
            Fact.CoreStageByVietnamese => facts with { CoreStageByVietnamese = YesNo(field, value) ?? facts.CoreStageByVietnamese },
            Fact.LaureateYears => facts with { LaureateYears = Years(field, value) ?? facts.LaureateYears },
            Fact.ProductRevenue => facts with { ProductRevenue = FieldCheck.NumberOf(value) ?? facts.ProductRevenue },
            Fact.ForeignMarkets => facts with { ForeignMarkets = (int?)Count(field, value) ?? facts.ForeignMarkets },
            Fact.EntriesByApplicant => facts,
            Fact.Topics => facts with { Topics = Chosen(value) },
            Fact.TechnologyReadiness => facts with { TechnologyReadiness = Level(field, value) ?? facts.TechnologyReadiness },
            Fact.IntellectualProperty => facts with { IntellectualProperty = Several<IntellectualProperty>(value) },
            Fact.Declarations => declares is not null && Declared(field, value) is { } answer
                ? facts with { Declarations = new Dictionary<string, bool>(facts.Declarations) { [declares] = answer } } : facts,
            _ => throw new ArgumentOutOfRangeException(nameof(fact)),
        };
    }

    private static bool? YesNo(FormField field, JsonNode? value) => field is DeclarationField ? Declared(field, value) : FieldCheck.TextOf(value) switch { Yes => true, No => false, _ => null };

    /// <summary>A signed statement is a yes; a choice says yes or no.</summary>
    private static bool? Declared(FormField field, JsonNode? value) =>
        field is DeclarationField ? value is JsonObject signed && Signature.Of(signed) is not null ? true : null : YesNo(field, value);

    /// <summary>A number, the rows of a table, or how many were chosen.</summary>
    private static long? Count(FormField field, JsonNode? value) => field switch
    {
        NumberField => FieldCheck.NumberOf(value) / 100,
        TableField => (value as JsonArray)?.Count,
        ChoiceField { Multiple: true } => Chosen(value).Count,
        _ => FieldCheck.NumberOf(value),
    };

    private static int? Level(FormField field, JsonNode? value) =>
        field is ChoiceField && FieldCheck.TextOf(value) is { } code ? LastNumber(code) : (int?)Count(field, value);

    /// <summary>Years by their codes ("y2024"), by one number, or none.</summary>
    private static IReadOnlyCollection<int>? Years(FormField field, JsonNode? value) => value switch
    {
        JsonArray => [.. Chosen(value).Select(LastNumber).OfType<int>()],
        _ when field is NumberField && Count(field, value) is { } year => [(int)year],
        _ => FieldCheck.TextOf(value) switch { No or None => [], { } code when LastNumber(code) is { } year => [year], _ => null },
    };

    private static int? LastNumber(string code)
    {
        var digits = string.Concat(code.Reverse().TakeWhile(char.IsAsciiDigit).Reverse());
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    private static IReadOnlyList<T> Several<T>(JsonNode? value) where T : struct, Enum => [.. Chosen(value).Select(Codes.Parse<T>).OfType<T>()];

    /// <summary>The chosen codes without the one that says "none of these"; a single choice counts as one.</summary>
    private static IReadOnlyList<string> Chosen(JsonNode? value) =>
        [.. (FieldCheck.TextOf(value) is { } one ? [one] : FieldCheck.Codes(value)).Where(c => c != None)];
}
