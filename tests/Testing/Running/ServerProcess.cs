using System.Collections.Concurrent;
using System.Diagnostics;

namespace BangVang.Testing.Running;

/// <summary>
/// The program as it is built, serving in a process of its own on a free port of loopback. Ended without warning, as by a
/// crash, unless it is asked to stop.
/// </summary>
public sealed class ServerProcess : IAsyncDisposable
{
    private const string Listening = "Now listening on: ";
    private static readonly TimeSpan StopsWithin = TimeSpan.FromSeconds(60);

    private readonly Process process;
    private readonly TaskCompletionSource<Uri> ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentQueue<string> said = new();

    private ServerProcess(ProcessStartInfo start)
    {
        process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Hear(line.Data);
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _ = process.WaitForExitAsync().ContinueWith(_ => ready.TrySetException(new InvalidOperationException($"The server ended before it was ready.\n{Said}")), TaskScheduler.Default);
    }

    /// <summary>Where it answers. Fails when it ends before it does.</summary>
    public Task<Uri> Ready => ready.Task;

    public bool HasEnded => process.HasExited;

    /// <summary>What it printed so far.</summary>
    public string Said => string.Join('\n', said);

    /// <summary>What it has cost of the processors, user and system together.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    /// <summary>Starts the server and does not wait for it.</summary>
    /// <param name="directory">What it keeps its data in.</param>
    /// <param name="postgres">Connection string; null for the embedded database in <paramref name="directory"/>.</param>
    /// <param name="settings">More settings, as <c>--Name value</c>.</param>
    /// <param name="program">Path of the server; null for the one that was built with the tests.</param>
    /// <param name="under">A program and its arguments that is given the server's command line to run, as <c>strace</c>.</param>
    public static ServerProcess Start(string directory, string? postgres = null, IEnumerable<string>? settings = null, string? program = null, IReadOnlyList<string>? under = null)
    {
        string[] command = [.. under ?? [], "dotnet", program ?? ProgramOf("BangVang.Web"), "serve", "--DataDirectory", directory, "--Database:Postgres", postgres ?? "", "--urls", "http://127.0.0.1:0", .. settings ?? []];
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        start.Environment["BANGVANG_ROOT"] = Repository.Root;
        if (program is null) start.Environment["ASPNETCORE_CONTENTROOT"] = Path.Combine(Repository.Root, "src/BangVang.Web");
        return new(start);
    }

    /// <summary>A program of this repository, built as the tests are built (Debug or Release).</summary>
    public static string ProgramOf(string project)
    {
        var built = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        return Path.Combine(Repository.Root, "src", project, "bin", built.Parent!.Name, built.Name, $"{project}.dll");
    }

    /// <summary>Ends it as a power switch would end it: SIGKILL, nothing is written any more.</summary>
    public async Task KillAsync()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
    }

    /// <summary>Asks it to stop and waits until it has.</summary>
    public async Task StopAsync()
    {
        using var ask = Process.Start("kill", ["-TERM", $"{ServerId()}"]);
        await ask.WaitForExitAsync();
        await process.WaitForExitAsync().WaitAsync(StopsWithin);
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited) await KillAsync();
        process.Dispose();
    }

    /// <summary>The server's own number: that of the only child when another program runs it.</summary>
    private int ServerId()
    {
        if (process.StartInfo.FileName == "dotnet") return process.Id;
        var children = File.ReadAllText($"/proc/{process.Id}/task/{process.Id}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return int.Parse(children.Single(), System.Globalization.CultureInfo.InvariantCulture);
    }

    private void Hear(string? line)
    {
        if (line is null) return;
        said.Enqueue(line);
        if (line.IndexOf(Listening, StringComparison.Ordinal) is >= 0 and var at) ready.TrySetResult(new(line[(at + Listening.Length)..].Trim()));
    }
}
