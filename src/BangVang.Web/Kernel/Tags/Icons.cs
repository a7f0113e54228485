using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace BangVang.Web.Kernel;

/// <summary>The drawings used beside words, never instead of them.</summary>
public static class Icons
{
    private static readonly Dictionary<string, string> Paths = new()
    {
        ["check"] = """<path d="M5 12.5l4.5 4.5L19 7.5"/>""",
        ["cross"] = """<path d="M6 6l12 12M18 6L6 18"/>""",
        ["warn"] = """<path d="M12 4L2.5 20h19z"/><path d="M12 10v4.5M12 17.4v.01"/>""",
        ["info"] = """<circle cx="12" cy="12" r="9"/><path d="M12 11v5.5M12 7.6v.01"/>""",
        ["question"] = """<circle cx="12" cy="12" r="9"/><path d="M9.5 9.5a2.5 2.5 0 1 1 3.5 2.3c-.7.4-1 .8-1 1.7M12 16.8v.01"/>""",
        ["clock"] = """<circle cx="12" cy="12" r="9"/><path d="M12 7v5l3.5 2"/>""",
        ["offline"] = """<path d="M3 3l18 18M8.5 15.5a5 5 0 0 1 7 0M5.5 12.2a9 9 0 0 1 4-2.2M12 19v.01M14.5 10a9 9 0 0 1 4 2.2"/>""",
        ["upload"] = """<path d="M12 16V5M7 10l5-5 5 5M5 19h14"/>""",
        ["download"] = """<path d="M12 4v11M7 10l5 5 5-5M5 19h14"/>""",
        ["file"] = """<path d="M7 3h7l4 4v14H7z"/><path d="M14 3v4h4M10 12h5M10 16h5"/>""",
        ["lock"] = """<path d="M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3"/>""",
        ["person"] = """<circle cx="12" cy="8" r="4"/><path d="M4.5 20a7.5 7.5 0 0 1 15 0"/>""",
        ["search"] = """<circle cx="11" cy="11" r="6.5"/><path d="M16 16l4.5 4.5"/>""",
        ["forward"] = """<path d="M5 12h14M13 6l6 6-6 6"/>""",
        ["mail"] = """<path d="M3 6h18v12H3zM3 7l9 6.5L21 7"/>""",
        ["list"] = """<path d="M4 4h16v16H4zM8 8h8M9 11v6M12 11v4M15 11v6"/>""",
        ["print"] = """<path d="M7 8V3h10v5M7 17H4V8h16v9h-3M7 14h10v7H7z"/>""",
        ["vote"] = """<path d="M4 12h16v8H4zM8 12l4-8 5 3-3 5"/>""",
    };

    public static IReadOnlyCollection<string> Names => Paths.Keys;

    /// <exception cref="KeyNotFoundException">No drawing has that name.</exception>
    public static IHtmlContent Svg(string name) =>
        new HtmlString($"""<svg class="i" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{Paths[name]}</svg>""");
}

/// <summary><c>&lt;icon name="check" /&gt;</c></summary>
[HtmlTargetElement("icon", Attributes = "name", TagStructure = TagStructure.WithoutEndTag)]
public sealed class IconTagHelper : TagHelper
{
    public required string Name { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = null;
        output.Content.SetHtmlContent(Icons.Svg(Name));
    }
}
