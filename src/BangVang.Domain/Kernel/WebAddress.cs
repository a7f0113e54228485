namespace BangVang.Domain.Kernel;

/// <summary>Addresses of pages that people type and others will click.</summary>
public static class WebAddress
{
    public const int Longest = 2_000;

    /// <summary>True for an absolute http or https address of a named host, without user name or password in it.</summary>
    public static bool IsOne(string typed) =>
        typed.Trim() is { Length: <= Longest } text && !text.Any(c => char.IsControl(c) || char.IsWhiteSpace(c) || c == '\\')
        && Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
        && url.UserInfo.Length == 0 && url.HostNameType is UriHostNameType.Dns && url.Host.Contains('.');
}
