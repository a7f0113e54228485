using System.Text.Json;

namespace BangVang.Domain.Kernel;

/// <summary>Names of enum values as editions and forms write them: <c>UtilitySolution</c> is <c>utility_solution</c>.</summary>
public static class Codes
{
    public static string Of<T>(T value) where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    /// <summary>The value of that code; null when there is none.</summary>
    public static T? Parse<T>(string? code) where T : struct, Enum =>
        Enum.GetValues<T>().Where(v => Of(v) == code).Select(v => (T?)v).FirstOrDefault();
}
