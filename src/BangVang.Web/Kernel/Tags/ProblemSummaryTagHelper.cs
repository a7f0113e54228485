using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace BangVang.Web.Kernel;

/// <summary>
/// What was refused and why, on top of the page: takes the focus, and leads to each field concerned.
/// <c>&lt;problem-summary /&gt;</c>; nothing when nothing was refused.
/// </summary>
[HtmlTargetElement("problem-summary", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class ProblemSummaryTagHelper(Texts texts) : TagHelper
{
    [ViewContext, HtmlAttributeNotBound] public ViewContext ViewContext { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var problems = ViewContext.ModelState
            .SelectMany(field => field.Value?.Errors.Select(e => (Field: field.Key, Text: e.ErrorMessage)) ?? [])
            .Where(p => p.Text.Length > 0)
            .OrderBy(p => p.Field.Length > 0).ToList();
        if (problems.Count == 0) { output.SuppressOutput(); return; }

        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "error-summary");
        output.Attributes.SetAttribute("id", "problems");
        output.Attributes.SetAttribute("role", "alert");
        output.Attributes.SetAttribute("tabindex", "-1");
        output.Attributes.SetAttribute("aria-labelledby", "problems-title");
        // Without scripts the focus is moved by this attribute, with them by kernel.js.
        output.Attributes.SetAttribute(new TagHelperAttribute("autofocus"));
        output.Content.AppendHtml(new TagBuilder("h2").Attr("id", "problems-title")
            .With(problems.Count == 1 ? texts["kernel.one_problem"] : texts["kernel.problems", ("count", problems.Count)]));
        output.Content.AppendHtml(FieldTagHelper.Tag("p", "small").With(texts["kernel.nothing_lost"]));
        var list = new TagBuilder("ul");
        foreach (var (field, text) in problems) list.With(new TagBuilder("li").With(Reason(field, text)));
        output.Content.AppendHtml(list);
    }

    private static TagBuilder Reason(string field, string text) => field.Length == 0
        ? new TagBuilder("strong").With(text)
        : new TagBuilder("a").Attr("href", "#" + FieldIds.Of(field)).With(text);
}
