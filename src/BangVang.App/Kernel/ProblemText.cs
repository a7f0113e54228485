using System.Text.Json;
using BangVang.Domain.Kernel;

namespace BangVang.App.Kernel;

/// <summary>A refusal of something that was sent, as it is kept: code and values, so that it can be told in any language later.</summary>
internal static class ProblemText
{
    public static string Write(Problem problem) => JsonSerializer.Serialize(problem, Json.Options);

    public static Problem Read(string text)
    {
        using var json = JsonDocument.Parse(text);
        var args = json.RootElement.GetProperty("args").EnumerateObject()
            .ToDictionary(a => a.Name, a => a.Value.ValueKind is JsonValueKind.Number ? (object)a.Value.GetInt64() : a.Value.GetString() ?? "");
        return Problem.Invalid(json.RootElement.GetProperty("code").GetString()!) with { Args = args };
    }
}
