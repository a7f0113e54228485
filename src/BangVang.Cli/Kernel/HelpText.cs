using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;

namespace BangVang.Cli.Kernel;

/// <summary>A command that explains itself with an example.</summary>
public sealed class ExplainedCommand(string name, string vietnamese, string english, string example) : Command(name, Language.Say(vietnamese, english))
{
    /// <summary>A whole line that can be typed as it stands.</summary>
    public string Example { get; } = example;
}

/// <summary>What <c>--help</c> prints, in the languages of the terminal.</summary>
internal sealed class HelpText : SynchronousCommandLineAction
{
    private const int Column = 28;

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var output = parsed.InvocationConfiguration.Output;
        output.WriteLine(command.Description);
        output.WriteLine();
        output.WriteLine($"{Language.Say("Cách dùng:", "Usage:").ReplaceLineEndings(" / ")} {Usage(command)}");
        Write(output, command.Subcommands.Where(c => !c.Hidden).Select(c => (c.Name, c.Description)));
        Write(output, command.Arguments.Select(a => (a.Name, a.Description)));
        var recursive = command.Parents.OfType<Command>().SelectMany(p => p.Options).Where(o => o.Recursive);
        Write(output, command.Options.Concat(recursive).Where(o => o is { Hidden: false, Description: not null } and not HelpOption and not VersionOption).Select(o => ($"{o.Name} {o.HelpName}", o.Description)));
        if (command is ExplainedCommand { Example: var example })
        {
            output.WriteLine();
            output.WriteLine($"{Language.Say("Ví dụ:", "Example:").ReplaceLineEndings(" / ")} {example}");
        }
        return (int)ExitCode.Done;
    }

    /// <summary><c>./bangvang edition check</c>.</summary>
    public static string PathOf(Command command) => command is RootCommand ? "./bangvang" : $"{PathOf(command.Parents.OfType<Command>().First())} {command.Name}";

    private static string Usage(Command command)
    {
        var arguments = command.Arguments.Select(a => a.Arity.MinimumNumberOfValues == 0 ? $"[{a.Name}]" : a.Name);
        var options = command.Options.Where(o => o is { Required: true }).Select(o => $"{o.Name} {o.HelpName}");
        return string.Join(' ', [PathOf(command), .. command.Subcommands.Count > 0 ? (string[])["COMMAND"] : [], .. arguments, .. options, "[OPTION…]"]);
    }

    private static void Write(TextWriter output, IEnumerable<(string Name, string? Description)> rows)
    {
        var first = true;
        foreach (var (name, description) in rows)
        {
            if (first) output.WriteLine();
            first = false;
            var lines = (description ?? "").Split(Environment.NewLine);
            output.WriteLine($"  {name.Trim().PadRight(Column - 4)}  {lines[0]}");
            foreach (var line in lines[1..]) output.WriteLine($"{new string(' ', Column)}{line}");
        }
    }
}
