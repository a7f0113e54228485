using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace BangVang.Testing.Running;

/// <summary>The server's answer was not the one that acknowledges.</summary>
public sealed partial class NotAcknowledgedException(string what, HttpStatusCode status, string body) : Exception($"{what} was answered {(int)status}: {Read(body)}")
{
    public HttpStatusCode Status { get; } = status;

    /// <summary>What a reader of the page sees first.</summary>
    private static string Read(string body)
    {
        var main = body.IndexOf("<main", StringComparison.Ordinal);
        var text = Blank().Replace(Tag().Replace(main < 0 ? body : body[main..], " "), " ").Trim();
        return text[..Math.Min(text.Length, 1_000)];
    }

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blank();
}

/// <summary>
/// What the pages' scripts send for one person, over real HTTP. Returns what the server acknowledged; throws
/// <see cref="NotAcknowledgedException"/> for any other answer and <see cref="HttpRequestException"/> or
/// <see cref="IOException"/> when the line breaks first.
/// </summary>
public sealed partial class BrowserClient : IDisposable
{
    private readonly HttpClient client;
    private string formToken = "";

    /// <param name="token">Of the session.</param>
    public BrowserClient(Uri server, string token)
    {
        Server = server;
        var cookies = new CookieContainer();
        cookies.Add(server, new Cookie("bv", token, "/"));
        client = new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = cookies }) { Timeout = TimeSpan.FromSeconds(100) };
        client.DefaultRequestHeaders.Add("Accept-Language", "vi");
    }

    /// <summary>Where it answers now: a server that was started again may have another port.</summary>
    public Uri Server { get; set; }

    /// <summary>Opens a page and remembers its form token.</summary>
    public async Task<string> OpenAsync(string path, CancellationToken ct = default)
    {
        using var answer = await client.GetAsync(new Uri(Server, path), ct);
        var body = await DemandAsync($"GET {path}", answer, HttpStatusCode.OK, ct);
        if (FormToken().Match(body) is { Success: true } found) formToken = found.Groups[1].Value;
        return body;
    }

    /// <summary>One field, as it saves itself.</summary>
    /// <returns>The version of the field that was stored.</returns>
    public async Task<int> SaveFieldAsync(Guid dossier, string section, string field, string value, CancellationToken ct = default)
    {
        var body = await PostAsync($"/dossiers/{dossier}/section/{section}?handler=Save", HttpStatusCode.OK, ct, ("field", $"a.{field}"), ("value", value));
        return JsonNode.Parse(body.Body)!["version"]!.GetValue<int>();
    }

    /// <summary>Begins an upload in pieces.</summary>
    /// <returns>Its address.</returns>
    public async Task<string> StartUploadAsync(Guid dossier, string field, string name, long length, CancellationToken ct = default)
    {
        using var request = Tus(HttpMethod.Post, "/uploads");
        request.Headers.Add("Upload-Length", length.ToString(CultureInfo.InvariantCulture));
        (string Key, string Value)[] metadata = [("filename", name), ("purpose", "dossier"), ("subject", $"{dossier}"), ("field", field)];
        request.Headers.Add("Upload-Metadata", string.Join(',', metadata.Select(m => $"{m.Key} {Convert.ToBase64String(Encoding.UTF8.GetBytes(m.Value))}")));
        using var answer = await client.SendAsync(request, ct);
        await DemandAsync("POST /uploads", answer, HttpStatusCode.Created, ct);
        return answer.Headers.Location!.OriginalString;
    }

    /// <returns>How many bytes the server vouches for; the id of the stored file when that was all of them.</returns>
    public async Task<(long Received, Guid? Stored)> SendPieceAsync(string upload, long offset, ReadOnlyMemory<byte> piece, CancellationToken ct = default)
    {
        using var request = Tus(HttpMethod.Patch, upload);
        request.Headers.Add("Upload-Offset", offset.ToString(CultureInfo.InvariantCulture));
        request.Content = new ReadOnlyMemoryContent(piece) { Headers = { ContentType = new("application/offset+octet-stream") } };
        using var answer = await client.SendAsync(request, ct);
        await DemandAsync($"PATCH {upload}", answer, HttpStatusCode.NoContent, ct);
        return Standing(answer);
    }

    /// <summary>Asks where to go on from.</summary>
    public async Task<(long Received, Guid? Stored)> LookAsync(string upload, CancellationToken ct = default)
    {
        using var request = Tus(HttpMethod.Head, upload);
        using var answer = await client.SendAsync(request, ct);
        await DemandAsync($"HEAD {upload}", answer, HttpStatusCode.OK, ct);
        return Standing(answer);
    }

    /// <summary>Puts a stored file into its field.</summary>
    public Task AttachAsync(Guid dossier, string section, string field, Guid file, CancellationToken ct = default) =>
        PostAsync($"/dossiers/{dossier}/section/{section}?handler=Attach", HttpStatusCode.OK, ct, ("field", field), ("file", $"{file}"));

    /// <summary>Sends a file with the ordinary form, as a browser without scripts does. The answer leads back to the page.</summary>
    public async Task SendFormAsync(Guid dossier, string section, string field, string name, byte[] bytes, CancellationToken ct = default)
    {
        var path = $"/dossiers/{dossier}/section/{section}";
        using var form = new MultipartFormDataContent { { new StringContent(formToken), "\"__RequestVerificationToken\"" }, { new StringContent("stay"), "\"act\"" } };
        var file = new ByteArrayContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("application/pdf") } };
        form.Add(file, $"\"f.{field}\"", $"\"{name}\"");
        using var answer = await client.PostAsync(new Uri(Server, path), form, ct);
        await DemandAsync($"POST {path}", answer, HttpStatusCode.Redirect, ct);
    }

    /// <returns>The number of the version.</returns>
    public async Task<int> SubmitAsync(Guid dossier, CancellationToken ct = default)
    {
        var (_, location) = await PostAsync($"/dossiers/{dossier}/check", HttpStatusCode.Redirect, ct);
        return int.Parse(location![(location!.LastIndexOf('/') + 1)..], CultureInfo.InvariantCulture);
    }

    /// <summary>The receipt as a file.</summary>
    public async Task<JsonNode> ReceiptAsync(Guid dossier, int number, CancellationToken ct = default)
    {
        using var answer = await client.GetAsync(new Uri(Server, $"/dossiers/{dossier}/receipt/{number}.json"), ct);
        return JsonNode.Parse(await DemandAsync($"GET receipt {number}", answer, HttpStatusCode.OK, ct))!;
    }

    /// <summary>Marks every line and signs.</summary>
    public Task SignAsync(Guid assignment, IReadOnlyDictionary<string, string> marks, CancellationToken ct = default) =>
        PostAsync($"/judging/{assignment}?handler=Sign", HttpStatusCode.Redirect, ct, [.. marks.Select(m => ($"mark.{m.Key}", m.Value))]);

    private async Task<(string Body, string? Location)> PostAsync(string path, HttpStatusCode expected, CancellationToken ct, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(fields.Append(("__RequestVerificationToken", formToken)).Select(f => KeyValuePair.Create(f.Item1, f.Item2)));
        using var answer = await client.PostAsync(new Uri(Server, path), form, ct);
        return (await DemandAsync($"POST {path}", answer, expected, ct), answer.Headers.Location?.OriginalString);
    }

    private HttpRequestMessage Tus(HttpMethod method, string path)
    {
        var request = new HttpRequestMessage(method, new Uri(Server, path));
        request.Headers.Add("Tus-Resumable", "1.0.0");
        return request;
    }

    private static (long, Guid?) Standing(HttpResponseMessage answer) => (
        long.Parse(answer.Headers.GetValues("Upload-Offset").Single(), CultureInfo.InvariantCulture),
        answer.Headers.TryGetValues("Stored-File", out var stored) ? Guid.Parse(stored.Single()) : null);

    private static async Task<string> DemandAsync(string what, HttpResponseMessage answer, HttpStatusCode expected, CancellationToken ct)
    {
        var body = await answer.Content.ReadAsStringAsync(ct);
        return answer.StatusCode == expected ? body : throw new NotAcknowledgedException(what, answer.StatusCode, body);
    }

    public void Dispose() => client.Dispose();

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"")]
    private static partial Regex FormToken();
}
