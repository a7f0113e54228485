using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace BangVang.Web.Kernel;

/// <summary>Gives every script of a page the number without which it does not run.</summary>
[HtmlTargetElement("script")]
public sealed class ScriptTagHelper : TagHelper
{
    [ViewContext, HtmlAttributeNotBound] public ViewContext ViewContext { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output) =>
        output.Attributes.SetAttribute("nonce", ViewContext.HttpContext.Features.Get<ScriptNonce>()?.Value);
}

/// <summary><c>&lt;link rel="stylesheet" asset="/css/judging.css"&gt;</c>: a file of this site by its current version. For scripts and pictures alike.</summary>
[HtmlTargetElement("link", Attributes = "asset", TagStructure = TagStructure.WithoutEndTag)]
[HtmlTargetElement("script", Attributes = "asset")]
[HtmlTargetElement("img", Attributes = "asset", TagStructure = TagStructure.WithoutEndTag)]
public sealed class AssetTagHelper(Assets assets) : TagHelper
{
    public required string Asset { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output) =>
        output.Attributes.SetAttribute(context.TagName == "link" ? "href" : "src", assets[Asset]);
}
