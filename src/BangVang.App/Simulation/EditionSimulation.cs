using BangVang.App.Scoring;
using BangVang.Domain.Editions;

namespace BangVang.App.Simulation;

/// <summary>What a simulation found. Shares lie between 0 and 1; means are per draw.</summary>
/// <param name="Edition"><c>programme/year</c>.</param>
/// <param name="Unsettled">Values the edition does not state; nothing is put in their place.</param>
/// <param name="Received">Dossiers submitted.</param>
/// <param name="Accepted">Of them, those no rule refuses.</param>
/// <param name="Course">The phases on the fast clock, with what the first draw brought.</param>
/// <param name="Judging">Null while the edition lacks a value that rounds or prizes need.</param>
public sealed record EditionSimulation(
    string Edition, LocalizedText Name, SimulationPlan Plan, IReadOnlyList<UnsettledValue> Unsettled, int Received, int Accepted,
    IReadOnlyList<CategoryShare> Categories, IReadOnlyList<RuleShare> Rules, IReadOnlyList<CourseStep> Course, JudgingForecast? Judging)
{
    /// <summary>True when the edition was played to its prizes.</summary>
    public bool IsPlayed => Judging is not null;

    /// <summary>The phases with a first and a last day, in the order in which they open, and what they ask of jurors.</summary>
    public IReadOnlyList<PhaseLoad> Calendar { get; init; } = [];
}

/// <param name="Received">Dossiers of the category.</param>
/// <param name="Accepted">Of them, those no rule refuses.</param>
public sealed record CategoryShare(string Category, LocalizedText Name, int Received, int Accepted);

/// <summary>What is counted when a phase closes.</summary>
public enum CourseCount { DossiersReceived, DossiersAccepted, SheetsSigned, PrizesProposed }

/// <summary>A phase opens or closes.</summary>
/// <param name="Day">1 is the day on which the first phase opens; a phase closes at the end of its last day.</param>
/// <param name="IsOpen">False when a value that the phase needs is not settled: it does not open, and its end finds it shut.</param>
/// <param name="Count">Null when nothing is counted there.</param>
public sealed record CourseStep(int Day, string Phase, LocalizedText Name, bool Opens, bool IsOpen, CourseCount? Counted, int? Count);

/// <summary>What to expect of rounds, prizes and jurors.</summary>
/// <param name="TotalHours">Hours of all jurors in all rounds.</param>
/// <param name="JurorHours">Hours of one juror in all rounds: the least loaded, the mean and the most loaded one.</param>
/// <param name="Called">Jurors who had to be called from another panel because of conflicts of interest.</param>
/// <param name="Unassigned">Categories of a round whose panel could not be assigned because conflicts left too few jurors.</param>
/// <param name="CouncilDecides">Dossiers whose tier the council has to settle because the tie chain does not part them.</param>
public sealed record JudgingForecast(
    IReadOnlyList<RoundForecast> Rounds, double TotalHours, Spread JurorHours, double Called, double Unassigned, IReadOnlyList<TierForecast> Tiers,
    double CouncilDecides, Reliability Reliability, ExtremeJuror? Extreme, IReadOnlyList<Alternative> Alternatives, IReadOnlyList<ObjectiveForecast> Objectives);

/// <param name="PanelSize">Jurors per dossier; 0 in a round of pairs, where the whole panel of a category judges.</param>
/// <param name="Minutes">For one dossier by one juror, in a round of pairs for one choice or order; an assumption unless the edition sets a clock for pairs.</param>
/// <param name="Entrants">Dossiers of the round.</param>
/// <param name="Sheets">Signed sheets; in a round of pairs signed choices or orders.</param>
/// <param name="Load">Sheets of one juror, or choices.</param>
/// <param name="EqualScores">Dossiers whose score, or strength, another one of their category has as well.</param>
/// <param name="Tied">Of them, those whom the tie chain does not part.</param>
/// <param name="Passed">Dossiers that go on; in the last round those with a score.</param>
public sealed record RoundForecast(
    string Round, LocalizedText Name, int PanelSize, int Minutes, double Entrants, double Sheets, Spread Load, double EqualScores, double Tied, double Passed)
{
    public bool IsPairwise { get; init; }

    /// <summary>In a round of pairs, how many products a juror sees at a time: 2, or more that are put into order; 0 in other rounds.</summary>
    public int ProductsAtOnce { get; init; }

    /// <summary>In a round of pairs: places whose order with the next one the choices do not settle, of all that have a next one; null in other rounds and where there is none.</summary>
    public Chance? TooClose { get; init; }

    /// <summary>Who sits on a panel of the round, mean per draw.</summary>
    public double Jurors { get; init; }

    /// <summary>Hours of one juror on the panels of the round, the mean and of the most loaded one.</summary>
    public double HoursMean { get; init; }

    /// <inheritdoc cref="HoursMean"/>
    public double HoursMost { get; init; }
}

