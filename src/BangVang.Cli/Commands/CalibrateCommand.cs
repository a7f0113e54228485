using System.CommandLine;
using System.Globalization;
using BangVang.Cli.Kernel;
using BangVang.Domain.Kernel;
using BangVang.Judging;
using BangVang.Judging.Calibration;
using BangVang.Judging.Ranks;

namespace BangVang.Cli.Commands;

internal static class CalibrateCommand
{
    private static readonly string[] Models = [.. Enum.GetNames<CalibrationModel>().Select(n => n.ToLowerInvariant())];

    public static Command Create()
    {
        var ratings = JudgingFiles.In("--ratings", "Điểm: entry,juror,score[,criterion][,weight][,facet:TÊN…].", "Marks: entry,juror,score[,criterion][,weight][,facet:NAME…].");
        var model = new Option<string>("--model") { HelpName = "MODEL", DefaultValueFactory = _ => "mixed", Description = Language.Say($"Mô hình: {string.Join(", ", Models)}; mặc định mixed.", $"The model: {string.Join(", ", Models)}; mixed by default.") };
        model.AcceptOnlyFromAmong(Models);
        var steps = new Option<string>("--steps") { HelpName = "STEPS", DefaultValueFactory = _ => "rating-scale", Description = Language.Say("Các bậc điểm của rasch: rating-scale (chung) hoặc partial-credit (riêng từng tiêu chí).", "The steps of rasch: rating-scale (shared) or partial-credit (each criterion its own).") };
        steps.AcceptOnlyFromAmong("rating-scale", "partial-credit");
        var scale = new Option<string?>("--scale") { HelpName = "MIN,MAX,STEP", Description = Language.Say("Thang điểm của rasch và cumulative; mặc định là số nguyên từ điểm thấp nhất đến cao nhất.", "The scale of rasch and cumulative; whole numbers from the lowest to the highest mark by default.") };
        var seed = new Option<string>("--seed") { HelpName = "TEXT", DefaultValueFactory = _ => "1", Description = Language.Say("Hạt giống của các lượt rút để đếm thứ hạng; ghi vào báo cáo.", "Seed of the draws that ranks are counted in; recorded in the report.") };
        var entries = new Option<FileInfo>("--out") { Required = true, HelpName = "FILE", Description = Language.Say("Kết quả của hồ sơ.", "What is found of entries.") };
        var jurors = JudgingFiles.Out("--jurors-out", "Kết quả của giám khảo.", "What is found of jurors.");
        var report = JudgingFiles.Out("--report", "Báo cáo JSON.", "A report in JSON.");
        var command = new ExplainedCommand("calibrate",
            "Hiệu chỉnh điểm theo độ nghiêm của giám khảo, kèm độ không chắc chắn và khoảng thứ hạng.",
            "Takes the severity of jurors out of their marks, with doubt and rank intervals.",
            "./bangvang calibrate --ratings marks.csv --out entries.csv --jurors-out jurors.csv --report report.json") { ratings, model, steps, scale, seed, entries, jurors, report };
        command.SetAction(parsed =>
        {
            var file = parsed.GetRequiredValue(ratings);
            if (parsed.RefusesMissing(file) is { } missing) return missing;
            if (!TryScale(parsed.GetValue(scale), out var marks)) return parsed.Refuses(Problem.Invalid("judging.scale").With("text", parsed.GetValue(scale)!));
            var (read, problems) = RatingFiles.Read(file.ToString());
            if (read is null) return parsed.Refuses(problems);

            var options = new CalibrationOptions(
                Enum.Parse<CalibrationModel>(parsed.GetRequiredValue(model), ignoreCase: true),
                parsed.GetRequiredValue(steps) == "partial-credit" ? RaschSteps.PartialCredit : RaschSteps.RatingScale, marks, parsed.GetRequiredValue(seed));
            try
            {
                var before = Environment.CpuUsage.TotalTime;
                var result = Calibrator.Fit(read, options);
                var draws = RankDraws.Of(result, options.Seed);
                var ranking = draws.Ranking();
                var document = CalibrationReport.Of(result, options.Seed, draws.Count, (Environment.CpuUsage.TotalTime - before).TotalSeconds).With(JurorAgreement.Of(read, options.Seed));
                JudgingFiles.Write(parsed.GetRequiredValue(entries), text => RatingFiles.WriteEntries(text, result, ranking));
                JudgingFiles.Write(parsed.GetValue(jurors), text => RatingFiles.WriteJurors(text, result));
                JudgingFiles.Write(parsed.GetValue(report), text => text.Write(document.ToJson() + "\n"));
                Warn(parsed, result);
                return parsed.Answers(document, [Texts.Of("judging.calibrated", ("entries", result.Entries.Count), ("jurors", result.Jurors.Count), ("model", document.Model))]);
            }
            catch (CalibrationException e) { return parsed.Refuses(Refusal(e.Reason)); }
        });
        return command;
    }

    /// <summary>What must not be overlooked, on standard error: the fit is returned all the same.</summary>
    private static void Warn(ParseResult parsed, CalibrationResult result)
    {
        if (!result.Connected)
        {
            parsed.Refuses(Problem.Conflict("calibrate.not_connected").With("count", result.Groups.Count)
                .With("first", Some(result.Groups[0].Entries)).With("second", Some(result.Groups[1].Entries)));
        }
        if (!result.Converged) parsed.Refuses(Problem.Conflict("calibrate.not_converged").With("iterations", result.Iterations));
    }

    private static string Some(IReadOnlyList<string> names) => names.Count <= 5 ? string.Join(", ", names) : $"{string.Join(", ", names.Take(5))}, … ({names.Count})";

    private static Problem Refusal(Reason reason) => reason.Args.Aggregate(Problem.Invalid(reason.Code), (problem, arg) => problem.With(arg.Name, arg.Value));

    private static bool TryScale(string? text, out MarkScale? scale)
    {
        scale = null;
        if (text is null) return true;
        var parts = text.Split(',').Select(p => double.TryParse(p, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : double.NaN).ToArray();
        if (parts.Length != 3 || parts.Any(double.IsNaN) || parts[1] <= parts[0] || parts[2] <= 0) return false;
        scale = new(parts[0], parts[1], parts[2]);
        return true;
    }
}
