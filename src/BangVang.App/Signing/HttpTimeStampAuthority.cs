using System.Formats.Asn1;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using BangVang.App.Ports;

namespace BangVang.App.Signing;

/// <summary>
/// Asks a time-stamp authority over HTTP (RFC 3161 3.4). The address comes from the settings alone: redirections are not followed, and no proxy of
/// the environment comes between. What it answers is believed only when it answers this very question and is signed by somebody trusted.
/// </summary>
public sealed class HttpTimeStampAuthority(TimeStampOptions options, TimeStampTrust trust) : ITimeStampAuthority, IDisposable
{
    private const int MostBytes = 64 * 1024, NonceBytes = 16;

    private readonly HttpClient http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false, UseCookies = false, UseProxy = false, MaxResponseHeadersLength = 16, PooledConnectionLifetime = TimeSpan.FromMinutes(10),
    })
    { Timeout = options.Timeout, MaxResponseContentBufferSize = MostBytes };

    public async Task<byte[]> StampAsync(byte[] sha256, CancellationToken ct)
    {
        var nonce = RandomNumberGenerator.GetBytes(NonceBytes);
        // A positive number that has all its bytes, so that no library writes it shorter.
        nonce[0] = (byte)(nonce[0] & 0x3F | 0x40);
        var question = Rfc3161TimestampRequest.CreateFromHash(sha256, HashAlgorithmName.SHA256, requestedPolicyId: null, nonce, requestSignerCertificates: true);
        var answer = await AskAsync(question.Encode(), ct);
        try
        {
            question.ProcessResponse(answer, out _);
            var token = TokenIn(answer);
            return trust.Check(token, sha256).Failure is { } failure ? throw new IOException($"{options.Url}: {failure}") : token;
        }
        catch (Exception e) when (e is CryptographicException or AsnContentException) { throw new IOException($"{options.Url}: {e.Message}", e); }
    }

    private async Task<byte[]> AskAsync(byte[] question, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, options.Url) { Content = new ByteArrayContent(question), Version = HttpVersion.Version11 };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/timestamp-query");
        try
        {
            using var answer = await http.SendAsync(request, ct);
            return answer.IsSuccessStatusCode ? await answer.Content.ReadAsByteArrayAsync(ct) : throw new IOException($"{options.Url}: status {(int)answer.StatusCode}.");
        }
        catch (HttpRequestException e) { throw new IOException($"{options.Url}: {e.Message}", e); }
        catch (TaskCanceledException e) when (!ct.IsCancellationRequested) { throw new IOException($"{options.Url}: no answer in {options.Timeout.TotalSeconds} s.", e); }
    }

    /// <summary>The token as the authority signed it, byte for byte: TimeStampResp ::= SEQUENCE { status, timeStampToken }.</summary>
    private static byte[] TokenIn(byte[] answer)
    {
        var response = new AsnReader(answer, AsnEncodingRules.BER).ReadSequence();
        response.ReadEncodedValue();
        return response.ReadEncodedValue().ToArray();
    }

    public void Dispose() => http.Dispose();
}
