using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using BangVang.Judging;
using BangVang.Proof;

namespace BangVang.Testing;

/// <summary>One change after the other to a sound bundle, each in one field or one byte, from a fixed seed.</summary>
public sealed class BundleMutant(byte[] bundle, int seed)
{
    public static readonly IReadOnlyList<string> Kinds = ["score", "dossier hash", "verdict", "rulebook", "motion", "seed or panel", "order of events", "deleted event", "published figure", "another writing", "one byte"];

    /// <summary>Further kinds, by the event that has to be there.</summary>
    private static readonly Dictionary<string, string> More = new() { ["ballot"] = "ballot.signed", ["ballot's seed"] = "ballot.opened", ["ballot's conflict"] = "ballot.set_aside", ["opening of the seals"] = "sealing.opened" };

    private readonly SeededRandom random = new($"bundle {seed}");
    private readonly string text = Encoding.UTF8.GetString(bundle);
    private readonly JsonNode sound = JsonNode.Parse(bundle)!;
    private string[]? entries;
    private IReadOnlyList<string>? possible;
    private int count;

    /// <summary>Entries as they stand in the file, one text each: most changes are made in the text, thousands a second.</summary>
    private string[] Entries => entries ??= [.. sound["log"]!["entries"]!.AsArray().Select(TextOf)];

    private static string TextOf(JsonNode? node) => Encoding.UTF8.GetString(CanonicalJson.Bytes(node));

    /// <summary>The kinds of change that this bundle can suffer.</summary>
    public IReadOnlyList<string> Possible => possible ??= [.. Kinds, .. More.Where(m => Entries.Any(e => IsOf(e, m.Value))).Select(m => m.Key)];

    /// <summary>Kind, place and bytes of the next changed bundle.</summary>
    public (string Kind, string Where, byte[] Bytes) Next()
    {
        for (var kind = Possible[count++ % Possible.Count]; ;)
        {
            var (where, bytes) = kind switch
            {
                "one byte" => OneByte(),
                "score" => InPayload("scoresheet.signed"),
                "dossier hash" => InPayload("dossier.submitted"),
                "verdict" => InPayload("screening.verdict"),
                "motion" => InPayload("council.motion"),
                "seed or panel" => InPayload("assignment.sealed"),
                "rulebook" => InRulebook(),
                "order of events" => Swap(),
                "deleted event" => Delete(),
                "another writing" => Rewritten(),
                _ => More.TryGetValue(kind, out var also) ? InPayload(also) : Figure(),
            };
            if (!bytes.AsSpan().SequenceEqual(bundle)) return (kind, where, bytes);
        }
    }

    private byte[] With(IEnumerable<string> changed)
    {
        var from = text.IndexOf("\"entries\":[", StringComparison.Ordinal) + 11;
        return Encoding.UTF8.GetBytes($"{text[..from]}{string.Join(',', changed)}{text[(from + Entries.Sum(e => e.Length) + Entries.Length - 1)..]}");
    }

    private static bool IsOf(string entry, string kind) => entry.Contains($"\\\"kind\\\":\\\"{kind}\\\"", StringComparison.Ordinal);

    private (string, byte[]) InPayload(string kind)
    {
        var own = Enumerable.Range(0, Entries.Length).Where(i => IsOf(Entries[i], kind)).ToList();
        var at = own[random.Next(own.Count)];
        var from = Entries[at].IndexOf("\"payload\":", StringComparison.Ordinal) + 11;
        var to = Entries[at].IndexOf("\"salt\":", StringComparison.Ordinal) - 2;
        return ($"entry {at}", With(Entries.Select((e, i) => i == at ? Changed(e, from, to) : e)));
    }

    private (string, byte[]) InRulebook()
    {
        var from = text.IndexOf("\"content\":\"", StringComparison.Ordinal) + 11;
        return ("rulebook", Encoding.UTF8.GetBytes(Changed(text, from, text.IndexOf("\"sha256\":", from, StringComparison.Ordinal) - 2)));
    }

    /// <summary>Another letter or digit somewhere between; never one that is part of an escape.</summary>
    private string Changed(string was, int from, int to)
    {
        int at;
        do at = from + random.Next(to - from); while (!char.IsAsciiLetterOrDigit(was[at]) || was[at - 1] == '\\');
        return $"{was[..at]}{Another(was[at])}{was[(at + 1)..]}";
    }

    private char Another(char was)
    {
        var of = char.IsAsciiDigit(was) ? "0123456789" : "abcdefghijklmnopqrstuvwxyz";
        char other;
        do other = of[random.Next(of.Length)]; while (other == was);
        return other;
    }

    private (string, byte[]) Swap()
    {
        var (a, b) = (random.Next(Entries.Length), random.Next(Entries.Length));
        return ($"{a} and {b}", With(Entries.Select((e, i) => i == a ? Entries[b] : i == b ? Entries[a] : e)));
    }

    private (string, byte[]) Delete()
    {
        var at = random.Next(Entries.Length);
        return ($"{at}", With(Entries.Where((_, i) => i != at)));
    }

