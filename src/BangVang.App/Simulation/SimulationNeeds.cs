using BangVang.Domain.Editions;

namespace BangVang.App.Simulation;

/// <summary>A value the edition does not settle.</summary>
/// <param name="Phase">Code of the phase that waits for it; null when the calendar has no such phase.</param>
/// <param name="Path">Where it stands in edition.yaml.</param>
/// <param name="Disputed">True when sources disagree on it, false when none states it.</param>
/// <param name="Needed">The rounds and prizes cannot be played without it; otherwise only the phase cannot open.</param>
public sealed record UnsettledValue(string? Phase, string Path, bool Disputed, bool Needed);

/// <summary>What an edition lacks, for a simulation that guesses nothing.</summary>
internal static class SimulationNeeds
{
    /// <summary>The values rounds and prizes need, then those for which other phases wait.</summary>
    public static IReadOnlyList<UnsettledValue> Of(Edition edition)
    {
        var needed = new List<UnsettledValue>();
        foreach (var round in Rounds(edition, needed))
        {
            if (round is PairwiseRound pairs) Demand(pairs, needed);
            else Demand(edition, (ScoringRound)round, needed);
        }
        Tiers(edition, needed);
        var waiting = edition.Phases.SelectMany(p => edition.MissingFor(p.Code).Select(m => new UnsettledValue(p.Code, m.Path, m.Disputed, Needed: false)))
            .Where(w => needed.All(n => n.Path != w.Path));
        return [.. needed, .. waiting];
    }

    private static IReadOnlyList<JudgedRound> Rounds(Edition edition, List<UnsettledValue> needed)
    {
        if (!edition.Rounds.IsSettled) Add(needed, edition.PhaseOf(PhaseKind.Scoring)?.Code, "rounds", edition.Rounds);
        else if (edition.JudgedRounds.Count == 0) needed.Add(new(null, "rounds", Disputed: false, Needed: true));
        return edition.JudgedRounds;
    }

    private static void Demand(PairwiseRound round, List<UnsettledValue> needed)
    {
        Add(needed, round.Phase, $"rounds.{round.Code}.choices_per_juror", round.ChoicesPerJuror);
        Add(needed, round.Phase, $"rounds.{round.Code}.quorum", round.Quorum);
        Add(needed, round.Phase, $"rounds.{round.Code}.ties", round.Ties);
        if (round.Shortlist is { } shortlist) Add(needed, round.Phase, $"rounds.{round.Code}.shortlist", shortlist);
    }

    private static void Demand(Edition edition, ScoringRound round, List<UnsettledValue> needed)
    {
        Add(needed, round.Phase, $"rounds.{round.Code}.panel_size", round.PanelSize);
        Add(needed, round.Phase, $"rounds.{round.Code}.quorum", round.Quorum);
        Add(needed, round.Phase, $"rounds.{round.Code}.aggregate", round.Aggregate);
        Add(needed, round.Phase, $"rounds.{round.Code}.ties", round.Ties);
        if (round.Shortlist is { } shortlist) Add(needed, round.Phase, $"rounds.{round.Code}.shortlist", shortlist);
        if (edition.Categories.Any(c => round.IsFor(c.Code) && edition.RubricFor(round, c.Code) is null)) Add(needed, round.Phase, $"rounds.{round.Code}.rubric", round.Rubric);
    }

    private static void Tiers(Edition edition, List<UnsettledValue> needed)
    {
        var council = edition.PhaseOf(PhaseKind.Council)?.Code;
        Add(needed, council, "tiers", edition.Tiers);
        foreach (var tier in edition.SettledTiers)
        {
            Add(needed, council, $"tiers.{tier.Code}.quota", tier.Quota);
            if (tier.MinScore is { } score) Add(needed, council, $"tiers.{tier.Code}.min_score", score);
        }
    }

    private static void Add<T>(List<UnsettledValue> needed, string? phase, string path, Published<T> value)
    {
        if (!value.IsSettled) needed.Add(new(phase, path, value.IsDisputed, Needed: true));
    }
}
