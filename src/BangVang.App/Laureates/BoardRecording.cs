using System.Text.Json.Nodes;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using BangVang.Domain.Laureates;
using NodaTime;

namespace BangVang.App.Laureates;

/// <summary>What every change of the board leaves behind: the row, the history, the trail, the public log.</summary>
internal static class BoardRecording
{
    public static void AddToBoard(this BangVangDb db, Actor actor, Laureate laureate, Instant now, string action = "laureate.added")
    {
        db.Laureates.Add(laureate);
        db.Record(actor, laureate, action, reason: null, now);
    }

    /// <summary>Does nothing for a change that changed nothing.</summary>
    public static void AddToHistory(this BangVangDb db, Actor actor, Laureate laureate, LaureateChange? change, Instant now)
    {
        if (change is null) return;
        db.LaureateChanges.Add(change);
        db.Record(actor, laureate, $"laureate.{change.Kind.ToString().ToLowerInvariant()}", change.Reason, now);
    }

    private static void Record(this BangVangDb db, Actor actor, Laureate laureate, string action, string? reason, Instant now)
    {
        db.Audit(actor, now, action, laureate.Id, laureate.EditionKey, reason is null ? laureate.ProductName : $"{laureate.ProductName}: {reason}");
        db.Log(now, action, laureate.EditionKey, laureate.Id, new JsonObject
        {
            ["slug"] = laureate.Slug, ["version"] = laureate.Version, ["product"] = laureate.ProductName, ["organisation"] = laureate.Organisation,
            ["category"] = laureate.CategoryCode, ["tier"] = laureate.TierCode, ["dossier"] = laureate.DossierId?.ToString(), ["reason"] = reason,
            ["withdrawn"] = laureate.WithdrawnAt is not null,
        });
    }
}
