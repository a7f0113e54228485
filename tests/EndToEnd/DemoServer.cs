using System.Diagnostics;
using BangVang.Testing;
using NodaTime;
using NodaTime.Text;
using Xunit;

namespace BangVang.EndToEnd;

/// <summary>A demonstration in a process of its own, on a free port of loopback and a data directory that goes with it.</summary>
public sealed class DemoServer : IAsyncLifetime
{
    private static readonly TimeSpan StartsWithin = TimeSpan.FromSeconds(60);

    private readonly string directory = Directory.CreateTempSubdirectory("bv-demo-").FullName;
    private readonly string root;
    private readonly string? postgres;
    private Process? process;

    private readonly Dictionary<string, string> doors = [];

    /// <summary>On its own SQLite file, with the editions of the repository.</summary>
    public DemoServer() : this(Repository.Root, null) { }

    private DemoServer(string root, string? postgres) => (this.root, this.postgres) = (root, postgres);

    /// <summary>A demonstration on a database of the engine, migrated by the server itself.</summary>
    /// <param name="root">Folder with <c>editions</c> and <c>data</c>.</param>
    /// <param name="database">Taken over: its file or database is the server's; whoever made it checks and removes it.</param>
    public static async Task<DemoServer> StartAsync(string root, TestDb database)
    {
        var server = new DemoServer(root, database.Engine is Engine.Postgres ? database.Place : null);
        // SQLite follows the link and keeps its journal beside the file itself.
        if (database.Engine is Engine.Sqlite) File.CreateSymbolicLink(Path.Combine(server.directory, "bangvang.db"), database.Place);
        await server.InitializeAsync();
        return server;
    }

    /// <summary><c>http://127.0.0.1:PORT</c></summary>
    public string Url { get; private set; } = "";

    /// <summary>The link that signs in as a made-up person: <c>applicant</c>, <c>juror-1</c>.</summary>
    public string SignIn(string role) => doors[role];

    public async Task InitializeAsync()
    {
        process = Start("--port", "0");
        var ready = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is null) ready.TrySetException(new InvalidOperationException("The demonstration ended before it was ready."));
            else if (line.Data.Split(' ') is ["sign-in", var role, var url]) doors[role] = url;
            else if (line.Data.StartsWith("ready ", StringComparison.Ordinal)) ready.TrySetResult(line.Data["ready ".Length..]);
        };
        process.BeginOutputReadLine();
        try { Url = await ready.Task.WaitAsync(StartsWithin); }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    /// <summary>Moves the clock of the award, as <c>bangvang demo --advance-to</c> does from another process.</summary>
    /// <exception cref="InvalidOperationException">The command refused.</exception>
    public async Task AdvanceToAsync(Instant moment)
    {
        using var command = Start("--advance-to", InstantPattern.ExtendedIso.Format(moment));
        var said = await command.StandardOutput.ReadToEndAsync();
        await command.WaitForExitAsync().WaitAsync(StartsWithin);
        if (command.ExitCode != 0) throw new InvalidOperationException($"The clock did not move to {moment}: {said}");
    }

    public async Task DisposeAsync()
    {
        if (process is not null)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }
        Directory.Delete(directory, recursive: true);
    }

    private Process Start(params string[] arguments)
    {
        var built = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var program = Path.Combine(Repository.Root, "src/BangVang.Web/bin", built.Parent!.Name, built.Name, "BangVang.Web.dll");
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        string[] place = postgres is null ? ["--DataDirectory", directory] : ["--DataDirectory", directory, "--Database:Postgres", postgres];
        foreach (var argument in (string[])[program, "demo", .. arguments, .. place]) start.ArgumentList.Add(argument);
        start.Environment["BANGVANG_ROOT"] = root;
        return Process.Start(start)!;
    }
}
