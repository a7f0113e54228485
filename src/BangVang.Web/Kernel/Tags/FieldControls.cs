using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BangVang.Web.Kernel;

/// <summary>The control of a field, by its kind.</summary>
internal static class FieldControls
{
    public static IHtmlContent Of(FieldTagHelper field, Texts texts) => field.Kind switch
    {
        FieldKind.TextArea => TextArea(field),
        FieldKind.Select => Select(field, texts),
        FieldKind.Radios => Choices(field, "radio"),
        FieldKind.Checkboxes => Choices(field, "checkbox"),
        FieldKind.Checkbox => Checkbox(field, texts),
        _ => WithUnit(field, Input(field)),
    };

    private static TagBuilder Input(FieldTagHelper field)
    {
        var (type, mode, autocomplete) = field.Kind switch
        {
            FieldKind.Email => ("email", "email", "email"),
            FieldKind.Password => ("password", null, "current-password"),
            FieldKind.Url => ("url", "url", "url"),
            FieldKind.Phone => ("tel", "tel", "tel"),
            FieldKind.Search => ("search", null, null),
            FieldKind.File => ("file", null, null),
            FieldKind.Number => ("text", "decimal", "off"),
            FieldKind.Money or FieldKind.Year => ("text", "numeric", "off"),
            FieldKind.Date or FieldKind.Moment => ("text", null, "off"),
            _ => ("text", (string?)null, (string?)null),
        };
        var input = Common(field, new TagBuilder("input") { TagRenderMode = TagRenderMode.SelfClosing })
            .Attr("type", type).Attr("inputmode", mode).Attr("autocomplete", field.Autocomplete ?? autocomplete)
            .Attr("accept", field.Accept).Flag("multiple", field.Multiple);
        if (field.Kind is not (FieldKind.File or FieldKind.Password)) input.Attr("value", field.Values.FirstOrDefault() ?? "");
        if (field.Kind is FieldKind.Email or FieldKind.Url or FieldKind.Password) input.Attr("spellcheck", "false").Attr("autocapitalize", "none");
        return input;
    }

    private static TagBuilder TextArea(FieldTagHelper field) =>
        // The first line break after the tag is dropped by browsers: give one, so that none of the text's own is lost.
        Common(field, new TagBuilder("textarea")).Attr("rows", $"{field.Rows}").With(new HtmlString("\n")).With(field.Values.FirstOrDefault() ?? "");

    private static TagBuilder Select(FieldTagHelper field, Texts texts)
    {
        var select = Common(field, new TagBuilder("select")).Flag("multiple", field.Multiple);
        if (!field.Multiple) select.With(new TagBuilder("option").Attr("value", "").With(field.Empty ?? texts["kernel.choose"]));
        foreach (var option in field.Options)
            select.With(new TagBuilder("option").Attr("value", option.Value).Flag("selected", field.Values.Contains(option.Value)).With(option.Text));
        return select;
    }

    private static HtmlContentBuilder Choices(FieldTagHelper field, string type)
    {
        var choices = new HtmlContentBuilder();
        foreach (var (option, i) in field.Options.Select((o, i) => (o, i)))
        {
            var hint = option.Hint is null ? null : $"{field.Id}-{i}-hint";
            var input = new TagBuilder("input") { TagRenderMode = TagRenderMode.SelfClosing }
                .Attr("type", type).Attr("name", field.FullName).Attr("id", i == 0 ? field.Id : $"{field.Id}-{i}").Attr("value", option.Value)
                .Flag("checked", field.Values.Contains(option.Value)).Flag("disabled", field.Disabled).Attr("aria-describedby", hint);
            var text = new TagBuilder("span").With(option.Text);
            var label = FieldTagHelper.Tag("label", "choice").With(input).With(text);
            choices.AppendHtml(label);
            if (option.Hint is not null) choices.AppendHtml(FieldTagHelper.Tag("p", "hint choice-hint", hint).With(option.Hint));
        }
        return choices;
    }

    private static HtmlContentBuilder Checkbox(FieldTagHelper field, Texts texts)
    {
        var input = new TagBuilder("input") { TagRenderMode = TagRenderMode.SelfClosing }
            .Attr("type", "checkbox").Attr("name", field.FullName).Attr("id", field.Id).Attr("value", "true")
            .Flag("checked", field.Values.FirstOrDefault() == "true").Flag("disabled", field.Disabled)
            .Attr("aria-describedby", field.DescribedBy).Attr("aria-invalid", field.HasError ? "true" : null);
        var text = new TagBuilder("span").With(field.Label);
        if (field.Optional) text.With(" ").With(FieldTagHelper.Tag("span", "optional").With(texts["kernel.optional"]));
        // Unticked boxes send nothing: the hidden field says "no", so that a refused form comes back unticked.
        var no = new TagBuilder("input") { TagRenderMode = TagRenderMode.SelfClosing }.Attr("type", "hidden").Attr("name", field.FullName).Attr("value", "false");
        var both = new HtmlContentBuilder();
        both.AppendHtml(FieldTagHelper.Tag("label", "choice").With(input).With(text));
        both.AppendHtml(no);
        return both;
    }

    private static TagBuilder Common(FieldTagHelper field, TagBuilder control) => control
        .Attr("class", field.Width is { } width ? $"input w-{width}" : "input").Attr("id", field.Id).Attr("name", field.FullName)
        .Attr("aria-describedby", field.DescribedBy).Attr("aria-invalid", field.HasError ? "true" : null).Flag("disabled", field.Disabled);

    private static IHtmlContent WithUnit(FieldTagHelper field, TagBuilder control)
    {
        if (field.Width is null && field.Kind is FieldKind.Number or FieldKind.Money or FieldKind.Date or FieldKind.Moment or FieldKind.Year)
            control.Attributes["class"] = $"input w-{(field.Kind is FieldKind.Money or FieldKind.Moment ? 20 : 12)}";
        var unit = field.Unit ?? (field.Kind is FieldKind.Money ? "đồng" : null);
        return unit is null ? control : FieldTagHelper.Tag("div", "input-group").With(control).With(new TagBuilder("span").With(unit));
    }
}
