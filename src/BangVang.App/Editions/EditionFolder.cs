using BangVang.Domain.Editions;
using NodaTime;

namespace BangVang.App.Editions;

/// <summary>What can be asked of a folder without an installation.</summary>
public static class EditionFolder
{
    /// <summary>Everything wrong with the folder, in the order of its files; empty when it can be published. Relative dates are counted from a day that does not matter.</summary>
    public static IReadOnlyList<EditionProblem> Check(string folder) => EditionReader.Read(folder, AnyDay).Problems;

    /// <summary>What its phases still need: an edition with such values can be archived and shown, the phase does not open.</summary>
    /// <returns>Nothing for an edition with problems: see <see cref="Check"/> first.</returns>
    public static IReadOnlyList<(string Phase, MissingValue Missing)> Missing(string folder) =>
        EditionReader.Read(folder, AnyDay).Edition is { } edition
            ? [.. edition.Phases.SelectMany(p => edition.MissingFor(p.Code).Select(m => (p.Code, m)))] : [];

    /// <summary>What changed from one edition to the other, in words.</summary>
    /// <returns>Null with the problems of both when one of them cannot be read.</returns>
    public static (IReadOnlyList<EditionChange>? Changes, IReadOnlyList<EditionProblem> Problems) Diff(string before, string after)
    {
        var (a, b) = (EditionReader.Read(before, AnyDay), EditionReader.Read(after, AnyDay));
        return a.Edition is null || b.Edition is null ? (null, [.. a.Problems, .. b.Problems]) : (EditionDiff.Between(a.Edition, b.Edition), []);
    }

    /// <summary>JSON Schema of edition.yaml, for editors.</summary>
    public static string Schema() => EditionSchema.Text();

    /// <summary>The canonical bytes of the folder's meaning and their SHA-256 in lower-case hex; null when it has problems.</summary>
    public static (byte[] Content, string Sha256)? Snapshot(string folder, LocalDate? dayZero = null) =>
        EditionReader.Read(folder, dayZero).Edition is { } edition ? EditionSnapshot.Freeze(edition) : null;

    private static LocalDate AnyDay => new(2000, 1, 1);
}
