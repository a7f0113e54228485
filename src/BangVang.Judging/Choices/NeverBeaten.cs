namespace BangVang.Judging.Choices;

/// <summary>
/// Ford's condition (1957): strengths have a greatest likelihood only when entries cannot be parted into two sets of which one never lost
/// to the other.
/// </summary>
internal static class NeverBeaten
{
    /// <summary>
    /// Those who never lost to one of the others, or those who never won against one, whichever are fewer; null when there are none, and
    /// strengths are determined. Entries that met nobody of the others are of both kinds.
    /// </summary>
    public static (IReadOnlyList<string> Entries, bool Won)? Of(string[] names, IReadOnlyList<Contest> contests) => Both(names, contests) is not var (unbeaten, winless) ? null
        : winless.Length < unbeaten.Length ? (winless, false) : (unbeaten, true);

    /// <summary>Those who never lost to one of the others, and those who never won against one; null when there are none, and strengths are determined.</summary>
    public static (string[] Unbeaten, string[] Winless)? Both(string[] names, IReadOnlyList<Contest> contests)
    {
        var index = names.Select((name, i) => (name, i)).ToDictionary(n => n.name, n => n.i, StringComparer.Ordinal);
        // Who beats whom next in an order beats, through it, all that follow.
        var beaten = names.Select(_ => new HashSet<int>()).ToArray();
        foreach (var contest in contests)
            for (var place = 0; place + 1 < contest.Order.Count; place++) beaten[index[contest.Order[place]]].Add(index[contest.Order[place + 1]]);

        var component = Components(beaten);
        if (component.Max() == 0) return null;
        var (won, lost) = (new HashSet<int>(), new HashSet<int>());
        for (var winner = 0; winner < names.Length; winner++)
        {
            foreach (var loser in beaten[winner].Where(l => component[l] != component[winner]))
            {
                won.Add(component[winner]);
                lost.Add(component[loser]);
            }
        }
        return ([.. names.Where((_, i) => !lost.Contains(component[i]))], [.. names.Where((_, i) => !won.Contains(component[i]))]);
    }

    /// <summary>The strongly connected components, by Tarjan's algorithm with a stack of its own.</summary>
    private static int[] Components(HashSet<int>[] next)
    {
        var (order, low, component) = (new int[next.Length], new int[next.Length], new int[next.Length]);
        Array.Fill(component, -1);
        var (counter, components, stack) = (0, 0, new Stack<int>());
        for (var root = 0; root < next.Length; root++)
        {
            if (order[root] > 0) continue;
            var path = new Stack<(int Node, IEnumerator<int> Edges)>();
            void Enter(int node)
            {
                order[node] = low[node] = ++counter;
                stack.Push(node);
                path.Push((node, next[node].AsEnumerable().GetEnumerator()));
            }
            Enter(root);
            while (path.TryPeek(out var top))
            {
                if (top.Edges.MoveNext())
                {
                    if (order[top.Edges.Current] == 0) Enter(top.Edges.Current);
                    else if (component[top.Edges.Current] < 0) low[top.Node] = Math.Min(low[top.Node], order[top.Edges.Current]);
                    continue;
                }
                path.Pop();
                if (path.TryPeek(out var above)) low[above.Node] = Math.Min(low[above.Node], low[top.Node]);
                if (low[top.Node] != order[top.Node]) continue;
                int member;
                do component[member = stack.Pop()] = components; while (member != top.Node);
                components++;
            }
        }
        return component;
    }
}
