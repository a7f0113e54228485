using BangVang.Domain.Editions;
using BangVang.Proof.Age;
using NodaTime.Text;

namespace BangVang.App.Editions.Checks;

/// <summary>Keys that are keys, in enough hands, and an opening after the last dossier.</summary>
internal static class SealingCheck
{
    public static void Run(Edition edition, Findings findings)
    {
        if (edition.Sealing is not { } sealing) return;
        findings.Refers("sealing.opens_with", sealing.OpensWith, edition.Phases.Select(p => p.Code), Checking.Phase);
        CheckOpening(edition, sealing, findings);
        Key("sealing.recipient", sealing.Recipient, findings);
        if (sealing.Trustees.Count < sealing.Needed) findings.Report("sealing.needed", "edition.sealing_too_few_trustees", ("needed", sealing.Needed), ("count", sealing.Trustees.Count));
        foreach (var (trustee, path) in sealing.Trustees.At("sealing.trustees"))
        {
            Key($"{path}.recipient", trustee.Recipient, findings);
            if (trustee.Share.Length != 64 || !trustee.Share.All(char.IsAsciiHexDigitLower)) findings.Report($"{path}.share", "edition.sealing_share_malformed", ("value", trustee.Share));
        }
        foreach (var twice in sealing.Trustees.At("sealing.trustees").GroupBy(t => t.Item.Recipient).Where(g => g.Count() > 1 || g.Key == sealing.Recipient))
            findings.Report($"{twice.Last().Path}.recipient", "edition.sealing_key_twice");
    }

    private static void CheckOpening(Edition edition, SealingRules sealing, Findings findings)
    {
        if (edition.Phase(sealing.OpensWith) is not { FirstDay: { } opens } phase) return;
        foreach (var before in edition.Phases.Where(p => p.Kind is PhaseKind.Intake && p.LastDay >= opens))
            findings.Report("sealing.opens_with", "edition.sealing_too_early",
                ("phase", phase.Code), ("opens", LocalDatePattern.Iso.Format(opens)), ("other", before.Code), ("closes", LocalDatePattern.Iso.Format(before.LastDay!.Value)));
    }

    private static void Key(string path, string key, Findings findings)
    {
        if (AgeRecipient.TryParse(key) is null) findings.Report(path, "edition.sealing_key_malformed", ("value", key));
    }
}
