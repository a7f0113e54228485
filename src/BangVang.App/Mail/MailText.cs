using System.Globalization;
using System.Text;
using BangVang.App.Ports;
using NodaTime;

namespace BangVang.App.Mail;

/// <summary>A message as bytes on the wire (RFC 5322, MIME): ASCII only, lines of at most 76 characters, each ended by CR LF.</summary>
public static class MailText
{
    private const int MaxLine = 76;

    /// <exception cref="MailRefusedException">The address is none, or a header would break into a second one.</exception>
    public static byte[] Compose(Guid messageId, MailMessage message, MailOptions options, Instant now)
    {
        var from = MailAddress.Normal(options.From) ?? throw new MailRefusedException($"The sender's address {options.From} is not valid.");
        var to = Recipient(message);
        if (message.Subject.Any(char.IsControl)) throw new MailRefusedException("A subject is one line.");

        var text = new StringBuilder();
        Header(text, "Date", now.ToDateTimeOffset().ToString("ddd, dd MMM yyyy HH:mm:ss +0000", CultureInfo.InvariantCulture));
        Header(text, "From", $"{Phrase("From", options.FromName)}\r\n <{from}>");
        Header(text, "To", $"<{to}>");
        Header(text, "Subject", Phrase("Subject", message.Subject));
        Header(text, "Message-ID", $"<{messageId}@{from[(from.LastIndexOf('@') + 1)..]}>");
        Header(text, "MIME-Version", "1.0");
        // Holiday notices and list programs do not answer a machine (RFC 3834).
        Header(text, "Auto-Submitted", "auto-generated");
        if (message.Attachments is { Count: > 0 } attachments) Multipart(text, messageId, message.Body, attachments);
        else Plain(text, message.Body);
        return Encoding.ASCII.GetBytes(text.ToString());
    }

    private static void Plain(StringBuilder text, string body)
    {
        Header(text, "Content-Type", "text/plain; charset=utf-8");
        Header(text, "Content-Transfer-Encoding", "quoted-printable");
        text.Append("\r\n");
        QuotedPrintable(text, body);
    }

    /// <summary>The words first, then each file (RFC 2046). The boundary cannot stand in a part: encoded lines hold no "=_".</summary>
    private static void Multipart(StringBuilder text, Guid messageId, string body, IReadOnlyList<MailAttachment> attachments)
    {
        var boundary = $"=_{messageId:n}";
        Header(text, "Content-Type", $"multipart/mixed;\r\n boundary=\"{boundary}\"");
        text.Append("\r\n--").Append(boundary).Append("\r\n");
        Plain(text, body);
        foreach (var file in attachments)
        {
            text.Append("--").Append(boundary).Append("\r\n");
            Header(text, "Content-Type", file.MediaType);
            Header(text, "Content-Transfer-Encoding", "base64");
            Header(text, "Content-Disposition", $"attachment; filename=\"{file.Name}\"");
            text.Append("\r\n").Append(Convert.ToBase64String(file.Content, Base64FormattingOptions.InsertLineBreaks)).Append("\r\n");
        }
        text.Append("--").Append(boundary).Append("--\r\n");
    }

    /// <exception cref="MailRefusedException">Not one plain address.</exception>
    public static string Recipient(MailMessage message) =>
        MailAddress.Normal(message.To) ?? throw new MailRefusedException("The recipient's address is not valid.");

    private static void Header(StringBuilder text, string name, string value) => text.Append(name).Append(": ").Append(value).Append("\r\n");

    /// <summary>Words as they are when they are plain ASCII and short, otherwise encoded words (RFC 2047) folded onto lines.</summary>
    private static string Phrase(string header, string value)
    {
        if (value.Length + header.Length + 2 <= MaxLine && value.All(c => char.IsAsciiLetterOrDigit(c) || c is ' ' or '-') && !value.Contains("  ", StringComparison.Ordinal) && value.Trim() == value) return value;

        var (words, piece) = (new List<string>(), new List<byte>());
        // "=?utf-8?B?" and "?=" are 12 of at most 75 characters; four of Base64 carry three bytes. The first line also has the name.
        var room = (75 - 12 - header.Length - 2) / 4 * 3;
        foreach (var rune in value.EnumerateRunes())
        {
            var bytes = Encoding.UTF8.GetBytes(rune.ToString());
            if (piece.Count + bytes.Length > room) { Flush(); room = (75 - 12 - 1) / 4 * 3; }
            piece.AddRange(bytes);
        }
        Flush();
        return string.Join("\r\n ", words);

        void Flush()
        {
            words.Add($"=?utf-8?B?{Convert.ToBase64String([.. piece])}?=");
            piece.Clear();
        }
    }

    /// <summary>RFC 2045, 6.7. A dot that starts a line is encoded too, for servers that forget to double it.</summary>
    private static void QuotedPrintable(StringBuilder text, string body)
    {
        foreach (var line in body.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n'))
        {
            var bytes = Encoding.UTF8.GetBytes(line);
            var column = 0;
            for (var i = 0; i < bytes.Length; i++)
            {
                var isPlain = bytes[i] is >= 33 and <= 126 and not (byte)'=' && !(column == 0 && bytes[i] == '.');
                var isBlank = bytes[i] is (byte)' ' or (byte)'\t' && i < bytes.Length - 1;
                var piece = isPlain || isBlank ? ((char)bytes[i]).ToString() : $"={bytes[i]:X2}";
                if (column + piece.Length > MaxLine - 1) { text.Append("=\r\n"); column = 0; if (piece == ".") piece = "=2E"; }
                text.Append(piece);
                column += piece.Length;
            }
            text.Append("\r\n");
        }
    }
}
