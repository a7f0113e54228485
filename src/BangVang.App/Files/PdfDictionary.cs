namespace BangVang.App.Files;

/// <summary>The dictionary before a stream: its own keys with the tokens of their values.</summary>
internal sealed class PdfDictionary
{
    private readonly Dictionary<string, List<PdfToken>> values = [];

    /// <summary>Read from the tokens of an object; empty when they hold no dictionary.</summary>
    public static PdfDictionary Of(IReadOnlyList<PdfToken> tokens)
    {
        var dictionary = new PdfDictionary();
        List<PdfToken>? value = null;
        var depth = 0;
        foreach (var token in tokens)
        {
            if (token.Kind is PdfTokenKind.DictClose or PdfTokenKind.ArrayClose) depth--;
            // A name at the first level is a key unless it is the value that a key still waits for.
            if (depth == 1 && token.Kind is PdfTokenKind.Name && value is not { Count: 0 }) dictionary.values[token.Text] = value = [];
            else if (depth >= 1) value?.Add(token);
            if (token.Kind is PdfTokenKind.DictOpen or PdfTokenKind.ArrayOpen) depth++;
        }
        return dictionary;
    }

    public bool Has(string key) => values.ContainsKey(key);

    /// <summary>-1 when absent, indirect or no number.</summary>
    public int Number(string key) => values.TryGetValue(key, out var value) && value is [var only] ? only.Number : -1;

    /// <summary>One name or a list of names; null when the value is indirect or anything else.</summary>
    public IReadOnlyList<string>? Names(string key)
    {
        if (!values.TryGetValue(key, out var value)) return [];
        var names = value.Where(t => t.Kind is PdfTokenKind.Name).Select(t => t.Text).ToList();
        return value.All(t => t.Kind is PdfTokenKind.Name or PdfTokenKind.ArrayOpen or PdfTokenKind.ArrayClose) ? names : null;
    }

    /// <summary>A number among the parameters of the filters; <paramref name="otherwise"/> when absent, -1 when it cannot be told.</summary>
    public int Parameter(string name, int otherwise)
    {
        if (!values.TryGetValue("DecodeParms", out var value) && !values.TryGetValue("DP", out value)) return otherwise;
        if (value.Any(t => t.IsWord("R"))) return -1;
        var at = value.FindIndex(t => t.IsName(name));
        return at < 0 ? otherwise : at + 1 < value.Count ? value[at + 1].Number : -1;
    }
}
