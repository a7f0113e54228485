using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using BangVang.Proof;
using BangVang.Proof.Notes;
using BangVang.Proof.Receipts;
using NodaTime;
using NodaTime.Text;

namespace BangVang.App.Bundles;

/// <summary>An event of the bundle's edition.</summary>
/// <param name="Payload">Null where the bundle keeps it closed and no openings were given.</param>
public sealed record BundleEvent(long Index, string Kind, Instant At, JsonObject? Payload);

/// <summary>The part of the log a bundle carries: every entry from the edition's first one to the checkpoint, none left out.</summary>
internal static class BundleLog
{
    /// <summary>Kinds that the result follows from. All of an edition's must be open, but those of sheets and ballots, which small panels keep closed.</summary>
    public static readonly IReadOnlySet<string> Open = new HashSet<string>(StringComparer.Ordinal)
    {
        "edition.published", "edition.amended", "dossier.submitted", "dossier.withdrawn", "screening.verdict", "assignment.sealed", "assignment.ended",
        "shortlist.fixed", "council.motion", "decision.approved", "decision.published", "decision.amended", "sealing.opened",
    };

    public static readonly IReadOnlySet<string> Sheets = new HashSet<string>(StringComparer.Ordinal)
    {
        "scoresheet.signed", "scoresheet.reopened", "scoresheet.set_aside", "scoresheet.counted_again",
        "ballot.opened", "ballot.signed", "ballot.reopened", "ballot.set_aside", "ballot.counted_again",
    };

    /// <summary>Checks that the entries make up the tree under the checkpoint.</summary>
    public static Checkpoint CheckTree(JsonObject log, StepBook book, out SignedNote note)
    {
        book.Begin("log");
        book.Members(log, "log", "checkpoint", "entries", "first", "left");
        var (first, left, entries) = ((long)log["first"]!, log["left"]!.AsArray(), log["entries"]!.AsArray());
        if (!SignedNote.TryParse(Encoding.UTF8.GetBytes((string)log["checkpoint"]!), out var parsed) || !Checkpoint.TryParse(parsed.Text, out var says))
            throw book.Differs("log.checkpoint", "a signed checkpoint", (string)log["checkpoint"]!);
        var edge = new MerkleEdge(first, [.. left.Select(h => CanonicalText.Base64((string)h!))]);
        foreach (var entry in entries) edge.Append(MerkleHash.Leaf(Encoding.UTF8.GetBytes((string)entry!["entry"]!)));
        book.Same("log.entries", $"{says.Size}", $"{edge.Size}");
        book.Same("log.root", Convert.ToBase64String(says.Root), Convert.ToBase64String(edge.Root()));
        book.Note("log", StepStatus.Recomputed, $"{entries.Count} entries, {first} to {edge.Size - 1}");
        note = parsed;
        return says;
    }

    /// <summary>Checks who signed the checkpoint.</summary>
    /// <returns>The trusted witnesses among them.</returns>
    public static IReadOnlyList<string> CheckSignatures(SignedNote note, Checkpoint says, Trust? trust, StepBook book)
    {
        book.Begin("signatures");
        if (trust is null)
        {
            book.Note("signatures", StepStatus.NotChecked, "no trust file was given");
            return [];
        }
        book.Same("log.checkpoint.origin", trust.Origin, says.Origin);
        var logs = trust.KeysAt(says.Size);
        if (!note.TryOpen([.. logs, .. trust.Witnesses], out var opened) || !opened.Keys.Any(logs.Contains)) throw book.Differs("log.checkpoint.signatures", trust.Log.Name, "no valid signature of this key");
        var witnesses = opened.Keys.Where(trust.Witnesses.Contains).Select(k => k.Name).ToList();
        if (witnesses.Count < trust.Quorum) throw book.Differs("log.checkpoint.witnesses", $"{trust.Quorum}", $"{witnesses.Count}");
        book.Note("signatures", StepStatus.Recomputed, $"{trust.Origin}, witnesses: {witnesses.Count}");
        return witnesses;
    }

    /// <summary>Opens the events of an edition and checks each against the commitment in its entry.</summary>
    /// <param name="more">Payload and salt by number, from a file of openings.</param>
    public static IReadOnlyList<BundleEvent> OpenEvents(JsonObject log, string edition, IReadOnlyDictionary<long, (string Payload, string Salt)> more, StepBook book)
    {
        book.Begin("commitments");
        var (first, events, closed) = ((long)log["first"]!, new List<BundleEvent>(), 0);
        var items = log["entries"]!.AsArray();
        for (var i = 0; i < items.Count; i++)
        {
            var (index, item) = (first + i, items[i]!.AsObject());
            book.Members(item, $"log entry {index}", item.Count == 1 ? ["entry"] : ["entry", "payload", "salt"]);
            var entry = JsonNode.Parse((string)item["entry"]!)!.AsObject();
            var kind = (string)entry["kind"]!;
            var isOwn = (string?)entry["edition"] == edition;
            var (payload, salt) = ((string?)item["payload"], (string?)item["salt"]);
            if (payload is null && isOwn && more.TryGetValue(index, out var opening)) (payload, salt) = opening;
            if (payload is not null) Demand(index, isOwn, entry, payload, salt, book);
            if (!isOwn || !(Open.Contains(kind) || Sheets.Contains(kind))) continue;
            if (payload is null && Open.Contains(kind)) throw book.Differs($"log entry {index}", $"{kind} with its payload", "no payload");
            if (payload is null) closed++;
            events.Add(new(index, kind, InstantPattern.ExtendedIso.Parse((string)entry["at"]!).GetValueOrThrow(), payload is null ? null : JsonNode.Parse(payload)!.AsObject()));
        }
        if (events.Count == 0 || events[0] is not { Kind: "edition.published" } published || published.Index != first) throw book.Differs("log.first", "the publication of the edition", $"{(events.Count == 0 ? "nothing" : events[0].Kind)}");
        book.Note("commitments", StepStatus.Recomputed, $"{events.Count - closed} opened, {closed} closed");
        return events;
    }

    private static void Demand(long index, bool isOwn, JsonObject entry, string payload, string? salt, StepBook book)
    {
        if (!isOwn || salt is not { Length: 64 }) throw book.Differs($"log entry {index}", "a payload of this edition with its salt", salt ?? "no salt");
        var commitment = Convert.ToHexStringLower(SHA256.HashData([.. CanonicalText.Hex(salt), .. Encoding.UTF8.GetBytes(payload)]));
        book.Same($"log entry {index} ({(string?)entry["kind"]}).commitment", (string?)entry["commitment"], commitment);
    }
}
