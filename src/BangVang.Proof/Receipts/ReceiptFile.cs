using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using BangVang.Proof.Notes;

namespace BangVang.Proof.Receipts;

/// <summary>How far a receipt proves what it says.</summary>
public enum ReceiptStanding
{
    /// <summary>Something does not hold.</summary>
    False,
    /// <summary>The installation has signed that this entry has this place; no checkpoint that covers it was given yet.</summary>
    Promised,
    /// <summary>The entry is in the log, under a signed checkpoint.</summary>
    Proved,
}

/// <summary>What came of checking a receipt.</summary>
/// <param name="Failure">What does not hold first: a code; null when all holds.</param>
/// <param name="Size">Entries under the checkpoint; 0 when only promised.</param>
/// <param name="Witnesses">Names of the witnesses that signed the checkpoint.</param>
public sealed record ReceiptVerdict(ReceiptStanding Standing, string? Failure, ReceiptFile? Receipt, long Size, IReadOnlyList<string> Witnesses)
{
    /// <summary>When the entry existed at the latest, as a trusted time-stamp authority says; null without a token, or when no authority is trusted.</summary>
    public DateTimeOffset? StampedAt { get; init; }

    internal static ReceiptVerdict Fails(string code, ReceiptFile? receipt = null) => new(ReceiptStanding.False, code, receipt, 0, []);
}

/// <summary>A file of a receipt.</summary>
/// <param name="HashedBy"><c>browser</c>: it was named by this hash before its bytes were sent. <c>server</c>: the bytes were there and were hashed.</param>
public sealed record ReceiptedFile(string Field, string Name, long Bytes, string Sha256, string HashedBy);

/// <summary>What a time-stamp token says.</summary>
/// <param name="Failure">What does not hold: a code; null when it holds.</param>
/// <param name="At">Null when it holds and no authority is trusted that could have made it.</param>
public sealed record StampFinding(string? Failure, DateTimeOffset? At);

/// <summary>Checks an RFC 3161 token over this SHA-256.</summary>
public delegate StampFinding StampCheck(byte[] token, byte[] sha256);

