using System.Text.Json.Nodes;
using BangVang.App.Ports;
using BangVang.Domain.Kernel;
using NodaTime;

namespace BangVang.App.Storage;

/// <summary>What an action leaves behind besides the change itself: audit, log event, mail; all saved with it.</summary>
public static class Recording
{
    public static void Audit(this BangVangDb db, Actor actor, Instant now, string action, object subject, string? editionKey = null, string? detail = null) =>
        db.AuditEntries.Add(new()
        {
            At = now, PersonId = actor.PersonId, Who = actor.Name, Action = action,
            Subject = subject.ToString() ?? "", EditionKey = editionKey, Detail = detail,
        });

    /// <summary>Adds the entry that the public log will show. The payload holds everything the event fixes; integers and strings only.</summary>
    /// <param name="hidden">What stays closed when the payload is published in the result bundle: people, comments, reasons. Fixed all the same.</param>
    public static void Log(this BangVangDb db, Instant now, string kind, string editionKey, object subject, JsonObject payload, JsonObject? hidden = null) =>
        db.LogEvents.Add(LogEvent.Of(now, kind, editionKey, subject.ToString() ?? "", payload, hidden));

    /// <summary>Mail leaves through the outbox, after the change is saved.</summary>
    /// <param name="now">Of the world's clock, see <see cref="TimeProvider"/>: mail is sent in real time even when the award's clock is moved.</param>
    public static void Mail(this BangVangDb db, Instant now, MailMessage mail, string? about = null) =>
        db.Outbox.Add(new() { Id = Ids.New(now), CreatedAt = now, DueAt = now, Mail = mail, About = about });
}
