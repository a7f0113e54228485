using System.Globalization;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;
using NodaTime;
using NodaTime.Text;

namespace BangVang.Web.Kernel;

/// <summary>What of a time is shown.</summary>
public enum TimeShape
{
    /// <summary>01/10/2026, 14:05 (UTC+7)</summary>
    Moment,
    /// <summary>01/10/2026</summary>
    Date,
    /// <summary>14:05</summary>
    Time,
    /// <summary>The end of a window: hết ngày 01/10/2026 (UTC+7)</summary>
    End,
}

/// <summary><c>&lt;local-time value="@at" /&gt;</c>: a time in Hà Nội, readable by machines too; a dashed badge when it is null.</summary>
[HtmlTargetElement("local-time", Attributes = "value", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class LocalTimeTagHelper(Texts texts) : TagHelper
{
    public Instant? Value { get; set; }
    public TimeShape As { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagMode = TagMode.StartTagAndEndTag;
        if (Value is not { } at)
        {
            output.TagName = "span";
            output.Attributes.SetAttribute("class", "badge badge--unknown");
            output.Content.SetContent(texts["kernel.unpublished"]);
            return;
        }
        output.TagName = "time";
        output.Attributes.SetAttribute("datetime", As is TimeShape.Date ? LocalDatePattern.Iso.Format(at.InZone(Writing.Zone).Date) : InstantPattern.General.Format(at));
        output.Content.SetContent(As switch
        {
            TimeShape.Date => Writing.Current.Date(at),
            TimeShape.Time => Writing.Current.Time(at),
            TimeShape.End => Writing.Current.End(at),
            _ => Writing.Current.Moment(at),
        });
    }
}

/// <summary><c>&lt;saved at="@at" /&gt;</c>: Đã lưu 10:42, beside what was saved.</summary>
[HtmlTargetElement("saved", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class SavedTagHelper(Texts texts) : TagHelper
{
    public Instant? At { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = null;
        if (At is { } at) output.Content.SetHtmlContent(Of(at, texts));
    }

    internal static TagBuilder Of(Instant at, Texts texts) =>
        FieldTagHelper.Tag("span", "saved").With(Icons.Svg("check")).With(texts["kernel.saved", ("at", Writing.Current.Time(at))]);
}

/// <summary>How a deadline is shown.</summary>
public enum DeadlineShape
{
    /// <summary>A box with label, remaining time and date.</summary>
    Box,
    /// <summary>Days, hours and minutes in three tiles.</summary>
    Tiles,
    /// <summary>The remaining time in a sentence.</summary>
    Inline,
}

/// <summary>
/// <c>&lt;deadline at="@window.End" label="…" /&gt;</c>: how long is left, and until when, with the zone. Right without scripts
/// at the time of the page; <c>countdown.js</c> keeps it right, by the server's clock.
/// </summary>
[HtmlTargetElement("deadline", Attributes = "at", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class DeadlineTagHelper(Texts texts, IClock clock) : TagHelper
{
    /// <summary>First instant outside the window. Nothing is shown when it is null.</summary>
    public Instant? At { get; set; }
    public string? Label { get; set; }
    public DeadlineShape As { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        if (At is not { } end) { output.SuppressOutput(); return; }
        var now = clock.GetCurrentInstant();
        var left = Remaining.Of(end - now);
        output.TagMode = TagMode.StartTagAndEndTag;
        output.TagName = As is DeadlineShape.Inline ? "span" : "div";
        output.Attributes.SetAttribute("class", (As is DeadlineShape.Box ? "deadline" : As is DeadlineShape.Tiles ? "deadline-tiles" : "deadline-inline") + (left.IsOver ? " is-over" : ""));
        output.Attributes.SetAttribute("data-countdown", end.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture));
        output.Attributes.SetAttribute("data-now", now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture));
        output.Attributes.SetAttribute("data-over", texts["kernel.deadline_over"]);
        output.Attributes.SetAttribute("data-long", texts["kernel.left_days", ("days", "{0}"), ("hours", "{1}")]);
        output.Attributes.SetAttribute("data-short", texts["kernel.left_hours", ("hours", "{0}"), ("minutes", "{1}")]);
        output.Attributes.SetAttribute("data-last", texts["kernel.left_minutes", ("minutes", "{0}"), ("seconds", "{1}")]);
        var until = FieldTagHelper.Tag("p", "small").With(texts["kernel.until", ("end", end)]);
        switch (As)
        {
            case DeadlineShape.Tiles:
                if (Label is not null) output.Content.AppendHtml(FieldTagHelper.Tag("p", "small").With(new TagBuilder("strong").With(Label)));
                output.Content.AppendHtml(Tiles(left));
                output.Content.AppendHtml(until);
                break;
            case DeadlineShape.Inline:
                output.Content.AppendHtml(FieldTagHelper.Tag("strong", "left").Attr("data-left", "").With(left.Sentence(texts)));
                break;
            default:
                output.Content.AppendHtml(Icons.Svg("clock"));
                var box = new TagBuilder("div");
                if (Label is not null) box.With(FieldTagHelper.Tag("p", "small").With(Label));
                output.Content.AppendHtml(box.With(FieldTagHelper.Tag("b", "big").Attr("data-left", "").With(left.Sentence(texts))).With(until));
                break;
        }
    }

    private TagBuilder Tiles(Remaining left)
    {
        var list = FieldTagHelper.Tag("ul", "countdown").Attr("aria-label", left.Sentence(texts));
        foreach (var (part, value, name) in new[] { ("d", left.Days, "kernel.days"), ("h", left.Hours, "kernel.hours"), ("m", left.Minutes, "kernel.minutes") })
            list.With(new TagBuilder("li").With(new TagBuilder("b").Attr("data-part", part).With(Writing.Current.Number(value))).With(new TagBuilder("span").With(texts[name])));
        return list;
    }
}

/// <summary>Time left in the parts people count in, each rounded down; all zero when over.</summary>
public readonly record struct Remaining(int Days, int Hours, int Minutes, int Seconds, bool IsOver)
{
    public static Remaining Of(Duration left) => left <= Duration.Zero
        ? new(0, 0, 0, 0, true)
        : new(left.Days, left.Hours, left.Minutes, left.Seconds, false);

    /// <summary>Còn 8 ngày 9 giờ; the last day in hours and minutes, the last hour in minutes and seconds.</summary>
    public string Sentence(Texts texts)
    {
        if (IsOver) return texts["kernel.deadline_over"];
        if (Days > 0) return texts["kernel.left_days", ("days", Days), ("hours", Hours)];
        return Hours > 0 ? texts["kernel.left_hours", ("hours", Hours), ("minutes", Minutes)] : texts["kernel.left_minutes", ("minutes", Minutes), ("seconds", Seconds)];
    }
}
