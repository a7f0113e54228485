using System.CommandLine;
using BangVang.App.Editions;
using BangVang.App.Scoring;
using BangVang.App.Simulation;
using BangVang.Cli.Kernel;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using NodaTime.Text;

namespace BangVang.Cli.Commands;

/// <summary>One problem of an edition, as <c>--json</c> prints it.</summary>
/// <param name="Line">From 1; 0 when the file as a whole is meant.</param>
/// <param name="Path">Where in the edition: <c>rounds[1].quorum</c>.</param>
public sealed record ProblemAnswer(string File, int Line, int Column, string Code, string Path, string Vietnamese, string English, string? Article)
{
    internal static ProblemAnswer Of(EditionProblem p) => new(p.At.File, p.At.Line, p.At.Column, p.Code, p.Path, p.Sentence.Vi, p.Sentence.En, p.Article);
}

/// <summary>A value without which a phase cannot open.</summary>
/// <param name="Disputed">True when sources disagree on it, false when none states it.</param>
public sealed record MissingAnswer(string Phase, string Path, bool Disputed);

/// <summary>What <c>edition check --json</c> prints.</summary>
/// <param name="Sound">True when there are no problems. Missing values are none: the edition can be archived and shown.</param>
/// <param name="Sha256">Of the edition's canonical form; null with problems, and for relative dates, which are fixed when it is published.</param>
public sealed record EditionCheckAnswer(bool Sound, string? Sha256, IReadOnlyList<ProblemAnswer> Problems, IReadOnlyList<MissingAnswer> Missing);

/// <summary>What <c>edition diff --json</c> prints.</summary>
public sealed record EditionDiffAnswer(IReadOnlyList<ChangeAnswer> Changes);

/// <param name="Path">Where it stands: <c>categories.potential.eligibility</c>.</param>
public sealed record ChangeAnswer(string Path, string Vietnamese, string English);

/// <summary>What <c>edition publish --json</c> prints.</summary>
/// <param name="Number">1 for the first publication, one more with each amendment.</param>
public sealed record EditionPublishAnswer(string Edition, int Number, string Sha256, Instant PublishedAt);

internal static class EditionCommands
{
    public static Command Create(AddStorage addStorage)
    {
        var edition = new Command("edition", Language.Say("Quy chế của một kỳ giải dưới dạng dữ liệu.", "The regulation of one year as data."));
        edition.Add(Check());
        edition.Add(Diff());
        edition.Add(Schema());
        edition.Add(Publish(addStorage));
        edition.Add(Simulate());
        return edition;
    }

    private static ExplainedCommand Check()
    {
        var folder = Folder("DIR");
        var command = new ExplainedCommand("check",
            "Báo mọi lỗi của một kỳ giải trong một lần, kèm dòng và điều khoản; cho biết giai đoạn nào còn thiếu giá trị để mở.",
            "Reports every problem of an edition at once, with line and article; says which phases lack a value they need to open.",
            "./bangvang edition check editions/demo/2026") { folder };
        command.SetAction(parsed =>
        {
            var place = parsed.GetRequiredValue(folder).ToString();
            var problems = EditionFolder.Check(place);
            parsed.Report(problems);
            var missing = EditionFolder.Missing(place).Select(m => new MissingAnswer(m.Phase, m.Missing.Path, m.Missing.Disputed)).ToList();
            var sha256 = EditionFolder.Snapshot(place)?.Sha256;
            IEnumerable<string> prose = problems.Count > 0 ? [] : [
                sha256 is null ? Texts.Of("edition.sound_relative", ("edition", place)) : Texts.Of("edition.sound", ("edition", place), ("sha256", sha256)),
                .. missing.Select(m => Texts.Of("edition.phase_waits", ("phase", m.Phase), ("path", m.Path), ("why", m.Disputed ? "disputed" : "unpublished")))];
            return parsed.Answers(new EditionCheckAnswer(problems.Count == 0, sha256, [.. problems.Select(ProblemAnswer.Of)], missing), prose, problems.Count == 0 ? ExitCode.Done : ExitCode.Invalid);
        });
        return command;
    }

