using BangVang.Domain.Editions;
using NodaTime;
using NodaTime.Text;

namespace BangVang.App.Editions.Checks;

/// <summary>Days that exist in an order that can happen.</summary>
internal static class CalendarCheck
{
    private static readonly PhaseKind[] OnlyOnce = [PhaseKind.Registration, PhaseKind.Intake, PhaseKind.Screening, PhaseKind.Council];

    /// <summary>Phases that follow each other: none begins before the one before it has ended.</summary>
    private static readonly PhaseKind[] InOrder = [PhaseKind.Intake, PhaseKind.Screening, PhaseKind.Scoring, PhaseKind.Council];

    public static void Run(Edition edition, Findings findings)
    {
        if (DateTimeZoneProviders.Tzdb.GetZoneOrNull(edition.Zone) is null) findings.Report("zone", "edition.zone_unknown", ("value", edition.Zone));
        foreach (var (phase, path) in edition.Phases.At("phases")) CheckDays(phase, path, findings);
        foreach (var kind in OnlyOnce)
            foreach (var (_, path) in edition.Phases.At("phases").Where(p => p.Item.Kind == kind).Skip(1))
                findings.Report($"{path}.kind", "edition.phase_kind_twice", ("kind", Checking.Word(kind)));
        CheckOrder(edition, findings);
        CheckRounds(edition, findings);
        CheckRegistration(edition, findings);
        foreach (var (milestone, path) in edition.Milestones.At("milestones"))
            if (milestone.Planned is null && milestone.Actual is null) findings.Report(path, "edition.milestone_undated");
    }

    private static void CheckDays(Phase phase, string path, Findings findings)
    {
        var last = phase.Closes.TryGet(out var closes) ? closes : (LocalDate?)null;
        if (phase.FirstDay is { } first && last < first)
            findings.Report($"{path}.closes", "edition.phase_ends_before_it_begins", [("phase", phase.Code), ("opens", Day(first)), ("closes", Day(last.Value))], $"{path}.opens");
        foreach (var (extension, at) in phase.Extensions.At($"{path}.extensions"))
        {
            if (extension.Closes <= last)
                findings.Report($"{at}.closes", "edition.extension_not_later", [("closes", Day(extension.Closes)), ("before", Day(last.Value))], $"{path}.closes");
            last = extension.Closes;
        }
    }

    private static void CheckOrder(Edition edition, Findings findings)
    {
        foreach (var (phase, path) in edition.Phases.At("phases").Where(p => InOrder.Contains(p.Item.Kind)))
            foreach (var (before, pathBefore) in edition.Phases.At("phases").Where(p => IsBefore(p.Item, phase)))
                if (phase.FirstDay is { } first && before.LastDay is { } last && first <= last)
                    findings.Report($"{path}.opens", "edition.phases_overlap",
                        [("phase", phase.Code), ("opens", Day(first)), ("other", before.Code), ("closes", Day(last))], pathBefore);
    }

    /// <summary>Scoring after intake is told of the round; two scoring phases are told of their rounds.</summary>
    private static bool IsBefore(Phase before, Phase phase) =>
        InOrder.Contains(before.Kind) && Array.IndexOf(InOrder, before.Kind) < Array.IndexOf(InOrder, phase.Kind)
        && (before.Kind, phase.Kind) is not (PhaseKind.Intake, PhaseKind.Scoring);

    private static void CheckRounds(Edition edition, Findings findings)
    {
        if (!edition.Rounds.TryGet(out var rounds)) return;
        var intake = edition.PhaseOf(PhaseKind.Intake)?.LastDay;
        for (var i = 0; i < rounds.Count; i++)
        {
            var (round, path) = (rounds[i], $"rounds[{i}]");
            var expected = round is JudgedRound ? PhaseKind.Scoring : PhaseKind.Screening;
            if (round.Phase is null)
            {
                if (round is JudgedRound && edition.PhaseOf(PhaseKind.Scoring) is not null) findings.Report(path, "edition.round_without_phase", ("round", round.Code));
                continue;
            }
            if (!findings.Refers($"{path}.phase", round.Phase, edition.Phases.Select(p => p.Code), Checking.Phase)) continue;
            var phase = edition.Phase(round.Phase)!;
            if (phase.Kind != expected)
                findings.Report($"{path}.phase", "edition.phase_kind_wrong", ("phase", phase.Code), ("kind", Checking.Word(phase.Kind)), ("expected", Checking.Word(expected)));
            else if (round is JudgedRound)
                CheckScoringDays(edition, round, phase, i, intake, findings);
        }
        foreach (var (phase, path) in edition.Phases.At("phases").Where(p => p.Item.Kind is PhaseKind.Scoring && rounds.All(r => r.Phase != p.Item.Code)))
            findings.Report(path, "edition.phase_without_round", [("phase", phase.Code)], "rounds");
        foreach (var (round, path) in rounds.At("rounds").SkipWhile(r => r.Item is ScreeningRound).Where(r => r.Item is ScreeningRound))
            findings.Report(path, "edition.screening_after_scoring", [], "rounds");
    }

    private static void CheckScoringDays(Edition edition, Round round, Phase phase, int index, LocalDate? intake, Findings findings)
    {
        var path = $"phases[{edition.Phases.ToList().IndexOf(phase)}].opens";
        if (phase.FirstDay is not { } first) return;
        if (first <= intake)
            findings.Report(path, "edition.round_before_intake_ends", ("round", round.Code), ("opens", Day(first)), ("closes", Day(intake.Value)));
        foreach (var before in edition.Rounds.Value.Take(index).OfType<JudgedRound>().Where(r => edition.Categories.Any(c => r.IsFor(c.Code) && round.IsFor(c.Code))))
            if (before.Phase is { } code && edition.Phase(code)?.LastDay is { } last && first <= last)
                findings.Report(path, "edition.rounds_out_of_order", ("round", round.Code), ("opens", Day(first)), ("before", before.Code), ("closes", Day(last)));
    }

    private static void CheckRegistration(Edition edition, Findings findings)
    {
        if (edition.PreliminaryRegistration is not { } registration) return;
        const string path = "preliminary_registration";
        if (findings.Refers($"{path}.phase", registration.Phase, edition.Phases.Select(p => p.Code), Checking.Phase)
            && edition.Phase(registration.Phase) is { Kind: not PhaseKind.Registration } phase)
            findings.Report($"{path}.phase", "edition.phase_kind_wrong",
                ("phase", phase.Code), ("kind", Checking.Word(phase.Kind)), ("expected", Checking.Word(PhaseKind.Registration)));
        findings.Refers($"{path}.form", registration.Form, edition.Forms.Select(f => f.Code), Checking.Form);
    }

    private static string Day(LocalDate date) => LocalDatePattern.Iso.Format(date);
}
