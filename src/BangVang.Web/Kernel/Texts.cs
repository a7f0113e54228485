using System.Collections;
using System.Collections.Frozen;
using System.Resources;
using System.Text.RegularExpressions;
using BangVang.Domain.Editions;
using Microsoft.AspNetCore.Html;

namespace BangVang.Web.Kernel;

/// <summary>
/// Every sentence for people, by its key: <c>texts["dossiers.receipt_title", ("time", at)]</c>. What stands before the first
/// dot names the file, <c>Resources/Dossiers.vi.resx</c> and <c>.en.resx</c>. Values go where their name stands in braces,
/// written as the language writes them (<see cref="Writing"/>). Where a word depends on a number, both stand there:
/// <c>{count} {count?dossier|dossiers}</c> takes the first for one and the second for none and for several.
/// </summary>
public sealed partial class Texts(ILogger<Texts> log, IHostEnvironment environment)
{
    /// <summary>All sentences of a language by key.</summary>
    public static IReadOnlyDictionary<string, string> All(string language) => language == "en" ? English : Vietnamese;

    private static readonly FrozenDictionary<string, string> Vietnamese = Load("vi");
    private static readonly FrozenDictionary<string, string> English = Load("en");

    /// <summary>The sentence in the language of this request.</summary>
    /// <exception cref="KeyNotFoundException">No such key, or a placeholder without a value; in production the key is shown instead and the log says so.</exception>
    public string this[string key, params ReadOnlySpan<(string Name, object? Value)> values] => Fill(key, Writing.Current, values);

    /// <summary>The sentence of a key that other data name (a problem's code, an enum's value).</summary>
    public string Of(string key, IReadOnlyDictionary<string, object> values) =>
        Fill(key, Writing.Current, [.. values.Select(v => (v.Key, (object?)v.Value))]);

    /// <summary>The name of an enum's value: key <c>word.type_value</c>, as in <c>people.role_juror</c>.</summary>
    public string Name<T>(string word, T value) where T : struct, Enum => this[KeyOf(word, value)];

    public static string KeyOf<T>(string word, T value) where T : struct, Enum =>
        $"{word}.{Snake().Replace(typeof(T).Name, "_$1").ToLowerInvariant()}_{Snake().Replace(value.ToString(), "_$1").ToLowerInvariant()}";

    /// <summary>What somebody did, in words: the action of an entry of the audit trail.</summary>
    public string Act(string action) => this["audit.act_" + action.Replace('.', '_')];

    /// <summary>What happened, in words: the kind of an entry of the public log.</summary>
    public string Event(string kind) => this["log.kind_" + kind.Replace('.', '_')];

    /// <summary>A sentence with markup for values, as links; everything else is encoded.</summary>
    public IHtmlContent Html(string key, params (string Name, IHtmlContent Value)[] values)
    {
        var html = new HtmlContentBuilder();
        var text = Find(key);
        var at = 0;
        foreach (Match place in Placeholder().Matches(text))
        {
            html.Append(text[at..place.Index]);
            var value = values.FirstOrDefault(v => v.Name == place.Groups[1].Value).Value;
            if (value is null) Complain($"{key} needs a value for {place.Value}");
            else html.AppendHtml(value);
            at = place.Index + place.Length;
        }
        return html.Append(text[at..]);
    }

    /// <summary>What data carry in two languages. English falls back to Vietnamese where the source has none.</summary>
    public string Localized(string vi, string? en) => Writing.Current.Language == "en" && !string.IsNullOrWhiteSpace(en) ? en : vi;

    /// <summary>A text of data in the language of the page.</summary>
    public string In(LocalizedText text) => Localized(text.Vi, text.En);

    public bool Has(string key) => Vietnamese.ContainsKey(key);

    /// <summary>Names in braces.</summary>
    [GeneratedRegex(@"\{([a-z][a-z0-9_]*)\}")]
    public static partial Regex Placeholder();

    /// <summary>A number's name, the words for one, and those for none and several.</summary>
    [GeneratedRegex(@"\{([a-z][a-z0-9_]*)\?([^|{}]*)\|([^|{}]*)\}")]
    public static partial Regex Choice();

    [GeneratedRegex("(?<=[a-z0-9])([A-Z])")]
    private static partial Regex Snake();

    private string Fill(string key, Writing writing, ReadOnlySpan<(string Name, object? Value)> values)
    {
        var text = Find(key);
        if (!text.Contains('{')) return text;
        var given = values.ToArray();
        string With(Match place, Func<object?, string> write)
        {
            foreach (var (known, value) in given)
                if (known == place.Groups[1].Value) return write(value);
            return Complain($"{key} needs a value for {place.Value}") ?? place.Value;
        }
        var chosen = Choice().Replace(text, place => With(place, value => place.Groups[value is 1 or 1L ? 2 : 3].Value));
        return Placeholder().Replace(chosen, place => With(place, value => writing.Value(place.Groups[1].Value, value)));
    }

    private string Find(string key) =>
        All(Writing.Current.Language).TryGetValue(key, out var text) ? text : Complain($"There is no text {key}") ?? key;

    private string? Complain(string what)
    {
        if (!environment.IsProduction()) throw new KeyNotFoundException(what);
        LogMissing(log, what);
        return null;
    }

    [LoggerMessage(LogLevel.Error, "{What}")]
    private static partial void LogMissing(ILogger log, string what);

    private static FrozenDictionary<string, string> Load(string language)
    {
        var assembly = typeof(Texts).Assembly.GetSatelliteAssembly(new(language));
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in assembly.GetManifestResourceNames().Where(n => n.Contains(".Resources.", StringComparison.Ordinal)))
        {
            using var reader = new ResourceReader(assembly.GetManifestResourceStream(file)!);
            foreach (DictionaryEntry entry in reader) texts.Add((string)entry.Key, (string)entry.Value!);
        }
        return texts.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
