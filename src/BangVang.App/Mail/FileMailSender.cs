using BangVang.App.Kernel;
using BangVang.App.Ports;

namespace BangVang.App.Mail;

/// <summary>Writes each mail as a file instead of sending it: for the demonstration, tests, and installations without a mail server.</summary>
/// <param name="directory">Made when absent. A mail sent again replaces its own file.</param>
public sealed class FileMailSender(string directory, MailOptions options, TimeProvider time) : IMailSender
{
    public async Task SendAsync(Guid messageId, MailMessage message, CancellationToken ct)
    {
        var bytes = MailText.Compose(messageId, message, options, time.Now());
        DurableFiles.EnsureDirectory(directory);
        var path = Path.Combine(directory, $"{messageId}.eml");
        var incoming = $"{path}.part";
        await File.WriteAllBytesAsync(incoming, bytes, ct);
        DurableFiles.SyncFile(incoming);
        DurableFiles.Publish(incoming, path);
    }
}
