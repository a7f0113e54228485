namespace BangVang.App.Ports;

/// <summary>A message as it leaves. Plain text; the sender adds date and Message-ID.</summary>
/// <param name="To">One address.</param>
public sealed record MailMessage(string To, string Subject, string Body)
{
    /// <summary>Small files that go with it; most mails have none.</summary>
    public IReadOnlyList<MailAttachment>? Attachments { get; init; }
}

/// <param name="Name">Plain ASCII, as the receiver's computer will call it.</param>
/// <param name="MediaType">As in "text/calendar; charset=utf-8".</param>
public sealed record MailAttachment(string Name, string MediaType, byte[] Content);

/// <summary>Hands a message to the outside. Throws when it could not; the outbox tries again.</summary>
public interface IMailSender
{
    /// <param name="messageId">Stays the same over retries, so that a receiver can drop a second copy.</param>
    Task SendAsync(Guid messageId, MailMessage message, CancellationToken ct);
}
