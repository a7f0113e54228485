using System.CommandLine;
using System.CommandLine.Parsing;
using System.Diagnostics;
using System.Globalization;
using BangVang.Cli.Kernel;
using BangVang.Domain.Kernel;
using BangVang.Judging;
using BangVang.Judging.Assignment;

namespace BangVang.Cli.Commands;

/// <summary>Assigns jurors to entries from files to a file; needs no installation and opens none.</summary>
internal sealed class AssignCommand
{
    private readonly Option<FileInfo> affinity = JudgingFiles.In("--affinity", "Độ phù hợp: số không có dòng tiêu đề (dòng = hồ sơ, cột = giám khảo), hoặc entry,juror,affinity.", "Affinities: numbers without a header (row = entry, column = juror), or entry,juror,affinity.");
    private readonly Option<FileInfo> entries = JudgingFiles.In("--entries", "Hồ sơ: entry,demand[,group].", "Entries: entry,demand[,group].");
    private readonly Option<FileInfo> jurors = JudgingFiles.In("--jurors", "Giám khảo: juror,min_load,max_load[,group].", "Jurors: juror,min_load,max_load[,group].");
    private readonly Option<FileInfo?> conflicts = JudgingFiles.Out("--conflicts", "Cặp không được phân công: entry,juror.", "Pairs that must not be: entry,juror.");
    private readonly Option<FileInfo?> pinned = JudgingFiles.Out("--pinned", "Cặp bắt buộc: entry,juror.", "Pairs that must be: entry,juror.");
    private readonly Option<string> objective = new("--objective")
    {
        HelpName = "max-sum|max-min|fair",
        DefaultValueFactory = _ => "max-sum",
        Description = Language.Say("Mục tiêu: tổng lớn nhất (mặc định), hồ sơ thấp nhất cao nhất, hoặc công bằng.", "Largest total (default), highest lowest entry, or the largest total above a floor."),
    };
    private readonly Option<double?> floor = Number("--floor", "T", "Tổng của mỗi hồ sơ ít nhất bằng T.", "Every entry's total is at least T.", double.IsFinite, "assign.number_invalid");
    private readonly Option<double?> groupCap = Number("--group-cap", "N", "Nhiều nhất N giám khảo cùng tổ chức cho một hồ sơ.", "At most N jurors of one organisation per entry.", n => n >= 1 && n <= int.MaxValue && n == Math.Floor(n), "assign.group_cap_invalid");
    private readonly Option<double?> diversity = Number("--diversity", "D", "Phần lớn nhất của tổng được đánh đổi để các hồ sơ dễ so sánh hơn (0.01 = 1 %).", "Largest share of the total to give up so that entries compare better (0.01 = 1 %).", d => d is >= 0 and < 1, "assign.share_invalid");
    private readonly Option<double?> randomize = Number("--randomize", "Q", "Bốc thăm, xác suất mỗi cặp nhiều nhất Q.", "Draws at random, no pair with a probability above Q.", q => q is > 0 and <= 1, "assign.probability_invalid");
    private readonly Option<string?> seed = new("--seed") { HelpName = "S", Description = Language.Say("Hạt giống công khai của lần bốc thăm hoặc tìm kiếm.", "Public seed of the draw, or of the search.") };
    private readonly Option<FileInfo?> marginals = JudgingFiles.Out("--marginals", "Ghi xác suất của mọi cặp: entry,juror,probability.", "Writes every pair's probability: entry,juror,probability.");
    private readonly Option<double?> timeLimit = Number("--time-limit", "SECONDS", "Thời gian tìm kiếm nhiều nhất, tính bằng giây.", "Most seconds of searching.", s => s is > 0 and <= 1e6, "assign.time_limit_invalid");
    private readonly Option<FileInfo> output = JudgingFiles.In("--out", "Ghi entry,juror,affinity.", "Writes entry,juror,affinity.");
    private readonly Option<FileInfo?> report = JudgingFiles.Out("--report", "Ghi các con số dưới dạng JSON.", "Writes the figures as JSON.");

    public static ExplainedCommand Create() => new AssignCommand().Command();

