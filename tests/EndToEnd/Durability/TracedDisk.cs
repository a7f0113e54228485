namespace BangVang.EndToEnd.Durability;

/// <summary>An answer of the server, and what a power cut at that moment would take back.</summary>
/// <param name="Status">The first line and headers, as far as they were traced.</param>
/// <param name="Loose">Files with bytes, and directories with names, that were not synced when the answer left.</param>
/// <param name="Steps">What was made to last between the answer before and this one, in order.</param>
public sealed record TracedAnswer(string Status, IReadOnlyList<string> Loose, IReadOnlyList<string> Steps);

/// <summary>
/// Follows a trace and knows at each moment what is only in the kernel's memory: bytes that were written and not synced since,
/// names that were given in a directory that was not synced since. The program names its files absolutely.
/// </summary>
public sealed class TracedDisk(string root, IEnumerable<string> existing)
{
    private readonly HashSet<string> known = [.. existing];
    private readonly HashSet<string> written = [];
    /// <summary>Files whose bytes are not synced, with the line of the last change.</summary>
    private readonly Dictionary<string, int> bytes = [];
    /// <summary>Files and directories whose name is not synced, with the line on which they got it.</summary>
    private readonly Dictionary<string, int> names = [];
    private readonly List<string> steps = [];

    /// <summary>Every answer, in the order in which their first bytes left.</summary>
    public IReadOnlyList<TracedAnswer> Answers(IReadOnlyList<TracedCall> calls)
    {
        var answers = new List<TracedAnswer>();
        // A change counts from the moment it begins to be possible, a sync when it has ended, an answer when it begins to leave.
        foreach (var call in calls.OrderBy(c => IsAnswer(c) ? c.Began : c.Ended))
        {
            if (IsAnswer(call))
            {
                answers.Add(new(string.Concat(call.Texts), [.. Loose], [.. steps]));
                steps.Clear();
            }
            else if (call.Succeeded) Follow(call);
        }
        return answers;
    }

    /// <summary>A file without a byte in it is nothing to lose.</summary>
    private IEnumerable<string> Loose => bytes.Keys.Concat(names.Keys.Where(written.Contains)).Distinct().Order(StringComparer.Ordinal).Select(Short);

    private static bool IsAnswer(TracedCall call) => call.Name is "sendto" or "sendmsg" or "write" or "writev"
        && call.Place?.StartsWith("TCP:", StringComparison.Ordinal) == true && call.Texts is [var first, ..] && first.StartsWith("HTTP/1.1 ", StringComparison.Ordinal);

    private void Follow(TracedCall call)
    {
        switch (call.Name)
        {
            case "write" or "writev" or "pwrite64" or "pwritev" or "pwritev2" or "ftruncate": Write(call); break;
            case "fsync" or "fdatasync": Sync(call); break;
            case "rename" or "renameat" or "renameat2" or "link" or "linkat": Move(call.Texts[0], call.Texts[1], call.Ended); break;
            case "unlink" or "unlinkat" or "rmdir": Forget(call.Texts[0]); break;
            case "mkdir" or "mkdirat": Name(call.Texts[0], call.Ended, "mkdir"); written.Add(call.Texts[0]); break;
            case "open" or "openat" when call.Arguments.Contains("O_CREAT", StringComparison.Ordinal): Name(call.Texts[0], call.Ended, "create"); break;
        }
    }

    private void Write(TracedCall call)
    {
        if (call.Place is not { } path || !IsOurs(path)) return;
        bytes[path] = call.Ended;
        written.Add(path);
        Step("write", path);
    }

    private void Name(string path, int line, string what)
    {
        if (!IsOurs(path) || !known.Add(path)) return;
        names[path] = line;
        Step(what, path);
    }

    private void Move(string from, string to, int line)
    {
        if (!IsOurs(to)) return;
        if (bytes.Remove(from, out var changed)) bytes[to] = changed;
        if (written.Contains(from)) written.Add(to);
        Forget(from);
        known.Add(to);
        names[to] = line;
        Step("rename", to);
    }

    private void Forget(string path)
    {
        known.Remove(path);
        written.Remove(path);
        bytes.Remove(path);
        names.Remove(path);
    }

    /// <summary>What changed while the sync ran may have missed it.</summary>
    private void Sync(TracedCall call)
    {
        if (call.Place is not { } path || !IsOurs(path)) return;
        if (bytes.TryGetValue(path, out var changed) && changed <= call.Began) bytes.Remove(path);
        foreach (var (name, _) in names.Where(n => Path.GetDirectoryName(n.Key) == path && n.Value <= call.Began).ToList()) names.Remove(name);
        Step("sync", path);
    }

    /// <summary>Everything under the data directory but what no acknowledgement rests on: the shared memory of SQLite, which is made anew, and form keys.</summary>
    private bool IsOurs(string path) => (path == root || path.StartsWith(root + "/", StringComparison.Ordinal))
        && !path.EndsWith("-shm", StringComparison.Ordinal) && !path.StartsWith(root + "/keys", StringComparison.Ordinal);

    private void Step(string what, string path)
    {
        var step = $"{what} {Short(path)}";
        if (steps.Count == 0 || steps[^1] != step) steps.Add(step);
    }

    private string Short(string path) => path == root ? "." : path.StartsWith(root, StringComparison.Ordinal) ? path[(root.Length + 1)..] : path;
}
