using System.Collections;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using BangVang.Domain.Editions;
using BangVang.Proof;
using NodaTime;
using NodaTime.Text;

namespace BangVang.App.Editions;

/// <summary>
/// An edition as JSON: the keys of edition.yaml, numbers as whole numbers (hundredths, bytes, đồng), what is empty left
/// out. The canonical bytes of this are what a snapshot freezes, and the edition is rebuilt from them exactly.
/// </summary>
public static class EditionJson
{
    internal const string Unpublished = "unpublished";

    internal static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        AllowOutOfOrderMetadataProperties = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LeaveOutWhatIsEmpty } },
        Converters =
        {
            new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false),
            new TextConverter<LocalDate>(LocalDatePattern.Iso.Format, text => LocalDatePattern.Iso.Parse(text).GetValueOrThrow()),
            new TextConverter<PartialDate>(date => date.ToString(), text => PartialDate.TryParse(text)),
            new TextConverter<Share>(share => share.ToString(), text => Share.TryParse(text)),
            new PublishedConverter(),
        },
    };

    /// <summary>The canonical bytes of the edition's meaning: equal editions give equal bytes, whatever their files look like.</summary>
    public static byte[] Bytes(Edition edition) => CanonicalJson.Bytes(ToNode(edition));

    /// <summary>The edition those bytes were made from.</summary>
    /// <exception cref="JsonException">They are no edition this program knows.</exception>
    public static Edition Read(string json) => JsonSerializer.Deserialize<Edition>(json, Options)!;

    internal static JsonObject ToNode(Edition edition) => JsonSerializer.SerializeToNode(edition, Options)!.AsObject();

    private static void LeaveOutWhatIsEmpty(JsonTypeInfo type)
    {
        if (type.Kind is not JsonTypeInfoKind.Object) return;
        foreach (var computed in type.Properties.Where(p => p.Set is null).ToList()) type.Properties.Remove(computed);
        foreach (var property in type.Properties)
        {
            var always = property.IsRequired || property.AssociatedParameter is { HasDefaultValue: false };
            property.ShouldSerialize = always ? (_, _) => true : (_, value) => !IsEmpty(value, property.PropertyType);
        }
    }

    private static bool IsEmpty(object? value, Type type) => value switch
    {
        null => true,
        string => false,
        IEnumerable items => !items.GetEnumerator().MoveNext(),
        _ when Shape.IsPublished(type) => !(bool)type.GetProperty(nameof(Published<int>.IsPublished))!.GetValue(value)!,
        _ when type.IsValueType && Nullable.GetUnderlyingType(type) is null => value.Equals(Activator.CreateInstance(type)),
        _ => false,
    };

    /// <summary>A value written as one text.</summary>
    private sealed class TextConverter<T>(Func<T, string> write, Func<string, T?> read) : JsonConverter<T>
    {
        public override T Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            read(reader.GetString()!) is { } value ? value : throw new JsonException($"{reader.GetString()} is no {typeof(T).Name}.");

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(write(value));
    }

    /// <summary>"unpublished", the bare value, one statement with its source, or several.</summary>
    private sealed class PublishedConverter : JsonConverterFactory
    {
        public override bool CanConvert(Type type) => Shape.IsPublished(type);

        public override JsonConverter CreateConverter(Type type, JsonSerializerOptions options) =>
            (JsonConverter)Activator.CreateInstance(typeof(Of<>).MakeGenericType(type.GetGenericArguments()))!;

        private sealed class Of<T> : JsonConverter<Published<T>>
        {
            public override Published<T> Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
            {
                var node = JsonNode.Parse(ref reader)!;
                if (node is JsonValue text && text.TryGetValue<string>(out var word) && word == Unpublished) return Published<T>.Unpublished;
                if (node is JsonObject { Count: 1 } several && several["variants"] is JsonArray variants)
                    return new() { Variants = [.. variants.Select(v => v.Deserialize<Sourced<T>>(options)!)] };
                return node is JsonObject one && one.ContainsKey("value")
                    ? new() { Variants = [one.Deserialize<Sourced<T>>(options)!] }
                    : Published.Of(node.Deserialize<T>(options)!);
            }

            public override void Write(Utf8JsonWriter writer, Published<T> value, JsonSerializerOptions options)
            {
                if (!value.IsPublished) { writer.WriteStringValue(Unpublished); return; }
                if (value.IsDisputed)
                {
                    writer.WriteStartObject();
                    writer.WritePropertyName("variants");
                    JsonSerializer.Serialize(writer, value.Variants, options);
                    writer.WriteEndObject();
                    return;
                }
                var only = value.Variants[0];
                if (only.Source.Count == 0 && only.Note is null) JsonSerializer.Serialize(writer, only.Value, options);
                else JsonSerializer.Serialize(writer, only, options);
            }
        }
    }
}
