using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace BangVang.App.Mail;

/// <summary>A server's answer.</summary>
/// <param name="Code">Three digits: 2xx and 3xx yes, 4xx later, 5xx no.</param>
internal readonly record struct SmtpReply(int Code, IReadOnlyList<string> Lines)
{
    public bool IsYes => Code is >= 200 and < 400;
    public bool IsNever => Code is >= 500 and < 600;
    public override string ToString() => $"{Code} {string.Join(' ', Lines)}";
}

/// <summary>A connection to a mail server: commands out, answers in (RFC 5321).</summary>
internal sealed class SmtpLine : IAsyncDisposable
{
    private const int MaxReplyLines = 100, MaxLineBytes = 2_000;

    private readonly TcpClient tcp;
    private readonly byte[] buffer = new byte[4096];
    private Stream stream;
    private int at, filled;

    private SmtpLine(TcpClient tcp, Stream stream) => (this.tcp, this.stream) = (tcp, stream);

    public static async Task<SmtpLine> OpenAsync(string host, int port, CancellationToken ct)
    {
        var tcp = new TcpClient { NoDelay = true };
        try
        {
            await tcp.ConnectAsync(host, port, ct);
            return new(tcp, tcp.GetStream());
        }
        catch
        {
            tcp.Dispose();
            throw;
        }
    }

    /// <summary>Encrypts what follows. What the server sent before in plain text is thrown away: somebody else could have put it there.</summary>
    /// <param name="trustFile">PEM file of the only authorities trusted; null for those of the system.</param>
    /// <exception cref="AuthenticationException">The certificate is not valid for <paramref name="host"/>.</exception>
    public async Task EncryptAsync(string host, string? trustFile, CancellationToken ct)
    {
        (at, filled) = (0, 0);
        var tls = new SslStream(stream, leaveInnerStreamOpen: false);
        stream = tls;
        await tls.AuthenticateAsClientAsync(new() { TargetHost = host, CertificateChainPolicy = trustFile is null ? null : Trusting(trustFile) }, ct);
    }

    private static X509ChainPolicy Trusting(string file)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPemFile(file);
        return policy;
    }

    /// <summary>Sends one line and reads the answer.</summary>
    /// <exception cref="MailRefusedException">The line would break into two.</exception>
    public async Task<SmtpReply> AskAsync(string command, CancellationToken ct)
    {
        if (command.AsSpan().ContainsAny('\r', '\n', '\0')) throw new MailRefusedException("A command is one line.");
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"{command}\r\n"), ct);
        return await ReadReplyAsync(ct);
    }

    /// <summary>Sends a message after DATA: lines that start with a dot get a second one, a single dot ends it.</summary>
    public async Task<SmtpReply> SendMessageAsync(byte[] message, CancellationToken ct)
    {
        var stuffed = new MemoryStream(message.Length + 64);
        var startsLine = true;
        foreach (var b in message)
        {
            if (startsLine && b == '.') stuffed.WriteByte((byte)'.');
            stuffed.WriteByte(b);
            startsLine = b == '\n';
        }
        if (!startsLine) stuffed.Write("\r\n"u8);
        stuffed.Write(".\r\n"u8);
        await stream.WriteAsync(stuffed.GetBuffer().AsMemory(0, (int)stuffed.Length), ct);
        return await ReadReplyAsync(ct);
    }

    /// <exception cref="IOException">The server hung up or speaks no SMTP.</exception>
    public async Task<SmtpReply> ReadReplyAsync(CancellationToken ct)
    {
        var lines = new List<string>();
        while (lines.Count < MaxReplyLines)
        {
            var line = await ReadLineAsync(ct);
            if (line.Length < 3 || !int.TryParse(line.AsSpan(0, 3), System.Globalization.NumberStyles.None, null, out var code)) throw new IOException("The mail server's answer is not SMTP.");
            lines.Add(line.Length > 4 ? line[4..] : "");
            if (line.Length == 3 || line[3] != '-') return new(code, lines);
        }
        throw new IOException("The mail server's answer has no end.");
    }

    private async Task<string> ReadLineAsync(CancellationToken ct)
    {
        var line = new StringBuilder();
        while (line.Length < MaxLineBytes)
        {
            if (at == filled)
            {
                (at, filled) = (0, await stream.ReadAsync(buffer, ct));
                if (filled == 0) throw new IOException("The mail server hung up.");
            }
            var c = (char)buffer[at++];
            if (c == '\n') return line.ToString();
            // Answers end up in our log and on a page: nothing but printable ASCII.
            if (c != '\r') line.Append(c is >= ' ' and < '\u007F' ? c : '?');
        }
        throw new IOException("The mail server's answer has no end.");
    }

    public async ValueTask DisposeAsync()
    {
        await stream.DisposeAsync();
        tcp.Dispose();
    }
}
