using System.Collections;
using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace BangVang.App.Simulation;

/// <summary>The marks of one sheet by the codes of their lines, which all sheets of a rubric share: a rehearsal makes millions.</summary>
internal sealed class LineMarks(FrozenDictionary<string, int> lines, int[] marks) : IReadOnlyDictionary<string, int>
{
    public int this[string key] => marks[lines[key]];
    public IEnumerable<string> Keys => lines.OrderBy(l => l.Value).Select(l => l.Key);
    public IEnumerable<int> Values => marks;
    public int Count => marks.Length;

    public bool ContainsKey(string key) => lines.ContainsKey(key);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out int value)
    {
        var isThere = lines.TryGetValue(key, out var line);
        value = isThere ? marks[line] : 0;
        return isThere;
    }

    public IEnumerator<KeyValuePair<string, int>> GetEnumerator() => Keys.Zip(marks, KeyValuePair.Create).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
