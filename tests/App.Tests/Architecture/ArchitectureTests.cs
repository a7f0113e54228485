using BangVang.Testing;
using Shouldly;
using Xunit;

namespace BangVang.App.Tests.Architecture;

/// <summary>The arrows of the house, read from the compiled projects: who may know whom, and who may not.</summary>
public sealed class ArchitectureTests : IDisposable
{
    /// <summary>Each project and the projects of ours it may use.</summary>
    private static readonly Dictionary<string, string[]> Projects = new()
    {
        ["BangVang.Judging"] = [],
        ["BangVang.Proof"] = [],
        ["BangVang.Domain"] = ["BangVang.Judging", "BangVang.Proof"],
        ["BangVang.App"] = ["BangVang.Domain", "BangVang.Judging", "BangVang.Proof"],
        ["BangVang.Storage.Sqlite"] = ["BangVang.App", "BangVang.Domain"],
        ["BangVang.Storage.Postgres"] = ["BangVang.App", "BangVang.Domain"],
        ["BangVang.Web"] = ["BangVang.App", "BangVang.Domain", "BangVang.Judging", "BangVang.Proof", "BangVang.Storage.Sqlite", "BangVang.Storage.Postgres"],
        ["BangVang.Cli"] = ["BangVang.App", "BangVang.Domain", "BangVang.Judging", "BangVang.Proof", "BangVang.Storage.Sqlite", "BangVang.Storage.Postgres"],
    };

    /// <summary>Each word and the words directly before it; what those know it may know too. Everybody knows the foundation.</summary>
    private static readonly Dictionary<string, string[]> Words = new()
    {
        ["People"] = [],
        ["Enterprises"] = ["People"],
        ["Indicators"] = [],
        ["Products"] = ["Enterprises"],
        ["Editions"] = ["People", "Enterprises"],
        ["Files"] = ["Editions"],
        ["Dossiers"] = ["Editions", "Files"],
        ["Screening"] = ["Dossiers"],
        ["Panels"] = ["Screening"],
        ["Scoring"] = ["Panels"],
        ["Decisions"] = ["Scoring"],
        ["Simulation"] = ["Decisions"],
        ["Laureates"] = ["Decisions"],
        ["Bundles"] = ["Laureates"],
        ["Certificates"] = ["Laureates", "Forum"],
        ["Secretariat"] = ["Laureates", "Files"],
        ["Forum"] = ["People", "Enterprises", "Dossiers", "Indicators"],
        ["Ceremony"] = ["Forum", "Decisions", "Laureates", "Certificates", "Secretariat"],
        ["Showcase"] = ["Laureates", "Products", "Indicators", "Forum", "Ceremony", "Secretariat"],
        ["Demo"] = ["Showcase", "Secretariat", "Certificates"],
        ["Backups"] = ["Files"],
    };

    /// <summary>The two that gather what all words have: the unit of work their sets, the settings their options.</summary>
    private static readonly string[] Gathering = ["BangVang.App.Storage.BangVangDb", "BangVang.App.Kernel.InstallationOptions"];

    /// <summary>Folders that belong to no word of the award and know none.</summary>
    private static readonly string[] Foundation = ["Kernel", "Ports", "Storage", "Log", "Mail", "Documents", "Signing", "Keys"];

    private readonly Dictionary<string, Code> code = Projects.Keys.ToDictionary(name => name, name => new Code(Built(name)));

    [Fact]
    public void Projects_know_each_other_only_along_the_arrows()
    {
        foreach (var (name, allowed) in Projects)
            code[name].Assemblies.Where(a => a.StartsWith("BangVang.", StringComparison.Ordinal)).Except(allowed).ShouldBeEmpty(name);
    }

    [Theory]
    [InlineData("BangVang.Judging")]
    [InlineData("BangVang.Proof")]
    [InlineData("BangVang.Domain", "NodaTime")]
    public void Decisions_are_made_of_plain_code(string project, params string[] alsoAllowed) =>
        code[project].Assemblies.Where(a => !a.StartsWith("System.", StringComparison.Ordinal) && !a.StartsWith("BangVang.", StringComparison.Ordinal))
            .Except(alsoAllowed).ShouldBeEmpty();

    [Fact]
    public void Decisions_touch_no_file_network_console_or_clock()
    {
        string[] outside = ["System.IO.File", "System.IO.Directory", "System.IO.FileStream", "System.IO.FileInfo", "System.Console", "NodaTime.SystemClock"];
        Naming("BangVang.Domain", t => outside.Contains($"{t}") || t.Namespace is "System.Net.Http" or "System.Net.Sockets").ShouldBeEmpty();
    }

