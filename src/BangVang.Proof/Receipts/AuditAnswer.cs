using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using BangVang.Proof.Notes;

namespace BangVang.Proof.Receipts;

/// <summary>
/// What an auditor who verified a result bundle, with the openings of its closed sheets where it has some, says of it: the text of
/// a note that the auditor signs with a key of the auditor's own. No checkpoint can be read out of it.
/// </summary>
/// <param name="Log">Origin of the log that the bundle rests on.</param>
/// <param name="Edition"><c>programme/year</c>.</param>
/// <param name="Size">Entries under the bundle's checkpoint.</param>
/// <param name="Root">32 bytes, of the same checkpoint.</param>
/// <param name="Results">SHA-256 of the bundle's <c>results</c> as canonical JSON, 64 lower-case hexadecimal digits.</param>
/// <param name="Auditor">The key that signs.</param>
/// <param name="Difference">The first thing that does not hold, step and place; null when the result holds.</param>
/// <param name="Recomputed">Names of steps (docs/proof/bundle.md); empty with a difference.</param>
/// <param name="Checked">By conditions.</param>
/// <param name="NotChecked">What rests on somebody else's word.</param>
public sealed record AuditAnswer(
    string Log, string Edition, long Size, byte[] Root, string Results, NoteKey Auditor, string? Difference,
    IReadOnlyList<string> Recomputed, IReadOnlyList<string> Checked, IReadOnlyList<string> NotChecked)
{
    private const string Header = "bangvang.audit-answer/v1";
    private const int MostDifference = 300;

    public bool Holds => Difference is null;

    /// <summary>Signs the answer with the auditor's key.</summary>
    /// <param name="seed">32 bytes; its public key must be that of <see cref="Auditor"/>.</param>
    public SignedNote Sign(ReadOnlySpan<byte> seed) => SignedNote.Sign(ToString(), Auditor.Name, seed);

    /// <summary>Reads a signed answer. The key is the one it names itself: whose that is, the reader has to know otherwise.</summary>
    /// <returns>False when it is no answer, or its key has not signed it.</returns>
    public static bool TryOpen(SignedNote note, [NotNullWhen(true)] out AuditAnswer? answer) => TryParse(note.Text, out answer) && note.TryOpen([answer.Auditor], out _);

    private static bool TryParse(string text, [NotNullWhen(true)] out AuditAnswer? answer)
    {
        answer = null;
        var lines = text.Split('\n');
        if (lines.Length != 11 || lines[0] != Header || lines[10].Length > 0) return false;
        if (Value(lines[1], "log") is not { } log || Value(lines[2], "edition") is not { } edition || Value(lines[3], "tree")?.Split(' ') is not [var digits, var hash]) return false;
        if (!long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var size) || size.ToString(CultureInfo.InvariantCulture) != digits) return false;
        if (!CanonicalText.TryBase64(hash, out var root) || root.Length != MerkleHash.Size) return false;
        if (Value(lines[4], "results") is not { Length: 64 } results || !results.All(char.IsAsciiHexDigitLower)) return false;
        if (Value(lines[5], "auditor") is not { } vkey || !NoteKey.TryParse(vkey, out var key) || key.Kind is not NoteSignatureKind.Ed25519) return false;
        if (Value(lines[6], "finds") is not { } finds || (finds != "holds" && !finds.StartsWith("differs ", StringComparison.Ordinal))) return false;
        if (Value(lines[7], "recomputed") is not { } recomputed || Value(lines[8], "checked") is not { } by || Value(lines[9], "not-checked") is not { } not) return false;
        var read = new AuditAnswer(log, edition, size, root, results, key, finds == "holds" ? null : finds["differs ".Length..], Names(recomputed), Names(by), Names(not));
        // One way to write each answer.
        if (read.ToString() != text) return false;
        answer = read;
        return true;
    }

    /// <summary>The text that is signed.</summary>
    public override string ToString() => new StringBuilder().Append(CultureInfo.InvariantCulture, $"""
        {Header}
        log {Log}
        edition {Edition}
        tree {Size} {Convert.ToBase64String(Root)}
        results {Results}
        auditor {Auditor}
        finds {(Difference is null ? "holds" : $"differs {Difference}")}
        recomputed {Listed(Recomputed)}
        checked {Listed(Checked)}
        not-checked {Listed(NotChecked)}

        """).Replace("\r\n", "\n").ToString();

    /// <summary>A difference as one line of a note.</summary>
    public static string DifferenceOf(string step, string where)
    {
        var line = new string([.. $"{step}, {where}".Select(c => char.IsControl(c) ? ' ' : c)]).Trim();
        return line.Length <= MostDifference ? line : line[..MostDifference];
    }

    private static string? Value(string line, string name) => line.StartsWith(name + " ", StringComparison.Ordinal) && line.Length > name.Length + 1 ? line[(name.Length + 1)..] : null;

    private static string Listed(IReadOnlyList<string> names) => names.Count == 0 ? "-" : string.Join(',', names);

    private static string[] Names(string listed) => listed == "-" ? [] : listed.Split(',');
}
