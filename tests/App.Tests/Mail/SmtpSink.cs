using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace BangVang.App.Tests.Mail;

/// <summary>A mail as a server got it.</summary>
public sealed record Received(string From, string To, string Data, bool Encrypted, string? User);

/// <summary>A mail server on loopback that keeps what it is given and answers as a test tells it.</summary>
public sealed class SmtpSink : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly Task running;
    private readonly bool tlsFirst;

    public SmtpSink(bool tlsFirst = false)
    {
        this.tlsFirst = tlsFirst;
        listener.Start();
        running = RunAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;
    public List<Received> Mails { get; } = [];
    public List<string> Commands { get; } = [];
    /// <summary>Another answer to commands that start so; null to hang up.</summary>
    public Dictionary<string, string?> Answers { get; } = new(StringComparer.OrdinalIgnoreCase);
    public string Abilities { get; set; } = "250-sink\r\n250-8BITMIME\r\n250 SIZE 1000000";
    public X509Certificate2? Certificate { get; set; }

    /// <summary>A certificate for <paramref name="name"/> from an authority whose PEM is written to <paramref name="trustFile"/>.</summary>
    public static X509Certificate2 MakeCertificate(string name, string trustFile)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        File.WriteAllText(trustFile, certificate.ExportCertificatePem());
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }

    private async Task RunAsync()
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync(stop.Token);
                try { await ServeAsync(client.GetStream()); }
                catch (Exception e) when (e is IOException or System.Security.Authentication.AuthenticationException) { lock (Commands) Commands.Add($"({e.GetType().Name})"); }
            }
        }
        catch (OperationCanceledException) { }
    }

    private async Task ServeAsync(Stream line)
    {
        var (encrypted, user, from, to) = (false, (string?)null, "", "");
        if (tlsFirst) (line, encrypted) = (await EncryptAsync(line), true);
        if (!await AnswerAsync("GREETING", "220 sink ESMTP")) return;
        while (await ReadLineAsync(line) is { } command)
        {
            lock (Commands) Commands.Add(command);
            var verb = command.Split(' ', ':')[0].ToUpperInvariant();
            switch (verb)
            {
                case "EHLO": if (!await AnswerAsync(command, Abilities)) return; break;
                case "STARTTLS":
                    if (!await AnswerAsync(command, "220 go")) return;
                    (line, encrypted) = (await EncryptAsync(line), true);
                    break;
                case "AUTH" when command.StartsWith("AUTH PLAIN", StringComparison.Ordinal):
                    user = Encoding.UTF8.GetString(Convert.FromBase64String(command[11..])).Replace('\0', '/');
                    if (!await AnswerAsync(command, "235 in")) return;
                    break;
                case "AUTH":
                    if (!await AnswerAsync(command, "334 VXNlcm5hbWU6")) return;
                    user = Encoding.UTF8.GetString(Convert.FromBase64String((await ReadLineAsync(line))!));
                    await WriteAsync("334 UGFzc3dvcmQ6");
                    user += "/" + Encoding.UTF8.GetString(Convert.FromBase64String((await ReadLineAsync(line))!));
                    await WriteAsync("235 in");
                    break;
                case "MAIL": from = command; if (!await AnswerAsync(command, "250 ok")) return; break;
                case "RCPT": to = command; if (!await AnswerAsync(command, "250 ok")) return; break;
                case "DATA":
                    if (!await AnswerAsync(command, "354 go")) return;
                    if (Answers.GetValueOrDefault("DATA", "354")?.StartsWith('3') is not true) break;
                    var data = new StringBuilder();
                    while (await ReadLineAsync(line) is { } text && text != ".") data.Append(text.StartsWith('.') ? text[1..] : text).Append("\r\n");
                    if (Answers.GetValueOrDefault("MESSAGE", "250")?.StartsWith('2') is true)
                        lock (Mails) Mails.Add(new(from, to, data.ToString(), encrypted, user));
                    if (!await AnswerAsync("MESSAGE", "250 taken")) return;
                    break;
                case "QUIT": await AnswerAsync(command, "221 bye"); return;
                default: await WriteAsync("500 what"); break;
            }
        }

        async Task<bool> AnswerAsync(string command, string usual)
        {
            var known = Answers.Keys.FirstOrDefault(k => command.StartsWith(k, StringComparison.OrdinalIgnoreCase));
            var answer = known is null ? usual : Answers[known];
            if (answer is null) return false;
            await WriteAsync(answer);
            return true;
        }

        async Task WriteAsync(string answer) => await line.WriteAsync(Encoding.UTF8.GetBytes($"{answer}\r\n"));
    }

    private async Task<Stream> EncryptAsync(Stream plain)
    {
        var tls = new SslStream(plain);
        await tls.AuthenticateAsServerAsync(Certificate!);
        return tls;
    }

    private static async Task<string?> ReadLineAsync(Stream stream)
    {
        var line = new List<byte>();
        var one = new byte[1];
        while (await stream.ReadAsync(one) > 0)
        {
            if (one[0] == '\n') return Encoding.Latin1.GetString([.. line]).TrimEnd('\r');
            line.Add(one[0]);
        }
        return null;
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await running;
        listener.Stop();
        stop.Dispose();
    }
}
