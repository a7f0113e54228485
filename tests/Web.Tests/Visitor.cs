using System.Net;
using AngleSharp;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace BangVang.Web.Tests;

/// <summary>A browser without scripts: opens pages, fills forms as a person does and sends them with all their hidden fields.</summary>
public sealed class Visitor(HttpClient client)
{
    public HttpClient Client { get; } = client;

    public async Task<Shown> GetAsync(string path, string language = "vi")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Accept-Language", language);
        return await Shown.OfAsync(await Client.SendAsync(request));
    }

    /// <summary>Sends the form that <paramref name="selector"/> finds, with <paramref name="values"/> typed into it.</summary>
    public async Task<Shown> SubmitAsync(Shown page, string selector, params (string Name, string Value)[] values)
    {
        var form = page.Html.QuerySelector<IHtmlFormElement>(selector) ?? throw new ArgumentException($"No form {selector} on the page.", nameof(selector));
        var typed = values.Select(v => v.Name).ToHashSet();
        var kept = form.Elements.OfType<IHtmlElement>().SelectMany(Fields).Where(f => !typed.Contains(f.Key));
        var body = new FormUrlEncodedContent([.. kept, .. values.Select(v => KeyValuePair.Create(v.Name, v.Value))]);
        return await Shown.OfAsync(await Client.PostAsync(form.GetAttribute("action") ?? page.Path, body));
    }

    public async Task<Shown> PostAsync(string path, params (string Name, string Value)[] values) =>
        await Shown.OfAsync(await Client.PostAsync(path, new FormUrlEncodedContent(values.Select(v => KeyValuePair.Create(v.Name, v.Value)))));

    private static IEnumerable<KeyValuePair<string, string>> Fields(IHtmlElement element) => element switch
    {
        IHtmlInputElement { Type: "checkbox" or "radio", IsChecked: false } => [],
        IHtmlInputElement { Type: "file" or "submit" or "button" } => [],
        IHtmlInputElement { Name: { Length: > 0 } name } input => [new(name, input.Value)],
        IHtmlTextAreaElement { Name: { Length: > 0 } name } text => [new(name, text.Value)],
        IHtmlSelectElement { Name: { Length: > 0 } name } select => select.SelectedOptions.Select(o => KeyValuePair.Create(name, o.Value)),
        _ => [],
    };
}

/// <summary>An answer: status, headers, and the page it shows.</summary>
public sealed record Shown(HttpStatusCode Status, HttpResponseMessage Response, string Body, IDocument Html)
{
    public string Path => Response.RequestMessage!.RequestUri!.PathAndQuery;
    public string? Location => Response.Headers.Location?.OriginalString;

    /// <summary>The text a reader sees where <paramref name="selector"/> finds it first.</summary>
    public string? Text(string selector) => Html.QuerySelector(selector)?.TextContent.Trim();

    public string? Header(string name) =>
        Response.Headers.TryGetValues(name, out var values) || Response.Content.Headers.TryGetValues(name, out values) ? string.Join(", ", values) : null;

    internal static async Task<Shown> OfAsync(HttpResponseMessage response)
    {
        var body = await response.Content.ReadAsStringAsync();
        var html = await BrowsingContext.New(Configuration.Default).OpenAsync(r => r.Content(body).Address("http://localhost/"));
        return new(response.StatusCode, response, body, html);
    }
}
