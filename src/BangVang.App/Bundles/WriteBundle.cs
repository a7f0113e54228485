using System.Text;
using System.Text.Json.Nodes;
using BangVang.App.Log;
using BangVang.App.Storage;
using BangVang.Domain.Decisions;
using BangVang.Domain.Kernel;
using BangVang.Proof;
using Microsoft.EntityFrameworkCore;

namespace BangVang.App.Bundles;

/// <summary>A bundle, and what completes it for the auditor.</summary>
/// <param name="Bytes">Canonical JSON.</param>
/// <param name="Openings">Canonical JSON, never published: payloads and salts of closed sheets; null when none is closed.</param>
/// <param name="Entries">Of the log.</param>
public sealed record WrittenBundle(byte[] Bytes, byte[]? Openings, long Entries, int Dossiers);

public static class BundleQueries
{
    /// <summary>Keys of the editions whose result was published, the newest first.</summary>
    public static Task<List<string>> PublishedResultsAsync(this BangVangDb db, int most, CancellationToken ct) =>
        db.AwardDecisions.Where(d => d.State == DecisionState.Published).OrderByDescending(d => d.PublishedAt).ThenBy(d => d.EditionKey).Select(d => d.EditionKey).Take(most).ToListAsync(ct);

    /// <summary>Whether the result of an edition was published, so that there is a bundle.</summary>
    public static Task<bool> IsResultPublishedAsync(this BangVangDb db, string editionKey, CancellationToken ct) =>
        db.AwardDecisions.AnyAsync(d => d.EditionKey == editionKey && d.State == DecisionState.Published, ct);
}

/// <summary>
/// Everything that the published result of an edition follows from, in one document that anyone verifies without asking us. Only
/// after publication, and the same bytes until the published result is amended or another witness has signed.
/// </summary>
public sealed class WriteBundle(BangVangDb db, WitnessPolicy witnesses)
{
    /// <returns>The bundle, or why there is none: bundle.edition_unknown, bundle.not_published, bundle.no_checkpoint, bundle.log_differs {where, expected, found}.</returns>
    public async Task<Result<WrittenBundle>> RunAsync(string editionKey, CancellationToken ct)
    {
        var snapshots = await db.EditionSnapshots.AsNoTracking().Where(s => s.EditionKey == editionKey).OrderBy(s => s.Number).ToListAsync(ct);
        if (snapshots.Count == 0) return Problem.NotFound("bundle.edition_unknown").With("edition", editionKey);
        if (!await db.AwardDecisions.AnyAsync(d => d.EditionKey == editionKey && d.State == DecisionState.Published, ct)) return Problem.NotNow("bundle.not_published").With("edition", editionKey);
        if (await LastAsync(editionKey, ct) is not { } last || await db.CheckpointOverAsync(last, witnesses, ct) is not { } checkpoint) return Problem.NotNow("bundle.no_checkpoint").With("edition", editionKey);

        var first = await db.LogEvents.Where(e => e.EditionKey == editionKey && e.Kind == "edition.published").MinAsync(e => (long?)e.Seq, ct) ?? long.MaxValue;
        var entries = await db.LogEvents.AsNoTracking().Where(e => e.Seq >= first && e.Seq < checkpoint.Size).OrderBy(e => e.Seq).ToListAsync(ct);
        var rulebooks = snapshots.Where(s => entries.Any(e => e.EditionKey == editionKey && e.Kind is "edition.published" or "edition.amended" && e.Subject == s.Id.ToString())).ToDictionary(s => s.Sha256, s => s.Content, StringComparer.Ordinal);
        return Write(editionKey, rulebooks, first, await EdgeAsync(first, ct), entries, (await db.SignedAsync(checkpoint, ct)).ToString());
    }

    /// <summary>What changes when the bundle does, as it does while witnesses still sign its checkpoint; null while there is none.</summary>
    public async Task<string?> TagAsync(string editionKey, CancellationToken ct) =>
        await LastAsync(editionKey, ct) is { } last && await db.CheckpointOverAsync(last, witnesses, ct) is { } checkpoint
            ? $"{last}-{checkpoint.Size}-{await db.LogCosignatures.CountAsync(c => c.Size == checkpoint.Size, ct)}" : null;

