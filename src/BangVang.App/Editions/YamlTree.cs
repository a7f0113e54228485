using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace BangVang.App.Editions;

/// <summary>A value of a YAML file with the place where it is written.</summary>
internal abstract record YamlValue(Place At);

/// <summary>Text as written; <paramref name="Quoted"/> tells "unpublished" in quotes from the word.</summary>
internal sealed record YamlText(Place At, string Text, bool Quoted) : YamlValue(At);

internal sealed record YamlList(Place At, IReadOnlyList<YamlValue> Items) : YamlValue(At);

/// <summary>Keys in the order in which they are written; a key may be there twice.</summary>
internal sealed record YamlMap(Place At, IReadOnlyList<(YamlText Key, YamlValue Value)> Entries) : YamlValue(At)
{
    public YamlValue? this[string key] => Entries.Where(e => e.Key.Text == key).Select(e => e.Value).FirstOrDefault();
}

/// <summary>What keeps a file from being read at all.</summary>
internal sealed class YamlFault(Place at, string code, string detail) : Exception(detail)
{
    public Place At => at;
    public string Code => code;
}

/// <summary>
/// Reads YAML into values with places. Anchors and aliases are refused: an edition says everything where it holds, and a
/// small file cannot unfold into a large one.
/// </summary>
internal static class YamlTree
{
    private const int DeepestNesting = 64;

    /// <exception cref="YamlFault">The text is no YAML of one document.</exception>
    public static YamlValue Parse(string file, string text)
    {
        var parser = new Parser(new StringReader(text));
        try
        {
            parser.Consume<StreamStart>();
            if (parser.Accept<StreamEnd>(out _)) throw new YamlFault(new(file, 1, 1), "edition.file_empty", "");
            parser.Consume<DocumentStart>();
            var root = Value(parser, file, depth: 0);
            parser.Consume<DocumentEnd>();
            if (!parser.Accept<StreamEnd>(out _))
                throw new YamlFault(PlaceOf(file, parser.Current), "edition.not_yaml", "a second document begins");
            return root;
        }
        catch (YamlException fault)
        {
            throw new YamlFault(new(file, (int)fault.Start.Line, (int)fault.Start.Column), "edition.not_yaml", fault.InnerException?.Message ?? fault.Message);
        }
        catch (InvalidOperationException)
        {
            // The parser's own stack runs empty on some broken flow collections.
            throw new YamlFault(PlaceOf(file, parser.Current), "edition.not_yaml", "brackets do not match");
        }
    }

    private static YamlValue Value(Parser parser, string file, int depth)
    {
        var at = PlaceOf(file, parser.Current);
        if (depth > DeepestNesting) throw new YamlFault(at, "edition.not_yaml", $"more than {DeepestNesting} levels");
        if (parser.Accept<AnchorAlias>(out _) || parser.Current is NodeEvent { Anchor.IsEmpty: false }) throw new YamlFault(at, "edition.yaml_alias", "");
        if (parser.TryConsume<Scalar>(out var scalar)) return new YamlText(at, scalar.Value, scalar.Style is not ScalarStyle.Plain);
        if (parser.TryConsume<SequenceStart>(out _))
        {
            var items = new List<YamlValue>();
            while (!parser.TryConsume<SequenceEnd>(out _)) items.Add(Value(parser, file, depth + 1));
            return new YamlList(at, items);
        }
        parser.Consume<MappingStart>();
        var entries = new List<(YamlText, YamlValue)>();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            if (Value(parser, file, depth + 1) is not YamlText key) throw new YamlFault(at, "edition.not_yaml", "a key is no text");
            entries.Add((key, Value(parser, file, depth + 1)));
        }
        return new YamlMap(at, entries);
    }

    private static Place PlaceOf(string file, ParsingEvent? @event) => @event is null ? new(file, 1, 1) : new(file, (int)@event.Start.Line, (int)@event.Start.Column);
}