    private ExplainedCommand Command()
    {
        var command = new ExplainedCommand("assign",
            "Phân công giám khảo cho hồ sơ theo độ phù hợp; tổng lớn nhất là chính xác và được chứng minh.",
            "Assigns jurors to entries by affinity; the largest total is exact and proved.",
            "./bangvang assign --affinity affinity.csv --entries entries.csv --jurors jurors.csv --out assignment.csv --report report.json")
        {
            affinity, entries, jurors, conflicts, pinned, objective, floor, groupCap, diversity, randomize, seed, marginals, timeLimit, output, report,
        };
        objective.AcceptOnlyFromAmong("max-sum", "max-min", "fair");
        command.SetAction(Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        if (Contradiction(parsed) is { } problem) return parsed.Refuses(problem);
        var watch = Stopwatch.StartNew();
        var limit = parsed.GetValue(timeLimit) is { } seconds ? TimeSpan.FromSeconds(seconds) : TimeSpan.MaxValue;
        var (result, problems) = AssignmentFiles.Solve(Paths(parsed), Options(parsed), (int?)parsed.GetValue(groupCap), () => watch.Elapsed > limit);
        foreach (var wrong in problems) parsed.InvocationConfiguration.Error.WriteLine(wrong);
        if (result is null) return (int)ExitCode.Invalid;
        if (result.Shortage is { } reason) return parsed.Refuses(Refusal(reason));

        JudgingFiles.Write(parsed.GetRequiredValue(output), text => AssignmentFiles.Write(text, result.Pairs));
        JudgingFiles.Write(parsed.GetValue(marginals), text => AssignmentFiles.Write(text, result.Marginals));
        JudgingFiles.Write(parsed.GetValue(report), text => text.Write(result.Report!.ToJson() + "\n"));
        return parsed.Answers(result.Report!, Prose(result.Report!, parsed.GetRequiredValue(output)));
    }

    private AssignmentPaths Paths(ParseResult parsed) => new(
        parsed.GetRequiredValue(affinity).ToString(), parsed.GetRequiredValue(entries).ToString(), parsed.GetRequiredValue(jurors).ToString(),
        parsed.GetValue(conflicts)?.ToString(), parsed.GetValue(pinned)?.ToString());

    private AssignmentOptions Options(ParseResult parsed) => new(
        parsed.GetValue(objective) switch { "max-min" => Objective.MaxMin, "fair" => Objective.Fair, _ => Objective.MaxSum },
        parsed.GetValue(floor), parsed.GetValue(seed) ?? "0", parsed.GetValue(diversity), parsed.GetValue(randomize));

    /// <summary>Options that do not go together, or a file that is not there.</summary>
    private Problem? Contradiction(ParseResult parsed)
    {
        var random = parsed.GetValue(randomize) is not null;
        if (random && parsed.GetValue(seed) is null) return Problem.Invalid("assign.seed_missing");
        if (!random && parsed.GetValue(marginals) is not null) return Problem.Invalid("assign.marginals_without_randomize");
        if (random && (parsed.GetValue(objective) != "max-sum" || parsed.GetValue(floor) is not null || parsed.GetValue(diversity) is not null))
            return Problem.Invalid("assign.randomize_alone");
        FileInfo?[] read = [parsed.GetValue(affinity), parsed.GetValue(entries), parsed.GetValue(jurors), parsed.GetValue(conflicts), parsed.GetValue(pinned)];
        return read.FirstOrDefault(f => f is { Exists: false }) is { } missing ? Problem.NotFound("judging.no_file").With("file", missing.ToString()) : null;
    }

    private static Problem Refusal(Reason reason) => Problem.Invalid(reason.Code) with { Args = reason.Args.ToDictionary(a => a.Name, a => a.Value) };

    private static IEnumerable<string> Prose(AssignmentReport report, FileInfo output)
    {
        yield return Texts.Of("assign.done", ("file", output.ToString()), ("total", Figure(report.TotalAffinity)), ("lowest", Figure(report.MinEntryAffinity)),
            ("least", report.Loads.Min), ("most", report.Loads.Max));
        yield return report.Optimal
            ? Texts.Of("assign.proved", ("bound", Figure(report.DualBound)))
            : Texts.Of("assign.bounded", ("bound", Figure(report.DualBound)));
        if (report.RelativeQuality is { } quality)
            yield return Texts.Of("assign.drawn", ("seed", report.Seed), ("quality", Figure(quality)), ("support", report.Support!), ("entropy", Figure(report.Entropy!.Value)));
        if (report.Design is { Variance: { } variance } design)
            yield return Texts.Of("assign.design", ("variance", Figure(variance)), ("ideal", Figure(design.Ideal)), ("before", Figure(design.VarianceBefore ?? variance)));
        if (report.Design is { Components: > 1 } parts) yield return Texts.Of("assign.design_parts", ("parts", parts.Components));
    }

    private static string Figure(double value) => Math.Round(value, 6).ToString(CultureInfo.InvariantCulture);

    /// <summary>A number with a decimal point, whatever the language of the terminal.</summary>
    private static Option<double?> Number(string name, string helpName, string vietnamese, string english, Func<double, bool> isValid, string refusal) => new(name)
    {
        HelpName = helpName,
        Description = Language.Say(vietnamese, english),
        CustomParser = argument =>
        {
            var text = argument.Tokens.Single().Value;
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && isValid(number)) return number;
            argument.AddError(Texts.Of(refusal, ("option", name), ("text", text)).ReplaceLineEndings(" / "));
            return null;
        },
    };
}