/// <summary>Whether a phase is long enough for what has to be done in it.</summary>
/// <param name="FirstDay">1 is the day on which the first phase opens.</param>
/// <param name="LastDay">The phase closes at its end.</param>
/// <param name="Days">Whole days, first and last included.</param>
/// <param name="Hours">Hours of all jurors in the phase; null where nobody judges or rounds were not played.</param>
/// <param name="HoursPerDay">Hours a day of one juror who works on every day of the phase alike, the mean and the most loaded one; null as <paramref name="Hours"/> is.</param>
/// <param name="LastDayShare">Share of what has to be done that falls on the last day: of dossiers as they were drawn, of a juror's work when it is done evenly. Null where nothing is counted.</param>
public sealed record PhaseLoad(string Phase, LocalizedText Name, int FirstDay, int LastDay, int Days, double? Hours, HoursADay? HoursPerDay, double? LastDayShare)
{
    /// <summary>A juror has more to do on a day than there is room for beside other work.</summary>
    public bool IsTight => HoursPerDay?.Most > Comfortable;

    /// <summary>Hours a day that a juror with other work may be asked for.</summary>
    public const double Comfortable = 4;
}

/// <param name="Most">Of the most loaded juror.</param>
public sealed record HoursADay(double Mean, double Most);

/// <summary>The least, the mean and the most of one draw, each as its mean over the draws.</summary>
public sealed record Spread(double Least, double Mean, double Most);

/// <param name="Given">Prizes the rules propose, mean per draw.</param>
public sealed record TierForecast(string Tier, LocalizedText Name, double Given);

/// <summary>A share with its doubt.</summary>
/// <param name="StandardError">Of the share, from the number of draws.</param>
/// <param name="Cases">How many cases it is a share of.</param>
public sealed record Chance(double Share, double StandardError, int Cases);

/// <summary>How far the result is that of the dossiers, not of the jurors. Null where there was no such case.</summary>
/// <param name="GoldGiven">Categories in which the highest tier is given.</param>
/// <param name="GoldTrulyBest">Laureates of the highest tier who are truly the best (of k laureates: among the k best) of their category.</param>
/// <param name="SameGold">Laureates of the highest tier to whom a second panel gives it too.</param>
/// <param name="TopTenSame">Of the first ten of a category, those whom a second panel has among its first ten; categories with more than ten dossiers.</param>
/// <param name="TopTenTrue">Of the first ten of a category, those who truly are.</param>
public sealed record Reliability(Chance? GoldGiven, Chance? GoldTrulyBest, Chance? SameGold, Chance? TopTenSame, Chance? TopTenTrue);

/// <summary>What changes when one juror of each panel marks everything much lower.</summary>
/// <param name="GoldChanged">Categories in which the highest tier goes to others, or to nobody.</param>
/// <param name="TopTenChanged">Of the first ten of a category, those who fall out; categories with more than ten dossiers.</param>
/// <param name="PlacesMoved">Mean number of places by which a dossier moves in its category.</param>
/// <param name="MostPlacesMoved">The largest such move of a draw, mean over the draws.</param>
public sealed record ExtremeJuror(Chance? GoldChanged, Chance? TopTenChanged, double PlacesMoved, double MostPlacesMoved);

/// <summary>The same edition with another number of jurors per dossier and another aggregation in every round.</summary>
/// <param name="Aggregation"><c>mean</c>, <c>median</c>, <c>trimmed_mean</c> (1 at each end), <c>drop_highest</c> (1), <c>calibrated</c> (mean after the severity that the mixed model estimates was given back).</param>
/// <param name="JurorHours">Mean hours of one juror in all rounds.</param>
public sealed record Alternative(int JurorsPerDossier, string Aggregation, double JurorHours, Reliability Reliability);

/// <summary>The same edition with dossiers given to jurors in another way in every round.</summary>
/// <param name="Fit">How well the jurors of a dossier know its field, 0 to 100, on average.</param>
/// <param name="LowestFit">The same for the dossier of a category that is worst off.</param>
/// <param name="MostHours">Hours of the most loaded juror in all rounds.</param>
public sealed record ObjectiveForecast(PanelObjective Objective, double Fit, double LowestFit, double MostHours, Reliability Reliability);
