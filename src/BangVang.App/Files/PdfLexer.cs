using System.Globalization;
using System.Text;

namespace BangVang.App.Files;

internal enum PdfTokenKind { End, Name, Number, Word, Text, DictOpen, DictClose, ArrayOpen, ArrayClose }

/// <param name="Text">A name with its escapes resolved, a word, or the start of a string; cut to a few hundred characters.</param>
/// <param name="Position">Offset of its first byte.</param>
internal readonly record struct PdfToken(PdfTokenKind Kind, string Text, long Position)
{
    public bool IsName(string name) => Kind is PdfTokenKind.Name && Text == name;
    public bool IsWord(string word) => Kind is PdfTokenKind.Word && Text == word;

    /// <summary>The whole number; -1 when the token is none.</summary>
    public int Number => Kind is PdfTokenKind.Number && int.TryParse(Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
}

/// <summary>The tokens of a PDF (ISO 32000-1, 7.2 and 7.3), one after the other, without building anything.</summary>
internal sealed class PdfLexer(ByteReader file)
{
    private const int MaxText = 256;

    public PdfToken Next()
    {
        SkipBlanks();
        var start = file.Position;
        return file.Next() switch
        {
            < 0 => new(PdfTokenKind.End, "", start),
            '/' => new(PdfTokenKind.Name, Name(), start),
            '(' => new(PdfTokenKind.Text, Literal(), start),
            '[' => new(PdfTokenKind.ArrayOpen, "[", start),
            ']' => new(PdfTokenKind.ArrayClose, "]", start),
            '<' when Took('<') => new(PdfTokenKind.DictOpen, "<<", start),
            '<' => new(PdfTokenKind.Text, Hexadecimal(), start),
            '>' when Took('>') => new(PdfTokenKind.DictClose, ">>", start),
            var other and (')' or '>' or '{' or '}') => new(PdfTokenKind.Word, ((char)other).ToString(), start),
            var first => Regular((char)first, start),
        };
    }

    public static bool IsBlank(int b) => b is 0 or 9 or 10 or 12 or 13 or 32;

    public static bool IsRegular(int b) => b >= 0 && !IsBlank(b) && b is not ('(' or ')' or '<' or '>' or '[' or ']' or '{' or '}' or '/' or '%');

    private bool Took(char expected)
    {
        if (file.Peek() != expected) return false;
        file.Next();
        return true;
    }

    private void SkipBlanks()
    {
        while (true)
        {
            var b = file.Peek();
            if (IsBlank(b)) file.Next();
            else if (b == '%') { while (file.Peek() is not (-1 or 10 or 13)) file.Next(); }
            else return;
        }
    }

    private string Name()
    {
        var name = new StringBuilder();
        while (IsRegular(file.Peek()))
        {
            var c = file.Next();
            if (c == '#' && Digit(file.Peek()) is >= 0 and var high)
            {
                file.Next();
                c = Digit(file.Peek()) is >= 0 and var low ? high * 16 + low : high;
                if (Digit(file.Peek()) >= 0) file.Next();
            }
            if (name.Length < MaxText) name.Append((char)c);
        }
        return name.ToString();
    }

    private string Literal()
    {
        var text = new StringBuilder();
        for (var depth = 1; depth > 0 && file.Next() is >= 0 and var c;)
        {
            if (c == '\\') c = Escaped();
            else if (c == '(') depth++;
            else if (c == ')') depth--;
            if (depth > 0 && c >= 0 && text.Length < MaxText) text.Append((char)c);
        }
        return text.ToString();
    }

    /// <summary>The character behind a backslash; -1 for a line that only continues.</summary>
    private int Escaped()
    {
        var c = file.Next();
        if (c is < '0' or > '7') return c switch { 'n' => '\n', 'r' => '\r', 't' => '\t', 'b' => '\b', 'f' => '\f', '\r' or '\n' => -1, _ => c };
        var value = c - '0';
        for (var i = 0; i < 2 && file.Peek() is >= '0' and <= '7'; i++) value = value * 8 + file.Next() - '0';
        return value & 0xFF;
    }

    private string Hexadecimal()
    {
        var text = new StringBuilder();
        var high = -1;
        while (file.Next() is >= 0 and not '>' and var c)
        {
            if (Digit(c) is not (>= 0 and var digit)) continue;
            if (high < 0) { high = digit; continue; }
            if (text.Length < MaxText) text.Append((char)(high * 16 + digit));
            high = -1;
        }
        return text.ToString();
    }

    private PdfToken Regular(char first, long start)
    {
        var text = new StringBuilder().Append(first);
        while (IsRegular(file.Peek()))
        {
            var c = file.Next();
            if (text.Length < MaxText) text.Append((char)c);
        }
        var word = text.ToString();
        return new(word.All(c => char.IsAsciiDigit(c) || c is '+' or '-' or '.') ? PdfTokenKind.Number : PdfTokenKind.Word, word, start);
    }

    public static int Digit(int c) => c switch
    {
        >= '0' and <= '9' => c - '0',
        >= 'A' and <= 'F' => c - 'A' + 10,
        >= 'a' and <= 'f' => c - 'a' + 10,
        _ => -1,
    };
}
