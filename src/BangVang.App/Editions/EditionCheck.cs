using BangVang.App.Editions.Checks;
using BangVang.Domain.Editions;

namespace BangVang.App.Editions;

/// <summary>Whether an edition that can be read also makes sense. Values no source states are no mistake; see <see cref="Edition.MissingFor"/>.</summary>
internal static class EditionCheck
{
    /// <summary>Everything wrong with an edition that did not come from files, such as an amendment made on a page.</summary>
    public static IReadOnlyList<EditionProblem> Run(Edition edition)
    {
        var findings = new Findings(edition.Key);
        Run(edition, findings);
        return findings.Problems;
    }

    public static void Run(Edition edition, Findings findings)
    {
        CalendarCheck.Run(edition, findings);
        EligibilityCheck.Run(edition, findings);
        FormsCheck.Run(edition, findings);
        ScoringCheck.Run(edition, findings);
        TiersCheck.Run(edition, findings);
        CareCheck.Run(edition, findings);
        SealingCheck.Run(edition, findings);
    }
}
