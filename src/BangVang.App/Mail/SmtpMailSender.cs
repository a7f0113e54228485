using System.Text;
using BangVang.App.Kernel;
using BangVang.App.Ports;

namespace BangVang.App.Mail;

/// <summary>
/// Hands mail to an SMTP server (RFC 5321, 3207, 4954), one connection for each mail. Our own rather than the framework's
/// client, which knows no TLS from the first byte, no AUTH PLAIN, and not whether a no is for now or for ever.
/// </summary>
public sealed class SmtpMailSender(MailOptions options, TimeProvider time) : IMailSender
{
    /// <exception cref="MailRefusedException">The server said no for ever, or the message may not be sent.</exception>
    /// <exception cref="IOException">It may work later.</exception>
    public async Task SendAsync(Guid messageId, MailMessage message, CancellationToken ct)
    {
        var to = MailText.Recipient(message);
        var bytes = MailText.Compose(messageId, message, options, time.Now());
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(options.SmtpTimeout);
        try { await SendAsync(to, bytes, limit.Token); }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested) { throw new IOException($"The mail server took longer than {options.SmtpTimeout}."); }
    }

    private async Task SendAsync(string to, byte[] message, CancellationToken ct)
    {
        var host = options.SmtpHost ?? throw new InvalidOperationException("No mail server is set.");
        await using var line = await SmtpLine.OpenAsync(host, options.SmtpPort, ct);
        if (options.SmtpSecurity is SmtpSecurity.Tls) await line.EncryptAsync(host, options.SmtpTrustFile, ct);
        Expect(await line.ReadReplyAsync(ct), "greeting");
        var abilities = await GreetAsync(line, ct);
        if (options.SmtpSecurity is SmtpSecurity.StartTls)
        {
            if (!abilities.Any(a => a.Equals("STARTTLS", StringComparison.OrdinalIgnoreCase))) throw new IOException("The mail server offers no STARTTLS.");
            Expect(await line.AskAsync("STARTTLS", ct), "STARTTLS");
            await line.EncryptAsync(host, options.SmtpTrustFile, ct);
            abilities = await GreetAsync(line, ct);
        }
        await SignInAsync(line, abilities, ct);

        Expect(await line.AskAsync($"MAIL FROM:<{MailAddress.Normal(options.From)}>", ct), "MAIL FROM");
        ExpectOrRefuse(await line.AskAsync($"RCPT TO:<{to}>", ct), "RCPT TO");
        Expect(await line.AskAsync("DATA", ct), "DATA");
        ExpectOrRefuse(await line.SendMessageAsync(message, ct), "message");
        await SayGoodbyeAsync(line, ct);
    }

    private async Task<IReadOnlyList<string>> GreetAsync(SmtpLine line, CancellationToken ct)
    {
        var domain = options.From[(options.From.LastIndexOf('@') + 1)..];
        var reply = await line.AskAsync($"EHLO {MailAddress.Normal($"x@{domain}")?[2..] ?? "localhost"}", ct);
        Expect(reply, "EHLO");
        return [.. reply.Lines.Skip(1)];
    }

    private async Task SignInAsync(SmtpLine line, IReadOnlyList<string> abilities, CancellationToken ct)
    {
        if (options.SmtpUser is not { } user || options.SmtpPassword is not { } password) return;
        var ways = abilities.FirstOrDefault(a => a.StartsWith("AUTH", StringComparison.OrdinalIgnoreCase))?.ToUpperInvariant().Split([' ', '='])
            ?? throw new IOException("The mail server offers no sign-in.");
        if (ways.Contains("PLAIN")) { Expect(await line.AskAsync($"AUTH PLAIN {Base64($"\0{user}\0{password}")}", ct), "AUTH PLAIN"); return; }
        if (!ways.Contains("LOGIN")) throw new IOException("The mail server offers neither AUTH PLAIN nor AUTH LOGIN.");
        Expect(await line.AskAsync("AUTH LOGIN", ct), "AUTH LOGIN");
        Expect(await line.AskAsync(Base64(user), ct), "AUTH LOGIN");
        Expect(await line.AskAsync(Base64(password), ct), "AUTH LOGIN");
    }

    /// <summary>The mail is delivered: whatever goes wrong from here on must not send it again.</summary>
    private static async Task SayGoodbyeAsync(SmtpLine line, CancellationToken ct)
    {
        try { await line.AskAsync("QUIT", ct); }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // Some servers hang up first.
        }
    }

    /// <summary>A no about the connection is ours to mend (settings, a busy server): tried again.</summary>
    private static void Expect(SmtpReply reply, string what)
    {
        if (!reply.IsYes) throw new IOException($"The mail server refused {what}: {reply}");
    }

    /// <summary>A no about this recipient or this message may be for ever.</summary>
    private static void ExpectOrRefuse(SmtpReply reply, string what)
    {
        if (reply.IsNever) throw new MailRefusedException($"The mail server refused {what}: {reply}");
        Expect(reply, what);
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
