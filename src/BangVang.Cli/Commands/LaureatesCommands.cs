using System.CommandLine;
using System.Text;
using BangVang.App.Kernel;
using BangVang.App.Laureates;
using BangVang.Cli.Kernel;
using BangVang.Domain.Kernel;
using Microsoft.Extensions.DependencyInjection;

namespace BangVang.Cli.Commands;

/// <summary>Something wrong in a file, as <c>--json</c> prints it.</summary>
/// <param name="Line">From 1; 0 when the file as a whole is meant.</param>
public sealed record LineAnswer(int Line, string Code, string Sentence);

/// <summary>What <c>laureates import --json</c> prints.</summary>
/// <param name="Applied">False with <c>--dry-run</c>, with problems, and when the file changes nothing.</param>
public sealed record LaureatesImportAnswer(bool Applied, int Added, int Corrected, int Same, IReadOnlyList<LineAnswer> Problems);

/// <summary>What <c>laureates archive --json</c> prints.</summary>
/// <param name="Editions">Keys of the editions published or amended now.</param>
public sealed record LaureatesArchiveAnswer(IReadOnlyList<string> Editions, int Figures, int Added, int Corrected, IReadOnlyList<string> Problems);

internal static class LaureatesCommands
{
    public static Command Create(AddStorage addStorage)
    {
        var laureates = new Command("laureates", Language.Say("Bảng vàng: sản phẩm được vinh danh.", "The golden board: products that were honoured."));
        laureates.Add(Import(addStorage));
        laureates.Add(Archive(addStorage));
        return laureates;
    }

    private static ExplainedCommand Import(AddStorage addStorage)
    {
        var file = new Argument<FileInfo>("FILE") { Description = Language.Say("Tệp CSV, UTF-8, có dòng tiêu đề.", "CSV file, UTF-8, with a header line.") };
        var dryRun = new Option<bool>("--dry-run") { Description = Language.Say("Kiểm tra và cho biết sẽ thay đổi gì, không ghi.", "Checks and says what would change, writes nothing.") };
        var reason = new Option<string?>("--reason") { HelpName = "TEXT", Description = Language.Say("Lý do, khi tệp sửa dòng đã có; ai cũng đọc được.", "Why, when the file corrects lines; everyone can read it.") };
        var command = new ExplainedCommand("import",
            "Nhập Bảng vàng từ tệp CSV: kiểm tra toàn bộ, rồi ghi tất cả hoặc không ghi gì.",
            "Imports the golden board from a CSV file: checks all of it, then applies all of it or nothing.",
            "./bangvang laureates import data/laureates.csv --dry-run") { file, dryRun, reason };
        command.SetAction(async (parsed, ct) =>
        {
            await using var installation = Installation.Of(parsed, addStorage);
            if (await installation.NotReadyAsync(ct) is { } notReady) return parsed.Refuses(notReady);
            var place = parsed.GetRequiredValue(file);
            if (!place.Exists) return parsed.Refuses(Problem.NotFound("laureates.no_file").With("file", place.ToString()));

            var text = await File.ReadAllTextAsync(place.FullName, Encoding.UTF8, ct);
            await using var scope = installation.Open();
            var import = scope.ServiceProvider.GetRequiredService<ImportLaureates>();
            var plan = parsed.GetValue(dryRun)
                ? await import.PlanAsync(Actor.Console, text, ct)
                : await import.RunAsync(Actor.Console, text, fingerprint: null, parsed.GetValue(reason), ct);
            foreach (var problem in plan.Problems) parsed.InvocationConfiguration.Error.WriteLine($"{place}:{problem.Line}: {problem.Problem.Code}: {Sentence(problem.Problem)}");
            return parsed.Answers(Answer(plan, applied: plan.CanApply && !parsed.GetValue(dryRun)), plan.Problems.Count > 0 ? [] :
                [Texts.Of(parsed.GetValue(dryRun) ? "laureates.would_import" : "laureates.imported", ("add", plan.Count(PlannedKind.Add)), ("correct", plan.Count(PlannedKind.Correct)))],
                plan.Problems.Count == 0 ? ExitCode.Done : ExitCode.Invalid);
        });
        return command;
    }

    private static ExplainedCommand Archive(AddStorage addStorage)
    {
        var from = new Option<DirectoryInfo?>("--from") { HelpName = "DIR", Description = Language.Say("Thư mục có editions/ và data/; mặc định là thư mục của chương trình.", "Folder with editions/ and data/; by default the program's own.") };
        var command = new ExplainedCommand("archive",
            "Nhập kho lưu trữ: các kỳ giải trong editions/, số liệu và sản phẩm trong data/. Chạy lại không thay đổi gì.",
            "Imports the archive: the editions under editions/, figures and products under data/. Running it again changes nothing.",
            "./bangvang laureates archive --data var/data") { from };
        command.SetAction(async (parsed, ct) =>
        {
            await using var installation = Installation.Of(parsed, addStorage);
            if (await installation.NotReadyAsync(ct) is { } notReady) return parsed.Refuses(notReady);
            await using var scope = installation.Open();
            var result = await scope.ServiceProvider.GetRequiredService<ImportArchive>().RunAsync(Actor.Console, parsed.GetValue(from)?.FullName ?? InstallationConfiguration.Root, ct);
            if (!result.TryGet(out var done, out var problem)) return parsed.Refuses(problem);
            foreach (var line in done.Problems) parsed.InvocationConfiguration.Error.WriteLine(line);
            return parsed.Answers(new LaureatesArchiveAnswer(done.Editions, done.Figures, done.Added, done.Corrected, done.Problems),
                [Texts.Of("laureates.archived", ("editions", done.Editions.Count), ("figures", done.Figures), ("add", done.Added), ("correct", done.Corrected))],
                done.Problems.Count == 0 ? ExitCode.Done : ExitCode.Invalid);
        });
        return command;
    }

    private static LaureatesImportAnswer Answer(LaureatePlan plan, bool applied) => new(
        applied, plan.Count(PlannedKind.Add), plan.Count(PlannedKind.Correct), plan.Count(PlannedKind.Same),
        [.. plan.Problems.Select(p => new LineAnswer(p.Line, p.Problem.Code, Sentence(p.Problem)))]);

    private static string Sentence(Problem problem) => Texts.Of(problem.Code, problem.Args).ReplaceLineEndings(" / ");
}
