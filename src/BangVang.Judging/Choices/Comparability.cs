using BangVang.Judging.Calibration;

namespace BangVang.Judging.Choices;

/// <summary>What choices cannot tell, whatever the model: who was never compared, and whose strength has no bound.</summary>
/// <param name="Groups">Entries compared with each other, directly or through others; two groups are not comparable. The largest first, then by name.</param>
/// <param name="NeverLost">Alone or as a set, these never lost to one of the others: their strength has no upper bound.</param>
/// <param name="NeverWon">Alone or as a set, these never won against one of the others: their strength has no lower bound.</param>
public sealed record Comparability(IReadOnlyList<IReadOnlyList<string>> Groups, IReadOnlyList<string> NeverLost, IReadOnlyList<string> NeverWon)
{
    /// <summary>Strengths of all entries can be told.</summary>
    public bool IsWhole => Groups.Count <= 1 && NeverLost.Count == 0;

    /// <summary>Index of the group of an entry.</summary>
    /// <exception cref="ArgumentException">The entry is in no contest.</exception>
    public int GroupOf(string entry)
    {
        for (var group = 0; group < Groups.Count; group++)
            if (Groups[group].Contains(entry, StringComparer.Ordinal)) return group;
        throw new ArgumentException($"{entry} is in no contest.", nameof(entry));
    }

    /// <summary>Ford's condition (1957) taken apart. Order of the contests changes nothing.</summary>
    public static Comparability Of(IReadOnlyCollection<Contest> contests)
    {
        var held = contests.Where(c => c.Count > 0).ToArray();
        string[] names = [.. held.SelectMany(c => c.Order).Distinct(StringComparer.Ordinal).Order(Names.ByValue)];
        if (names.Length == 0) return new([], [], []);
        var groups = GroupsOf(names, held);
        // An unbeaten set is looked for in each group: who met nobody of another group is not unbeaten by it.
        var (lost, won) = (new List<string>(), new List<string>());
        foreach (var group in groups)
        {
            if (NeverBeaten.Both([.. group], [.. held.Where(c => group.Contains(c.Order[0], StringComparer.Ordinal))]) is not var (unbeaten, winless)) continue;
            lost.AddRange(unbeaten);
            won.AddRange(winless);
        }
        return new(groups, lost, won);
    }

    private static IReadOnlyList<IReadOnlyList<string>> GroupsOf(string[] names, Contest[] contests)
    {
        var group = names.ToDictionary(n => n, n => n, StringComparer.Ordinal);
        string Root(string name)
        {
            while (group[name] != name) name = group[name] = group[group[name]];
            return name;
        }
        foreach (var contest in contests)
            foreach (var entry in contest.Order.Skip(1)) group[Root(entry)] = Root(contest.Order[0]);
        return [.. names.GroupBy(Root, StringComparer.Ordinal).Select(g => (IReadOnlyList<string>)[.. g]).OrderByDescending(g => g.Count).ThenBy(g => g[0], Names.ByValue)];
    }
}
