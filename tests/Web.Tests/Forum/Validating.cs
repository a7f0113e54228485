using System.Diagnostics;
using System.Text.Json.Nodes;
using BangVang.Testing;

namespace BangVang.Web.Tests.Forum;

/// <summary>Programs of others that read our feeds. Each takes a file and says what it thinks of it.</summary>
internal static class Validating
{
    private static readonly string Home = Path.Combine(Repository.Root, "tests/Web.Tests/Forum/Validators"), Schemas = Path.Combine(Repository.Root, "tests/Web.Tests/Forum/Schemas");
    private static readonly Lock Installing = new();

    /// <summary>Empty when valid, else what xmllint says.</summary>
    public static string Xml(string content) => WithFile(content, file =>
        Run("xmllint", "--noout", "--nonet", "--schema", Path.Combine(Schemas, "schedule.xsd"), file) is { Code: not 0 } refused ? refused.Said : "");

    /// <summary>Empty when valid, else the complaints of Ajv.</summary>
    public static string Json(string content) => WithFile(content, file =>
    {
        var told = JsonNode.Parse(Node("schema", Path.Combine(Schemas, "schedule.schema.json"), file))!;
        return told["valid"]!.GetValue<bool>() ? "" : told["errors"]!.ToJsonString();
    });

    /// <summary>What ical.js understands.</summary>
    public static JsonArray IcalJs(string content) => WithFile(content, file => JsonNode.Parse(Node("ical", file))!.AsArray());

    /// <summary>What python3-icalendar understands.</summary>
    public static JsonArray IcalPython(string content) => WithFile(content, file =>
        Run("/usr/bin/python3", Path.Combine(Home, "read_ics.py"), file) is { Code: 0 } read ? JsonNode.Parse(read.Said)!.AsArray() : throw new InvalidOperationException("icalendar cannot read it"));

    private static string Node(params string[] arguments)
    {
        // The lock file names each package with its hash; nothing else is installed.
        lock (Installing)
            if (!Directory.Exists(Path.Combine(Home, "node_modules"))) Demand(Run("npm", "ci", "--prefix", Home, "--no-audit", "--no-fund"));
        return Demand(Run("node", [Path.Combine(Home, "validate.mjs"), .. arguments]));
    }

    private static string Demand((int Code, string Said) run) => run.Code == 0 ? run.Said : throw new InvalidOperationException(run.Said);

    private static T WithFile<T>(string content, Func<string, T> act)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, content);
            return act(file);
        }
        finally { File.Delete(file); }
    }

    private static (int Code, string Said) Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        var said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, process.ExitCode == 0 ? said : error.Result + said);
    }
}
