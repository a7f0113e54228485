using System.Collections.Concurrent;
using System.Text;
using BangVang.App.Ports;

namespace BangVang.App.Mail;

/// <summary>
/// The sentences of mails: one file per moment and language under <c>Mail/Texts</c>, subject on the first line, then a
/// blank line and the body. Values go where their name stands in braces.
/// </summary>
public static class MailTexts
{
    private static readonly ConcurrentDictionary<string, string> Files = new();

    /// <summary>The message for <paramref name="moment"/> in <paramref name="language"/> (<c>vi</c> or <c>en</c>).</summary>
    /// <exception cref="ArgumentException">No such moment, or a placeholder without a value.</exception>
    public static MailMessage Render(string moment, string language, string to, params (string Name, object Value)[] values)
    {
        var text = Fill(Files.GetOrAdd($"{moment}.{language}.txt", Read), values, moment);
        var cut = text.IndexOf('\n');
        return new(to, text[..cut].Trim(), text[cut..].Trim() + "\n");
    }

    /// <summary>A message in other words than the ordinary ones, such as those an edition gives.</summary>
    /// <exception cref="ArgumentException">A placeholder without a value.</exception>
    public static MailMessage Write(string subject, string text, string to, params (string Name, object Value)[] values) =>
        new(to, Fill(subject, values, "of its own").Trim(), Fill(text, values, "of its own").Trim() + "\n");

    /// <summary>Names of all moments, for the tests and the settings page.</summary>
    public static IEnumerable<string> Moments => typeof(MailTexts).Assembly.GetManifestResourceNames()
        .Where(n => n.EndsWith(".vi.txt", StringComparison.Ordinal)).Select(n => n[..^".vi.txt".Length]).Order(StringComparer.Ordinal);

    private static string Fill(string text, (string Name, object Value)[] values, string moment)
    {
        var filled = new StringBuilder(text.Length + 200);
        for (var at = 0; at < text.Length;)
        {
            var open = text.IndexOf('{', at);
            var close = open < 0 ? -1 : text.IndexOf('}', open);
            if (close < 0) { filled.Append(text, at, text.Length - at); break; }
            var name = text[(open + 1)..close];
            var value = values.FirstOrDefault(v => v.Name == name);
            if (value.Name is null) throw new ArgumentException($"Mail {moment} needs a value for {{{name}}}.", nameof(values));
            filled.Append(text, at, open - at).Append(value.Value);
            at = close + 1;
        }
        return filled.ToString();
    }

    private static string Read(string file)
    {
        using var stream = typeof(MailTexts).Assembly.GetManifestResourceStream(file) ?? throw new ArgumentException($"There is no mail text {file}.", nameof(file));
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
