using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using BangVang.App.Kernel;

namespace BangVang.Bench;

/// <summary>The server as an installation has it: published as <c>docs/operate/publish.md</c> says, in a process of its own on loopback.</summary>
internal sealed class PublishedServer : IAsyncDisposable
{
    private static readonly TimeSpan AnswersWithin = TimeSpan.FromSeconds(60), Pause = TimeSpan.FromMilliseconds(2);
    private static string? published;

    private const int KeptLines = 60;

    private readonly Process process;
    private readonly Queue<string> said;

    private PublishedServer(Process process, Queue<string> said, Uri address, TimeSpan firstAnswer) => (this.process, this.said, Address, FirstAnswer) = (process, said, address, firstAnswer);

    /// <summary>The last lines of its log, for the message of a benchmark that met an unexpected answer.</summary>
    public string LastLines
    {
        get { lock (said) return string.Join('\n', said); }
    }

    public Uri Address { get; }

    /// <summary>From the start of the process to the first 200 of <c>/</c>, body included.</summary>
    public TimeSpan FirstAnswer { get; }

    /// <summary>Folder of the published program; made once for all benchmarks of this run.</summary>
    /// <exception cref="InvalidOperationException">It does not build.</exception>
    public static async Task<string> PublishAsync(CancellationToken ct)
    {
        if (published is not null) return published;
        var folder = Path.Combine(InstallationConfiguration.Root, "var", "bench", "published");
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        var start = new ProcessStartInfo(Environment.ProcessPath!.EndsWith("dotnet", StringComparison.Ordinal) ? Environment.ProcessPath : "dotnet",
            ["publish", Path.Combine(InstallationConfiguration.Root, "src", "BangVang.Web"), "-c", "Release", "-o", folder, "-p:UseSharedCompilation=false", "-nodeReuse:false", "-v", "q", "-nologo"])
        { RedirectStandardOutput = true };
        using var publish = Process.Start(start)!;
        var said = await publish.StandardOutput.ReadToEndAsync(ct);
        await publish.WaitForExitAsync(ct);
        return publish.ExitCode == 0 ? published = folder : throw new InvalidOperationException($"dotnet publish ended with {publish.ExitCode}:\n{said}");
    }

    /// <summary>Starts the server and asks for <c>/</c> until it answers.</summary>
    /// <param name="data">What it keeps its data in.</param>
    /// <param name="postgres">Connection string; null for the embedded database in <paramref name="data"/>.</param>
    /// <param name="command"><c>serve</c>, or <c>demo</c>, which lays the demonstration first.</param>
    public static async Task<PublishedServer> StartAsync(string data, string? postgres, CancellationToken ct, string command = "serve")
    {
        var program = await PublishAsync(ct);
        var address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort()}"));
        var start = new ProcessStartInfo("dotnet", [Path.Combine(program, "BangVang.Web.dll"), command, "--DataDirectory", data, "--Database:Postgres", postgres ?? "", "--PublicUrl", $"{address}", "--urls", $"{address}"])
        {
            WorkingDirectory = program, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["BANGVANG_ROOT"] = InstallationConfiguration.Root;
        var watch = Stopwatch.StartNew();
        var process = Process.Start(start)!;
        var said = new Queue<string>();
        process.OutputDataReceived += (_, line) =>
        {
            lock (said)
            {
                said.Enqueue(line.Data ?? "");
                if (said.Count > KeptLines) said.Dequeue();
            }
        };
        process.BeginOutputReadLine();
        var fault = process.StandardError.ReadToEndAsync(ct);
        try
        {
            using var client = new HttpClient { BaseAddress = address };
            while (!await AnswersAsync(client, ct))
            {
                if (process.HasExited) throw new InvalidOperationException($"The server ended with {process.ExitCode}: {await fault}");
                if (watch.Elapsed > AnswersWithin) throw new InvalidOperationException($"The server did not answer within {AnswersWithin.TotalSeconds} s.");
                await Task.Delay(Pause, ct);
            }
            return new(process, said, address, watch.Elapsed);
        }
        catch
        {
            if (!process.HasExited) process.Kill();
            process.Dispose();
            throw;
        }
    }

    /// <summary>Resident memory as the system counts it (VmRSS), in MB of 1,024 kB as it writes them.</summary>
    public double ResidentMegabytes
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64 / (1024.0 * 1024.0);
        }
    }

    /// <summary>Puts a file beside the site's own, for comparison; gone with the next publishing.</summary>
    /// <returns>Its path on the server.</returns>
    public static async Task<string> AddStaticFileAsync(byte[] content, CancellationToken ct)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"bench-{content.Length}.html");
        await File.WriteAllBytesAsync(Path.Combine(await PublishAsync(ct), "wwwroot", name), content, ct);
        return "/" + name;
    }

    private static async Task<bool> AnswersAsync(HttpClient client, CancellationToken ct)
    {
        try
        {
            using var answer = await client.GetAsync("/", ct);
            return answer.StatusCode is HttpStatusCode.OK;
        }
        catch (HttpRequestException) { return false; }
    }

    private static int FreePort()
    {
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        using (var ask = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)])) await ask.WaitForExitAsync();
        using var limit = new CancellationTokenSource(AnswersWithin);
        try { await process.WaitForExitAsync(limit.Token); }
        catch (OperationCanceledException) { process.Kill(); }
        process.Dispose();
    }
}
