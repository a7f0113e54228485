namespace BangVang.Judging;

/// <summary>A <see cref="PanelRequest"/> by index: entries, jurors and groups in the ordinal order of their codes.</summary>
internal sealed class PanelGraph
{
    private readonly bool[] allowed;
    private readonly bool[] pinned;

    /// <exception cref="ArgumentException">
    /// A code occurs twice or is unknown, a number is negative, a juror's least load exceeds the largest, or a pinned pair is in conflict.
    /// </exception>
    public PanelGraph(PanelRequest request)
    {
        Entries = [.. request.Entries.OrderBy(e => e.Entry, StringComparer.Ordinal)];
        Jurors = [.. request.Jurors.OrderBy(j => j.Juror, StringComparer.Ordinal)];
        GroupCap = request.GroupCap ?? int.MaxValue;
        Check();

        var entryIndex = Index(Entries.Select(e => e.Entry), "entry");
        var jurorIndex = Index(Jurors.Select(j => j.Juror), "juror");
        var groups = Jurors.Where(j => j.Group is not null).Select(j => j.Group!).Distinct().Order(StringComparer.Ordinal)
            .Select((group, index) => (group, index)).ToDictionary(g => g.group, g => g.index, StringComparer.Ordinal);
        (GroupCount, GroupOf) = (groups.Count, [.. Jurors.Select(j => j.Group is { } group ? groups[group] : -1)]);

        allowed = new bool[Entries.Length * Jurors.Length];
        pinned = new bool[allowed.Length];
        Array.Fill(allowed, true);
        for (var e = 0; e < Entries.Length; e++)
        {
            for (var j = 0; j < Jurors.Length; j++)
            {
                if (Entries[e].Group is { } group && group == Jurors[j].Group) allowed[At(e, j)] = false;
            }
        }
        foreach (var pair in request.Conflicts) allowed[At(Find(entryIndex, pair.Entry), Find(jurorIndex, pair.Juror))] = false;
        foreach (var pair in request.Pinned)
        {
            var at = At(Find(entryIndex, pair.Entry), Find(jurorIndex, pair.Juror));
            if (!allowed[at]) throw new ArgumentException($"Entry {pair.Entry} and juror {pair.Juror} are pinned and in conflict.");
            if (!pinned[at]) Pinned.Add((at / Jurors.Length, at % Jurors.Length));
            pinned[at] = true;
        }
        Pinned.Sort();
    }

    private PanelGraph(PanelGraph from, IEnumerable<(int Entry, int Juror)> pins)
    {
        (Entries, Jurors, GroupCap, GroupCount, GroupOf) = (from.Entries, from.Jurors, from.GroupCap, from.GroupCount, from.GroupOf);
        (allowed, pinned) = (from.allowed, [.. from.pinned]);
        Pinned.AddRange(from.Pinned);
        foreach (var (e, j) in pins.Where(p => !from.IsPinned(p.Entry, p.Juror)))
        {
            pinned[At(e, j)] = true;
            Pinned.Add((e, j));
        }
        Pinned.Sort();
    }

    /// <summary>The same panel with more pinned pairs, which must be allowed.</summary>
    public PanelGraph Pinning(IEnumerable<(int Entry, int Juror)> pins) => new(this, pins);

    public EntryDemand[] Entries { get; }
    public JurorLoad[] Jurors { get; }

    /// <summary>At most so many jurors of one group per entry; <see cref="int.MaxValue"/> for no limit.</summary>
    public int GroupCap { get; }
    public int GroupCount { get; }

    /// <summary>The group of each juror, −1 for none.</summary>
    public int[] GroupOf { get; }

    /// <summary>No cap can bind: groups need no attention.</summary>
    public bool IsUngrouped => GroupCount == 0 || GroupCap == int.MaxValue;

    /// <summary>The pinned pairs, sorted.</summary>
    public List<(int Entry, int Juror)> Pinned { get; } = [];

    public bool Allows(int entry, int juror) => allowed[At(entry, juror)];

    public bool IsPinned(int entry, int juror) => pinned[At(entry, juror)];

    /// <summary>Where a pair stands in arrays of all pairs, entry by entry.</summary>
    public int At(int entry, int juror) => entry * Jurors.Length + juror;

    private void Check()
    {
        if (GroupCap < 1) throw new ArgumentException($"A group cap of {GroupCap} lets no juror judge.");
        if (Entries.FirstOrDefault(e => e.Demand < 0) is { } entry)
            throw new ArgumentException($"Entry {entry.Entry} needs {entry.Demand} jurors.");
        if (Jurors.FirstOrDefault(j => j.MinLoad < 0 || j.MaxLoad < j.MinLoad) is { } juror)
            throw new ArgumentException($"Juror {juror.Juror} has loads from {juror.MinLoad} to {juror.MaxLoad}.");
    }

    private static Dictionary<string, int> Index(IEnumerable<string> codes, string kind)
    {
        var index = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var code in codes)
        {
            if (!index.TryAdd(code, index.Count)) throw new ArgumentException($"The {kind} {code} occurs twice.");
        }
        return index;
    }

    private static int Find(Dictionary<string, int> index, string code) =>
        index.TryGetValue(code, out var found) ? found : throw new ArgumentException($"{code} is not in the lists.");
}
