using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using BangVang.Judging;
using BangVang.Proof;

namespace BangVang.Testing;

/// <summary>One change after the other to a sound bundle, each in one field or one byte, from a fixed seed.</summary>
public sealed class BundleMutant(byte[] bundle, int seed)
{
    public static readonly IReadOnlyList<string> Kinds = ["score", "dossier hash", "verdict", "rulebook", "motion", "seed or panel", "order of events", "deleted event", "published figure", "one byte"];

    private readonly SeededRandom random = new($"bundle {seed}");
    private readonly string text = Encoding.UTF8.GetString(bundle);
    private int count;

    /// <summary>Kind, place and bytes of the next changed bundle.</summary>
    public (string Kind, string Where, byte[] Bytes) Next()
    {
        for (var kind = Kinds[count++ % Kinds.Count]; ;)
        {
            if (kind == "one byte") return OneByte();
            var changed = JsonNode.Parse(text)!;
            if (Change(kind, changed) is { } where && CanonicalJson.Bytes(changed) is var bytes && !bytes.AsSpan().SequenceEqual(bundle)) return (kind, where, bytes);
        }
    }

    /// <summary>
    /// A bundle whose log was forged by whoever holds its key: one thing in one payload or one rulebook is changed, and everything above it, commitments, hashes, tree and
    /// signature, is made anew. Only computing the result again finds it, and what the result does not rest on is not found at all.
    /// </summary>
    public (string Where, byte[] Bytes) NextForged(App.Log.LogSigner signer)
    {
        var changed = JsonNode.Parse(text)!;
        var entries = changed["log"]!["entries"]!.AsArray();
        var open = entries.Where(e => e!["payload"] is not null).ToList();
        var chosen = open[random.Next(open.Count)]!;
        var payload = JsonNode.Parse((string)chosen["payload"]!)!;
        var where = $"{(string?)JsonNode.Parse((string)chosen["entry"]!)!["kind"]}: {InFigures(payload)}";
        chosen["payload"] = Encoding.UTF8.GetString(CanonicalJson.Bytes(payload));
        Reseal(changed, signer);
        return (where, CanonicalJson.Bytes(changed));
    }

    private static void Reseal(JsonNode bundle, App.Log.LogSigner signer)
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

    private string? Change(string kind, JsonNode changed)
    {
        var entries = changed["log"]!["entries"]!.AsArray();
        return kind switch
        {
            "score" => InPayload(entries, "scoresheet.signed"),
            "dossier hash" => InPayload(entries, "dossier.submitted"),
            "verdict" => InPayload(entries, "screening.verdict"),
            "motion" => InPayload(entries, "council.motion"),
            "seed or panel" => InPayload(entries, "assignment.sealed"),
            "rulebook" => InText(changed["rulebooks"]![0]!, "content"),
            "order of events" => Swap(entries),
            "deleted event" => Delete(entries),
            _ => InFigures(changed["results"]!),
        };
    }

    private string? InPayload(JsonArray entries, string kind)
    {
        var own = Enumerable.Range(0, entries.Count).Where(i => (string?)JsonNode.Parse((string)entries[i]!["entry"]!)!["kind"] == kind && entries[i]!["payload"] is not null).ToList();
        var at = own[random.Next(own.Count)];
        return $"entry {at}: {InText(entries[at]!, "payload")}";
    }

    /// <summary>Another letter or digit in a text.</summary>
    private string InText(JsonNode of, string member)
    {
        var was = (string)of[member]!;
        int at;
        do at = random.Next(was.Length); while (!char.IsAsciiLetterOrDigit(was[at]));
        of[member] = $"{was[..at]}{Another(was[at])}{was[(at + 1)..]}";
        return $"{member}[{at}]";
    }

    private char Another(char was)
    {
        var of = char.IsAsciiDigit(was) ? "0123456789" : "abcdefghijklmnopqrstuvwxyz";
        char other;
        do other = of[random.Next(of.Length)]; while (other == was);
        return other;
    }

    private string? Swap(JsonArray entries)
    {
        var (a, b) = (random.Next(entries.Count), random.Next(entries.Count));
        if (a == b) return null;
        var (first, second) = (entries[a]!.DeepClone(), entries[b]!.DeepClone());
        (entries[a], entries[b]) = (second, first);
        return $"{a} and {b}";
    }

    private string Delete(JsonArray entries)
    {
        var at = random.Next(entries.Count);
        entries.RemoveAt(at);
        return $"{at}";
    }

    private string? InFigures(JsonNode results)
    {
        var leaves = Leaves(results).ToList();
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
    private (string Kind, string Where, byte[] Bytes) OneByte()
    {
        var changed = (byte[])bundle.Clone();
        var signed = Encoding.UTF8.GetByteCount(text[..text.IndexOf("\\n\\n—", StringComparison.Ordinal)]);
        var end = Encoding.UTF8.GetByteCount(text[..text.IndexOf("\"entries\":", signed, StringComparison.Ordinal)]);
        int at;
        do at = random.Next(changed.Length); while (at >= signed && at < end);
        changed[at] = (byte)(changed[at] + 1 + random.Next(255));
        return ("one byte", $"byte {at}", changed);
    }
}
