using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using BangVang.App.Signing;

namespace BangVang.Testing;

/// <summary>A real time-stamp authority on this machine: <c>openssl ts</c> behind a small HTTP listener.</summary>
public sealed class OpenSslAuthority : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("bv-tsa").FullName;
    private readonly HttpListener listener = new();
    private readonly Task serving;

    public OpenSslAuthority()
    {
        Make();
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            Url = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}/";
        }
        listener.Prefixes.Add(Url);
        listener.Start();
        serving = ServeAsync();
    }

    public string Url { get; }
    public X509Certificate2 Certificate => X509CertificateLoader.LoadCertificateFromFile(Path.Combine(directory, "tsa.crt"));
    public TimeStampTrust Trust => new([Certificate]);
    /// <summary>Does something else with a question than answering it; null to answer.</summary>
    public Func<byte[], (int Status, byte[] Body)>? Instead { get; set; }
    public int Asked { get; private set; }

    public HttpTimeStampAuthority Client(TimeStampTrust? trust = null) => new(new TimeStampOptions { Url = Url, Timeout = TimeSpan.FromSeconds(30) }, trust ?? Trust);

    /// <summary>What <c>openssl ts -reply</c> answers to a question.</summary>
    public byte[] Reply(byte[] question)
    {
        var (query, reply) = (Path.Combine(directory, "query"), Path.Combine(directory, "reply"));
        File.WriteAllBytes(query, question);
        var (exit, said) = Tool.Run("openssl", "ts", "-reply", "-config", Path.Combine(directory, "tsa.cnf"), "-section", "tsa", "-queryfile", query, "-out", reply);
        return exit == 0 ? File.ReadAllBytes(reply) : throw new InvalidOperationException(said);
    }

    /// <summary>What <c>openssl ts -verify</c> says of a token over this hash.</summary>
    public (int Exit, string Said) Verify(byte[] token, byte[] sha256)
    {
        var file = Path.Combine(directory, "token");
        File.WriteAllBytes(file, token);
        return Tool.Run("openssl", "ts", "-verify", "-token_in", "-in", file, "-digest", Convert.ToHexStringLower(sha256), "-CAfile", Path.Combine(directory, "tsa.crt"));
    }

    private void Make()
    {
        File.WriteAllText(Path.Combine(directory, "tsa.cnf"), $"""
            [tsa]
            serial = {directory}/serial
            crypto_device = builtin
            signer_cert = {directory}/tsa.crt
            certs = {directory}/tsa.crt
            signer_key = {directory}/tsa.key
            signer_digest = sha256
            default_policy = 1.2.3.4.1
            digests = sha256
            accuracy = secs:1
            ess_cert_id_chain = no
            ess_cert_id_alg = sha256
            """);
        File.WriteAllText(Path.Combine(directory, "serial"), "01\n");
        var (exit, said) = Tool.Run("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", Path.Combine(directory, "tsa.key"), "-out", Path.Combine(directory, "tsa.crt"), "-days", "30", "-subj", "/CN=To chuc cap dau thoi gian thu",
            "-addext", "extendedKeyUsage=critical,timeStamping", "-addext", "keyUsage=critical,digitalSignature");
        if (exit != 0) throw new InvalidOperationException(said);
    }

    private async Task ServeAsync()
    {
        while (listener.IsListening)
        {
            HttpListenerContext asked;
            try { asked = await listener.GetContextAsync(); }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException) { return; }
            Asked++;
            using var question = new MemoryStream();
            await asked.Request.InputStream.CopyToAsync(question);
            var (status, body) = Instead is { } other ? other(question.ToArray()) : (200, Reply(question.ToArray()));
            asked.Response.StatusCode = status;
            asked.Response.ContentType = "application/timestamp-reply";
            if (status is 301 or 302) asked.Response.RedirectLocation = Url;
            await asked.Response.OutputStream.WriteAsync(body);
            asked.Response.Close();
        }
    }

    public void Dispose()
    {
        listener.Close();
        serving.Wait();
        Directory.Delete(directory, recursive: true);
    }
}
