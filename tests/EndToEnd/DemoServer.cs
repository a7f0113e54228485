using System.Diagnostics;
using BangVang.Testing;
using Xunit;

namespace BangVang.EndToEnd;

/// <summary>A demonstration in a process of its own, on a free port of loopback and a data directory that goes with it.</summary>
public sealed class DemoServer : IAsyncLifetime
{
    private static readonly TimeSpan StartsWithin = TimeSpan.FromSeconds(60);

    private readonly string directory = Directory.CreateTempSubdirectory("bv-demo-").FullName;
    private Process process = null!;

    private readonly Dictionary<string, string> doors = [];

    /// <summary><c>http://127.0.0.1:PORT</c></summary>
    public string Url { get; private set; } = "";

    /// <summary>The link that signs in as a made-up person: <c>applicant</c>, <c>juror-1</c>.</summary>
    public string SignIn(string role) => doors[role];

    public async Task InitializeAsync()
    {
        var built = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var program = Path.Combine(Repository.Root, "src/BangVang.Web/bin", built.Parent!.Name, built.Name, "BangVang.Web.dll");
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        foreach (var argument in (string[])[program, "demo", "--port", "0", "--DataDirectory", directory]) start.ArgumentList.Add(argument);
        start.Environment["BANGVANG_ROOT"] = Repository.Root;
        process = Process.Start(start)!;
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

    public async Task DisposeAsync()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
        Directory.Delete(directory, recursive: true);
    }
}
