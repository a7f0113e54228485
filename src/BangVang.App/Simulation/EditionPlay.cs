using BangVang.App.Decisions;
using BangVang.App.Scoring;
using BangVang.Domain.Decisions;
using BangVang.Domain.Editions;
using BangVang.Domain.Scoring;

namespace BangVang.App.Simulation;

/// <summary>A round as it was played.</summary>
/// <param name="Scores">Every dossier of the round, ranked by category.</param>
/// <param name="Loads">Sheets, in a round of pairs choices or orders, by number of the juror, for those who sit on a panel.</param>
/// <param name="Called">Jurors called from other panels because of conflicts.</param>
/// <param name="Unassigned">Categories whose panel could not be assigned.</param>
/// <param name="Fits">Of each assigned category: how well jurors know the fields of their dossiers, 0 to 1, and those of the dossier that is worst off.</param>
/// <param name="Passed">Dossiers that go on; in the last round all that have a place.</param>
internal sealed record PlayedRound(
    JudgedRound Round, IReadOnlyList<DossierScore> Scores, IReadOnlyDictionary<int, int> Loads, int Called, int Unassigned, IReadOnlyList<(double Mean, double Lowest)> Fits, int Passed)
{
    /// <summary>In a round of pairs, how many dossiers each juror sees; empty otherwise.</summary>
    public IReadOnlyDictionary<int, int> Seen { get; init; } = new Dictionary<int, int>();
}

/// <summary>An edition played to its proposal.</summary>
/// <param name="Lines">Prizes as the rules propose them.</param>
/// <param name="Order">References by category, from the first place to the last: those of later rounds before those of earlier ones, equals by reference.</param>
internal sealed record PlayedEdition(IReadOnlyList<PlayedRound> Rounds, IReadOnlyList<DecisionLine> Lines, IReadOnlyDictionary<string, IReadOnlyList<string>> Order)
{
    /// <summary>References of those who get the tier in that category; those the council has to decide on are not among them.</summary>
    public IReadOnlyList<string> Laureates(string category, string tier) => [.. Lines.Where(l => l.CategoryCode == category && l.Tier == tier).Select(l => l.Reference)];
}

/// <summary>Plays the rounds of an edition with the code that runs them: assignment, aggregation, tie chain, shortlist, prizes.</summary>
internal sealed class EditionPlay
{
    private readonly Edition edition;
    private readonly IReadOnlyList<SyntheticDossier> dossiers;
    private readonly PanelRoom room;
    private readonly Dictionary<string, int> numberOf;

    /// <param name="dossiers">Those accepted.</param>
    /// <param name="objective">Null for the plan's.</param>
    public EditionPlay(Edition edition, SimulationPlan plan, IReadOnlyList<SyntheticDossier> dossiers, PanelObjective? objective = null)
    {
        (this.edition, this.dossiers) = (edition, dossiers);
        room = new(edition, plan, dossiers, edition.ScoringRounds.Select(r => r.PanelSize.Value).DefaultIfEmpty(1).Max(), objective ?? plan.Objective);
        numberOf = dossiers.Select((d, n) => (d.Reference, n)).ToDictionary(d => d.Reference, d => d.n, StringComparer.Ordinal);
    }

    public PlayedEdition Run(Quality quality, PanelDraw panel)
    {
        var rounds = new List<PlayedRound>();
        var earlier = new Dictionary<int, Dictionary<string, int>>();
        var passed = new HashSet<int>();
        foreach (var round in edition.JudgedRounds)
        {
            var entering = Entering(round, passed);
            var played = round is PairwiseRound pairs ? PlayPairs(pairs, entering, quality, panel, earlier) : Play((ScoringRound)round, entering, quality, panel, earlier);
            rounds.Add(played);
            passed = [.. GoingOn(played).Select(reference => numberOf[reference])];
        }
        var deciding = rounds.SelectMany(r => r.Scores.Where(s => edition.JudgedRounds.Last(last => last.IsFor(s.CategoryCode)).Code == r.Round.Code)).ToList();
        return new(rounds, AwardDecision.Propose(edition, DecisionFacts.Aligned(deciding)), OrderOf(rounds));
    }

    /// <summary>Accepted dossiers whose first round this is, and those that the round before let through.</summary>
    private ILookup<string, int> Entering(JudgedRound round, HashSet<int> passed) => dossiers
        .Select((d, number) => (d.Category.Code, number))
        .Where(d => round.IsFor(d.Code) && (edition.JudgedRounds.First(r => r.IsFor(d.Code)).Code == round.Code || passed.Contains(d.number)))
        .ToLookup(d => d.Code, d => d.number, StringComparer.Ordinal);