    private Task<long?> LastAsync(string editionKey, CancellationToken ct) =>
        db.LogEvents.Where(e => e.EditionKey == editionKey && (e.Kind == "decision.published" || e.Kind == "decision.amended")).MaxAsync(e => (long?)e.Seq, ct);

    /// <summary>Roots of the complete trees over what the log held before.</summary>
    private async Task<MerkleEdge> EdgeAsync(long first, CancellationToken ct)
    {
        var edge = new MerkleEdge();
        await foreach (var entry in db.LogEvents.AsNoTracking().Where(e => e.Seq < first).OrderBy(e => e.Seq).Select(e => e.Entry).AsAsyncEnumerable().WithCancellation(ct)) edge.Append(MerkleHash.Leaf(entry));
        return edge;
    }

    /// <summary>Writes what was read, and computes the figures from it: a database whose rows say otherwise than its log gives no bundle.</summary>
    public static Result<WrittenBundle> Write(string editionKey, IReadOnlyDictionary<string, string> rulebooks, long first, MerkleEdge before, IReadOnlyList<LogEvent> entries, string checkpoint)
    {
        var own = entries.Where(e => e.EditionKey == editionKey && (BundleLog.Open.Contains(e.Kind) || BundleLog.Sheets.Contains(e.Kind))).ToList();
        var book = new StepBook();
        var replay = new BundleReplay(rulebooks, stated: null, book);
        JsonObject results;
        try { results = replay.Run(own.Select(e => new BundleEvent(e.Seq, e.Kind, e.At, JsonNode.Parse(e.Payload)!.AsObject()))); }
        catch (DiffersException e) { return Problem.Conflict("bundle.log_differs").With("where", e.Difference.Where).With("expected", e.Difference.Expected).With("found", e.Difference.Found); }
        // An award whose entries were written before they fixed enough has no bundle.
        catch (Exception e) when (VerifyBundle.IsMalformed(e)) { return Problem.Conflict("bundle.log_differs").With("where", book.Current).With("expected", "what docs/proof/bundle.md describes").With("found", e.Message); }

        var closed = replay.IsClosed ? own.Where(e => BundleLog.Sheets.Contains(e.Kind)).ToList() : [];
        var opened = own.Except(closed).Select(e => e.Seq).ToHashSet();
        var bundle = new JsonObject
        {
            ["kind"] = VerifyBundle.Kind, ["v"] = 1, ["edition"] = editionKey,
            ["rulebooks"] = new JsonArray([.. rulebooks.OrderBy(r => r.Key, StringComparer.Ordinal).Select(r => new JsonObject { ["sha256"] = r.Key, ["content"] = r.Value })]),
            ["log"] = new JsonObject
            {
                ["first"] = first, ["left"] = new JsonArray([.. before.Hashes.Select(h => (JsonNode)Convert.ToBase64String(h))]), ["checkpoint"] = checkpoint,
                ["entries"] = new JsonArray([.. entries.Select(e => EntryOf(e, opened.Contains(e.Seq)))]),
            },
            ["results"] = results,
        };
        var openings = closed.Count == 0 ? null : new JsonObject
        {
            ["kind"] = VerifyBundle.OpeningsKind, ["v"] = 1, ["edition"] = editionKey,
            ["events"] = new JsonArray([.. closed.Select(e => new JsonObject { ["index"] = e.Seq, ["payload"] = Encoding.UTF8.GetString(e.Payload), ["salt"] = Convert.ToHexStringLower(e.Salt) })]),
        };
        return new WrittenBundle(CanonicalJson.Bytes(bundle), openings is null ? null : CanonicalJson.Bytes(openings), entries.Count, results["dossiers"]!.AsArray().Count);
    }

    private static JsonObject EntryOf(LogEvent e, bool isOpen)
    {
        var entry = new JsonObject { ["entry"] = Encoding.UTF8.GetString(e.Entry) };
        if (isOpen) (entry["payload"], entry["salt"]) = (Encoding.UTF8.GetString(e.Payload), Convert.ToHexStringLower(e.Salt));
        return entry;
    }
}
