using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace BangVang.App.Kernel;

/// <summary>
/// Where a list goes on: the sort keys of the last row shown, as one opaque word for addresses. A list that goes on from
/// keys, not from a number of rows, neither repeats nor skips a row when others come and go.
/// </summary>
public static class Cursor
{
    public static string Of(params string[] keys) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(keys));

    /// <summary>The keys; null when <paramref name="cursor"/> is none of <paramref name="count"/> keys.</summary>
    public static string[]? Parse(string cursor, int count)
    {
        if (cursor.Length > 2_000 || !Base64Url.IsValid(cursor)) return null;
        try
        {
            return JsonSerializer.Deserialize<string[]>(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor))) is { } keys && keys.Length == count && keys.All(k => k is not null)
                ? keys : null;
        }
        catch (JsonException) { return null; }
    }
}
