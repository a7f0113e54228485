using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using BangVang.Proof;
using BangVang.Proof.Receipts;
using NodaTime.Text;

namespace BangVang.App.Bundles;

/// <summary>Verifies a result bundle with nothing but the file and, where given, the keys one trusts: docs/proof/bundle.md says each step.</summary>
public static class VerifyBundle
{
    internal const string Kind = "bangvang.bundle";
    internal const string OpeningsKind = "bangvang.openings";
    /// <summary>No bundle comes near; a file that unpacks to more is none.</summary>
    private const int MostBytes = 512 * 1024 * 1024;

    /// <param name="bytes">The file, packed by gzip or not.</param>
    /// <param name="trust">Null leaves the signatures unchecked, and the report says so.</param>
    /// <param name="openings">What the auditor holds; null without it.</param>
    public static BundleReport Run(byte[] bytes, Trust? trust, byte[]? openings = null)
    {
        var book = new StepBook();
        string? edition = null;
        var (size, witnesses) = (0L, (IReadOnlyList<string>)[]);
        try
        {
            var bundle = Parse(bytes, Kind, ["edition", "kind", "log", "results", "rulebooks", "v"], book);
            edition = (string)bundle["edition"]!;
            var log = bundle["log"]!.AsObject();
            var says = BundleLog.CheckTree(log, book, out var note);
            size = says.Size;
            witnesses = BundleLog.CheckSignatures(note, says, trust, book);
            var events = BundleLog.OpenEvents(log, edition, OpeningsOf(openings, edition, book), book);
            var results = new BundleReplay(Rulebooks(bundle, book), events.Any(e => e.Payload is null) ? Stated(bundle) : null, book).Run(events);
            book.Begin("results");
            Compare("results", results, bundle["results"], book);
            book.Note("results", StepStatus.Recomputed);
        }
        catch (DiffersException e) { return Fails(e.Difference); }
        // What is no bundle at all, or states what cannot be computed with, does not hold either.
        catch (Exception e) when (IsMalformed(e))
        {
            return Fails(new(book.Current, "the bundle", "what docs/proof/bundle.md describes", e.Message));
        }
        return new(edition, book.Steps, null, size, witnesses);

        BundleReport Fails(BundleDifference difference) => new(edition, [.. book.Steps, new(difference.Step, StepStatus.Failed, difference.Where)], difference, size, witnesses);
    }

    /// <summary>What reading or computing throws where a document lacks what it has to say, or says what cannot be computed with.</summary>
    internal static bool IsMalformed(Exception e) => e is JsonException or InvalidOperationException or FormatException or KeyNotFoundException or ArgumentException or NullReferenceException or InvalidDataException
        or UnparsableValueException or ArithmeticException or IndexOutOfRangeException;

    /// <summary>The document of a bundle that was found to hold.</summary>
    internal static JsonObject Read(byte[] bundle) => JsonNode.Parse(bundle is [0x1f, 0x8b, ..] ? Unpacked(bundle) : bundle)!.AsObject();

    private static JsonObject Parse(byte[] bytes, string kind, string[] members, StepBook book)
    {
        book.Begin("format");
        if (bytes is [0x1f, 0x8b, ..]) bytes = Unpacked(bytes);
        var parsed = JsonNode.Parse(bytes)!.AsObject();
        // One byte sequence per document: nothing can be said twice, or be passed over by one reader and read by another.
        if (!CanonicalJson.Bytes(parsed).AsSpan().SequenceEqual(bytes)) throw book.Differs("the file", "canonical JSON", "another way to write it");
        book.Same("kind", kind, (string?)parsed["kind"]);
        book.Same("v", "1", $"{parsed["v"]}");
        book.Members(parsed, "the file", members);
        if (kind == Kind) book.Note("format", StepStatus.Recomputed);
        return parsed;
    }

    private static byte[] Unpacked(byte[] packed)
    {
        using var unpacking = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
        using var all = new MemoryStream();
        var part = new byte[81_920];
        for (int read; (read = unpacking.Read(part)) > 0;)
        {
            if (all.Length + read > MostBytes) throw new InvalidDataException("The file unpacks to more than any bundle has.");
            all.Write(part, 0, read);
        }
        return all.ToArray();
    }

    private static Dictionary<string, string> Rulebooks(JsonObject bundle, StepBook book)
    {
        book.Begin("rulebook");
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var each in bundle["rulebooks"]!.AsArray())
        {
            book.Members(each!.AsObject(), "rulebooks", "content", "sha256");
            var (sha256, content) = ((string)each["sha256"]!, (string)each["content"]!);
            book.Same("rulebooks.sha256", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content))), sha256);
            found.Add(sha256, content);
        }
        return found;
    }

    private static Dictionary<(string, string), JsonArray> Stated(JsonObject bundle) =>
        bundle["results"]!["rounds"]!.AsArray().ToDictionary(r => ((string)r!["round"]!, (string)r["category"]!), r => r!["lines"]!.AsArray());

    private static Dictionary<long, (string Payload, string Salt)> OpeningsOf(byte[]? openings, string edition, StepBook book)
    {
        if (openings is null) return [];
        var parsed = Parse(openings, OpeningsKind, ["edition", "events", "kind", "v"], book);
        book.Same("openings.edition", edition, (string?)parsed["edition"]);
        return parsed["events"]!.AsArray().ToDictionary(e => (long)e!["index"]!, e => ((string)e!["payload"]!, (string)e["salt"]!));
    }

    /// <summary>Member by member, so that the first difference has a name.</summary>
    private static void Compare(string at, JsonNode? expected, JsonNode? found, StepBook book)
    {
        switch (expected, found)
        {
            case (JsonObject mine, JsonObject theirs):
                foreach (var (name, value) in mine.OrderBy(m => m.Key, StringComparer.Ordinal)) Compare($"{at}.{name}", value, theirs.TryGetPropertyValue(name, out var other) ? other : throw book.Differs($"{at}.{name}", Text(value), "nothing"), book);
                if (theirs.Select(m => m.Key).FirstOrDefault(k => !mine.ContainsKey(k)) is { } more) throw book.Differs($"{at}.{more}", "nothing", Text(theirs[more]));
                break;
            case (JsonArray mine, JsonArray theirs):
                for (var i = 0; i < Math.Min(mine.Count, theirs.Count); i++) Compare($"{at}[{i}]", mine[i], theirs[i], book);
                book.Same($"{at}.length", $"{mine.Count}", $"{theirs.Count}");
                break;
            default: book.Same(at, Text(expected), Text(found)); break;
        }
    }

    private static string Text(JsonNode? node) => Encoding.UTF8.GetString(CanonicalJson.Bytes(node));
}