    private PlayedRound Play(ScoringRound round, ILookup<string, int> entering, Quality quality, PanelDraw panel, Dictionary<int, Dictionary<string, int>> earlier)
    {
        var (entrants, loads, fits, called, unassigned) = (new List<Entrant>(), new Dictionary<int, int>(), new List<(double, double)>(), 0, 0);
        foreach (var category in entering.OrderBy(c => c.Key, StringComparer.Ordinal))
        {
            var judged = room.Judge(round, category.Key, [.. category], quality, panel);
            var sheets = judged.Sheets.ToLookup(s => s.Dossier, s => s.Sheet);
            entrants.AddRange(category.Select(n => new Entrant(
                PanelRoom.IdOf(n), dossiers[n].Reference, category.Key, dossiers[n].SubmittedAt, [.. sheets[n]], earlier.GetValueOrDefault(n) ?? [])));
            foreach (var (juror, load) in judged.Loads) loads[juror] = loads.GetValueOrDefault(juror) + load;
            (called, unassigned) = (called + judged.Called, unassigned + (judged.IsAssigned ? 0 : 1));
            if (judged.IsAssigned) fits.Add((judged.Fit, judged.LowestFit));
        }
        var scores = RoundScores.OfRound(edition, round, entrants, round.Calibrate is null ? null : RoundCalibration.Of(edition, round, entrants));
        foreach (var score in scores.Where(s => s.Score is not null))
        {
            var number = numberOf[score.Reference];
            if (!earlier.TryGetValue(number, out var own)) earlier[number] = own = new(StringComparer.Ordinal);
            own[round.Code] = score.Score!.Value;
        }
        var played = new PlayedRound(round, scores, loads, called, unassigned, fits, Passed: 0);
        return played with { Passed = GoingOn(played).Count() };
    }

    /// <summary>The whole panel of a category chooses among all its dossiers.</summary>
    private PlayedRound PlayPairs(PairwiseRound round, ILookup<string, int> entering, Quality quality, PanelDraw panel, Dictionary<int, Dictionary<string, int>> earlier)
    {
        var (scores, loads, seen) = (new List<DossierScore>(), new Dictionary<int, int>(), new Dictionary<int, int>());
        foreach (var category in entering.OrderBy(c => c.Key, StringComparer.Ordinal))
        {
            var chosen = room.Choose(round, category.Key, [.. category], quality, panel);
            foreach (var ballot in chosen)
            {
                loads[ballot.Juror] = loads.GetValueOrDefault(ballot.Juror) + ballot.Orders.Count;
                seen[ballot.Juror] = seen.GetValueOrDefault(ballot.Juror) + ballot.Seen;
            }
            scores.AddRange(PairScores.Of(round, category.Key,
                category.Select(n => new PairEntrant(PanelRoom.IdOf(n), dossiers[n].Reference, category.Key, dossiers[n].SubmittedAt, chosen.Count(b => b.Orders.Any(o => o.Order.Contains(PanelRoom.IdOf(n)))), earlier.GetValueOrDefault(n) ?? [])),
                chosen.SelectMany(b => b.Orders)));
        }
        var played = new PlayedRound(round, scores, loads, 0, 0, [], Passed: 0) { Seen = seen };
        return played with { Passed = GoingOn(played).Count() };
    }

    /// <summary>References of those the shortlist lets through; all with a place where there is none.</summary>
    private static IEnumerable<string> GoingOn(PlayedRound played) => played.Round.Shortlist is { } rule
        ? Shortlisting.Apply(rule.Value, played.Scores).Values.SelectMany(lines => lines).Where(l => l.IsIn).Select(l => l.Reference)
        : played.Scores.Where(s => s.Rank is not null).Select(s => s.Reference);

    private Dictionary<string, IReadOnlyList<string>> OrderOf(List<PlayedRound> rounds) => edition.Categories.ToDictionary(c => c.Code, c => (IReadOnlyList<string>)
        [.. rounds.AsEnumerable().Reverse().SelectMany(r => r.Scores.Where(s => s.CategoryCode == c.Code && s.Rank is not null)).Select(s => s.Reference).Distinct()], StringComparer.Ordinal);
}
