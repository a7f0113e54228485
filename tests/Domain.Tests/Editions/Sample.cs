using BangVang.Domain.Editions;
using BangVang.Domain.Enterprises;
using NodaTime;

namespace BangVang.Domain.Tests.Editions;

/// <summary>A small complete edition that tests change with <c>with</c>.</summary>
internal static class Sample
{
    public static LocalizedText T(string text) => new(text, text);

    public static readonly Phase Intake = new()
    {
        Code = "intake", Kind = PhaseKind.Intake, Name = T("Intake"),
        Opens = new LocalDate(2026, 7, 1), Closes = new LocalDate(2026, 9, 20),
    };

    public static readonly Phase Final = new()
    {
        Code = "final", Kind = PhaseKind.Scoring, Name = T("Final"),
        Opens = new LocalDate(2026, 10, 1), Closes = new LocalDate(2026, 10, 31),
    };

    public static readonly Phase Council = new()
    {
        Code = "council", Kind = PhaseKind.Council, Name = T("Council"),
        Opens = new LocalDate(2026, 11, 2), Closes = new LocalDate(2026, 11, 5),
    };

    public static readonly Category Product = new()
    {
        Code = "product", Name = T("Product"),
        Eligibility = [new LaunchedBy { Date = new(2025, 12, 31), Article = "Điều 6.1" }],
    };

    public static readonly Category Potential = new()
    {
        Code = "potential", Name = T("Potential"),
        Eligibility =
        [
            new AnyOf
            {
                Article = "Điều 6.2",
                Rules =
                [
                    new ApplicantKindIn { Kinds = [ApplicantKind.PublicService, ApplicantKind.InnovativeStartup] },
                    new EnterpriseSizeIn { Sizes = [EnterpriseSize.Micro, EnterpriseSize.Small, EnterpriseSize.Medium] },
                ],
            },
        ],
    };

    public static readonly Rubric Rubric = new()
    {
        Code = "main", Name = T("Main"), Scale = new() { Min = 0, Max = 1000, Step = 50 },
        Criteria =
        [
            new()
            {
                Code = "idea", Name = T("Idea"), Weight = 6000,
                Parts = [new() { Code = "new", Name = T("New"), Weight = 7500 }, new() { Code = "fit", Name = T("Fit"), Weight = 2500 }],
            },
            new() { Code = "use", Name = T("Use"), Weight = 4000 },
        ],
    };

    public static readonly ScoringRound Round = new()
    {
        Code = "final", Name = T("Final"), Phase = "final", PanelSize = 5, Quorum = 5, Rubric = "main",
        Aggregate = new Aggregation { Method = AggregationMethod.TrimmedMean, Trim = 1 },
        Ties = Published.Of<IReadOnlyList<TieBreak>>([new() { By = TieBreakKind.Criterion, Criterion = "idea" }]),
    };

    public static readonly Edition Edition = new()
    {
        Programme = "sample", Year = 2026, Number = 1, Name = T("Sample"), Zone = "Asia/Ho_Chi_Minh",
        Phases = [Intake, Final, Council],
        Eligibility = [new VietnameseShareAtLeast { Percent = 5100, Article = "Điều 5" }],
        Categories = [Product, Potential],
        Forms = [new() { Code = "dossier", Name = T("Dossier"), Phase = "intake", Sections = [] }],
        Rubrics = [Rubric],
        Rounds = Published.Of<IReadOnlyList<Round>>([Round]),
        Tiers = Published.Of<IReadOnlyList<Tier>>([new() { Code = "gold", Name = T("Vàng"), Quota = new Quota { PerCategory = 1 } }]),
        Council = new() { Quorum = new Share(2, 3), Majority = new Majority { Share = new(1, 2), Of = MajorityOf.Members, MoreThan = true } },
    };
}
