namespace BangVang.Cli.Kernel;

/// <summary>The languages of the person at the terminal, as the launcher sees them: LC_ALL, LC_MESSAGES or LANG.</summary>
public static class Language
{
    /// <summary><c>vi</c>, <c>en</c>, or both when the environment names neither.</summary>
    public static IReadOnlyList<string> Spoken { get; } = Of(
        new[] { "LC_ALL", "LC_MESSAGES", "LANG" }.Select(Environment.GetEnvironmentVariable).FirstOrDefault(v => !string.IsNullOrEmpty(v)));

    public static IReadOnlyList<string> Of(string? locale) =>
        locale?.StartsWith("vi", StringComparison.Ordinal) is true ? ["vi"]
        : locale?.StartsWith("en", StringComparison.Ordinal) is true ? ["en"]
        : ["vi", "en"];

    /// <summary>The sentence in each language spoken, one a line.</summary>
    public static string Say(string vietnamese, string english) =>
        string.Join(Environment.NewLine, Spoken.Select(l => l == "vi" ? vietnamese : english));
}
