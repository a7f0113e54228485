using System.CommandLine;
using BangVang.App.Editions;
using BangVang.App.Forum;
using BangVang.App.Kernel;
using BangVang.Cli.Kernel;
using BangVang.Domain.Kernel;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using NodaTime.Text;

namespace BangVang.Cli.Commands;

/// <summary>What <c>forum check --json</c> prints.</summary>
/// <param name="Sound">True when there are no problems.</param>
public sealed record ForumCheckAnswer(bool Sound, IReadOnlyList<ProblemAnswer> Problems);

/// <summary>What <c>forum publish --json</c> prints.</summary>
/// <param name="Number">1 for the first publication, one more with each change.</param>
public sealed record ForumPublishAnswer(string Forum, int Number, string Sha256, Instant PublishedAt);

/// <summary>What <c>forum archive --json</c> prints.</summary>
/// <param name="Forums">Those published or changed now.</param>
public sealed record ForumArchiveAnswer(IReadOnlyList<string> Forums, IReadOnlyList<string> Problems);

internal static class ForumCommands
{
    /// <summary>Relative dates of a forum that is only checked are counted from a day that does not matter.</summary>
    private static readonly LocalDate AnyDay = new(2000, 1, 1);

    public static Command Create(AddStorage addStorage)
    {
        var forum = new Command("forum", Language.Say("Các kỳ Diễn đàn dưới dạng dữ liệu.", "Editions of the forum as data."));
        forum.Add(Check());
        forum.Add(Publish(addStorage));
        forum.Add(Archive(addStorage));
        return forum;
    }

    private static ExplainedCommand Check()
    {
        var folder = Folder();
        var command = new ExplainedCommand("check",
            "Báo mọi lỗi của tệp forum.yaml trong một lần, kèm dòng.",
            "Reports every problem of forum.yaml at once, with its line.",
            "./bangvang forum check forums/demo-2026") { folder };
        command.SetAction(parsed =>
        {
            var place = parsed.GetRequiredValue(folder).ToString();
            var problems = ForumReader.Read(place, AnyDay).Problems;
            parsed.Report(problems);
            return parsed.Answers(new ForumCheckAnswer(problems.Count == 0, [.. problems.Select(ProblemAnswer.Of)]),
                problems.Count > 0 ? [] : [Texts.Of("forum.sound", ("forum", place))], problems.Count == 0 ? ExitCode.Done : ExitCode.Invalid);
        });
        return command;
    }

    private static ExplainedCommand Publish(AddStorage addStorage)
    {
        var folder = Folder();
        var dayZero = new Option<string?>("--day-zero") { HelpName = "DATE", Description = Language.Say("Ngày mà day0+N được tính từ đó, dạng 2026-10-01.", "The day from which day0+N is counted, as 2026-10-01.") };
        var command = new ExplainedCommand("publish",
            "Công bố kỳ Diễn đàn thành một bản đánh số, có SHA-256, không thay đổi được; bản sau thay bản trước trên mọi trang.",
            "Publishes a forum as a numbered, hashed snapshot that never changes; a later one replaces it on every page.",
            "./bangvang forum publish forums/7 --data var/data") { folder, dayZero };
        command.SetAction(async (parsed, ct) =>
        {
            await using var installation = Installation.Of(parsed, addStorage);
            if (await installation.NotReadyAsync(ct) is { } notReady) return parsed.Refuses(notReady);
            LocalDate? day = null;
            if (parsed.GetValue(dayZero) is { } text)
            {
                if (!LocalDatePattern.Iso.Parse(text).TryGetValue(default, out var date)) return parsed.Refuses(Problem.Invalid("edition.date_invalid").With("text", text));
                day = date;
            }
            var reading = ForumReader.Read(parsed.GetRequiredValue(folder).ToString(), day);
            if (reading.Problems.Count > 0) return parsed.Report(reading.Problems);
            await using var scope = installation.Open();
            var done = await scope.ServiceProvider.GetRequiredService<PublishForum>().RunAsync(Actor.Console, reading, ct);
            if (!done.TryGet(out var published, out var problem)) return parsed.Refuses(problem);
            return parsed.Answers(new ForumPublishAnswer(published.Key, published.Number, published.Sha256, published.PublishedAt),
                [Texts.Of("forum.published", ("forum", published.Key), ("number", published.Number), ("sha256", published.Sha256))]);
        });
        return command;
    }

    private static ExplainedCommand Archive(AddStorage addStorage)
    {
        var from = new Option<DirectoryInfo?>("--from") { HelpName = "DIR", Description = Language.Say("Thư mục có forums/; mặc định là thư mục của chương trình.", "Folder with forums/; by default the program's own.") };
        var command = new ExplainedCommand("archive",
            "Nhập các kỳ Diễn đàn đã qua từ forums/. Chạy lại không thay đổi gì.",
            "Imports the forums of past years under forums/. Running it again changes nothing.",
            "./bangvang forum archive --data var/data") { from };
        command.SetAction(async (parsed, ct) =>
        {
            await using var installation = Installation.Of(parsed, addStorage);
            if (await installation.NotReadyAsync(ct) is { } notReady) return parsed.Refuses(notReady);
            await using var scope = installation.Open();
            var result = await scope.ServiceProvider.GetRequiredService<ImportForums>().RunAsync(Actor.Console, parsed.GetValue(from)?.FullName ?? InstallationConfiguration.Root, ct);
            if (!result.TryGet(out var done, out var problem)) return parsed.Refuses(problem);
            foreach (var line in done.Problems) parsed.InvocationConfiguration.Error.WriteLine(line);
            return parsed.Answers(new ForumArchiveAnswer(done.Published, done.Problems), [Texts.Of("forum.archived", ("forums", done.Published.Count))], done.Problems.Count == 0 ? ExitCode.Done : ExitCode.Invalid);
        });
        return command;
    }

    private static Argument<DirectoryInfo> Folder() => new("DIR") { Description = Language.Say("Thư mục có forum.yaml.", "Folder with forum.yaml.") };
}
