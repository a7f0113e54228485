using System.CommandLine;
using System.Text.Json;
using BangVang.Domain.Kernel;

namespace BangVang.Cli.Kernel;

/// <summary>How a command answers: prose or one JSON document on standard output, refusals on standard error.</summary>
internal static class Answer
{
    private static readonly JsonSerializerOptions Indented = new(App.Kernel.Json.Options) { WriteIndented = true };

    /// <summary>Prints <paramref name="document"/> with <c>--json</c>, otherwise the lines of <paramref name="prose"/>.</summary>
    public static int Answers<T>(this ParseResult parsed, T document, IEnumerable<string> prose, ExitCode code = ExitCode.Done)
    {
        var output = parsed.InvocationConfiguration.Output;
        if (parsed.GetValue(CommandLine.Json)) output.WriteLine(JsonSerializer.Serialize(document, Indented));
        else foreach (var line in prose) output.WriteLine(line);
        return (int)code;
    }

    /// <summary>Prints, in both languages, that what was checked does not hold; ends with <see cref="ExitCode.False"/>.</summary>
    public static int Denies(this ParseResult parsed, Problem problem)
    {
        foreach (var line in Texts.InBoth(problem.Code, [.. problem.Args.Select(a => (a.Key, a.Value))])) parsed.InvocationConfiguration.Error.WriteLine($"{problem.Code}: {line}");
        return (int)ExitCode.False;
    }

    /// <summary>Prints <c>word.reason: sentence</c>, and ends with the exit code of that kind of refusal.</summary>
    public static int Refuses(this ParseResult parsed, Problem problem)
    {
        foreach (var line in Texts.Of(problem.Code, problem.Args).Split(Environment.NewLine))
            parsed.InvocationConfiguration.Error.WriteLine($"{problem.Code}: {line}");
        return (int)ExitCodes.Of(problem.Kind);
    }
}
