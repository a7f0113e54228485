using BangVang.App.Scoring;
using BangVang.Domain.Editions;

namespace BangVang.App.Simulation;

/// <summary>Loads, hours, ties and prizes of the plays of an edition.</summary>
internal sealed class ForecastTally
{
    private readonly Dictionary<string, RoundTally> rounds = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ShareTally> tiers = new(StringComparer.Ordinal);
    private readonly ShareTally total = new(), least = new(), mean = new(), most = new(), called = new(), unassigned = new(), council = new(), fit = new(), lowestFit = new();

    /// <summary>Mean hours of one juror.</summary>
    public double JurorHours => mean.Mean;

    /// <summary>This way of giving dossiers to jurors.</summary>
    public ObjectiveForecast Objective(PanelObjective objective, Reliability reliability) => new(objective, fit.Mean, lowestFit.Mean, most.Mean, reliability);

    public void Add(Edition edition, SimulationPlan plan, PlayedEdition played)
    {
        var minutes = Enumerable.Range(0, plan.Jurors).ToDictionary(j => j, _ => 0L);
        foreach (var round in played.Rounds)
        {
            Of(round.Round.Code).Add(round, plan);
            foreach (var (juror, sheets) in round.Loads) minutes[juror] += MinutesOf(round, juror, sheets, plan);
        }
        total.Add(minutes.Values.Sum() / 60.0);
        least.Add(minutes.Values.Min() / 60.0);
        mean.Add(minutes.Values.Average() / 60.0);
        most.Add(minutes.Values.Max() / 60.0);
        called.Add(played.Rounds.Sum(r => r.Called));
        unassigned.Add(played.Rounds.Sum(r => r.Unassigned));
        council.Add(played.Lines.Count(l => l.IsUnsettled));
        foreach (var (known, lowest) in played.Rounds.SelectMany(r => r.Fits))
        {
            fit.Add(100 * known);
            lowestFit.Add(100 * lowest);
        }
        foreach (var tier in edition.SettledTiers) OfTier(tier.Code).Add(played.Lines.Count(l => l.Tier == tier.Code));
    }

    /// <summary>Adds the draws of another tally, after these.</summary>
    public void Add(ForecastTally other)
    {
        foreach (var (code, round) in other.rounds) Of(code).Add(round);
        foreach (var (code, tier) in other.tiers) OfTier(code).Add(tier);
        total.Add(other.total);
        least.Add(other.least);
        mean.Add(other.mean);
        most.Add(other.most);
        called.Add(other.called);
        unassigned.Add(other.unassigned);
        council.Add(other.council);
        fit.Add(other.fit);
        lowestFit.Add(other.lowestFit);
    }

    public JudgingForecast Result(Edition edition, SimulationPlan plan, Reliability reliability, ExtremeJuror? extreme, IReadOnlyList<Alternative> alternatives, IReadOnlyList<ObjectiveForecast> objectives) => new(
        [.. edition.JudgedRounds.Select(r => Of(r.Code).Result(r, MinutesOf(r, plan)))], total.Mean, new(least.Mean, mean.Mean, most.Mean), called.Mean, unassigned.Mean,
        [.. edition.SettledTiers.Select(t => new TierForecast(t.Code, t.Name, OfTier(t.Code).Mean))], council.Mean, reliability, extreme, alternatives, objectives);

    /// <summary>Minutes for one dossier by one juror; in a round of pairs for one choice or order, begun minutes of the edition's clock counted whole; an order is one choice after the other, one fewer than there are products.</summary>
    public static int MinutesOf(JudgedRound round, SimulationPlan plan) => round switch
    {
        PairwiseRound { SecondsPerPair: { } seconds } => (seconds + 59) / 60,
        PairwiseRound pairs => plan.MinutesPerPair * ((pairs.ProductsAtOnce ?? PairwiseRound.Pair) - 1),
        _ => round.Presentation is { } slot ? slot.Total + plan.MinutesAfterPresentation : plan.MinutesPerDossier,
    };

    /// <summary>Minutes of one juror in a round; where pairs are compared, with the presentation of every dossier seen.</summary>
    private static long MinutesOf(PlayedRound round, int juror, int sheets, SimulationPlan plan) =>
        (long)sheets * MinutesOf(round.Round, plan) + (round.Round is PairwiseRound ? (long)round.Seen.GetValueOrDefault(juror) * (round.Round.Presentation?.Total ?? 0) : 0);

    private RoundTally Of(string code) => rounds.TryGetValue(code, out var found) ? found : rounds[code] = new();

    private ShareTally OfTier(string code) => tiers.TryGetValue(code, out var found) ? found : tiers[code] = new();

    private sealed class RoundTally
    {
        private readonly ShareTally entrants = new(), sheets = new(), least = new(), mean = new(), most = new(), equal = new(), tied = new(), passed = new(), jurors = new(), close = new(), mostMinutes = new(), lengthMean = new();

        public void Add(PlayedRound round, SimulationPlan plan)
        {
            entrants.Add(round.Scores.Count);
            sheets.Add(round.Round is PairwiseRound ? round.Loads.Values.Sum() : round.Scores.Sum(s => s.Sheets));
            jurors.Add(round.Loads.Count);
            if (round.Scores.Any(s => s.Pairs?.BeforeNext is not null)) close.Add(round.Scores.Count(s => s.Pairs is { IsTooClose: true }) / (double)round.Scores.Count(s => s.Pairs?.BeforeNext is not null));
            var minutes = round.Loads.Select(l => MinutesOf(round, l.Key, l.Value, plan)).DefaultIfEmpty().ToList();
            mostMinutes.Add(minutes.Max() / 60.0);
            lengthMean.Add(minutes.Average() / 60.0);
            least.Add(round.Loads.Values.DefaultIfEmpty().Min());
            mean.Add(round.Loads.Values.DefaultIfEmpty().Average());
            most.Add(round.Loads.Values.DefaultIfEmpty().Max());
            equal.Add(round.Scores.Where(s => s.Rank is not null).GroupBy(s => (s.CategoryCode, s.Score ?? s.Pairs?.Strength)).Where(g => g.Count() > 1).Sum(g => g.Count()));
            tied.Add(round.Scores.Count(s => s.IsTied));
            passed.Add(round.Passed);
        }

        public void Add(RoundTally other)
        {
            entrants.Add(other.entrants);
            sheets.Add(other.sheets);
            least.Add(other.least);
            mean.Add(other.mean);
            most.Add(other.most);
            equal.Add(other.equal);
            tied.Add(other.tied);
            passed.Add(other.passed);
            jurors.Add(other.jurors);
            close.Add(other.close);
            mostMinutes.Add(other.mostMinutes);
            lengthMean.Add(other.lengthMean);
        }

        public RoundForecast Result(JudgedRound round, int minutes) => new(
            round.Code, round.Name, round is ScoringRound scoring ? scoring.PanelSize.Value : 0, minutes, entrants.Mean, sheets.Mean, new(least.Mean, mean.Mean, most.Mean), equal.Mean, tied.Mean, passed.Mean)
        { IsPairwise = round is PairwiseRound, ProductsAtOnce = round is PairwiseRound pairs ? pairs.ProductsAtOnce ?? PairwiseRound.Pair : 0, TooClose = round is PairwiseRound ? close.Chance : null, Jurors = jurors.Mean, HoursMean = lengthMean.Mean, HoursMost = mostMinutes.Mean };
    }
}
