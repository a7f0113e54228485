using BangVang.Domain.Editions;
using BangVang.Domain.Enterprises;
using BangVang.Judging.Numbers;
using NodaTime;

namespace BangVang.App.Simulation;

/// <summary>A made-up dossier with everything the rules ask.</summary>
/// <param name="Applicant">Number of the applicant, who may have several dossiers.</param>
/// <param name="Field">What it is about, 0 to <see cref="Fields"/> − 1: jurors know some fields better than others.</param>
internal sealed record SyntheticDossier(string Reference, int Applicant, Category Category, DossierFacts Facts, Instant SubmittedAt, int Field)
{
    public const int Fields = 8;
}

/// <summary>
/// Made-up applicants and products. The shares below are assumptions about who applies, not figures of any year; docs/operate/commands.md
/// lists them. A dossier's category is drawn evenly, without the self-check that real applicants make.
/// </summary>
internal sealed class SyntheticDossiers
{
    private readonly Edition edition;
    private readonly NormalRandom random;
    private readonly NormalRandom fields;
    private readonly LocalDate asOf;
    private readonly string[] declarations;
    private readonly string[] topics;

    private SyntheticDossiers(Edition edition, string seed)
    {
        (this.edition, random, fields) = (edition, new($"{seed}/dossiers"), new($"{seed}/fields"));
        asOf = edition.PhaseOf(PhaseKind.Intake)?.LastDay ?? new LocalDate(edition.Year, 12, 31);
        declarations = [.. edition.Categories.SelectMany(edition.RulesOf).SelectMany(Inside).OfType<Declares>().Select(r => r.CodeOrKind).Distinct()];
        topics = [.. edition.Categories.SelectMany(c => c.Topics).Select(t => t.Code).Distinct()];
    }

    public static IReadOnlyList<SyntheticDossier> Of(Edition edition, SimulationPlan plan)
    {
        var made = new SyntheticDossiers(edition, plan.Seed);
        var dossiers = new List<SyntheticDossier>(plan.Dossiers);
        for (var applicant = 1; dossiers.Count < plan.Dossiers; applicant++)
            dossiers.AddRange(made.OfApplicant(applicant, dossiers.Count, plan.Dossiers - dossiers.Count));
        return dossiers;
    }

    private List<SyntheticDossier> OfApplicant(int applicant, int before, int most)
    {
        var who = Applicant();
        var count = Math.Min(most, Pick([80, 14, 4, 2]) + 1);
        var products = Enumerable.Range(0, count).Select(_ => (Category: edition.Categories[random.Next(edition.Categories.Count)], At: Submitted())).ToList();
        return [.. products.Select((p, i) => new SyntheticDossier($"D{before + i + 1:00000}", applicant, p.Category, Product(who, p.Category) with
        {
            EntriesInEdition = count,
            EntriesInCategory = products.Count(other => other.Category == p.Category),
        }, p.At, fields.Next(SyntheticDossier.Fields)))];
    }

    private DossierFacts Applicant()
    {
        ApplicantKind[] kinds = [ApplicantKind.Enterprise, ApplicantKind.PublicService, ApplicantKind.OverseasEnterprise, ApplicantKind.Cooperative,
            ApplicantKind.Association, ApplicantKind.Individual, ApplicantKind.StateAgency, ApplicantKind.BusinessHousehold];
        EnterpriseSize[] sizes = [EnterpriseSize.Micro, EnterpriseSize.Small, EnterpriseSize.Medium, EnterpriseSize.Large];
        var kind = kinds[Pick([85, 6, 2, 2, 2, 1, 1, 1])];
        var isForeign = kind is ApplicantKind.Enterprise && Chance(0.12);
        var isAbroad = kind is ApplicantKind.OverseasEnterprise;
        return new()
        {
            Applicant = kind,
            IsInnovativeStartup = kind is ApplicantKind.Enterprise && Chance(0.15),
            EstablishedUnderVietnameseLaw = !isAbroad && Chance(0.98),
            EstablishedOn = asOf.PlusDays(-random.Next(25 * 365)),
            IsForeignInvested = isForeign,
            VietnameseShare = isForeign || isAbroad ? random.Next(10_001) : 10_000,
            Size = sizes[Pick([25, 40, 20, 15])],
            EnterpriseRevenue = PowerOfTen(9, 13),
            Declarations = declarations.ToDictionary(code => code, _ => Chance(0.97)),
        };
    }

    private DossierFacts Product(DossierFacts who, Category category) => who with
    {
        LaunchedOn = asOf.PlusDays(-random.Next(5 * 365)),
        InPracticalUse = Chance(0.92),
        Users = PowerOfTen(0, 6),
        StagesInVietNam = [.. Enum.GetValues<ProductionStage>().Where(_ => Chance(0.97))],
        CoreStageByVietnamese = Chance(0.95),
        LaureateYears = Chance(0.06) ? [edition.Year - 1 - random.Next(5)] : [],
        ProductRevenue = PowerOfTen(7, 12),
        ForeignMarkets = Chance(0.65) ? 0 : 1 + random.Next(10),
        Topics = Topic(category) is { } topic ? [topic] : [],
        TechnologyReadiness = 4 + random.Next(6),
        IntellectualProperty = [.. Enum.GetValues<IntellectualProperty>().Where(kind => Chance(kind is IntellectualProperty.Trademark ? 0.6 : 0.25))],
    };

    /// <summary>Mostly a topic of the category itself.</summary>
    private string? Topic(Category category)
    {
        if (category.Topics.Count > 0 && Chance(0.85)) return category.Topics[random.Next(category.Topics.Count)].Code;
        return topics.Length == 0 ? null : topics[random.Next(topics.Length)];
    }

    /// <summary>Within the intake, later days more often than early ones.</summary>
    private Instant Submitted()
    {
        var share = Math.Max(random.NextUniform(), random.NextUniform());
        return edition.PhaseOf(PhaseKind.Intake) is { } intake && edition.WindowOf(intake.Code) is { Start: { } start, End: { } end }
            ? start + Duration.FromMilliseconds((long)((end - start).TotalMilliseconds * share))
            : asOf.AtStartOfDayInZone(edition.TimeZone).ToInstant() + Duration.FromMilliseconds((long)(share * NodaConstants.MillisecondsPerDay));
    }

    /// <summary>Evenly on the logarithmic scale between two powers of ten.</summary>
    private long PowerOfTen(int low, int high) => (long)Math.Pow(10, low + (high - low) * random.NextUniform());

    private bool Chance(double share) => random.NextUniform() < share;

    /// <summary>An index, each as often as its percentage says; they sum to 100.</summary>
    private int Pick(ReadOnlySpan<int> percent)
    {
        var drawn = random.Next(100);
        var i = 0;
        while (drawn >= percent[i]) drawn -= percent[i++];
        return i;
    }

    private static IEnumerable<EligibilityRule> Inside(EligibilityRule rule) => rule switch
    {
        AnyOf any => any.Rules.SelectMany(Inside),
        AllOf all => all.Rules.SelectMany(Inside),
        _ => [rule],
    };
}
