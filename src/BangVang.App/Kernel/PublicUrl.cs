namespace BangVang.App.Kernel;

/// <summary>The address under which the public reaches this installation. Links in mails come from here and never from a request's headers.</summary>
public sealed record PublicUrl(Uri Root)
{
    /// <summary>An absolute link to <paramref name="path"/>, which begins with a slash.</summary>
    public string To(string path) => Root.ToString().TrimEnd('/') + path;
}
