using System.Collections.Frozen;

namespace BangVang.Judging.Affinity;

/// <summary>
/// Ideas of the field by their Vietnamese and English names, from <c>terms.txt</c>: what brings a text in one language near to one in the other.
/// </summary>
internal static class Terms
{
    private static readonly FrozenDictionary<string, int> Marked = Read(text => text);
    private static readonly FrozenDictionary<string, int> Plain = Read(TopicText.WithoutMarks);

    /// <summary>Words of the longest name.</summary>
    private static readonly int Longest = Marked.Keys.Max(name => name.Count(c => c == ' ') + 1);

    /// <summary>The ideas named in a text, in its order, an idea as often as it is named.</summary>
    /// <param name="isMarked">False for a text typed without marks, in which names are found without theirs.</param>
    public static IEnumerable<int> In(string[] words, bool isMarked)
    {
        var names = isMarked ? Marked : Plain;
        for (var at = 0; at < words.Length;)
        {
            var length = Math.Min(Longest, words.Length - at);
            var idea = -1;
            while (length > 0 && !names.TryGetValue(string.Join(' ', words, at, length), out idea)) length--;
            if (length > 0) yield return idea;
            at += Math.Max(1, length);
        }
    }

    private static FrozenDictionary<string, int> Read(Func<string, string> writing)
    {
        using var reader = new StreamReader(typeof(Terms).Assembly.GetManifestResourceStream("terms.txt")
            ?? throw new InvalidOperationException("The list of terms is missing."));
        var names = new Dictionary<string, int>(StringComparer.Ordinal);
        var idea = 0;
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#') || line.Length == 0) continue;
            foreach (var name in line.Split('|')) names.TryAdd(string.Join(' ', TopicText.Words(writing(name))), idea);
            idea++;
        }
        return names.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
