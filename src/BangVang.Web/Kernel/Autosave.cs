using BangVang.Domain.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Razor.TagHelpers;
using NodaTime;

namespace BangVang.Web.Kernel;

/// <summary>One field as <c>autosave.js</c> sends it: <c>OnPostSaveAsync(AutosavedField saved, …)</c>.</summary>
public sealed class AutosavedField
{
    /// <summary>Name of the control.</summary>
    public string Field { get; set; } = "";
    /// <summary>What it holds: one text; several for a choice of several; none when nothing is ticked.</summary>
    public string[] Value { get; set; } = [];
    /// <summary>The version the person had before them (<c>&lt;field version&gt;</c>); null when the form keeps none.</summary>
    public long? Version { get; set; }

    /// <summary>The text of a field with one value; empty when there is none.</summary>
    public string Text => Value.FirstOrDefault() ?? "";
}

/// <summary>What a handler answers <c>autosave.js</c>.</summary>
public static class Autosave
{
    /// <summary>Stored for good. The time is shown as "Đã lưu 10:42".</summary>
    /// <param name="version">The field's new version, for the next save; null when the form keeps none.</param>
    /// <param name="problem">What is wrong with the value, which is kept all the same; shown at the field.</param>
    /// <param name="sum">What the whole form comes to now, for the element with <c>data-autosave-sum</c>; null when it shows nothing.</param>
    public static IActionResult Saved(this PageModel page, Instant at, long? version = null, string? problem = null, string? sum = null)
    {
        var answer = new Dictionary<string, object?> { ["at"] = Writing.Current.Time(at), ["version"] = version };
        if (problem is not null) answer["problem"] = problem;
        if (sum is not null) answer["sum"] = sum;
        return new JsonResult(answer);
    }

    /// <summary>Not stored, for a reason the field shows; what was typed stays in it.</summary>
    public static IActionResult SaveRefused(this PageModel page, Problem problem)
    {
        var texts = page.HttpContext.RequestServices.GetRequiredService<Texts>();
        return new JsonResult(new { code = problem.Code, title = texts.Sentence(problem) }) { StatusCode = problem.Status() };
    }

    /// <summary>Not stored, because a colleague changed the field meanwhile: both versions are shown side by side, the person chooses.</summary>
    /// <param name="theirs">What stands in the field now.</param>
    /// <param name="by">Who wrote it.</param>
    /// <param name="version">Its version.</param>
    public static IActionResult SaveConflict(this PageModel page, string theirs, string by, Instant at, long version) =>
        page.Conflict(theirs, theirs, by, at, version);

    /// <inheritdoc cref="SaveConflict(PageModel, string, string, Instant, long)"/>
    /// <param name="theirs">The values of the control, which may be codes.</param>
    /// <param name="shown">The same in words.</param>
    public static IActionResult SaveConflict(this PageModel page, IReadOnlyList<string> theirs, string shown, string by, Instant at, long version) =>
        page.Conflict(theirs, shown, by, at, version);

    private static JsonResult Conflict(this PageModel page, object theirs, string shown, string by, Instant at, long version)
    {
        var texts = page.HttpContext.RequestServices.GetRequiredService<Texts>();
        return new(new { code = "kernel.edited_by_other", title = texts["kernel.edited_by_other", ("who", by), ("at", Writing.Current.Time(at))], theirs, shown, version })
        {
            StatusCode = StatusCodes.Status409Conflict,
        };
    }
}

/// <summary><c>&lt;form data-autosave="/path?handler=Save"&gt;</c>: hands the script the words it shows.</summary>
[HtmlTargetElement("form", Attributes = "data-autosave")]
public sealed class AutosaveFormTagHelper(Texts texts) : TagHelper
{
    private static readonly string[] Keys =
    [
        "kernel.saving", "kernel.saved", "kernel.kept", "kernel.offline", "kernel.signed_out_short", "kernel.sign_in_new_tab",
        "kernel.retry", "kernel.use_theirs", "kernel.keep_mine", "kernel.your_version", "kernel.their_version", "kernel.restored",
    ];

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        foreach (var key in Keys)
            output.Attributes.SetAttribute($"data-t-{key["kernel.".Length..].Replace('_', '-')}", texts[key, ("at", "{0}")]);
    }
}
