using System.Globalization;
using System.Xml.Linq;

namespace BangVang.Cli.Kernel;

/// <summary>A value that has a name in each language.</summary>
/// <param name="Keys">Of texts; their names are listed in this order, a dash when there is none.</param>
public sealed record Named(IReadOnlyList<string> Keys)
{
    internal string In(string language) => Keys.Count == 0 ? "–" : string.Join(", ", Keys.Select(k => Texts.In(language, k, new Dictionary<string, object>())));
}

/// <summary>Sentences by key: those of the web, and the console's own in <c>Resources/</c>.</summary>
public static class Texts
{
    private static readonly Dictionary<(string Language, string Key), string> Sentences = Load();

    public static bool Has(string key) => Sentences.ContainsKey(("vi", key)) && Sentences.ContainsKey(("en", key));

    /// <summary>The sentence with its values, in each language spoken, one a line; the key itself when there is none.</summary>
    public static string Of(string key, IReadOnlyDictionary<string, object> values) => Language.Say(In("vi", key, values), In("en", key, values));

    /// <summary>The sentence of <paramref name="key"/>, with values given by the name of their placeholder.</summary>
    public static string Of(string key, params (string Name, object Value)[] values) => Of(key, values.ToDictionary(v => v.Name, v => v.Value));

    /// <summary>The sentence in Vietnamese and in English, whatever the terminal speaks: what is proved is said to everybody.</summary>
    public static IReadOnlyList<string> InBoth(string key, params (string Name, object Value)[] values)
    {
        var named = values.ToDictionary(v => v.Name, v => v.Value);
        return [In("vi", key, named), In("en", key, named)];
    }

    /// <summary>The sentence in one language; the key itself when there is none.</summary>
    public static string In(string language, string key, IReadOnlyDictionary<string, object> values)
    {
        var culture = CultureInfo.GetCultureInfo(language == "vi" ? "vi-VN" : "en-GB");
        return values.Aggregate(Sentences.GetValueOrDefault((language, key), key),
            (text, value) => text.Replace($"{{{value.Key}}}", value.Value is Named named ? named.In(language) : Convert.ToString(value.Value, culture), StringComparison.Ordinal));
    }

    private static Dictionary<(string, string), string> Load()
    {
        var assembly = typeof(Texts).Assembly;
        return assembly.GetManifestResourceNames().Where(n => n.EndsWith(".resx", StringComparison.Ordinal)).SelectMany(name =>
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            var language = name.Split('.')[^2];
            return XDocument.Load(stream).Root!.Elements("data")
                .Select(d => (Key: (language, d.Attribute("name")!.Value), Value: d.Element("value")!.Value)).ToList();
        }).ToDictionary(d => d.Key, d => d.Value);
    }
}
