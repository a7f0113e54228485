using System.Diagnostics;
using BangVang.Testing;

namespace BangVang.EndToEnd.Durability;

/// <summary>The server as an installation has it: published once for the whole run, since it starts sooner than a plain build and is started hundreds of times here.</summary>
public static class PublishedProgram
{
    private static readonly Lazy<Task<string>> Published = new(PublishAsync);

    /// <summary>Path of the program.</summary>
    /// <exception cref="InvalidOperationException">It does not build; says why.</exception>
    public static Task<string> PathAsync() => Published.Value;

    private static async Task<string> PublishAsync()
    {
        var folder = Path.Combine(Repository.Root, "TestResults", "published");
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        var start = new ProcessStartInfo("dotnet", ["publish", Path.Combine(Repository.Root, "src", "BangVang.Web"), "-c", "Release", "-o", folder, "-p:UseSharedCompilation=false", "-nodeReuse:false", "-v", "q", "-nologo"])
        {
            RedirectStandardOutput = true,
        };
        using var publish = Process.Start(start)!;
        var said = await publish.StandardOutput.ReadToEndAsync();
        await publish.WaitForExitAsync();
        return publish.ExitCode == 0 ? Path.Combine(folder, "BangVang.Web.dll") : throw new InvalidOperationException($"dotnet publish ended with {publish.ExitCode}:\n{said}");
    }
}
