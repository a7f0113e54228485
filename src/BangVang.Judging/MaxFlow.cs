namespace BangVang.Judging;

/// <summary>Maximal flow with integer capacities (Dinic's algorithm).</summary>
internal sealed class MaxFlow(int nodes)
{
    private readonly List<int> target = [];
    private readonly List<long> room = [];
    private readonly List<int>[] arcs = [.. Enumerable.Range(0, nodes).Select(_ => new List<int>())];
    private int[] level = new int[nodes];
    private int[] next = new int[nodes];

    /// <summary>Adds an arc and returns its number.</summary>
    public int Add(int from, int to, long capacity)
    {
        arcs[from].Add(target.Count);
        target.Add(to);
        room.Add(capacity);
        arcs[to].Add(target.Count);
        target.Add(from);
        room.Add(0);
        return target.Count - 2;
    }

    /// <summary>After <see cref="Run"/>: what an arc carries.</summary>
    public long Flow(int arc) => room[arc ^ 1];

    /// <summary>The value of a maximal flow; call once.</summary>
    public long Run(int source, int sink)
    {
        long flow = 0;
        while (Layer(source, sink))
        {
            Array.Clear(next);
            while (Push(source, sink) is > 0 and var pushed) flow += pushed;
        }
        return flow;
    }

    /// <summary>After <see cref="Run"/>: which nodes the source still reaches; the others are beyond a minimal cut.</summary>
    public bool Reaches(int node) => level[node] >= 0;

    private bool Layer(int source, int sink)
    {
        Array.Fill(level, -1);
        level[source] = 0;
        var queue = new Queue<int>([source]);
        while (queue.TryDequeue(out var node))
        {
            foreach (var arc in arcs[node])
            {
                if (room[arc] == 0 || level[target[arc]] >= 0) continue;
                level[target[arc]] = level[node] + 1;
                queue.Enqueue(target[arc]);
            }
        }
        return level[sink] >= 0;
    }

    /// <summary>Pushes along one path of the layered network; its length is at most the number of nodes, so no recursion is needed.</summary>
    private long Push(int source, int sink)
    {
        var path = new List<int>();
        var node = source;
        while (node != sink)
        {
            if (next[node] == arcs[node].Count)
            {
                if (path.Count == 0) return 0;
                level[node] = int.MaxValue;
                var back = path[^1];
                path.RemoveAt(path.Count - 1);
                node = target[back ^ 1];
                next[node]++;
                continue;
            }
            var arc = arcs[node][next[node]];
            if (room[arc] > 0 && level[target[arc]] == level[node] + 1)
            {
                path.Add(arc);
                node = target[arc];
            }
            else
            {
                next[node]++;
            }
        }
        var pushed = path.Min(arc => room[arc]);
        foreach (var arc in path)
        {
            room[arc] -= pushed;
            room[arc ^ 1] += pushed;
        }
        return pushed;
    }
}
