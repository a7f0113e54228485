using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;

namespace BangVang.Web.Kernel;

/// <summary>
/// The files under <c>wwwroot</c>, addressed with a hash of their content, so that a browser keeps them for a year and still
/// gets a new version at once: <c>assets["/css/site.css"]</c> gives <c>/css/site.css?v=…</c>.
/// </summary>
public sealed class Assets(IWebHostEnvironment environment)
{
    private readonly ConcurrentDictionary<string, (DateTimeOffset Changed, string Version)> versions = new();

    public string this[string path] => Version(path) is { } version ? $"{path}?v={version}" : path;

    /// <summary>Tells modules which import each other by plain paths where the current versions are.</summary>
    public string ImportMap() => JsonSerializer.Serialize(new
    {
        imports = Files.GetDirectoryContents("/js").Where(f => !f.IsDirectory && f.Name.EndsWith(".js", StringComparison.Ordinal))
            .Select(f => $"/js/{f.Name}").Order(StringComparer.Ordinal).ToDictionary(path => path, path => this[path]),
    });

    /// <summary>Files asked for under their current version never change; others are asked for again each time.</summary>
    public void Cache(StaticFileResponseContext file)
    {
        var request = file.Context.Request;
        var current = request.Path.Value is { } path && request.Query["v"] is [{ } asked] && asked == Version(path);
        var isFont = request.Path.Value?.StartsWith("/fonts/", StringComparison.Ordinal) is true;
        file.Context.Response.Headers.CacheControl = current || isFont ? "public, max-age=31536000, immutable" : "no-cache";
    }

    private IFileProvider Files => environment.WebRootFileProvider;

    private string? Version(string path)
    {
        var file = Files.GetFileInfo(path);
        if (!file.Exists) return null;
        var known = versions.GetOrAdd(path, _ => (file.LastModified, Hash(file)));
        return known.Changed == file.LastModified ? known.Version : (versions[path] = (file.LastModified, Hash(file))).Version;
    }

    private static string Hash(IFileInfo file)
    {
        using var stream = file.CreateReadStream();
        return Convert.ToHexStringLower(SHA256.HashData(stream))[..16];
    }
}
