using System.Net;
using System.Net.Http.Headers;
using BangVang.App.Ports;

namespace BangVang.App.Log;

/// <summary>
/// Asks witnesses over HTTP. The addresses come from the settings alone: redirections are not followed, and no proxy of the
/// environment comes between. An answer has a line or two; a longer one is a fault.
/// </summary>
/// <param name="timeout">For the whole of one question.</param>
public sealed class HttpWitnessLine(WitnessPolicy policy, TimeSpan timeout) : IWitnessLine, IDisposable
{
    private const int MostBytes = 16 * 1024;

    private readonly HttpClient http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false, UseCookies = false, UseProxy = false, MaxResponseHeadersLength = 16, PooledConnectionLifetime = TimeSpan.FromMinutes(10),
    })
    { Timeout = timeout, MaxResponseContentBufferSize = MostBytes };

    public async Task<WitnessHttpAnswer> AddCheckpointAsync(Witness witness, byte[] body, CancellationToken ct)
    {
        if (!policy.Witnesses.Contains(witness)) throw new ArgumentException($"{witness.Address} is no witness of the settings.", nameof(witness));
        using var request = new HttpRequestMessage(HttpMethod.Post, witness.Address) { Content = new ByteArrayContent(body), Version = HttpVersion.Version11 };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("text/plain") { CharSet = "utf-8" };
        try
        {
            using var answer = await http.SendAsync(request, ct);
            return new((int)answer.StatusCode, System.Text.Encoding.UTF8.GetString(await answer.Content.ReadAsByteArrayAsync(ct)));
        }
        catch (HttpRequestException e) { throw new IOException($"{witness.Address}: {e.Message}", e); }
        catch (TaskCanceledException e) when (!ct.IsCancellationRequested) { throw new IOException($"{witness.Address}: no answer in {timeout.TotalSeconds} s.", e); }
    }

    public void Dispose() => http.Dispose();
}
