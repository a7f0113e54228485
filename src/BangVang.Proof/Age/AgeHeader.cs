using System.Security.Cryptography;
using System.Text;

namespace BangVang.Proof.Age;

/// <summary>One recipient's part of a header.</summary>
internal sealed record AgeStanza(string Kind, IReadOnlyList<string> Arguments, byte[] Body);

/// <summary>What stands in front of the content: for whom the file is, and the proof that this was not changed.</summary>
internal sealed class AgeHeader
{
    private const string Version = "age-encryption.org/v1";
    private const int MaxBytes = 1 << 20, Columns = 64, MacLength = 32;

    private AgeHeader(IReadOnlyList<AgeStanza> stanzas, byte[] signed, byte[] mac) => (Stanzas, Signed, Mac) = (stanzas, signed, mac);

    public IReadOnlyList<AgeStanza> Stanzas { get; }

    /// <summary>Everything from the first byte to <c>---</c>: what the proof is over.</summary>
    private byte[] Signed { get; }
    private byte[] Mac { get; }

    public static byte[] Write(IReadOnlyList<AgeStanza> stanzas, byte[] fileKey)
    {
        var text = new StringBuilder().Append(Version).Append('\n');
        foreach (var stanza in stanzas)
        {
            text.Append("-> ").Append(stanza.Kind).Append(string.Concat(stanza.Arguments.Select(a => " " + a))).Append('\n');
            var body = AgeText.Encode(stanza.Body);
            for (var at = 0; at <= body.Length; at += Columns) text.Append(body.AsSpan(at, Math.Min(Columns, body.Length - at))).Append('\n');
        }
        text.Append("---");
        var signed = AgeText.Ascii(text.ToString());
        return [.. signed, .. AgeText.Ascii(" " + AgeText.Encode(AgeCipher.Mac(fileKey, signed)) + "\n")];
    }

    /// <summary>The file's key, by the first identity that fits; the header is then known to be unchanged.</summary>
    /// <exception cref="AgeException">None fits, or the header is not what was written.</exception>
    public byte[] Unlock(IReadOnlyList<IAgeIdentity> identities)
    {
        if (Stanzas.Count > 1 && Stanzas.Any(s => s.Kind == AgePassphrase.Kind)) throw Malformed("a passphrase stands beside other recipients");
        var fileKey = identities.Select(i => i.Unwrap(Stanzas)).FirstOrDefault(k => k is not null)
            ?? throw new AgeException(AgeFailure.NoMatch, "The file is not encrypted to any of these keys.");
        return CryptographicOperations.FixedTimeEquals(AgeCipher.Mac(fileKey, Signed), Mac)
            ? fileKey
            : throw new AgeException(AgeFailure.Mac, "The header was changed after the file was encrypted.");
    }

    /// <summary>Reads to the end of the header and not a byte further.</summary>
    public static AgeHeader Read(Stream file)
    {
        var lines = new Lines(file);
        if (lines.Next() != Version) throw Malformed("the first line is another");
        var stanzas = new List<AgeStanza>();
        while (true)
        {
            var before = lines.Count;
            var line = lines.Next();
            if (line.StartsWith("--- ", StringComparison.Ordinal))
            {
                if (stanzas.Count == 0) throw Malformed("it names no recipient");
                var mac = AgeText.Decode(line[4..]) is { Length: MacLength } bytes ? bytes : throw Malformed("its proof is not one");
                return new(stanzas, lines.Upto(before + 3), mac);
            }
            stanzas.Add(ReadStanza(line, lines));
        }
    }

    private static AgeStanza ReadStanza(string line, Lines lines)
    {
        var words = line.Split(' ');
        if (words[0] != "->" || words.Length < 2 || words.Any(w => w.Length == 0 || w.Any(c => c is < (char)33 or > (char)126))) throw Malformed("a recipient's line is not of the format");
        var body = new List<byte>();
        while (true)
        {
            var next = lines.Next();
            if (next.Length > Columns || AgeText.Decode(next) is not { } bytes) throw Malformed("a recipient's key is not of the format");
            body.AddRange(bytes);
            if (next.Length < Columns) return new(words[1], words[2..], [.. body]);
        }
    }

    private static AgeException Malformed(string why) => new(AgeFailure.Header, $"This is not the header of an age file: {why}.");

    /// <summary>The header's lines, and the bytes they stood in. Any byte that is not ASCII becomes a question mark, which no line may hold.</summary>
    private sealed class Lines(Stream file)
    {
        private readonly List<byte> bytes = [];

        public int Count => bytes.Count;

        public byte[] Upto(int count) => [.. bytes.Take(count)];

        public string Next()
        {
            var from = bytes.Count;
            while (true)
            {
                var b = file.ReadByte();
                if (b < 0) throw Malformed("it ends in the middle");
                if (bytes.Count >= MaxBytes) throw Malformed("it is too long");
                bytes.Add((byte)b);
                if (b == '\n') return Encoding.Latin1.GetString([.. bytes.Skip(from).Take(bytes.Count - from - 1)]);
            }
        }
    }
}