    private static ExplainedCommand Diff()
    {
        var (before, after) = (Folder("BEFORE"), Folder("AFTER"));
        var command = new ExplainedCommand("diff",
            "Nói bằng lời những gì thay đổi giữa hai kỳ giải.",
            "Says in words what changed between two editions.",
            "./bangvang edition diff editions/make-in-viet-nam/2021 editions/make-in-viet-nam/2023") { before, after };
        command.SetAction(parsed =>
        {
            var (changes, problems) = EditionFolder.Diff(parsed.GetRequiredValue(before).ToString(), parsed.GetRequiredValue(after).ToString());
            parsed.Report(problems);
            if (changes is null) return (int)ExitCode.Invalid;
            var answer = new EditionDiffAnswer([.. changes.Select(c => new ChangeAnswer(c.Path, c.Sentence.Vi, c.Sentence.En))]);
            return parsed.Answers(answer, changes.Count == 0 ? [Texts.Of("edition.same")] : changes.Select(c => Language.Say(c.Sentence.Vi, c.Sentence.En)));
        });
        return command;
    }

    private static ExplainedCommand Schema()
    {
        var command = new ExplainedCommand("schema",
            "In JSON Schema của edition.yaml cho trình soạn thảo.",
            "Prints the JSON Schema of edition.yaml for editors; with --json the same.",
            "./bangvang edition schema > edition.schema.json");
        command.SetAction(parsed => parsed.InvocationConfiguration.Output.WriteLine(EditionFolder.Schema()));
        return command;
    }

    private static ExplainedCommand Publish(AddStorage addStorage)
    {
        var folder = Folder("DIR");
        var dayZero = new Option<string?>("--day-zero") { HelpName = "DATE", Description = Language.Say("Ngày mà day0+N được tính từ đó, dạng 2026-10-01.", "The day from which day0+N is counted, as 2026-10-01.") };
        var vi = new Option<string?>("--notice-vi") { HelpName = "TEXT", Description = Language.Say("Thông báo của bản sửa đổi, tiếng Việt.", "Notice of an amendment, in Vietnamese.") };
        var en = new Option<string?>("--notice-en") { HelpName = "TEXT", Description = Language.Say("Thông báo của bản sửa đổi, tiếng Anh.", "Notice of an amendment, in English.") };
        var command = new ExplainedCommand("publish",
            "Công bố kỳ giải thành một bản đánh số, có SHA-256, không thay đổi được; từ bản thứ hai là sửa đổi, phải kèm thông báo.",
            "Publishes an edition as a numbered, hashed snapshot that never changes; from the second on it is an amendment and needs a notice.",
            "./bangvang edition publish editions/make-in-viet-nam/2025 --data var/data") { folder, dayZero, vi, en };
        command.SetAction(async (parsed, ct) =>
        {
            await using var installation = Installation.Of(parsed, addStorage);
            if (await installation.NotReadyAsync(ct) is { } notReady) return parsed.Refuses(notReady);
            if (parsed.GetValue(vi) is null != parsed.GetValue(en) is null) return parsed.Refuses(Problem.Invalid("edition.notice_pair"));
            LocalDate? day = null;
            if (parsed.GetValue(dayZero) is { } text)
            {
                if (!LocalDatePattern.Iso.Parse(text).TryGetValue(default, out var date)) return parsed.Refuses(Problem.Invalid("edition.date_invalid").With("text", text));
                day = date;
            }

            var reading = EditionReader.Read(parsed.GetRequiredValue(folder).ToString(), day);
            if (reading.Problems.Count > 0) return parsed.Report(reading.Problems);
            await using var scope = installation.Open();
            var notice = parsed.GetValue(vi) is { } notified ? new LocalizedText(notified, parsed.GetValue(en)!) : null;
            var done = await scope.ServiceProvider.GetRequiredService<PublishEdition>().RunAsync(Actor.Console, reading, notice, ct);
            if (!done.TryGet(out var published, out var problem)) return parsed.Refuses(problem);
            return parsed.Answers(new EditionPublishAnswer(published.Key, published.Number, published.Sha256, published.PublishedAt),
                [Texts.Of("edition.published", ("edition", published.Key), ("number", published.Number), ("sha256", published.Sha256))]);
        });
        return command;
    }

