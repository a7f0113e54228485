using System.Text;

namespace BangVang.App.Forum.Programme.Feeds;

/// <summary>Lines of iCalendar and vCard: folded so that none is longer than 75 octets and no letter is cut in two, each ended by CRLF.</summary>
public sealed class ContentLines
{
    private const int MostOctets = 75;

    private readonly StringBuilder text = new();

    /// <summary>A line as it is: its value is escaped already, or needs no escaping.</summary>
    /// <param name="name">With parameters, as in <c>DTSTART;TZID=Asia/Seoul</c>.</param>
    public ContentLines Add(string name, string value)
    {
        var (line, octets) = ($"{name}:{value}", 0);
        foreach (var letter in line.EnumerateRunes())
        {
            if (octets + letter.Utf8SequenceLength > MostOctets)
            {
                text.Append("\r\n ");
                octets = 1;
            }
            text.Append(letter.ToString());
            octets += letter.Utf8SequenceLength;
        }
        text.Append("\r\n");
        return this;
    }

    /// <summary>A line whose value is text; nothing when there is none.</summary>
    public ContentLines AddText(string name, string? value) => string.IsNullOrEmpty(value) ? this : Add(name, Escape(value));

    /// <summary>Backslash, semicolon, comma and line break as the formats want them in text.</summary>
    public static string Escape(string value) => value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace(";", "\\;", StringComparison.Ordinal)
        .Replace(",", "\\,", StringComparison.Ordinal).ReplaceLineEndings("\\n");

    /// <summary>The value of a parameter, in quotes, which themselves cannot be in it.</summary>
    public static string Quote(string value) => $"\"{value.Replace('"', '\'').ReplaceLineEndings(" ")}\"";

    public override string ToString() => text.ToString();
}
