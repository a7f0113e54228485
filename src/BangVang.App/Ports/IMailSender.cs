namespace BangVang.App.Ports;

/// <summary>A message as it leaves. Plain text; the sender adds date and Message-ID.</summary>
/// <param name="To">One address.</param>
public sealed record MailMessage(string To, string Subject, string Body);

/// <summary>Hands a message to the outside. Throws when it could not; the outbox tries again.</summary>
public interface IMailSender
{
    /// <param name="messageId">Stays the same over retries, so that a receiver can drop a second copy.</param>
    Task SendAsync(Guid messageId, MailMessage message, CancellationToken ct);
}
