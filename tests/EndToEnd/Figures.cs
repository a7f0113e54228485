using BangVang.Testing;
using Xunit.Abstractions;

namespace BangVang.EndToEnd;

/// <summary>Numbers that people want to see of a run that passed: <c>tests/run</c> prints them below the suite.</summary>
public static class Figures
{
    private static readonly Lock Writing = new();
    private static readonly string File = Path.Combine(Directory.CreateDirectory(Path.Combine(Repository.Root, "TestResults")).FullName, "EndToEnd.figures");

    public static void Say(ITestOutputHelper output, string line)
    {
        output.WriteLine(line);
        lock (Writing) System.IO.File.AppendAllText(File, line + "\n");
    }
}
