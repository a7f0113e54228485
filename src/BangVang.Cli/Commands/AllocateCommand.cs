using System.CommandLine;
using System.Globalization;
using System.Text.Json.Serialization;
using BangVang.App.Editions;
using BangVang.Cli.Kernel;
using BangVang.Domain.Decisions;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Judging;
using BangVang.Judging.Ranks;

namespace BangVang.Cli.Commands;

/// <summary>What <c>allocate --json</c> prints.</summary>
/// <param name="Withheld">Places that stay empty.</param>
public sealed record AllocateAnswer(
    [property: JsonPropertyName("edition")] string Edition, [property: JsonPropertyName("lines")] IReadOnlyList<AllocateLine> Lines,
    [property: JsonPropertyName("withheld")] IReadOnlyList<WithheldLine> Withheld);

/// <param name="Tier">Code; null for none, and while the council has to decide.</param>
public sealed record AllocateLine(
    [property: JsonPropertyName("entry")] string Entry, [property: JsonPropertyName("category")] string Category,
    [property: JsonPropertyName("tier")] string? Tier, [property: JsonPropertyName("rank")] int Rank, [property: JsonPropertyName("reason")] string Reason);

public sealed record WithheldLine(
    [property: JsonPropertyName("category")] string Category, [property: JsonPropertyName("tier")] string Tier,
    [property: JsonPropertyName("places")] int Places, [property: JsonPropertyName("reason")] string Reason);

internal static class AllocateCommand
{
    public static Command Create()
    {
        var folder = new Option<DirectoryInfo>("--edition") { Required = true, HelpName = "DIR", Description = Language.Say("Thư mục có edition.yaml.", "Folder with edition.yaml.") };
        var scores = JudgingFiles.In("--scores", "Điểm: entry,category,score[,p_top1][,tie1…].", "Scores: entry,category,score[,p_top1][,tie1…].");
        var tiers = new Option<FileInfo>("--out") { Required = true, HelpName = "FILE", Description = Language.Say("Kết quả: entry,category,tier,rank,reason.", "The result: entry,category,tier,rank,reason.") };
        var command = new ExplainedCommand("allocate",
            "Đề xuất hạng giải từ điểm theo quy chế của kỳ giải (số suất, điểm tối thiểu, đồng giải, không trao), kèm lý do từng dòng.",
            "Proposes prizes from scores by the edition's rules (quota, minimum, sharing, withholding), with the reason on each line.",
            "./bangvang allocate --edition editions/demo/2026 --scores scores.csv --out result.csv") { folder, scores, tiers };
        command.SetAction(parsed =>
        {
            var reading = EditionReader.Read(parsed.GetRequiredValue(folder).ToString(), new(2000, 1, 1));
            if (reading.Edition is not { } edition) return parsed.Refuses(reading.Problems);
            if (!edition.Tiers.TryGet(out var all) || all.Any(t => !t.Quota.IsSettled || t.MinScore is { IsSettled: false })) return parsed.Refuses(Problem.NotNow("allocate.unpublished").With("edition", edition.Key));
            var file = parsed.GetRequiredValue(scores);
            if (parsed.RefusesMissing(file) is { } missing) return missing;
            var (entries, problems) = ScoreFiles.Read(file.ToString(), [.. edition.Categories.Select(c => c.Code)]);
            if (entries is null) return parsed.Refuses(problems);

            var proposal = PrizeAllocation.Propose(AwardDecision.RulesOf(edition), [.. entries.Select(e => e.Contender)]);
            var chance = entries.Where(e => e.PTop1 is not null).ToDictionary(e => e.Contender.Entry, e => e.PTop1!.Value, StringComparer.Ordinal);
            AllocateLine[] lines = [.. proposal.Lines.Select(l => new AllocateLine(l.Entry, l.Category, l.Tier, l.Rank, Why(l, all[0].Code, chance)))];
            JudgingFiles.Write(parsed.GetRequiredValue(tiers), text => Write(text, lines));
            WithheldLine[] withheld = [.. proposal.Withheld.Select(w => new WithheldLine(w.Category, w.Tier, w.Places, PrizeText.English(w.Reason)))];
            return parsed.Answers(new AllocateAnswer(edition.Key, lines, withheld),
                [Texts.Of("judging.allocated", ("entries", lines.Length), ("given", lines.Count(l => l.Tier is not null)), ("edition", edition.Key)),
                .. withheld.Select(w => Texts.Of("judging.withheld", ("category", w.Category), ("tier", w.Tier), ("places", w.Places)))]);
        });
        return command;
    }

    /// <summary>The reason, why not higher, and whether the highest tier is sure.</summary>
    private static string Why(PrizeLine line, string highest, Dictionary<string, double> chance)
    {
        var why = PrizeText.English(line.Reason);
        if (line.WhyNotHigher is { } higher) why += $"; {PrizeText.English(higher)}";
        if (line.Best == highest && chance.TryGetValue(line.Entry, out var p) && p < TooClose.Settled)
            why += string.Create(CultureInfo.InvariantCulture, $"; too close to call: P(first) = {p:0.00}");
        return why;
    }

    private static void Write(TextWriter text, IEnumerable<AllocateLine> lines)
    {
        text.Write("entry,category,tier,rank,reason\n");
        foreach (var l in lines)
            text.Write(string.Create(CultureInfo.InvariantCulture, $"{Csv.Quote(l.Entry)},{Csv.Quote(l.Category)},{Csv.Quote(l.Tier ?? "")},{l.Rank},{Csv.Quote(l.Reason)}\n"));
    }

    private static int Refuses(this ParseResult parsed, IReadOnlyList<EditionProblem> problems)
    {
        foreach (var problem in problems)
            foreach (var language in Language.Spoken) parsed.InvocationConfiguration.Error.WriteLine(problem.In(language));
        return (int)ExitCode.Invalid;
    }
}
