using System.Globalization;
using System.Text.RegularExpressions;

namespace BangVang.EndToEnd.Durability;

/// <summary>A call of the kernel as <c>strace -f -yy</c> writes it down.</summary>
/// <param name="Began">Line on which it began.</param>
/// <param name="Ended">Line on which its result stood; later than <paramref name="Began"/> when other threads came between.</param>
/// <param name="Arguments">All between the parentheses; descriptors are followed by their paths.</param>
/// <param name="Result">What it returned; negative when it failed.</param>
public sealed record TracedCall(int Began, int Ended, string Name, string Arguments, long Result)
{
    public bool Succeeded => Result >= 0;

    /// <summary>Path, or socket, of the descriptor that is the first argument; null when it is none.</summary>
    public string? Place => Trace.Descriptor().Match(Arguments) is { Success: true } found ? Trace.Unescape(found.Groups[1].Value) : null;

    /// <summary>The texts among the arguments, in order.</summary>
    public IReadOnlyList<string> Texts => [.. Trace.Text().Matches(Arguments).Select(m => Trace.Unescape(m.Groups[1].Value))];
}

/// <summary>Reads what strace wrote, putting together the calls that were interrupted by those of other threads.</summary>
public static partial class Trace
{
    /// <summary>What has to be traced for <see cref="TracedDisk"/>.</summary>
    public const string Calls = "fsync,fdatasync,sync_file_range,write,writev,pwrite64,pwritev,pwritev2,ftruncate,sendto,sendmsg,rename,renameat,renameat2,link,linkat,unlink,unlinkat,rmdir,open,openat,mkdir,mkdirat";

    /// <summary>The calls in the order in which they ended.</summary>
    public static IReadOnlyList<TracedCall> Read(IEnumerable<string> lines)
    {
        var (calls, open, at) = (new List<TracedCall>(), new Dictionary<string, (int Began, string Name, string Start)>(), 0);
        foreach (var line in lines)
        {
            at++;
            if (Unfinished().Match(line) is { Success: true } begun) open[begun.Groups["thread"].Value] = (at, begun.Groups["name"].Value, begun.Groups["rest"].Value);
            else if (Resumed().Match(line) is { Success: true } resumed && open.Remove(resumed.Groups["thread"].Value, out var before))
                calls.Add(new(before.Began, at, before.Name, before.Start + resumed.Groups["rest"].Value, Number(resumed)));
            else if (Whole().Match(line) is { Success: true } whole)
                calls.Add(new(at, at, whole.Groups["name"].Value, whole.Groups["rest"].Value, Number(whole)));
        }
        return calls;
    }

    private static long Number(Match call) => long.Parse(call.Groups["result"].Value, CultureInfo.InvariantCulture);

    /// <summary>Bytes of UTF-8 that strace wrote as <c>\303</c>.</summary>
    internal static string Unescape(string text) => text.Contains('\\', StringComparison.Ordinal) ? Regex.Unescape(Octal().Replace(text, m => $"\\x{Convert.ToInt32(m.Groups[1].Value, 8):x2}")) : text;

    [GeneratedRegex(@"^(?<thread>\d+) +(?<name>\w+)\((?<rest>.*) <unfinished \.\.\.>$")]
    private static partial Regex Unfinished();

    [GeneratedRegex(@"^(?<thread>\d+) +<\.\.\. \w+ resumed>(?<rest>.*)\) += (?<result>-?\d+)")]
    private static partial Regex Resumed();

    [GeneratedRegex(@"^(?<thread>\d+) +(?<name>\w+)\((?<rest>.*)\) += (?<result>-?\d+)")]
    private static partial Regex Whole();

    [GeneratedRegex(@"^\d+<((?:[^>\\]|\\.|->)*)>")]
    internal static partial Regex Descriptor();

    [GeneratedRegex(@"""((?:[^""\\]|\\.)*)""")]
    internal static partial Regex Text();

    [GeneratedRegex(@"\\([0-7]{1,3})")]
    private static partial Regex Octal();
}