/// <summary>
/// What an applicant holds: which content was submitted when, and what opens the commitment that the public log has to it. Checked
/// with nothing but the file and the keys one trusts.
/// </summary>
/// <param name="SubmittedAt">As the receipt says it, and as the log's entry must.</param>
/// <param name="Sha256">Of the frozen content, 64 hexadecimal digits.</param>
/// <param name="Content">Canonical JSON of all that was submitted, files by their SHA-256.</param>
/// <param name="Payload">Canonical JSON that the entry commits to, under <paramref name="Salt"/>.</param>
/// <param name="Entry">The log's leaf.</param>
/// <param name="Promise">The installation's own signature, see <see cref="PromiseOf"/>.</param>
/// <param name="Proof">As soon as a checkpoint covers the entry.</param>
/// <param name="Files">What the content says of its files, to be read by people; none in receipts of version 1.</param>
/// <param name="TimeStamp">RFC 3161 token over the SHA-256 of the entry, once an authority has given one.</param>
public sealed record ReceiptFile(
    string Edition, string Reference, int Version, string SubmittedAt, string Sha256, string Snapshot, string Content,
    long Seq, string Payload, byte[] Salt, string Entry, SignedNote? Promise, InclusionReceipt? Proof, IReadOnlyList<ReceiptedFile>? Files, byte[]? TimeStamp)
{
    /// <summary>Of the format; version 1 had neither files nor a time-stamp.</summary>
    public const int Format = 2;

    private const string Kind = "bangvang.receipt";
    private static readonly string[] Members = ["kind", "v", "edition", "reference", "version", "submitted_at", "sha256", "snapshot_sha256", "content", "log"];
    private static readonly string[] LogMembers = ["seq", "payload", "salt", "entry", "promise", "proof"];
    private static readonly string[] FileMembers = ["field", "name", "bytes", "sha256", "hashed_by"];

    /// <summary>What the installation signs when it gives the receipt: that the entry with this SHA-256 has this place in its log. No checkpoint can be read out of it.</summary>
    public static string PromiseOf(string origin, long seq, ReadOnlySpan<byte> entry) =>
        string.Create(CultureInfo.InvariantCulture, $"{origin}/receipt\nentry {seq}\nsha256 {Convert.ToHexStringLower(SHA256.HashData(entry))}\n");

    /// <summary>Checks everything that can be checked.</summary>
    /// <param name="log">Where a proof is looked for when the receipt holds none, or an older one; null to rely on the file alone.</param>
    /// <param name="stamps">Checks a time-stamp by the authorities one trusts; null to leave it unchecked, and uncounted.</param>
    public static ReceiptVerdict Check(ReadOnlySpan<byte> json, Trust trust, PublishedLog? log = null, StampCheck? stamps = null)
    {
        if (!TryParse(json, out var receipt)) return ReceiptVerdict.Fails("receipt.unreadable");
        if (HashOf(receipt.Content) != receipt.Sha256) return ReceiptVerdict.Fails("receipt.content", receipt);
        if (receipt.Difference() is { } difference) return ReceiptVerdict.Fails(difference, receipt);

        var entry = Encoding.UTF8.GetBytes(receipt.Entry);
        DateTimeOffset? stamped = null;
        if (receipt.TimeStamp is { } token && stamps is not null)
        {
            var finding = stamps(token, SHA256.HashData(entry));
            if (finding.Failure is { } failure) return ReceiptVerdict.Fails(failure, receipt);
            stamped = finding.At;
        }
        var proof = receipt.Proof;
        if (log is not null)
        {
            if (log.Checkpoint() is not { } newest || !Checkpoint.TryParse(newest.Text, out var says) || !newest.TryOpen([.. trust.KeysAt(says.Size)], out _)) return ReceiptVerdict.Fails("receipt.log_unsigned", receipt);
            proof = log.Inclusion(receipt.Seq, newest) ?? proof;
        }
        if (proof is not null)
        {
            if (!Checkpoint.TryParse(proof.Checkpoint.Text, out var checkpoint) || proof.Index != receipt.Seq || !trust.KeysAt(checkpoint.Size).Any(key => proof.Proves(entry, key, trust.Origin)))
                return ReceiptVerdict.Fails("receipt.not_in_log", receipt);
            var witnesses = proof.WitnessedBy(trust.Witnesses);
            if (witnesses.Count < trust.Quorum) return ReceiptVerdict.Fails("receipt.too_few_witnesses", receipt);
            return new(ReceiptStanding.Proved, null, receipt, checkpoint.Size, [.. witnesses.Select(w => w.Name)]) { StampedAt = stamped };
        }
        if (receipt.Promise is not { } promise) return ReceiptVerdict.Fails("receipt.unsigned", receipt);
        return promise.TryOpen([.. trust.KeysAt(receipt.Seq + 1)], out var opened) && opened.Text == PromiseOf(trust.Origin, receipt.Seq, entry)
            ? new(ReceiptStanding.Promised, null, receipt, 0, []) { StampedAt = stamped }
            : ReceiptVerdict.Fails("receipt.promise", receipt);
    }

    /// <summary>Reads a receipt; nothing is checked yet.</summary>
    /// <returns>False when it is none.</returns>
    public static bool TryParse(ReadOnlySpan<byte> json, [NotNullWhen(true)] out ReceiptFile? receipt)
    {
        receipt = null;
        try
        {
            var reader = new Utf8JsonReader(json);
            using var document = JsonDocument.ParseValue(ref reader);
            var root = document.RootElement;
            if (Text(root, "kind") != Kind || root.GetProperty("v").GetInt32() is not ((1 or Format) and var format)) return false;
            var log = root.GetProperty("log");
            // A member that is not known, or comes twice, might mean something to whoever reads it, and is not checked.
            if (!HasOnly(root, format == 1 ? Members : [.. Members, "files"]) || !HasOnly(log, format == 1 ? LogMembers : [.. LogMembers, "time_stamp"])) return false;
            var files = format == 1 ? null : root.GetProperty("files").EnumerateArray().Select(FileOf).ToList();
            SignedNote? promise = null;
            InclusionReceipt? proof = null;
            if (Optional(log, "promise") is { } signed && !SignedNote.TryParse(Encoding.UTF8.GetBytes(signed), out promise)) return false;
            if (Optional(log, "proof") is { } way && !InclusionReceipt.TryParse(Encoding.UTF8.GetBytes(way), out proof)) return false;
            receipt = new(
                Text(root, "edition"), Text(root, "reference"), root.GetProperty("version").GetInt32(), Text(root, "submitted_at"), Text(root, "sha256"), Text(root, "snapshot_sha256"),
                Text(root, "content"), log.GetProperty("seq").GetInt64(), Text(log, "payload"), CanonicalText.Hex(Text(log, "salt")), Text(log, "entry"), promise, proof,
                files, Optional(log, "time_stamp") is { } token ? Base64(token) : null);
            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException) { return false; }
    }

    /// <summary>In its one form.</summary>
    private static byte[] Base64(string text) => Convert.FromBase64String(text) is var bytes && Convert.ToBase64String(bytes) == text ? bytes : throw new FormatException("time_stamp");

    private static ReceiptedFile FileOf(JsonElement file) => HasOnly(file, FileMembers)
        ? new(Text(file, "field"), Text(file, "name"), file.GetProperty("bytes").GetInt64(), Text(file, "sha256"), Text(file, "hashed_by")) : throw new FormatException("files");

    private static bool HasOnly(JsonElement element, string[] known)
    {
        var names = element.EnumerateObject().Select(m => m.Name).ToList();
        return names.Distinct(StringComparer.Ordinal).Count() == names.Count && names.TrueForAll(known.Contains);
    }

    private static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString() ?? throw new FormatException(name);

    private static string? Optional(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString() : null;

    /// <summary>What the parts of the receipt say differently, first; null when they agree.</summary>
    private string? Difference()
    {
        if (Canonical(Content) is not { } content) return "receipt.content_says_otherwise";
        if (!Says(content, "reference", Reference)) return "receipt.reference";
        if (!Says(content, "edition", Edition) || !Says(content, "snapshot", Snapshot)) return "receipt.content_says_otherwise";
        if (Files is not null && !FilesIn(content).SequenceEqual(Files)) return "receipt.files";
        if (!PayloadSaysTheSame()) return "receipt.payload";
        if (Canonical(Entry) is not { } entry || !EntryOpens(entry)) return "receipt.commitment";
        return Says(entry, "at", SubmittedAt) ? null : "receipt.time";
    }

    /// <summary>The files as the content has them; one without the word of the browser was hashed by the server.</summary>
    private static IEnumerable<ReceiptedFile> FilesIn(JsonObject content) => (content["files"] as JsonArray ?? []).OfType<JsonObject>().Select(f => new ReceiptedFile(
        TextOf(f, "field"), TextOf(f, "name"), f["bytes"] is JsonValue bytes && bytes.TryGetValue<long>(out var length) ? length : -1, TextOf(f, "sha256"),
        TextOf(f, "hashedBy") is { Length: > 0 } by ? by : "server"));

    private static string TextOf(JsonObject document, string name) => document[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";

    private bool PayloadSaysTheSame() => Canonical(Payload) is { } payload
        && Says(payload, "reference", Reference) && Says(payload, "sha256", Sha256) && Says(payload, "snapshot", Snapshot)
        && payload["version"] is JsonValue version && version.TryGetValue<int>(out var number) && number == Version;

    private bool EntryOpens(JsonObject entry) => Salt.Length == 32
        && Says(entry, "kind", "dossier.submitted") && Says(entry, "edition", Edition)
        && Says(entry, "commitment", Convert.ToHexStringLower(SHA256.HashData([.. Salt, .. Encoding.UTF8.GetBytes(Payload)])));

    private static bool Says(JsonObject document, string name, string expected) =>
        document[name] is JsonValue value && value.TryGetValue<string>(out var said) && said == expected;

    /// <summary>The document; null when it is no object or not in its one canonical form.</summary>
    private static JsonObject? Canonical(string text)
    {
        try { return JsonNode.Parse(text) is JsonObject document && Encoding.UTF8.GetString(CanonicalJson.Bytes(document)) == text ? document : null; }
        catch (Exception e) when (e is JsonException or ArgumentException) { return null; }
    }
}
