namespace BangVang.Domain.Editions;

/// <summary>A value without which a phase cannot open.</summary>
/// <param name="Path">Where it stands in edition.yaml: "rounds.final.quorum".</param>
/// <param name="Disputed">True when sources disagree on it, false when none states it.</param>
public sealed record MissingValue(string Path, bool Disputed);

public sealed partial record Edition
{
    /// <summary>
    /// What the phase needs and the edition does not settle. An edition with such values can be archived and shown; the
    /// phase does not open. Empty when nothing is missing.
    /// </summary>
    /// <exception cref="ArgumentException">There is no such phase.</exception>
    public IReadOnlyList<MissingValue> MissingFor(string phaseCode)
    {
        var phase = Phase(phaseCode) ?? throw new ArgumentException($"Edition {Key} has no phase {phaseCode}.", nameof(phaseCode));
        var missing = new MissingList();
        missing.Demand($"phases.{phase.Code}.opens", phase.Opens);
        if (phase.Extensions.Count == 0) missing.Demand($"phases.{phase.Code}.closes", phase.Closes);

        switch (phase.Kind)
        {
            case PhaseKind.Registration when PreliminaryRegistration?.Form is null: missing.Add("preliminary_registration.form"); break;
            case PhaseKind.Intake: DemandForms(phase, missing); DemandSealing(missing); break;
            case PhaseKind.Screening: DemandScreening(missing); break;
            case PhaseKind.Scoring: DemandScoring(phase, missing); break;
            case PhaseKind.Council: DemandCouncil(missing); break;
        }
        return missing.Values;
    }

    private void DemandForms(Phase phase, MissingList missing)
    {
        foreach (var category in Categories.Where(c => FormFor(phase.Code, c.Code) is null)) missing.Add($"forms.{phase.Code}.{category.Code}");
    }

    /// <summary>Nobody sends a file that could never be opened.</summary>
    private void DemandSealing(MissingList missing)
    {
        if (Sealing is { } sealing && Phase(sealing.OpensWith) is { } opening) missing.Demand($"phases.{opening.Code}.opens", opening.Opens);
    }

    private void DemandScreening(MissingList missing)
    {
        if (Supplements is null) missing.Add("supplements"); else missing.Demand("supplements.days", Supplements.Days);
        if (Appeals is null) missing.Add("appeals"); else missing.Demand("appeals.screening_days", Appeals.ScreeningDays);
    }

    private void DemandScoring(Phase phase, MissingList missing)
    {
        if (!missing.Demand("rounds", Rounds)) return;
        var judged = JudgedRounds.Where(r => r.Phase == phase.Code).ToList();
        if (judged.Count == 0) missing.Add($"rounds.{phase.Code}");
        foreach (var round in judged.OfType<PairwiseRound>())
        {
            missing.Demand($"rounds.{round.Code}.choices_per_juror", round.ChoicesPerJuror);
            missing.Demand($"rounds.{round.Code}.quorum", round.Quorum);
            missing.Demand($"rounds.{round.Code}.ties", round.Ties);
            if (round.Shortlist is { } shortlist) missing.Demand($"rounds.{round.Code}.shortlist", shortlist);
        }
        foreach (var round in judged.OfType<ScoringRound>())
        {
            missing.Demand($"rounds.{round.Code}.panel_size", round.PanelSize);
            missing.Demand($"rounds.{round.Code}.quorum", round.Quorum);
            missing.Demand($"rounds.{round.Code}.aggregate", round.Aggregate);
            missing.Demand($"rounds.{round.Code}.ties", round.Ties);
            if (round.Shortlist is { } shortlist) missing.Demand($"rounds.{round.Code}.shortlist", shortlist);
            if (Categories.Any(c => round.IsFor(c.Code) && RubricFor(round, c.Code) is null)) missing.Demand($"rounds.{round.Code}.rubric", round.Rubric);
        }
    }

    private void DemandCouncil(MissingList missing)
    {
        if (missing.Demand("tiers", Tiers))
        {
            foreach (var tier in SettledTiers)
            {
                missing.Demand($"tiers.{tier.Code}.quota", tier.Quota);
                if (tier.MinScore is { } score) missing.Demand($"tiers.{tier.Code}.min_score", score);
            }
        }
        if (Council is null) { missing.Add("council"); return; }
        missing.Demand("council.quorum", Council.Quorum);
        missing.Demand("council.majority", Council.Majority);
    }

    private sealed class MissingList
    {
        private readonly List<MissingValue> values = [];

        public IReadOnlyList<MissingValue> Values => values;

        public void Add(string path) => values.Add(new(path, Disputed: false));

        public bool Demand<T>(string path, Published<T> value)
        {
            if (!value.IsSettled) values.Add(new(path, value.IsDisputed));
            return value.IsSettled;
        }
    }
}
