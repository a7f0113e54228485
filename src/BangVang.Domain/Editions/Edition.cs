using System.Text.Json.Serialization;
using BangVang.Domain.Kernel;
using NodaTime;

namespace BangVang.Domain.Editions;

/// <summary>
/// The whole rulebook of one year's award: read from a folder, frozen by publishing, never changed afterwards. What the
/// regulation leaves out is <see cref="Published{T}.Unpublished"/>; nothing is invented in its place.
/// </summary>
public sealed partial record Edition
{
    /// <summary>The programme, such as "make-in-viet-nam".</summary>
    [Code] public required string Programme { get; init; }
    /// <summary>Nominal year: "năm 2024", also when the prizes were given in January 2025.</summary>
    [Within(1900, 9999)] public required int Year { get; init; }
    /// <summary>"lần thứ", from 1.</summary>
    [Within(1)] public required int Number { get; init; }
    public required LocalizedText Name { get; init; }
    public LocalizedText? Summary { get; init; }
    /// <summary>True when regulation and numbers are made up for demonstration; every page says so.</summary>
    public bool Sample { get; init; }
    /// <summary>Time zone of all days, as the tz database names it.</summary>
    public required string Zone { get; init; }
    /// <summary>The sources that everything else quotes, by key.</summary>
    public IReadOnlyDictionary<string, SourceEntry> Sources { get; init; } = new Dictionary<string, SourceEntry>();
    public IReadOnlyList<Organiser> Organisers { get; init; } = [];
    public IReadOnlyList<Official> Officials { get; init; } = [];
    public Published<Decision> Decision { get; init; } = Published<Decision>.Unpublished;
    /// <summary>What the regulation rests on, one line "Căn cứ …" each.</summary>
    public IReadOnlyList<Statement> LegalBasis { get; init; } = [];
    /// <summary>Address at which dossiers are or were taken.</summary>
    public Published<string> Portal { get; init; } = Published<string>.Unpublished;
    /// <summary>What laureates receive besides the prize.</summary>
    public IReadOnlyList<Statement> Benefits { get; init; } = [];
    public PreliminaryRegistration? PreliminaryRegistration { get; init; }
    public required IReadOnlyList<Phase> Phases { get; init; }
    public IReadOnlyList<Milestone> Milestones { get; init; } = [];
    /// <summary>Rules that hold in every category.</summary>
    public IReadOnlyList<EligibilityRule> Eligibility { get; init; } = [];
    public required IReadOnlyList<Category> Categories { get; init; }
    public IReadOnlyList<Form> Forms { get; init; } = [];
    /// <summary>Criteria that sources name without weights; to be shown, nothing is computed from them.</summary>
    public IReadOnlyList<Statement> StatedCriteria { get; init; } = [];
    public IReadOnlyList<Rubric> Rubrics { get; init; } = [];
    public required Published<IReadOnlyList<Round>> Rounds { get; init; }
    public required Published<IReadOnlyList<Tier>> Tiers { get; init; }
    public IReadOnlyList<VisibilityRow> Visibility { get; init; } = [];
    public IReadOnlyList<ConflictRule> Conflicts { get; init; } = [];
    public Council? Council { get; init; }
    public AppealRules? Appeals { get; init; }
    public SupplementRules? Supplements { get; init; }
    /// <summary>Left out: every file must be there when a dossier is submitted.</summary>
    public FileGraceRules? FileGrace { get; init; }
    public BundleRules? Bundle { get; init; }
    public SealingRules? Sealing { get; init; }
    public IReadOnlyList<MailMoment> Mail { get; init; } = [];
    public IReadOnlyList<RetentionRule> Retention { get; init; } = [];
    public IReadOnlyList<EditionDocument> Documents { get; init; } = [];
    public IReadOnlyList<EditionNotice> Notices { get; init; } = [];
    public IReadOnlyList<Figure> Figures { get; init; } = [];

    /// <summary><c>programme/year</c>: how everything else names the edition.</summary>
    [JsonIgnore] public string Key => $"{Programme}/{Year}";

    [JsonIgnore] public DateTimeZone TimeZone => DateTimeZoneProviders.Tzdb[Zone];

    /// <summary>The scoring rounds in order; empty while the rounds are unpublished or disputed.</summary>
    [JsonIgnore] public IReadOnlyList<ScoringRound> ScoringRounds => Rounds.TryGet(out var rounds) ? [.. rounds.OfType<ScoringRound>()] : [];

    /// <summary>The rounds in which jurors judge, in order; empty while the rounds are unpublished or disputed.</summary>
    [JsonIgnore] public IReadOnlyList<JudgedRound> JudgedRounds => Rounds.TryGet(out var rounds) ? [.. rounds.OfType<JudgedRound>()] : [];

    /// <summary>The tiers from highest to lowest; empty while unpublished or disputed.</summary>
    [JsonIgnore] public IReadOnlyList<Tier> SettledTiers => Tiers.TryGet(out var tiers) ? tiers : [];

    public Category? Category(string code) => Categories.FirstOrDefault(c => c.Code == code);
    public Form? Form(string code) => Forms.FirstOrDefault(f => f.Code == code);
    public Rubric? Rubric(string code) => Rubrics.FirstOrDefault(r => r.Code == code);
    public Tier? Tier(string code) => SettledTiers.FirstOrDefault(t => t.Code == code);
    public Round? Round(string code) => Rounds.TryGet(out var rounds) ? rounds.FirstOrDefault(r => r.Code == code) : null;

    /// <summary>The rubric by which a dossier of that category is scored in that round; null when unpublished.</summary>
    public Rubric? RubricFor(ScoringRound round, string category) => round.RubricFor(category) is { } code ? Rubric(code) : null;

    /// <summary>The round whose places decide on the prizes of a category: the last one it has; null when it has none.</summary>
    public JudgedRound? DecidingRound(string category) => JudgedRounds.LastOrDefault(r => r.IsFor(category));

    /// <summary>The form a category fills in a phase; null when it has none.</summary>
    public Form? FormFor(string phase, string category) =>
        Forms.FirstOrDefault(f => f.Phase == phase && (f.Categories.Count == 0 || f.Categories.Contains(category)));

    /// <summary>The rules of a category: those of the edition first, then its own.</summary>
    public IEnumerable<EligibilityRule> RulesOf(Category category) => Eligibility.Concat(category.Eligibility);

    /// <summary>Who may apply in a category, as the outermost applicant_kind_in rule says; null when no rule says.</summary>
    public WhoMayApply? ApplicantsOf(Category category) => RulesOf(category).OfType<ApplicantKindIn>().LastOrDefault() is { } rule
        ? new(rule.Kinds, rule.Article) : null;

    /// <summary>From when a viewer sees an item; never when the matrix does not list it.</summary>
    public VisibleFrom VisibleFrom(VisibleItem item, Viewer viewer)
    {
        var row = Visibility.FirstOrDefault(r => r.Item == item);
        return viewer switch { Viewer.Applicant => row?.Applicant, Viewer.Juror => row?.Juror, _ => row?.Public } ?? default;
    }

    /// <summary>What the sources say of a figure, each statement of its own; empty when unpublished.</summary>
    public IReadOnlyList<Figure> FiguresOf(FigureKind kind) => [.. Figures.Where(f => f.Kind == kind)];
}
