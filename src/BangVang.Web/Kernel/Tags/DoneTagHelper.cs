using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace BangVang.Web.Kernel;

/// <summary>
/// <c>&lt;done-notice word="people" /&gt;</c>: says what was just done, after the redirect that follows a form. The address
/// names it (<c>?done=role_given</c>), the resources say it (<c>people.done_role_given</c>); anything else says nothing.
/// </summary>
[HtmlTargetElement("done-notice", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class DoneTagHelper(Texts texts) : TagHelper
{
    [ViewContext, HtmlAttributeNotBound] public ViewContext ViewContext { get; set; } = null!;

    public required string Word { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var key = $"{Word}.done_{ViewContext.HttpContext.Request.Query["done"]}";
        if (!ViewContext.ModelState.IsValid || !texts.Has(key)) { output.SuppressOutput(); return; }

        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "notice notice--ok");
        output.Attributes.SetAttribute("role", "status");
        output.Content.AppendHtml(Icons.Svg("check"));
        output.Content.AppendHtml(new TagBuilder("div").With(new TagBuilder("p").With(texts[key])));
    }
}
