using System.Diagnostics;

namespace BangVang.Testing;

/// <summary>Runs a program of the system that knows the formats we write.</summary>
public static class Tool
{
    /// <returns>What it printed on both outputs, and how it ended.</returns>
    public static (int Exit, string Said) Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var running = Process.Start(start)!;
        var error = running.StandardError.ReadToEndAsync();
        var said = running.StandardOutput.ReadToEnd();
        running.WaitForExit();
        return (running.ExitCode, said + error.Result);
    }
}