    private static ExplainedCommand Simulate()
    {
        var folder = Folder("DIR");
        var dossiers = Count("--dossiers", "Số hồ sơ giả định.", "How many made-up dossiers are submitted.");
        var jurors = Count("--jurors", "Số giám khảo của mọi tiểu ban.", "How many jurors there are in all panels together.");
        var seed = new Option<string>("--seed") { Required = true, HelpName = "N", Description = Language.Say("Số gieo: cùng số gieo, cùng kết quả từng byte.", "The seed: the same seed gives the same bytes.") };
        var draws = new Option<int>("--draws") { HelpName = "N", DefaultValueFactory = _ => new SimulationPlan(1, 1, "").Draws, Description = Language.Say("Số lượt chấm thử (mặc định 100).", "How many draws are played (default 100).") };
        var minutes = new Option<int>("--minutes") { HelpName = "N", DefaultValueFactory = _ => new SimulationPlan(1, 1, "").MinutesPerDossier, Description = Language.Say("Giả định số phút chấm một hồ sơ (mặc định 45).", "Assumed minutes to read and mark one dossier (default 45).") };
        var objective = new Option<string>("--objective") { HelpName = "balanced|max-sum", DefaultValueFactory = _ => "balanced", Description = Language.Say("Cách giao hồ sơ: balanced (chia đều, bốc thăm; mặc định) hoặc max-sum (tổng độ phù hợp lớn nhất).", "How dossiers are given to jurors: balanced (spread evenly by lot; the default) or max-sum (largest total affinity).") };
        objective.AcceptOnlyFromAmong("balanced", "max-sum");
        var command = new ExplainedCommand("simulate",
            "Chạy thử cả kỳ giải trước khi mở: hồ sơ giả định qua đúng các quy định, phân công, chấm, tổng hợp, xếp giải; cho biết kết quả chắc đến đâu.",
            "Plays a whole edition before it opens: made-up dossiers through its real rules, assignment, scores, aggregation and prizes; says how sure the result would be.",
            "./bangvang edition simulate editions/demo/2026 --dossiers 250 --jurors 30 --seed 1") { folder, dossiers, jurors, seed, draws, minutes, objective };
        command.SetAction((parsed, ct) =>
        {
            // Relative dates count from a day that changes nothing: the report numbers the days from the first opening.
            var reading = EditionReader.Read(parsed.GetRequiredValue(folder).ToString(), new LocalDate(2000, 1, 1));
            if (reading.Edition is not { } edition) return Task.FromResult(parsed.Report(reading.Problems));
            var plan = new SimulationPlan(parsed.GetRequiredValue(dossiers), parsed.GetRequiredValue(jurors), parsed.GetRequiredValue(seed)) { Draws = parsed.GetValue(draws), MinutesPerDossier = parsed.GetValue(minutes), Objective = parsed.GetValue(objective) is "max-sum" ? PanelObjective.LargestTotal : PanelObjective.BalancedRandom };
            if (!EditionSimulator.Run(edition, plan, ct).TryGet(out var found, out var problem)) return Task.FromResult(parsed.Refuses(problem));

            var prose = Language.Spoken.SelectMany((language, i) => i == 0 ? SimulationText.Of(found, language) : ["", .. SimulationText.Of(found, language)]);
            foreach (var value in found.Unsettled.Where(u => u.Needed)) parsed.Refuses(Problem.NotNow("simulation.unsettled").With("sentence_vi", SimulationText.Sentence(value).Vi).With("sentence_en", SimulationText.Sentence(value).En));
            return Task.FromResult(parsed.Answers(found, prose, found.IsPlayed ? ExitCode.Done : ExitCode.Conflict));
        });
        return command;
    }

    private static Option<int> Count(string name, string vietnamese, string english) => new(name) { Required = true, HelpName = "N", Description = Language.Say(vietnamese, english) };

    private static Argument<DirectoryInfo> Folder(string name) => new(name) { Description = Language.Say("Thư mục có edition.yaml.", "Folder with edition.yaml.") };

    /// <summary>Each problem on a line of its own on standard error, in each language spoken.</summary>
    internal static int Report(this ParseResult parsed, IReadOnlyList<EditionProblem> problems)
    {
        foreach (var problem in problems)
            foreach (var language in Language.Spoken) parsed.InvocationConfiguration.Error.WriteLine(problem.In(language));
        return (int)ExitCode.Invalid;
    }
}
