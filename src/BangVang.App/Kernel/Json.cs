using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using NodaTime;
using NodaTime.Text;

namespace BangVang.App.Kernel;

/// <summary>One way of writing JSON everywhere: camelCase names, Vietnamese letters as they are, enums and times as text.</summary>
public static class Json
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        Converters =
        {
            new JsonStringEnumConverter(),
            new TextConverter<Instant>(InstantPattern.ExtendedIso),
            new TextConverter<LocalDate>(LocalDatePattern.Iso),
            new TextConverter<LocalTime>(LocalTimePattern.ExtendedIso),
            new TextConverter<Duration>(DurationPattern.JsonRoundtrip),
        },
    };

    private sealed class TextConverter<T>(IPattern<T> pattern) : JsonConverter<T>
    {
        public override T Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            pattern.Parse(reader.GetString() ?? "").GetValueOrThrow();

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WriteStringValue(pattern.Format(value));
    }
}
