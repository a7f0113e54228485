using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using BangVang.Proof.Notes;

namespace BangVang.Proof.Receipts;

/// <summary>What came of checking an auditor's answer.</summary>
/// <param name="Failure">What does not hold first: a code; null when all holds.</param>
/// <param name="Answer">What the auditor says; null when it could not be read.</param>
/// <param name="Size">Entries under the checkpoint that proves it.</param>
/// <param name="Witnesses">Names of the trusted witnesses that signed that checkpoint.</param>
public sealed record AuditAnswerVerdict(string? Failure, AuditAnswer? Answer, long Size, IReadOnlyList<string> Witnesses)
{
    internal static AuditAnswerVerdict Fails(string code, AuditAnswer? answer = null) => new(code, answer, 0, []);
}

/// <summary>An auditor's signed answer with the proof that the log has it: what an installation publishes beside a result bundle.</summary>
/// <param name="Note">The auditor's words and signature, see <see cref="AuditAnswer"/>.</param>
/// <param name="Index">Place of its entry in the log, from 0.</param>
/// <param name="Entry">The log's leaf.</param>
/// <param name="Payload">What the entry commits to under <paramref name="Salt"/>: <c>{auditor, holds, sha256}</c>, the last of the note's text.</param>
public sealed record AuditAnswerFile(SignedNote Note, long Index, string Entry, string Payload, byte[] Salt, InclusionReceipt Proof)
{
    public const string EntryKind = "audit.answered";
    private const string Kind = "bangvang.audit_answer";
    private static readonly string[] Members = ["entry", "index", "kind", "note", "payload", "proof", "salt", "v"];
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What the log commits to when an answer comes.</summary>
    public static JsonObject PayloadOf(AuditAnswer answer) => new()
    {
        ["auditor"] = answer.Auditor.ToString(), ["holds"] = answer.Holds, ["sha256"] = Sha256(answer.ToString()),
    };

    /// <summary>The auditor has signed it, the log commits to it, and the log is the trusted one. Whether it is about a bundle at hand, <c>AuditedBundle</c> tells.</summary>
    public static AuditAnswerVerdict Check(ReadOnlySpan<byte> json, Trust trust)
    {
        if (!TryParse(json, out var file)) return AuditAnswerVerdict.Fails("audit_answer.unreadable");
        if (!AuditAnswer.TryOpen(file.Note, out var answer)) return AuditAnswerVerdict.Fails("audit_answer.signature");
        if (answer.Log != trust.Origin || !file.CommitsTo(answer)) return AuditAnswerVerdict.Fails("audit_answer.commitment", answer);
        if (file.Proof.Index != file.Index || !Checkpoint.TryParse(file.Proof.Checkpoint.Text, out var checkpoint)
            || !trust.KeysAt(checkpoint.Size).Any(key => file.Proof.Proves(Encoding.UTF8.GetBytes(file.Entry), key, trust.Origin))) return AuditAnswerVerdict.Fails("audit_answer.not_in_log", answer);
        var signed = file.Proof.WitnessedBy(trust.Witnesses);
        return signed.Count < trust.Quorum ? AuditAnswerVerdict.Fails("audit_answer.too_few_witnesses", answer)
            : new(null, answer, checkpoint.Size, [.. signed.Select(w => w.Name).Order(StringComparer.Ordinal)]);
    }

    /// <summary>Reads a file; nothing is checked yet.</summary>
    /// <returns>False when it is none.</returns>
    public static bool TryParse(ReadOnlySpan<byte> json, [NotNullWhen(true)] out AuditAnswerFile? file)
    {
        file = null;
        try
        {
            if (JsonNode.Parse(json) is not JsonObject root || !root.Select(m => m.Key).Order(StringComparer.Ordinal).SequenceEqual(Members) || (string?)root["kind"] != Kind || (int?)root["v"] != 1) return false;
            if (!SignedNote.TryParse(Encoding.UTF8.GetBytes((string)root["note"]!), out var note) || !InclusionReceipt.TryParse(Encoding.UTF8.GetBytes((string)root["proof"]!), out var proof)) return false;
            file = new(note, (long)root["index"]!, (string)root["entry"]!, (string)root["payload"]!, CanonicalText.Hex((string)root["salt"]!), proof);
            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or ArgumentException or NullReferenceException) { return false; }
    }

    /// <summary>As <see cref="TryParse"/> reads it.</summary>
    public byte[] Bytes() => JsonSerializer.SerializeToUtf8Bytes(new JsonObject
    {
        ["kind"] = Kind, ["v"] = 1, ["note"] = Note.ToString(), ["index"] = Index, ["entry"] = Entry,
        ["payload"] = Payload, ["salt"] = Convert.ToHexStringLower(Salt), ["proof"] = Proof.ToString(),
    }, Indented);

    private bool CommitsTo(AuditAnswer answer)
    {
        try
        {
            return Salt.Length == 32 && JsonNode.Parse(Entry) is JsonObject entry && (string?)entry["kind"] == EntryKind && (string?)entry["edition"] == answer.Edition
                && (string?)entry["commitment"] == Convert.ToHexStringLower(SHA256.HashData([.. Salt, .. Encoding.UTF8.GetBytes(Payload)]))
                && Payload == Encoding.UTF8.GetString(CanonicalJson.Bytes(PayloadOf(answer)));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException) { return false; }
    }

    private static string Sha256(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
