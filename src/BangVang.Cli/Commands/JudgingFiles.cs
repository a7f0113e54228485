using System.CommandLine;
using BangVang.Cli.Kernel;
using BangVang.Domain.Kernel;
using BangVang.Judging;

namespace BangVang.Cli.Commands;

/// <summary>What the commands of judging have in common: tables in, tables out, every wrong line named.</summary>
internal static class JudgingFiles
{
    public static Option<FileInfo> In(string name, string vietnamese, string english) =>
        new(name) { Required = true, HelpName = "FILE", Description = Language.Say(vietnamese, english) };

    public static Option<FileInfo?> Out(string name, string vietnamese, string english) =>
        new(name) { HelpName = "FILE", Description = Language.Say(vietnamese, english) };

    /// <summary>Null when the file is there, otherwise the exit code after saying so.</summary>
    public static int? RefusesMissing(this ParseResult parsed, FileInfo file) =>
        file.Exists ? null : parsed.Refuses(Problem.NotFound("judging.no_file").With("file", file.ToString()));

    /// <summary>Each problem on a line of its own on standard error, in each language spoken.</summary>
    public static int Refuses(this ParseResult parsed, IReadOnlyList<FileProblem> problems)
    {
        foreach (var problem in problems)
        {
            var sentence = Texts.Of($"file.{problem.Code}", [.. problem.Reason.Args.Select(a => (a.Name, a.Value))]);
            foreach (var line in sentence.Split(Environment.NewLine)) parsed.InvocationConfiguration.Error.WriteLine($"{problem.File}:{problem.Line}: {problem.Code}: {line}");
        }
        return (int)ExitCode.Invalid;
    }

    /// <summary>Writes a file whole: a name ending in ".gz" compressed.</summary>
    public static void Write(FileInfo? file, Action<TextWriter> write)
    {
        if (file is null) return;
        using var text = Csv.Create(file.FullName);
        write(text);
    }
}
