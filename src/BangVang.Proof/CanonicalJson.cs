using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace BangVang.Proof;

/// <summary>
/// One byte sequence per JSON value, after RFC 8785 (JCS): names sorted by UTF-16 code units, no white space, minimal
/// escapes, UTF-8. Numbers are restricted to integers of at most 2^53 − 1 in magnitude, so that no two readers can differ.
/// </summary>
public static class CanonicalJson
{
    private const long LargestInteger = (1L << 53) - 1;

    // Half a surrogate pair has no UTF-8. A replacement character would give two different texts the same bytes.
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The canonical bytes of <paramref name="value"/>.</summary>
    /// <exception cref="ArgumentException">A number is no integer, or is larger than 2^53 − 1 in magnitude, or a text is not Unicode.</exception>
    public static byte[] Bytes(JsonNode? value)
    {
        var text = new StringBuilder();
        Write(text, value);
        return StrictUtf8.GetBytes(text.ToString());
    }

    private static void Write(StringBuilder text, JsonNode? value)
    {
        switch (value)
        {
            case null: text.Append("null"); break;
            case JsonObject members:
                text.Append('{');
                foreach (var (name, member) in members.OrderBy(m => m.Key, StringComparer.Ordinal))
                {
                    if (text[^1] is not '{') text.Append(',');
                    WriteString(text, name);
                    text.Append(':');
                    Write(text, member);
                }
                text.Append('}');
                break;
            case JsonArray items:
                text.Append('[');
                for (var i = 0; i < items.Count; i++)
                {
                    if (i > 0) text.Append(',');
                    Write(text, items[i]);
                }
                text.Append(']');
                break;
            default: WriteScalar(text, value.AsValue()); break;
        }
    }

    private static void WriteScalar(StringBuilder text, JsonValue value)
    {
        switch (value.GetValueKind())
        {
            case JsonValueKind.String: WriteString(text, value.GetValue<string>()); break;
            case JsonValueKind.True: text.Append("true"); break;
            case JsonValueKind.False: text.Append("false"); break;
            case JsonValueKind.Null: text.Append("null"); break;
            default:
                if (!long.TryParse(value.ToJsonString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                    || number is < -LargestInteger or > LargestInteger)
                    throw new ArgumentException($"{value.ToJsonString()} is no integer of at most 2^53 - 1: write it as a string.", nameof(value));
                text.Append(number.ToString(CultureInfo.InvariantCulture));
                break;
        }
    }

    private static void WriteString(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var c in value)
        {
            text.Append(c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\b' => "\\b",
                '\f' => "\\f",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                < ' ' => $"\\u{(int)c:x4}",
                _ => c.ToString(),
            });
        }
        text.Append('"');
    }
}
