using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using BangVang.Proof.Notes;

namespace BangVang.Proof.Receipts;

/// <summary>A sheet that counts for the dossier of a slip; in a round of pairs, a ballot in which it was shown.</summary>
/// <param name="Index">Place of its entry in the log, from 0.</param>
/// <param name="Entry">The log's leaf.</param>
/// <param name="Proof">That the entry is there.</param>
/// <param name="Payload">What the entry commits to, under <paramref name="Salt"/>; both null where the edition's sheets stay closed.</param>
public sealed record SlipSheet(long Index, string Entry, InclusionReceipt Proof, string? Payload, byte[]? Salt);

/// <summary>What of a round went into its total.</summary>
/// <param name="Score">Hundredths of a point; null where the applicant may not know it, or there is none.</param>
public sealed record SlipRound(string Round, int? Score, IReadOnlyList<SlipSheet> Sheets);

/// <summary>What came of checking a slip.</summary>
/// <param name="Failure">What does not hold first: a code; null when all holds.</param>
/// <param name="Size">Entries under the newest checkpoint among the proofs.</param>
/// <param name="Witnesses">Names of the witnesses that signed every checkpoint.</param>
public sealed record SlipVerdict(string? Failure, SlipFile? Slip, long Size, IReadOnlyList<string> Witnesses)
{
    internal static SlipVerdict Fails(string code, SlipFile? slip = null) => new(code, slip, 0, []);
}

/// <summary>
/// What an applicant holds after publication: how many sheets judged this dossier, that each is committed to in the log, and the
/// installation's signature that these and no others make up the total. Marks stay closed unless the bundle opens them.
/// </summary>
/// <param name="Statement">The installation's signature under <see cref="StatementOf"/>.</param>
public sealed record SlipFile(string Edition, string Reference, IReadOnlyList<SlipRound> Rounds, SignedNote Statement)
{
    private const string Kind = "bangvang.slip";

