using System.Globalization;
using System.Text;
using BangVang.App.Kernel;
using BangVang.App.Storage;
using BangVang.Domain.Forum.Door;
using BangVang.Domain.Kernel;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Forum.Door;

/// <summary>The ledger of the door as a table, for organisers and, of their own lists, hosts. That it was taken is on record.</summary>
public sealed class ExportDoor(BangVangDb db, ForumBook book, TimeProvider time)
{
    /// <returns>CSV with a line for each entry in the order in which they were received; what was signed and the signature are in it.</returns>
    public async Task<Result<string>> RunAsync(Actor actor, string slug, CancellationToken ct)
    {
        if (await book.CurrentAsync(slug, ct) is not { } published || !DoorQueries.MayManage(actor, published.Forum)) return Problem.NotFound("forum.unknown");
        var lists = DoorQueries.ListsInCare(actor, published.Forum).Select(l => l.Code).ToArray();
        var rows = await db.DoorEntries.AsNoTracking().Where(e => e.ForumKey == published.Key && lists.Contains(e.ListCode)).OrderBy(e => e.Sequence).ToListAsync(ct);
        var devices = await db.DoorDevices.AsNoTracking().Where(d => d.ForumKey == published.Key).ToDictionaryAsync(d => d.Id, d => d.Name, ct);
        var people = await (from a in db.Attendees.AsNoTracking() join p in db.Parties.AsNoTracking() on a.PartyId equals p.Id where a.ForumKey == published.Key select new { a.Id, a.FullName, p.Organisation }).ToDictionaryAsync(a => a.Id, ct);
        var walkIns = (await (from w in db.DoorWalkIns.AsNoTracking() join d in db.DoorDevices on w.DeviceId equals d.Id where d.ForumKey == published.Key select w).ToListAsync(ct)).ToDictionary(w => (w.DeviceId, w.Counter));

        var csv = new StringBuilder().AppendCsv("sequence", "device", "counter", "at", "received_at", "kind", "list", "gate", "name", "organisation", "reason", "note", "code_sha256", "signed", "signature");
        foreach (var row in rows)
        {
            var (entry, walkIn) = (row.Entry, walkIns.GetValueOrDefault((row.DeviceId, row.Counter)));
            var who = row.AttendeeId is { } id ? people.GetValueOrDefault(id) : null;
            csv.AppendCsv(row.Sequence.ToString(CultureInfo.InvariantCulture), devices[row.DeviceId], row.Counter.ToString(CultureInfo.InvariantCulture), entry.Moment.ToString(), row.ReceivedAt.ToString(), Codes.Of(row.Kind),
                row.ListCode, row.GateCode, who?.FullName ?? walkIn?.Name, who?.Organisation ?? walkIn?.Organisation, row.Reason, row.Note, row.CodeHash, Encoding.UTF8.GetString(entry.SignedBytes()), row.Signature);
        }
        db.Audit(actor, time.Now(), "door.exported", slug, published.Key, $"{rows.Count}");
        await db.SaveChangesAsync(ct);
        return csv.ToString();
    }
}
