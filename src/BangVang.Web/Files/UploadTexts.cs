using System.Text.Json;
using BangVang.Web.Kernel;

namespace BangVang.Web.Files;

/// <summary>The sentences of <c>wwwroot/js/upload.js</c>, for its attribute <c>data-texts</c>.</summary>
public static class UploadTexts
{
    private static readonly string[] Keys =
        ["waiting", "progress", "paused", "checking", "done", "failed", "unfinished_before", "signed_out", "other_file", "pause", "resume", "cancel"];

    /// <summary>JSON with the placeholders as they are; the script puts the values in.</summary>
    public static string Json => JsonSerializer.Serialize(Keys.ToDictionary(k => k, k => Texts.All(Languages.Current)[$"files.upload_{k}"]), App.Kernel.Json.Options);
}
