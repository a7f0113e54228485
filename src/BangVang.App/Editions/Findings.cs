using BangVang.Domain.Editions;

namespace BangVang.App.Editions;

/// <summary>
/// Everything wrong with one edition, collected while it is read and checked. Knows where each value is written, and what
/// could not be read, so that one mistake is told once and not again by every rule that looks at the gap.
/// </summary>
internal sealed class Findings(string file)
{
    private readonly Dictionary<string, Place> places = [];
    private readonly Dictionary<string, string> articles = [];
    private readonly List<string> unreadable = [];
    private readonly List<EditionProblem> problems = [];

    /// <summary>In the order of the files, each line from left to right; what several categories share is told once.</summary>
    public IReadOnlyList<EditionProblem> Problems => [.. problems.DistinctBy(p => (p.At, p.Code, p.Path))
        .OrderBy(p => p.At.File != file).ThenBy(p => p.At.File, StringComparer.Ordinal).ThenBy(p => p.At.Line).ThenBy(p => p.At.Column)];

    public void IsWrittenAt(string path, Place at) => places.TryAdd(path, at);

    public void HasArticle(string path, string article) => articles[path] = article;

    /// <summary>A value that cannot be read: nothing that rests on it is reported any more.</summary>
    public void IsUnreadable(string path) => unreadable.Add(path);

    public void Add(Place at, string path, string code, params (string Name, object Value)[] args) =>
        problems.Add(new(at, code, path, EditionTexts.Sentence(code, args), ArticleOf(path)));

    /// <summary>Reports what is wrong at a path, unless that value or one of <paramref name="restsOn"/> could not be read.</summary>
    public void Report(string path, string code, (string Name, object Value)[] args, params string[] restsOn)
    {
        if (restsOn.Prepend(path).Any(p => unreadable.Any(u => IsWithin(u, p) || IsWithin(p, u)))) return;
        Add(PlaceOf(path), path, code, args);
    }

    public void Report(string path, string code, params (string Name, object Value)[] args) => Report(path, code, args, []);

    /// <summary>Where a path is written; for what is not written, where its nearest parent is.</summary>
    public Place PlaceOf(string path)
    {
        for (var at = path; ; at = Parent(at))
        {
            if (places.TryGetValue(at, out var place)) return place;
            if (at.Length == 0) return new(file, 1, 1);
        }
    }

    private string? ArticleOf(string path)
    {
        for (var at = path; ; at = Parent(at))
        {
            if (articles.TryGetValue(at, out var article)) return article;
            if (at.Length == 0) return null;
        }
    }

    private static string Parent(string path) => path[..Math.Max(0, path.LastIndexOfAny(['.', '[']))];

    private static bool IsWithin(string inner, string outer) =>
        inner.StartsWith(outer, StringComparison.Ordinal) && (inner.Length == outer.Length || inner[outer.Length] is '.' or '[');
}