    /// <summary>What the installation signs. No checkpoint can be read out of it.</summary>
    public static string StatementOf(string origin, string edition, string reference, IReadOnlyList<SlipRound> rounds)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{origin}/slip\nedition {edition}\ndossier {reference}\n");
        foreach (var round in rounds)
        {
            text.Append(CultureInfo.InvariantCulture, $"round {round.Round} sheets {round.Sheets.Count} total {(round.Score is { } score ? score.ToString(CultureInfo.InvariantCulture) : "-")}\n");
            foreach (var sheet in round.Sheets)
                text.Append(CultureInfo.InvariantCulture, $"entry {sheet.Index} {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sheet.Entry)))}\n");
        }
        return text.ToString();
    }

    /// <summary>Checks everything that can be checked without the bundle.</summary>
    public static SlipVerdict Check(ReadOnlySpan<byte> json, Trust trust)
    {
        if (!TryParse(json, out var slip)) return SlipVerdict.Fails("slip.unreadable");
        var sheets = slip.Rounds.SelectMany(r => r.Sheets.Select(s => (r.Round, Sheet: s))).ToList();
        if (sheets.Count == 0) return SlipVerdict.Fails("slip.empty", slip);
        var newest = sheets.Max(s => s.Sheet.Index) + 1;
        if (!slip.Statement.TryOpen([.. trust.KeysAt(newest)], out var opened) || opened.Text != StatementOf(trust.Origin, slip.Edition, slip.Reference, slip.Rounds)) return SlipVerdict.Fails("slip.statement", slip);
        if (sheets.DistinctBy(s => s.Sheet.Index).Count() != sheets.Count) return SlipVerdict.Fails("slip.twice", slip);

        var (size, witnesses) = (0L, trust.Witnesses.Select(w => w.Name).ToHashSet(StringComparer.Ordinal));
        foreach (var (round, sheet) in sheets)
        {
            if (!slip.IsOwn(round, sheet)) return SlipVerdict.Fails("slip.commitment", slip);
            if (sheet.Proof.Index != sheet.Index || !Checkpoint.TryParse(sheet.Proof.Checkpoint.Text, out var checkpoint)
                || !trust.KeysAt(checkpoint.Size).Any(key => sheet.Proof.Proves(Encoding.UTF8.GetBytes(sheet.Entry), key, trust.Origin))) return SlipVerdict.Fails("slip.not_in_log", slip);
            var signed = sheet.Proof.WitnessedBy(trust.Witnesses);
            if (signed.Count < trust.Quorum) return SlipVerdict.Fails("slip.too_few_witnesses", slip);
            witnesses.IntersectWith(signed.Select(w => w.Name));
            size = Math.Max(size, checkpoint.Size);
        }
        return new(null, slip, size, [.. witnesses.Order(StringComparer.Ordinal)]);
    }

    /// <summary>Reads a slip; nothing is checked yet.</summary>
    /// <returns>False when it is none.</returns>
    public static bool TryParse(ReadOnlySpan<byte> json, [NotNullWhen(true)] out SlipFile? slip)
    {
        slip = null;
        try
        {
            if (JsonNode.Parse(json) is not JsonObject root || !HasOnly(root, "edition", "kind", "reference", "rounds", "statement", "v") || (string?)root["kind"] != Kind || (int?)root["v"] != 1) return false;
            if (!SignedNote.TryParse(Encoding.UTF8.GetBytes((string)root["statement"]!), out var statement)) return false;
            slip = new((string)root["edition"]!, (string)root["reference"]!, [.. root["rounds"]!.AsArray().Select(r => RoundOf(r!.AsObject()))], statement);
            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or ArgumentException or NullReferenceException) { return false; }
    }

    /// <summary>As <see cref="TryParse"/> reads it.</summary>
    public byte[] Bytes() => JsonSerializer.SerializeToUtf8Bytes(new JsonObject
    {
        ["kind"] = Kind, ["v"] = 1, ["edition"] = Edition, ["reference"] = Reference,
        ["rounds"] = new JsonArray([.. Rounds.Select(r => new JsonObject { ["round"] = r.Round, ["score"] = r.Score, ["sheets"] = new JsonArray([.. r.Sheets.Select(ToJson)]) })]),
        ["statement"] = Statement.ToString(),
    }, Indented);

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static JsonObject ToJson(SlipSheet sheet)
    {
        var json = new JsonObject { ["index"] = sheet.Index, ["entry"] = sheet.Entry, ["proof"] = sheet.Proof.ToString() };
        if (sheet.Payload is not null) (json["payload"], json["salt"]) = (sheet.Payload, Convert.ToHexStringLower(sheet.Salt!));
        return json;
    }

    private static SlipRound RoundOf(JsonObject round) => HasOnly(round, "round", "score", "sheets")
        ? new((string)round["round"]!, (int?)round["score"], [.. round["sheets"]!.AsArray().Select(s => SheetOf(s!.AsObject()))])
        : throw new FormatException("round");

    private static SlipSheet SheetOf(JsonObject sheet)
    {
        if (!HasOnly(sheet, sheet.Count == 3 ? ["entry", "index", "proof"] : ["entry", "index", "payload", "proof", "salt"])) throw new FormatException("sheet");
        if (!InclusionReceipt.TryParse(Encoding.UTF8.GetBytes((string)sheet["proof"]!), out var proof)) throw new FormatException("proof");
        return new((long)sheet["index"]!, (string)sheet["entry"]!, proof, (string?)sheet["payload"], (string?)sheet["salt"] is { } salt ? CanonicalText.Hex(salt) : null);
    }

    /// <summary>What has no meaning here might have one for another reader: no member but these, and all of them.</summary>
    private static bool HasOnly(JsonObject found, params string[] members) => found.Select(m => m.Key).Order(StringComparer.Ordinal).SequenceEqual(members);

    /// <summary>The entry is a signed sheet of this edition and, where it is opened, of this dossier and round.</summary>
    private bool IsOwn(string round, SlipSheet sheet)
    {
        if (Read(sheet.Entry) is not { } entry || Text(entry, "kind") is not ("scoresheet.signed" or "ballot.signed") || Text(entry, "edition") != Edition) return false;
        if (sheet.Payload is null) return true;
        return sheet.Salt is { Length: 32 } salt && Text(entry, "commitment") == Convert.ToHexStringLower(SHA256.HashData([.. salt, .. Encoding.UTF8.GetBytes(sheet.Payload)]))
            && Read(sheet.Payload) is { } payload && Text(payload, "round") == round && (Text(payload, "dossier") == Reference || Shows(payload));
    }

    /// <summary>A ballot in which the dossier was shown.</summary>
    private bool Shows(JsonObject ballot) => ballot["acts"] is JsonArray acts && acts.OfType<JsonObject>().Any(a => a["shown"] is JsonArray shown && shown.Any(d => d is JsonValue value && value.TryGetValue<string>(out var text) && text == Reference));

    private static JsonObject? Read(string text)
    {
        try { return JsonNode.Parse(text) as JsonObject; }
        catch (JsonException) { return null; }
    }

    private static string? Text(JsonObject document, string name) => document[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
