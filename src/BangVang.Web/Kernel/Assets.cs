using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;

namespace BangVang.Web.Kernel;

/// <summary>
/// The files under <c>wwwroot</c>, addressed with a hash of their content, so that a browser keeps them for a year and still
/// gets a new version at once: <c>assets["/css/site.css"]</c> gives <c>/css/site.css?v=…</c>. A file that is exchanged under
/// a running server is noticed within <see cref="LookedAtFor"/>: no page waits for the disk to say that nothing changed.
/// </summary>
public sealed class Assets(IWebHostEnvironment environment, TimeProvider time)
{
    /// <summary>How long what was found on the disk is believed.</summary>
    public static readonly TimeSpan LookedAtFor = TimeSpan.FromSeconds(1);

    private sealed record Known(string Version, DateTimeOffset Changed, long At);

    private readonly ConcurrentDictionary<string, Known> versions = new();
    private volatile Tuple<ImportMap, long>? importMap;

    public string this[string path] => Version(path) is { } version ? $"{path}?v={version}" : path;

    /// <summary>Tells modules which import each other by plain paths where the current versions are.</summary>
    public ImportMap ImportMap
    {
        get
        {
            if (importMap is { } known && IsFresh(known.Item2)) return known.Item1;
            var made = ImportMap.Of(Files.GetDirectoryContents("/js").Where(f => !f.IsDirectory && f.Name.EndsWith(".js", StringComparison.Ordinal))
                .Select(f => $"/js/{f.Name}").Order(StringComparer.Ordinal).ToDictionary(path => path, path => this[path]));
            importMap = Tuple.Create(made, time.GetTimestamp());
            return made;
        }
    }

    /// <summary>Files asked for under their current version never change; others are asked for again each time.</summary>
    public void Cache(StaticFileResponseContext file)
    {
        var request = file.Context.Request;
        var current = request.Path.Value is { } path && request.Query["v"] is [{ } asked] && asked == Version(path);
        var isFont = request.Path.Value?.StartsWith("/fonts/", StringComparison.Ordinal) is true;
        file.Context.Response.Headers.CacheControl = current || isFont ? "public, max-age=31536000, immutable" : "no-cache";
    }

    private IFileProvider Files => environment.WebRootFileProvider;

    private bool IsFresh(long at) => time.GetElapsedTime(at) < LookedAtFor;

    private string? Version(string path)
    {
        if (versions.TryGetValue(path, out var known) && IsFresh(known.At)) return known.Version;
        var (file, at) = (Files.GetFileInfo(path), time.GetTimestamp());
        if (!file.Exists) return null;
        var isSame = known is not null && known.Changed == file.LastModified;
        return (versions[path] = new(isSame ? known!.Version : Hash(file), file.LastModified, at)).Version;
    }

    private static string Hash(IFileInfo file)
    {
        using var stream = file.CreateReadStream();
        return Convert.ToHexStringLower(SHA256.HashData(stream))[..16];
    }
}

/// <summary>The one script that stands in a page itself.</summary>
/// <param name="Hash">What a policy calls it: <c>sha256-…</c> of the text between the tags.</param>
public sealed record ImportMap(string Json, string Hash)
{
    public static ImportMap Of(IReadOnlyDictionary<string, string> imports)
    {
        var json = JsonSerializer.Serialize(new { imports });
        return new(json, $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(json)))}");
    }
}
