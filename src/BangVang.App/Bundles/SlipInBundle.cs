using System.Text.Json.Nodes;
using BangVang.Proof.Receipts;

namespace BangVang.App.Bundles;

/// <summary>Compares an applicant's slip with the published result.</summary>
public static class SlipInBundle
{
    /// <summary>The sheets are entries of the bundle's log, and as many as the published totals rest on; totals on the slip are the published ones.</summary>
    /// <param name="bundle">A bundle that <see cref="VerifyBundle"/> found to hold.</param>
    /// <returns>The first difference; null when there is none.</returns>
    public static BundleDifference? Compare(SlipFile slip, byte[] bundle)
    {
        var read = VerifyBundle.Read(bundle);
        if ((string?)read["edition"] != slip.Edition) return new("slip", "edition", (string?)read["edition"] ?? "", slip.Edition);
        var (first, entries) = ((long)read["log"]!["first"]!, read["log"]!["entries"]!.AsArray());
        foreach (var sheet in slip.Rounds.SelectMany(r => r.Sheets))
        {
            var at = sheet.Index - first;
            var entry = at >= 0 && at < entries.Count ? (string?)entries[(int)at]!["entry"] : null;
            if (entry != sheet.Entry) return new("slip", $"log entry {sheet.Index}", entry ?? "nothing", sheet.Entry);
        }
        var lines = read["results"]!["rounds"]!.AsArray().SelectMany(r => r!["lines"]!.AsArray().Select(l => (Round: (string)r["round"]!, Line: l!)))
            .Where(l => (string?)l.Line["dossier"] == slip.Reference && CountOf(l.Line) > 0).ToDictionary(l => l.Round, l => l.Line, StringComparer.Ordinal);
        if (lines.Keys.Except(slip.Rounds.Select(r => r.Round)).FirstOrDefault() is { } lacking) return new("slip", $"round {lacking}", $"{CountOf(lines[lacking])} sheets", "nothing");
        return slip.Rounds.Select(r => InRound(r, lines.GetValueOrDefault(r.Round))).FirstOrDefault(d => d is not null);
    }

    /// <summary>Sheets, or in a round of pairs ballots, that a published line rests on.</summary>
    private static int CountOf(JsonNode line) => (int)(line["sheets"] ?? line["ballots"])!;

    private static BundleDifference? InRound(SlipRound round, JsonNode? line)
    {
        if (line is null) return new("slip", $"round {round.Round}", "no published total", $"{round.Sheets.Count} sheets");
        if (CountOf(line) != round.Sheets.Count) return new("slip", $"round {round.Round}, sheets", $"{CountOf(line)}", $"{round.Sheets.Count}");
        return round.Score is { } score && (int?)line["score"] != score ? new("slip", $"round {round.Round}, total", $"{line["score"]}", $"{score}") : null;
    }
}
