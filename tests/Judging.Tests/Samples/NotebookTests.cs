using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace BangVang.Judging.Tests.Samples;

/// <summary>The worked example and the page that shows it say the same: the page is the program, cell by cell, with what it prints.</summary>
public sealed partial class NotebookTests
{
    private const string Cell = "// %% [markdown] ";
    internal static readonly string Root = RootAbove(AppContext.BaseDirectory);
    private static readonly string Folder = Path.Combine(Root, "samples", "Notebook");

    [Fact]
    public async Task The_page_shows_the_program_and_what_it_prints()
    {
        var page = PageOf(await File.ReadAllLinesAsync(Path.Combine(Folder, "Program.cs")), await PrintedAsync());
        var golden = Path.Combine(Folder, "README.md");
        if (Environment.GetEnvironmentVariable("BANGVANG_WRITE_GOLDEN") == "1") await File.WriteAllTextAsync(golden, page);
        (await File.ReadAllTextAsync(golden)).ShouldBe(page, "when the change is meant, write the page anew: BANGVANG_WRITE_GOLDEN=1");
    }

    /// <summary>For each cell its sentences, its code, and what stands between its heading and the next one in the output.</summary>
    private static string PageOf(string[] program, string printed)
    {
        var said = Heading().Split(printed).Skip(1).Chunk(2).ToDictionary(part => part[0], part => part[1].Trim('\n'), StringComparer.Ordinal);
        var page = new StringBuilder();
        var starts = program.Index().Where(l => l.Item.StartsWith(Cell, StringComparison.Ordinal)).Select(l => l.Index).Append(program.Length).ToArray();
        foreach (var (from, to) in starts.Zip(starts.Skip(1)))
        {
            var lines = program[from..to];
            var told = 1 + lines.Skip(1).TakeWhile(l => l.StartsWith("// ", StringComparison.Ordinal)).Count();
            page.Append(lines[0][Cell.Length..]).Append(lines[0][Cell.Length..].StartsWith('#') ? "\n\n" : "\n");
            foreach (var sentence in lines[1..told]) page.Append(sentence[3..]).Append('\n');
            var code = string.Join('\n', lines[told..]).Trim('\n');
            page.Append("\n```csharp\n").Append(code).Append("\n```\n");
            if (Titled().Match(code) is { Success: true } title) page.Append("\n```text\n").Append(said[title.Groups[1].Value]).Append("\n```\n");
            if (to < program.Length) page.Append('\n');
        }
        return page.ToString();
    }

    private static async Task<string> PrintedAsync()
    {
        var built = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, StandardOutputEncoding = Encoding.UTF8 };
        start.ArgumentList.Add(Path.Combine(Folder, "bin", built.Parent!.Name, built.Name, "Notebook.dll"));
        using var process = Process.Start(start)!;
        var printed = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0);
        return printed;
    }

    private static string RootAbove(string folder) => File.Exists(Path.Combine(folder, "BangVang.slnx")) ? folder : RootAbove(Path.GetDirectoryName(folder)!);

    [GeneratedRegex("^# (.*)\n", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex("Console\\.WriteLine\\(\"# ([^\"]*)\"\\);")]
    private static partial Regex Titled();
}
