using BangVang.Domain.Editions;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BangVang.Web.Pages.Editions;

/// <summary>
/// Values of an edition of the award or the forum with their sources behind them, as numbers that lead to the list at the end of the page. What no
/// source states is a dashed badge; where sources disagree each statement stands with its own.
/// </summary>
public sealed class Quoting(Texts texts, IReadOnlyDictionary<string, SourceEntry> sources)
{
    private readonly List<string> order = [.. sources.Keys];

    /// <summary>The sources in the order of their numbers.</summary>
    public IEnumerable<(int Number, SourceEntry Source)> Sources => order.Select((key, i) => (i + 1, sources[key]));

    /// <summary>[1][3]; nothing for what the edition's own regulation states.</summary>
    public IHtmlContent Of(IReadOnlyList<string> quoted)
    {
        var html = new HtmlContentBuilder();
        foreach (var number in quoted.Select(s => order.IndexOf(s) + 1).Where(n => n > 0))
            html.AppendHtml(Tag("a", "cite", $"[{number}]", ("href", $"#source-{number}"), ("aria-label", texts["editions.source_number", ("number", number)])));
        return html;
    }

    public IHtmlContent Value<T>(Published<T>? published, Func<T, string> write) => Value(published, v => new HtmlString(System.Net.WebUtility.HtmlEncode(write(v))));

    public IHtmlContent Value<T>(Published<T>? published, Func<T, IHtmlContent> write)
    {
        if (published is not { IsPublished: true }) return Unpublished();
        var html = new HtmlContentBuilder();
        if (published.IsSettled) return Statement(published.Variants[0], write);
        html.AppendHtml(Tag("span", "badge badge--warn", texts["editions.disagree"]));
        var list = new TagBuilder("ul");
        list.AddCssClass("variants");
        foreach (var variant in published.Variants)
        {
            var item = new TagBuilder("li");
            item.InnerHtml.AppendHtml(Statement(variant, write));
            list.InnerHtml.AppendHtml(item);
        }
        return html.AppendHtml(list);
    }

    public IHtmlContent Unpublished() => Tag("span", "badge badge--unknown", texts["kernel.unpublished"]);

    private HtmlContentBuilder Statement<T>(Sourced<T> said, Func<T, IHtmlContent> write)
    {
        var html = new HtmlContentBuilder();
        html.AppendHtml(write(said.Value)).AppendHtml(Of(said.Source));
        if (said.Note is not null) html.AppendHtml(" ").AppendHtml(Tag("span", "small muted", texts.In(said.Note)));
        return html;
    }

    private static TagBuilder Tag(string name, string css, string text, params (string Name, string Value)[] attributes)
    {
        var tag = new TagBuilder(name);
        tag.AddCssClass(css);
        foreach (var (key, value) in attributes) tag.Attributes[key] = value;
        tag.InnerHtml.Append(text);
        return tag;
    }
}
