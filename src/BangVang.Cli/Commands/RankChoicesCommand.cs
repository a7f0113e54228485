using System.CommandLine;
using System.Text.Json.Serialization;
using BangVang.Cli.Kernel;
using BangVang.Domain.Kernel;
using BangVang.Judging.Choices;

namespace BangVang.Cli.Commands;

/// <summary>What <c>rank-choices --json</c> prints.</summary>
/// <param name="Reference">The first entry by name: estimates are differences to it.</param>
/// <param name="HeldBy">The standard deviation given with <c>--regularize</c>; null for plain maximum likelihood.</param>
public sealed record RankChoicesAnswer(
    [property: JsonPropertyName("model")] string Model, [property: JsonPropertyName("reference")] string Reference,
    [property: JsonPropertyName("log_likelihood")] double LogLikelihood, [property: JsonPropertyName("iterations")] int Iterations,
    [property: JsonPropertyName("converged")] bool Converged, [property: JsonPropertyName("regularized")] double? HeldBy,
    [property: JsonPropertyName("entries")] IReadOnlyList<StrengthAnswer> Entries);

/// <param name="StandardError">Of the difference to the reference.</param>
public sealed record StrengthAnswer(
    [property: JsonPropertyName("entry")] string Entry, [property: JsonPropertyName("estimate")] double Estimate, [property: JsonPropertyName("se")] double StandardError);

internal static class RankChoicesCommand
{
    public static Command Create()
    {
        var file = JudgingFiles.In("--in", "Lựa chọn: contest,entry,place[,count].", "Choices: contest,entry,place[,count].");
        var model = new Option<string>("--model") { Required = true, HelpName = "MODEL", Description = Language.Say("bradley-terry (từng cặp) hoặc plackett-luce (thứ tự của nhiều sản phẩm).", "bradley-terry (pairs) or plackett-luce (orders of several).") };
        model.AcceptOnlyFromAmong("bradley-terry", "plackett-luce");
        var regularize = new Option<double?>("--regularize") { HelpName = "SD", Description = Language.Say("Giữ các độ mạnh lại với nhau bằng phân phối chuẩn có độ lệch chuẩn này, để sản phẩm chưa từng thua cũng có ước lượng.", "Holds strengths together by a normal prior with this standard deviation, so that an entry that never lost has an estimate.") };
        var strengths = new Option<FileInfo>("--out") { Required = true, HelpName = "FILE", Description = Language.Say("Kết quả: entry,estimate,se.", "The result: entry,estimate,se.") };
        var command = new ExplainedCommand("rank-choices",
            "Xếp hạng từ các lần lựa chọn theo cặp hoặc theo thứ tự, kèm sai số chuẩn.",
            "Ranks from choices between pairs or orders of several, with standard errors.",
            "./bangvang rank-choices --in choices.csv --model bradley-terry --out strengths.csv") { file, model, regularize, strengths };
        command.SetAction(parsed =>
        {
            var place = parsed.GetRequiredValue(file);
            if (parsed.RefusesMissing(place) is { } missing) return missing;
            if (parsed.GetValue(regularize) is { } given && !(given > 0 && double.IsFinite(given))) return parsed.Refuses(Problem.Invalid("choices.regularize"));
            var (contests, problems) = ChoiceFiles.Read(place.ToString(), onlyPairs: parsed.GetRequiredValue(model) == "bradley-terry");
            if (contests is null) return parsed.Refuses(problems);

            var (result, refusal) = ChoiceModel.Fit(contests, parsed.GetValue(regularize));
            if (result is null) return parsed.Refuses(refusal!.Args.Aggregate(Problem.Invalid(refusal.Code), (problem, arg) => problem.With(arg.Name, arg.Value)));
            JudgingFiles.Write(parsed.GetRequiredValue(strengths), text => ChoiceFiles.Write(text, result));
            var answer = new RankChoicesAnswer(
                parsed.GetRequiredValue(model), result.Reference, result.LogLikelihood, result.Iterations, result.Converged, result.HeldBy,
                [.. result.Entries.Select(e => new StrengthAnswer(e.Entry, e.Estimate, e.StandardError))]);
            return parsed.Answers(answer, [Texts.Of("judging.ranked", ("entries", result.Entries.Count), ("contests", contests.Count), ("reference", result.Reference))]);
        });
        return command;
    }
}
