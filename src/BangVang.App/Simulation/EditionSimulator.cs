using BangVang.App.Scoring;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;

namespace BangVang.App.Simulation;

/// <summary>Plays a whole edition before it opens. No database, no clock of the world: an edition and a plan go in, a report comes out.</summary>
public static class EditionSimulator
{
    /// <summary>Jurors per dossier that are compared.</summary>
    private static readonly int[] Sizes = [3, 5, 7];

    /// <summary>Ways from the jurors' scores to one that are compared, with how each is called.</summary>
    private static readonly (string Name, Aggregation Aggregation, bool Calibrates)[] Ways =
    [
        ("mean", new() { Method = AggregationMethod.Mean }, false),
        ("median", new() { Method = AggregationMethod.Median }, false),
        ("trimmed_mean", new() { Method = AggregationMethod.TrimmedMean, Trim = 1 }, false),
        ("drop_highest", new() { Method = AggregationMethod.DropHighLow, DropHighest = 1 }, false),
        ("calibrated", new() { Method = AggregationMethod.Mean }, true),
    ];

    /// <summary>Ways of giving dossiers to jurors that are compared. Fairness, a search, would take longer than all the rest of a rehearsal together.</summary>
    private static readonly PanelObjective[] Objectives = [PanelObjective.BalancedRandom, PanelObjective.LargestTotal];

    /// <summary>
    /// Makes dossiers, screens them by the edition's rules, and plays rounds and prizes <see cref="SimulationPlan.Draws"/> times, each time with
    /// dossiers of new qualities and two independent panels. Without a value that rounds or prizes need, only the screening is played.
    /// </summary>
    /// <returns>A problem when a number of the plan is out of range or there are fewer jurors than a dossier needs.</returns>
    /// <param name="pace">Null to use all processors and tell nobody.</param>
    public static Result<EditionSimulation> Run(Edition edition, SimulationPlan plan, CancellationToken ct = default, SimulationPace? pace = null)
    {
        if (Refusal(edition, plan) is { } refusal) return refusal;
        var unsettled = SimulationNeeds.Of(edition);
        var dossiers = SyntheticDossiers.Of(edition, plan);
        var (rules, accepted) = RuleShares.Screen(edition, dossiers);
        var categories = edition.Categories.Select(c => new CategoryShare(c.Code, c.Name, dossiers.Count(d => d.Category == c), accepted.Count(d => d.Category == c))).ToList();
        if (unsettled.Any(u => u.Needed))
            return new EditionSimulation(edition.Key, edition.Name, plan, unsettled, dossiers.Count, accepted.Count, categories, rules, FastClock.Of(edition, dossiers.Count, accepted.Count, null), null)
            { Calendar = FastClock.LoadsOf(edition, dossiers, null) };

        var (first, judging) = Judge(edition, plan, accepted, pace ?? new(-1, null), ct);
        return new EditionSimulation(
            edition.Key, edition.Name, plan, unsettled, dossiers.Count, accepted.Count, categories, rules, FastClock.Of(edition, dossiers.Count, accepted.Count, first), judging)
        { Calendar = FastClock.LoadsOf(edition, dossiers, judging) };
    }

    /// <summary>Why the plan cannot be played: a number out of range, or fewer jurors than a dossier needs. Null when it can.</summary>
    public static Problem? Refusal(Edition edition, SimulationPlan plan)
    {
        if (plan.Refusal() is { } refusal) return refusal;
        if (SimulationNeeds.Of(edition).Any(u => u.Needed)) return null;
        var needed = edition.ScoringRounds.Select(r => r.PanelSize.Value).DefaultIfEmpty(1).Max();
        return needed > plan.Jurors ? Problem.Invalid("simulation.too_few_jurors", nameof(plan.Jurors)).With("jurors", plan.Jurors).With("needed", needed) : null;
    }

    private static (PlayedEdition First, JudgingForecast Judging) Judge(Edition edition, SimulationPlan plan, IReadOnlyList<SyntheticDossier> accepted, SimulationPace pace, CancellationToken ct)
    {
        var own = new EditionPlay(edition, plan, accepted);
        // Where there are pairs alone, neither the number of jurors per dossier nor the aggregation is a rule of the edition.
        var isScored = edition.ScoringRounds.Count > 0;
        var others = (from size in Sizes
                      where isScored
                      where size <= plan.Jurors
                      from way in Ways
                      select new Other(size, way.Name, new EditionPlay(With(edition, size, way.Aggregation, way.Calibrates), plan, accepted))).ToList();
        PanelObjective[] objectives = isScored ? Objectives : [];
        others.AddRange(objectives.Select(o => new Other(0, o.ToString(), new EditionPlay(edition, plan, accepted, o))));
        var draws = new Draw[plan.Draws];
        Parallel.For(0, plan.Draws, new ParallelOptions { CancellationToken = ct, MaxDegreeOfParallelism = pace.Processors }, d =>
        {
            draws[d] = Draw.Of(edition, plan, accepted, own, others, d);
            pace.DrawPlayed?.Invoke();
        });

        // Summed in the order of the draws, so that the number of processors changes nothing.
        var all = new Draw(others.Count) { First = draws[0].First };
        foreach (var draw in draws) all.Add(draw);
        return (all.First!, all.Forecast.Result(edition, plan, all.Reliability.Result, all.Extreme.Result,
            [.. others.Index().SkipLast(objectives.Length).Select(o => new Alternative(o.Item.Size, o.Item.Way, all.OtherForecasts[o.Index].JurorHours, all.OtherReliability[o.Index].Result))],
            [.. others.Index().TakeLast(objectives.Length).Zip(objectives, (o, objective) => all.OtherForecasts[o.Index].Objective(objective, all.OtherReliability[o.Index].Result))]));
    }

