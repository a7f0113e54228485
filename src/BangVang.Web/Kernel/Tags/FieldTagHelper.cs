using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using NodaTime;

namespace BangVang.Web.Kernel;

/// <summary>What a field asks for; decides control, keyboard and how the value is written.</summary>
public enum FieldKind { Auto, Text, TextArea, Number, Year, Money, Date, Moment, Select, Radios, Checkbox, Checkboxes, File, Password, Email, Url, Phone, Search }

/// <summary>One answer of a choice.</summary>
/// <param name="Value">What the form sends.</param>
/// <param name="Hint">A line under it, where it needs explaining.</param>
public sealed record Option(string Value, string Text, string? Hint = null);

/// <summary>
/// A whole field: label, hint, complaint, control, foot. <c>&lt;field for="Input.Email" kind="Email" label="…" hint="…" /&gt;</c>.
/// For forms that an edition describes, <c>name</c> and <c>value</c> stand in for <c>for</c>. What was typed wins over the
/// model's value, so a refused form comes back as it was sent.
/// </summary>
[HtmlTargetElement("field", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class FieldTagHelper(Texts texts) : TagHelper
{
    [ViewContext, HtmlAttributeNotBound] public ViewContext ViewContext { get; set; } = null!;

    public ModelExpression? For { get; set; }
    /// <summary>Name the form sends, where no <see cref="For"/> says it.</summary>
    public string? Name { get; set; }
    /// <summary>Value, where no <see cref="For"/> says it: text, number, date, <c>bool</c>, or texts for several choices.</summary>
    public object? Value { get; set; }

    public FieldKind Kind { get; set; }
    public required string Label { get; set; }
    public string? Hint { get; set; }
    /// <summary>Says so after the label. What is not optional is needed.</summary>
    public bool Optional { get; set; }
    /// <summary>Stands after the control: người, %, tỷ đồng.</summary>
    public string? Unit { get; set; }
    /// <summary>Shows how many words stand there; more than this many are marked, not cut.</summary>
    public int? Words { get; set; }
    /// <summary>Lines of a text area. Default 6.</summary>
    public int Rows { get; set; } = 6;
    /// <summary>Expected number of characters, for the width of the control: 4, 8, 12, 20 or 32; the whole column otherwise.</summary>
    public int? Width { get; set; }
    public IEnumerable<Option> Options { get; set; } = [];
    /// <summary>First answer of a select that means none. Default "Chọn".</summary>
    public string? Empty { get; set; }
    public string? Autocomplete { get; set; }
    /// <summary>Kinds of file: <c>.pdf,.docx</c>.</summary>
    public string? Accept { get; set; }
    public bool Multiple { get; set; }
    public bool Disabled { get; set; }
    /// <summary>When this field was last saved; shown under it.</summary>
    public Instant? Saved { get; set; }
    /// <summary>The number of the saved state this form started from, for autosave to notice a colleague's change.</summary>
    public long? Version { get; set; }

    /// <summary>What is said at the field, where the summary on top says it in other words. Default: what the form's state holds.</summary>
    public IReadOnlyList<string>? Errors { get; set; }

    internal string FullName { get; private set; } = "";
    internal string Id { get; private set; } = "";
    internal IReadOnlyList<string> Values { get; private set; } = [];
    internal bool HasError { get; private set; }
    internal string? DescribedBy { get; private set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        FullName = For is null ? Name ?? throw new InvalidOperationException("<field> needs for or name.")
            : ViewContext.ViewData.TemplateInfo.GetFullHtmlFieldName(For.Name);
        Id = FieldIds.Of(FullName);
        if (Kind is FieldKind.Auto) Kind = KindOf(For?.ModelExplorer.ModelType ?? Value?.GetType());
        var entry = ViewContext.ModelState.TryGetValue(FullName, out var found) ? found : null;
        Values = Typed(entry) ?? Written(For is null ? Value : For.Model);
        var errors = Errors ?? entry?.Errors.Select(e => e.ErrorMessage).Where(m => m.Length > 0).ToList() ?? [];
        HasError = errors.Count > 0;
        var foot = Foot();
        DescribedBy = string.Join(' ', new[] { Hint is null ? null : $"{Id}-hint", HasError ? $"{Id}-error" : null, foot is null ? null : $"{Id}-foot" }.OfType<string>()) is { Length: > 0 } ids ? ids : null;

        var group = Kind is FieldKind.Radios or FieldKind.Checkboxes;
        output.TagName = group ? "fieldset" : "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", HasError ? "field field--error" : "field");
        output.Attributes.SetAttribute("data-field", FullName);
        if (Version is { } version) output.Attributes.SetAttribute("data-version", version);
        if (group && DescribedBy is not null) output.Attributes.SetAttribute("aria-describedby", DescribedBy);
        if (Kind is not FieldKind.Checkbox) output.Content.AppendHtml(Heading(group ? "legend" : "label"));
        if (Hint is not null) output.Content.AppendHtml(Tag("p", "hint", $"{Id}-hint").With(Hint));
        foreach (var (error, i) in errors.Select((e, i) => (e, i)))
            output.Content.AppendHtml(Tag("p", "error-msg", i == 0 ? $"{Id}-error" : null).With(Icons.Svg("warn")).With(new TagBuilder("span").With(error)));
        output.Content.AppendHtml(FieldControls.Of(this, texts));
        if (foot is not null) output.Content.AppendHtml(foot);
    }

    private TagBuilder Heading(string tag)
    {
        var heading = new TagBuilder(tag).With(Label);
        if (tag == "label") heading.Attributes["for"] = Id;
        if (Optional) heading.With(new HtmlString(" ")).With(Tag("span", "optional").With(texts["kernel.optional"]));
        return heading;
    }

    private TagBuilder? Foot()
    {
        if (Words is null && Saved is null) return null;
        var foot = Tag("div", "field-foot", $"{Id}-foot");
        if (Saved is { } at) foot.With(SavedTagHelper.Of(at, texts));
        if (Words is not { } most) return foot;
        var count = (Values.FirstOrDefault() ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;
        var words = Tag("span", count > most ? "words over" : "words").With(texts["kernel.words", ("count", count), ("most", most)]);
        words.Attributes["data-words"] = $"{most}";
        words.Attributes["data-text"] = texts["kernel.words", ("count", "{0}"), ("most", most)];
        return foot.With(words);
    }

    /// <summary>What the refused form carried; null when nothing was sent or it must not come back.</summary>
    private List<string>? Typed(ModelStateEntry? entry) => Kind is FieldKind.Password or FieldKind.File ? [] : entry?.RawValue switch
    {
        string text => [text],
        IEnumerable<string> several => [.. several],
        _ => entry?.AttemptedValue is { } text ? [text] : null,
    };

    private List<string> Written(object? value) => value switch
    {
        null => [],
        _ when Kind is FieldKind.Password or FieldKind.File => [],
        string text => [text],
        bool yes => [yes ? "true" : "false"],
        LocalDate day => [day.ToString("dd'/'MM'/'yyyy", System.Globalization.CultureInfo.InvariantCulture)],
        Instant moment => [moment.InZone(Writing.Zone).ToString("dd'/'MM'/'yyyy HH':'mm", System.Globalization.CultureInfo.InvariantCulture)],
        Enum name => [name.ToString()],
        IEnumerable<string> several => [.. several],
        System.Collections.IEnumerable several => [.. several.Cast<object?>().SelectMany(Written)],
        decimal number => [Writing.Current.Number(number, 6)],
        _ when Kind is FieldKind.Year or FieldKind.Select or FieldKind.Radios => [value.ToString()!],
        _ => [Writing.Current.Value("", value)],
    };

    private static FieldKind KindOf(Type? type)
    {
        type = type is null ? typeof(string) : Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(bool)) return FieldKind.Checkbox;
        if (type == typeof(LocalDate)) return FieldKind.Date;
        if (type == typeof(Instant)) return FieldKind.Moment;
        return type == typeof(int) || type == typeof(long) || type == typeof(decimal) ? FieldKind.Number : FieldKind.Text;
    }

    internal static TagBuilder Tag(string name, string css, string? id = null)
    {
        var tag = new TagBuilder(name);
        tag.Attributes["class"] = css;
        if (id is not null) tag.Attributes["id"] = id;
        return tag;
    }
}

public static class FieldIds
{
    /// <summary>The id of the control that the form names so; the error summary links to it.</summary>
    public static string Of(string name) => "f-" + TagBuilder.CreateSanitizedId(name, "_");
}

internal static class TagBuilderExtensions
{
    public static TagBuilder With(this TagBuilder tag, string text) { tag.InnerHtml.Append(text); return tag; }
    public static TagBuilder With(this TagBuilder tag, IHtmlContent content) { tag.InnerHtml.AppendHtml(content); return tag; }
    public static TagBuilder Attr(this TagBuilder tag, string name, string? value) { if (value is not null) tag.Attributes[name] = value; return tag; }
    public static TagBuilder Flag(this TagBuilder tag, string name, bool on) { if (on) tag.Attributes[name] = name; return tag; }
}
