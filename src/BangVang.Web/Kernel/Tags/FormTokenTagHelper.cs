using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace BangVang.Web.Kernel;

/// <summary>Puts the token into every form that changes something; the framework's own helper leaves out forms with an action.</summary>
[HtmlTargetElement("form", Attributes = "[method=post]")]
public sealed class FormTokenTagHelper(IAntiforgery forms) : TagHelper
{
    /// <summary>After the framework's.</summary>
    public override int Order => 1;

    [ViewContext, HtmlAttributeNotBound] public ViewContext ViewContext { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        if (!output.PostContent.IsEmptyOrWhiteSpace) return;
        var tokens = forms.GetAndStoreTokens(ViewContext.HttpContext);
        output.PostContent.AppendHtml(new TagBuilder("input") { TagRenderMode = TagRenderMode.SelfClosing }
            .Attr("type", "hidden").Attr("name", tokens.FormFieldName).Attr("value", tokens.RequestToken));
    }
}