    /// <summary>The edition with so many jurors per dossier, that aggregation and calibration or none in every round; the quorum is met by all of them at most.</summary>
    private static Edition With(Edition edition, int size, Aggregation aggregation, bool calibrates) => edition with
    {
        Rounds = Published.Of<IReadOnlyList<Round>>([.. edition.Rounds.Value.Select(r => r is ScoringRound round
            ? round with
            {
                PanelSize = size, Quorum = Math.Min(round.Quorum.Value, size), Aggregate = aggregation, Calibrate = calibrates ? new() { Model = SeverityModel.Mixed } : null,
            } : r)]),
    };

    private sealed record Other(int Size, string Way, EditionPlay Play);

    /// <summary>What one draw brought, or several together.</summary>
    private sealed class Draw(int others)
    {
        /// <summary>The first panel's play of the first draw, to tell its course; null in the others.</summary>
        public PlayedEdition? First { get; init; }
        public ForecastTally Forecast { get; } = new();
        public ReliabilityTally Reliability { get; } = new();
        public ExtremeTally Extreme { get; } = new();
        public ForecastTally[] OtherForecasts { get; } = [.. Enumerable.Range(0, others).Select(_ => new ForecastTally())];
        public ReliabilityTally[] OtherReliability { get; } = [.. Enumerable.Range(0, others).Select(_ => new ReliabilityTally())];

        public static Draw Of(Edition edition, SimulationPlan plan, IReadOnlyList<SyntheticDossier> accepted, EditionPlay own, List<Other> others, int number)
        {
            var seed = $"{plan.Seed}/{number}";
            var quality = new Quality(plan.Model, edition.Rubrics, accepted.Count, seed);
            var (one, two) = (PanelDraw.Of(plan.Model, plan.Jurors, $"{seed}/1"), PanelDraw.Of(plan.Model, plan.Jurors, $"{seed}/2"));
            var truth = edition.Categories.ToDictionary(c => c.Code, c => TrueOrder(edition, c, accepted, quality), StringComparer.Ordinal);
            var first = own.Run(quality, one);
            var draw = new Draw(others.Count) { First = number == 0 ? first : null };
            draw.Forecast.Add(edition, plan, first);
            Compare(draw.Reliability, first, own.Run(quality, two));
            draw.Extreme.Add(edition, first, own.Run(quality, WithExtremes(edition, plan, one)));
            for (var i = 0; i < others.Count; i++)
            {
                var played = others[i].Play.Run(quality, one);
                draw.OtherForecasts[i].Add(edition, plan, played);
                Compare(draw.OtherReliability[i], played, others[i].Play.Run(quality, two));
            }
            return draw;

            void Compare(ReliabilityTally tally, PlayedEdition a, PlayedEdition b)
            {
                foreach (var (category, order) in truth) tally.Add(edition, category, a, b, order);
            }
        }

        public void Add(Draw other)
        {
            Forecast.Add(other.Forecast);
            Reliability.Add(other.Reliability);
            Extreme.Add(other.Extreme);
            for (var i = 0; i < OtherForecasts.Length; i++)
            {
                OtherForecasts[i].Add(other.OtherForecasts[i]);
                OtherReliability[i].Add(other.OtherReliability[i]);
            }
        }

        /// <summary>References of the category's accepted dossiers from the truly best on, by the rubric of its last round, or where that has none by what they are worth in themselves.</summary>
        private static List<string> TrueOrder(Edition edition, Category category, IReadOnlyList<SyntheticDossier> accepted, Quality quality)
        {
            if (edition.JudgedRounds.LastOrDefault(r => r.IsFor(category.Code)) is not { } last) return [];
            var rubric = last is ScoringRound scoring ? edition.RubricFor(scoring, category.Code)! : null;
            return [.. accepted.Select((d, n) => (d, n)).Where(d => d.d.Category == category).OrderByDescending(d => rubric is null ? quality.LevelOf(d.n) : quality.Of(d.n, rubric)).Select(d => d.d.Reference)];
        }

        /// <summary>The same panel where the first juror of each category's panel marks everything lower.</summary>
        private static PanelDraw WithExtremes(Edition edition, SimulationPlan plan, PanelDraw panel)
        {
            double[] severity = [.. panel.Severity];
            foreach (var juror in edition.Categories.Select((_, at) => at * plan.Jurors / edition.Categories.Count).Distinct()) severity[juror] += plan.Model.Extreme;
            return panel.With(severity);
        }
    }
}
