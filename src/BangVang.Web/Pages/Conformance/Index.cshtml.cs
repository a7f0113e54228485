using System.Text.Json;
using BangVang.App.Kernel;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BangVang.Web.Pages.Conformance;

/// <summary>A feed as the tests found it when this version was made.</summary>
/// <param name="Feed">Its address, with SLUG for the forum.</param>
/// <param name="Validator">The program of others that read it, with its version.</param>
/// <param name="Detail">What it found, in its own words or in numbers.</param>
public sealed record ConformanceResult(string Feed, string Format, string Validator, bool Valid, string Detail);

/// <summary>Which public formats this version speaks, and who says so.</summary>
[Public, PublicRead]
public sealed class IndexModel : PageModel
{
    public static readonly IReadOnlyList<ConformanceResult> All = Read();

    private static List<ConformanceResult> Read()
    {
        using var stream = typeof(IndexModel).Assembly.GetManifestResourceStream("conformance-feeds.json")!;
        return JsonSerializer.Deserialize<List<ConformanceResult>>(stream, Json.Options)!;
    }
}
