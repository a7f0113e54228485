using System.Text.Json;
using Microsoft.Playwright;

namespace BangVang.EndToEnd;

/// <summary>One rule of accessibility that a page breaks.</summary>
/// <param name="Rule">axe's name of the rule, <c>image-alt</c>.</param>
/// <param name="Impact">minor, moderate, serious or critical.</param>
/// <param name="Help">The rule in a sentence.</param>
/// <param name="Elements">CSS selector and markup of each element concerned.</param>
public sealed record AxeViolation(string Rule, string? Impact, string Help, IReadOnlyList<string> Elements)
{
    public override string ToString() => $"{Rule} ({Impact}): {Help}\n  {string.Join("\n  ", Elements)}";
}

/// <summary>axe-core 4.14.1, kept beside the tests and run inside the page.</summary>
public static class Axe
{
    private const string Run = """
        async () => (await axe.run(document, { resultTypes: ['violations'] })).violations.map(v => ({
            rule: v.id, impact: v.impact, help: v.help, elements: v.nodes.map(n => `${n.target.join(' ')}  ${n.html}`) }))
        """;

    private static readonly string Script = Read();

    /// <summary>All rules that the page breaks as it is shown now; empty when none. Needs a page with scripts on.</summary>
    public static async Task<IReadOnlyList<AxeViolation>> CheckAsync(IPage page)
    {
        // Evaluated, not added as an element: the page's content security policy keeps its word.
        await page.EvaluateAsync(Script);
        var found = await page.EvaluateAsync<JsonElement>(Run);
        return found.Deserialize<AxeViolation[]>(JsonSerializerOptions.Web)!;
    }

    private static string Read()
    {
        using var reader = new StreamReader(typeof(Axe).Assembly.GetManifestResourceStream("axe.min.js")!);
        return reader.ReadToEnd();
    }
}
