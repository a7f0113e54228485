namespace BangVang.Judging.Choices;

/// <summary>Looks for the entries to show: the most telling pair, and one after the other those with which the order tells most, passing over sets that were shown.</summary>
/// <param name="able">Indices of the entries that may be shown, in the order in which equals are taken.</param>
/// <param name="together">How often two were shown together, the smaller index first.</param>
/// <param name="done">Keys of the sets that were shown.</param>
internal sealed class OrderSearch(int[] able, int count, Dictionary<(int, int), int> together, HashSet<string> done, OrderInformation information)
{
    // Sets that lead to nothing new: the search comes to them again in another order.
    private readonly HashSet<string> exhausted = [];

    public static string KeyOf(IEnumerable<int> set) => string.Join(',', set.Order());

    /// <summary>The entries; null when all sets were shown, or there are too few.</summary>
    public IReadOnlyList<int>? Best() => able.Length < count ? null
        : Pairs().OrderByDescending(p => p.Tells).ThenBy(p => p.Times).Select(p => Extended([p.One, p.Other])).FirstOrDefault(found => found is not null);

    private IEnumerable<(int One, int Other, double Tells, int Times)> Pairs()
    {
        for (var i = 0; i < able.Length; i++)
            for (var j = i + 1; j < able.Length; j++) yield return (able[i], able[j], information.Of(able[i], able[j]), TimesOf(able[i], able[j]));
    }

    private IReadOnlyList<int>? Extended(int[] set)
    {
        var key = KeyOf(set);
        if (set.Length == count) return done.Contains(key) ? null : set;
        if (exhausted.Contains(key)) return null;
        var found = able.Except(set).Select(entry => (Entry: entry, Tells: information.Of([.. set, entry]), Times: set.Sum(other => TimesOf(entry, other))))
            .OrderByDescending(e => e.Tells).ThenBy(e => e.Times).Select(e => Extended([.. set, e.Entry])).FirstOrDefault(longer => longer is not null);
        if (found is null) exhausted.Add(key);
        return found;
    }

    private int TimesOf(int one, int other) => together.GetValueOrDefault(one < other ? (one, other) : (other, one));
}
