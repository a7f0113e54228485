using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using BangVang.Proof.Notes;

namespace BangVang.Proof.Receipts;

/// <summary>A key that the log signs with no more.</summary>
/// <param name="Size">Of the last checkpoint it has signed: what it signed beyond counts for nothing.</param>
public sealed record RetiredKey(NoteKey Key, long Size);

/// <summary>
/// What somebody who checks relies on: the key of the log and the keys of those who vouch that it only grows. A file that is
/// fetched once and kept; what is checked is worth as much as the way this file came by.
/// </summary>
/// <param name="Origin">Name of the log: the first line of its checkpoints.</param>
/// <param name="Witnesses">Keys of cosignatures; none when there are no witnesses yet.</param>
/// <param name="Quorum">So many of the witnesses must have signed a checkpoint; 0 asks for none.</param>
public sealed record Trust(string Origin, NoteKey Log, IReadOnlyList<NoteKey> Witnesses, int Quorum)
{
    /// <summary>Keys the log had before.</summary>
    public IReadOnlyList<RetiredKey> Retired { get; init; } = [];

    /// <summary>Certificates, DER, of the time-stamp authorities that are trusted, or of those that vouch for them.</summary>
    public IReadOnlyList<byte[]> TimeStamping { get; init; } = [];

    /// <summary>The keys that may have signed a checkpoint of <paramref name="size"/> entries, or a promise about the last of so many.</summary>
    public IReadOnlyList<NoteKey> KeysAt(long size) => [Log, .. Retired.Where(r => size <= r.Size).Select(r => r.Key)];

    /// <summary>What a key signs when another one follows it. No checkpoint can be read out of it.</summary>
    /// <param name="size">Of its own last checkpoint.</param>
    public static string SuccessionOf(string origin, NoteKey next, long size) => string.Create(CultureInfo.InvariantCulture, $"{origin}/succession\nlast {size}\nnext {next}\n");

    /// <summary>Reads <c>{"log": {"origin", "key"}, "retired": [{"key", "size"}…], "witnesses": [key…], "quorum": n, "stamps": {"certificates": [base64…]}}</c>; further members are passed over.</summary>
    /// <returns>False when it is malformed, or asks for more witnesses than it names.</returns>
    public static bool TryParse(ReadOnlySpan<byte> json, [NotNullWhen(true)] out Trust? trust)
    {
        trust = null;
        try
        {
            var reader = new Utf8JsonReader(json);
            using var document = JsonDocument.ParseValue(ref reader);
            var root = document.RootElement;
            if (root.GetProperty("log").GetProperty("origin").GetString() is not { } origin) return false;
            if (root.GetProperty("log").GetProperty("key").GetString() is not { } text || !NoteKey.TryParse(text, out var log) || log.Kind is not NoteSignatureKind.Ed25519) return false;
            var witnesses = new List<NoteKey>();
            if (root.TryGetProperty("witnesses", out var listed))
            {
                foreach (var each in listed.EnumerateArray())
                {
                    if (each.GetString() is not { } vkey || !NoteKey.TryParse(vkey, out var key) || key.Kind is not NoteSignatureKind.Cosignature) return false;
                    witnesses.Add(key);
                }
            }
            var quorum = root.TryGetProperty("quorum", out var asked) ? asked.GetInt32() : 0;
            if (quorum < 0 || quorum > witnesses.Count) return false;
            if (!TryRetired(root, out var retired)) return false;
            trust = new(origin, log, witnesses, quorum) { Retired = retired, TimeStamping = Authorities(root) };
            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException) { return false; }
    }

    private static IReadOnlyList<byte[]> Authorities(JsonElement root) => root.TryGetProperty("stamps", out var part) && part.ValueKind is JsonValueKind.Object
        ? [.. part.GetProperty("certificates").EnumerateArray().Select(c => c.GetBytesFromBase64())] : [];

    private static bool TryRetired(JsonElement root, out List<RetiredKey> retired)
    {
        retired = [];
        if (!root.TryGetProperty("retired", out var listed)) return true;
        foreach (var each in listed.EnumerateArray())
        {
            if (each.GetProperty("key").GetString() is not { } text || !NoteKey.TryParse(text, out var key) || key.Kind is not NoteSignatureKind.Ed25519) return false;
            if (each.GetProperty("size").GetInt64() is not (>= 0 and var size)) return false;
            retired.Add(new(key, size));
        }
        return true;
    }
}