    /// <summary>HotCRP, CVE-2026-23836: a formula of scores that was run as code. Here a rule is a record of a closed vocabulary.</summary>
    [Theory]
    [InlineData("BangVang.Judging")]
    [InlineData("BangVang.Domain")]
    [InlineData("BangVang.App")]
    [InlineData("BangVang.Web")]
    [InlineData("BangVang.Cli")]
    public void Score_formula_is_data_never_code(string project)
    {
        string[] runners = ["System.Data.DataTable", "System.Reflection.Emit.DynamicMethod", "System.Reflection.Emit.AssemblyBuilder", "System.CodeDom.Compiler.CodeDomProvider"];
        code[project].Assemblies.ShouldNotContain(a => a.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal) || a.Contains("Script", StringComparison.Ordinal) || a == "System.Linq.Dynamic.Core");
        Naming(project, t => runners.Contains($"{t}")).ShouldBeEmpty();
    }

    /// <summary>Indico, CVE-2026-107394: a server made to call addresses inside. This one calls nobody but its mail server, the witnesses, the time-stamp authority and the signing service of its settings, whose redirections it does not follow; the command verify calls the log whose address was typed.</summary>
    [Fact]
    public void Outbound_http_rejects_private_and_rebound_addresses_after_resolution_by_making_none()
    {
        foreach (var project in (string[])["BangVang.Judging", "BangVang.Domain", "BangVang.App", "BangVang.Web", "BangVang.Cli"])
            Naming(project, t => $"{t}" is "System.Net.Http.HttpClient" or "System.Net.Http.HttpMessageInvoker" or "System.Net.WebRequest" or "System.Net.WebClient" or "System.Net.Sockets.Socket")
                .Where(n => !n.StartsWith("BangVang.Cli.Commands.VerifyCommand names ", StringComparison.Ordinal) && !n.StartsWith("BangVang.App.Log.HttpWitnessLine names ", StringComparison.Ordinal)
                    && !n.StartsWith("BangVang.App.Signing.HttpTimeStampAuthority names ", StringComparison.Ordinal) && !n.StartsWith("BangVang.App.Signing.RemoteSigner names ", StringComparison.Ordinal)).ShouldBeEmpty(project);
        code["BangVang.App"].References.Where(from => from.Any(t => $"{t}" == "System.Net.Sockets.TcpClient")).Select(from => from.Key.Name).ShouldBe(["SmtpLine"]);
    }

    [Fact]
    public void The_application_knows_no_web() =>
        code["BangVang.App"].Assemblies.ShouldNotContain(a => a.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal));

    [Theory]
    [InlineData("BangVang.Domain")]
    [InlineData("BangVang.App")]
    public void An_earlier_word_knows_no_later_one(string project)
    {
        var wrong = code[project].References.Where(from => !Gathering.Contains($"{from.Key}")).SelectMany(from => from
            .Where(to => WordOf(from.Key) is { } word && WordOf(to) is { } other && word != other && !Knows(word, other))
            .Select(to => $"{from.Key} names {to}"));
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void The_web_reads_through_queries_and_not_through_sets() =>
        Naming("BangVang.Web", t => t is { Namespace: "Microsoft.EntityFrameworkCore", Name: "DbSet`1" }).ShouldBeEmpty();

    [Theory]
    [InlineData("BangVang.Web")]
    [InlineData("BangVang.Cli")]
    public void Only_the_program_itself_names_a_storage(string project)
    {
        var naming = code[project].References.Where(from => from.Any(t => t.Assembly.StartsWith("BangVang.Storage.", StringComparison.Ordinal))).Select(from => from.Key.Name);
        naming.ShouldBe(["Program"]);
    }

    [Fact]
    public void An_interface_outside_the_ports_has_more_than_one_implementation()
    {
        var implemented = code.Values.SelectMany(c => c.Implemented).ToList();
        var lonely = new[] { "BangVang.Domain", "BangVang.App" }.SelectMany(p => code[p].Interfaces)
            .Where(i => i.Namespace != "BangVang.App.Ports" && implemented.Count(t => t == i) < 2);
        lonely.ShouldBeEmpty();
    }

    /// <summary>The types of a project that name something, with what they name.</summary>
    private IEnumerable<string> Naming(string project, Func<TypeName, bool> what) =>
        code[project].References.SelectMany(from => from.Where(what).Select(to => $"{from.Key} names {to}"));

    /// <summary>True when <paramref name="word"/> comes after <paramref name="other"/>, or <paramref name="other"/> is foundation.</summary>
    private static bool Knows(string word, string other) =>
        Foundation.Contains(other) || (!Foundation.Contains(word) && Before(word).Any(before => before == other || Knows(before, other)));

    private static string[] Before(string word) =>
        Words.GetValueOrDefault(word) ?? throw new InvalidOperationException($"{word} is no word the architecture knows: give it its place in this test.");

    /// <summary>"Dossiers" for BangVang.Domain.Dossiers and BangVang.App.Dossiers.Drafts; null for what belongs to nobody.</summary>
    private static string? WordOf(TypeName type) =>
        type.Namespace.Split('.') is ["BangVang", "Domain" or "App", var word, ..] ? word : null;

    /// <summary>Where the build of this configuration left a project; its reference in the project file makes it be there.</summary>
    private static string Built(string project)
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        return Path.Combine(Repository.Root, "src", project, "bin", output.Parent!.Name, output.Name, $"{project}.dll");
    }

    public void Dispose()
    {
        foreach (var each in code.Values) each.Dispose();
    }
}