    /// <summary>The same content for a lenient reader: a capital digit, a bit that base64 throws away, a member that nobody reads.</summary>
    private (string, byte[]) Rewritten()
    {
        var changed = sound.DeepClone();
        var (log, left) = (changed["log"]!, changed["log"]!["left"]!.AsArray());
        var opened = log["entries"]!.AsArray().Where(e => e!["salt"] is not null).ToList();
        var entry = opened[random.Next(opened.Count)]!.AsObject();
        string Odd(string where, JsonNode to)
        {
            to["checkpoint" + random.Next(100)] = "";
            return $"a member more in {where}";
        }
        string Salt()
        {
            entry["salt"] = ((string)entry["salt"]!).ToUpperInvariant();
            return "capital digits of a salt";
        }
        string Left()
        {
            var at = random.Next(left.Count);
            var root = (string)left[at]!;
            left[at] = $"{root[..42]}{(char)(root[42] + 1)}=";
            return $"a bit after the last of log.left[{at}]";
        }
        var where = random.Next(left.Count == 0 ? 5 : 6) switch
        {
            0 => Odd("the file", changed),
            1 => Odd("the log", log),
            2 => Odd("an entry", entry),
            3 => Odd("a rulebook", changed["rulebooks"]![0]!),
            4 => Salt(),
            _ => Left(),
        };
        return (where, CanonicalJson.Bytes(changed));
    }

    private (string, byte[]) Figure()
    {
        var changed = sound["results"]!.DeepClone();
        var where = InFigures(changed) ?? "";
        var from = text.IndexOf("\"results\":", StringComparison.Ordinal) + 10;
        return (where, Encoding.UTF8.GetBytes($"{text[..from]}{TextOf(changed)}{text[text.IndexOf(",\"rulebooks\":", from, StringComparison.Ordinal)..]}"));
    }

    /// <summary>
    /// A bundle whose log was forged by whoever holds its key: one thing in one payload or one rulebook is changed, and everything above it, commitments, hashes, tree and
    /// signature, is made anew. Only computing the result again finds it, and what the result does not rest on is not found at all.
    /// </summary>
    public (string Where, byte[] Bytes) NextForged(App.Log.LogSigner signer)
    {
        var changed = sound.DeepClone();
        var entries = changed["log"]!["entries"]!.AsArray();
        var open = entries.Where(e => e!["payload"] is not null).ToList();
        var chosen = open[random.Next(open.Count)]!;
        var payload = JsonNode.Parse((string)chosen["payload"]!)!;
        var where = $"{(string?)JsonNode.Parse((string)chosen["entry"]!)!["kind"]}: {InFigures(payload)}";
        chosen["payload"] = Encoding.UTF8.GetString(CanonicalJson.Bytes(payload));
        Reseal(changed, signer);
        return (where, CanonicalJson.Bytes(changed));
    }

    /// <summary>Makes the commitments of changed payloads, the tree and the log's signature anew.</summary>
    public static void Reseal(JsonNode bundle, App.Log.LogSigner signer)
    {
        var log = bundle["log"]!;
        var edge = new MerkleEdge((long)log["first"]!, [.. log["left"]!.AsArray().Select(h => Convert.FromBase64String((string)h!))]);
        foreach (var item in log["entries"]!.AsArray())
        {
            if ((string?)item!["payload"] is { } payload)
            {
                var entry = JsonNode.Parse((string)item["entry"]!)!;
                entry["commitment"] = Convert.ToHexStringLower(SHA256.HashData([.. Convert.FromHexString((string)item["salt"]!), .. Encoding.UTF8.GetBytes(payload)]));
                item["entry"] = Encoding.UTF8.GetString(CanonicalJson.Bytes(entry));
            }
            edge.Append(MerkleHash.Leaf(Encoding.UTF8.GetBytes((string)item["entry"]!)));
        }
        log["checkpoint"] = signer.Sign(edge.Size, edge.Root()).ToString();
    }

    private string? InFigures(JsonNode results)
    {
        var leaves = Leaves(results).ToList();
        if (leaves.Count == 0) return null;
        var leaf = leaves[random.Next(leaves.Count)];
        var path = leaf.GetPath();
        JsonNode? other = leaf.GetValueKind() switch
        {
            System.Text.Json.JsonValueKind.Number => leaf.GetValue<long>() + 1 + random.Next(9),
            System.Text.Json.JsonValueKind.String => leaf.GetValue<string>() + "x",
            System.Text.Json.JsonValueKind.True => false,
            System.Text.Json.JsonValueKind.False => true,
            _ => null,
        };
        if (other is null) return null;
        leaf.ReplaceWith(other);
        return path;
    }

    private static IEnumerable<JsonValue> Leaves(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(m => Leaves(m.Value)),
        JsonArray items => items.SelectMany(Leaves),
        JsonValue value => [value],
        _ => [],
    };

    /// <summary>Any byte of the file but those of the signatures, where lines of unknown keys may stand.</summary>
    private (string, byte[]) OneByte()
    {
        var changed = (byte[])bundle.Clone();
        var signed = Encoding.UTF8.GetByteCount(text[..text.IndexOf("\\n\\n—", StringComparison.Ordinal)]);
        var end = Encoding.UTF8.GetByteCount(text[..text.IndexOf("\"entries\":", signed, StringComparison.Ordinal)]);
        int at;
        do at = random.Next(changed.Length); while (at >= signed && at < end);
        changed[at] = (byte)(changed[at] + 1 + random.Next(255));
        return ($"byte {at}", changed);
    }
}
