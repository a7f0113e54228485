using BangVang.App.Kernel;
using BangVang.App.Ports;
using BangVang.App.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Mail;

/// <summary>
/// Sends what is due in the outbox. A mail is claimed before it is sent, by moving its time on to the next try: a process
/// killed in between leaves it to be sent again then, under the same Message-ID; of two nodes one gets it.
/// </summary>
public sealed class SendDueMail(BangVangDb db, TimeProvider time, IMailSender sender, MailOptions options)
{
    private const int MaxErrorLength = 500;

    /// <returns>How many mails left.</returns>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        var now = time.Now();
        var due = await db.Outbox.AsNoTracking()
            .Where(m => m.SentAt == null && m.GivenUpAt == null && m.DueAt <= now)
            .OrderBy(m => m.DueAt).ThenBy(m => m.Id)
            .Take(options.BatchSize)
            .ToListAsync(ct);
        var sent = 0;
        foreach (var message in due)
        {
            if (!await ClaimAsync(message, ct)) continue;
            if (await TrySendAsync(message, ct)) sent++;
        }
        return sent;
    }

    /// <summary>When try number <paramref name="attempt"/> (from 1) has failed, the next is so much later: doubled each time, up to the longest.</summary>
    public static Duration Wait(MailOptions options, int attempt) => Duration.FromTimeSpan(
        TimeSpan.FromSeconds(Math.Min(options.FirstRetry.TotalSeconds * Math.Pow(2, Math.Min(attempt - 1, 40)), options.LongestRetry.TotalSeconds)));

    private async Task<bool> ClaimAsync(OutboxMessage message, CancellationToken ct)
    {
        var attempt = message.Attempts + 1;
        var next = time.Now() + Wait(options, attempt);
        return await db.Outbox
            .Where(m => m.Id == message.Id && m.SentAt == null && m.GivenUpAt == null && m.Attempts == message.Attempts)
            .ExecuteUpdateAsync(m => m.SetProperty(x => x.Attempts, attempt).SetProperty(x => x.DueAt, next), ct) == 1;
    }

    private async Task<bool> TrySendAsync(OutboxMessage message, CancellationToken ct)
    {
        try { await sender.SendAsync(message.Id, message.Mail, ct); }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            await NoteFailureAsync(message, e);
            return false;
        }
        var now = time.Now();
        // The mail has left: a stop that was asked for must not make it leave twice.
        await db.Outbox.Where(m => m.Id == message.Id).ExecuteUpdateAsync(m => m.SetProperty(x => x.SentAt, now).SetProperty(x => x.LastError, (string?)null), CancellationToken.None);
        return true;
    }

    private async Task NoteFailureAsync(OutboxMessage message, Exception e)
    {
        var error = e.Message.Length <= MaxErrorLength ? e.Message : e.Message[..MaxErrorLength];
        Instant? givenUp = e is MailRefusedException || message.Attempts + 1 >= options.MaxAttempts ? time.Now() : null;
        await db.Outbox.Where(m => m.Id == message.Id).ExecuteUpdateAsync(m => m.SetProperty(x => x.LastError, error).SetProperty(x => x.GivenUpAt, givenUp), CancellationToken.None);
    }
}
