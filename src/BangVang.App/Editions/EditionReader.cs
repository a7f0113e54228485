using System.Security.Cryptography;
using BangVang.App.Editions.Checks;
using BangVang.Domain.Editions;
using NodaTime;
using System.Text.Json;

namespace BangVang.App.Editions;

/// <summary>A file that an edition carries with it, such as the text of the regulation.</summary>
/// <param name="Name">As the edition names it.</param>
/// <param name="Sha256">Lower-case hex.</param>
public sealed record EditionFile(string Name, string Sha256, byte[] Content);

/// <summary>A folder as it was read.</summary>
/// <param name="Edition">Null while there are problems.</param>
/// <param name="Problems">Everything wrong with it, in the order of its files; empty when it can be published.</param>
/// <param name="Files">The files it carries.</param>
public sealed record EditionReading(Edition? Edition, IReadOnlyList<EditionProblem> Problems, IReadOnlyList<EditionFile> Files);

/// <summary>Reads the folder of an edition: edition.yaml and what it refers to.</summary>
public static class EditionReader
{
    /// <summary>The file that every edition has.</summary>
    public const string FileName = "edition.yaml";

    private const long LargestFile = 20L << 20;

    /// <summary>Reads and checks a folder.</summary>
    /// <param name="dayZero">The day from which <c>day0+N</c> is counted; null for an edition with plain dates.</param>
    public static EditionReading Read(string folder, LocalDate? dayZero = null)
    {
        var file = Path.Combine(folder, FileName);
        var findings = new Findings(file);
        var files = new List<EditionFile>();
        var edition = Read(folder, file, dayZero, findings, files);
        return new(findings.Problems.Count == 0 ? edition : null, findings.Problems, files);
    }

    private static Edition? Read(string folder, string file, LocalDate? dayZero, Findings findings, List<EditionFile> files)
    {
        if (!Directory.Exists(folder)) { findings.Add(new(folder, 0, 0), "", "edition.folder_missing"); return null; }
        if (!File.Exists(file)) { findings.Add(new(file, 0, 0), "", "edition.file_missing", ("file", FileName)); return null; }

        YamlValue root;
        try { root = YamlTree.Parse(file, File.ReadAllText(file)); }
        catch (YamlFault fault) { findings.Add(fault.At, "", fault.Code, ("detail", fault.Message)); return null; }

        var reader = new TreeReader(folder, dayZero, findings);
        if (reader.Read(root, Shape.Edition, "") is not { } json) return null;
        var edition = json.Deserialize<Edition>(EditionJson.Options)!;
        foreach (var (key, path) in reader.QuotedSources) findings.Refers(path, key, edition.Sources.Keys, Checking.Source);
        edition = WithFiles(edition, folder, findings, files);
        EditionCheck.Run(edition, findings);
        return edition;
    }

    private static Edition WithFiles(Edition edition, string folder, Findings findings, List<EditionFile> files) => edition with
    {
        Documents = [.. edition.Documents.At("documents").Select(d => d.Item.File is { } name
            ? d.Item with { Sha256 = Take(name, $"{d.Path}.file", folder, findings, files) } : d.Item)],
    };

    private static string? Take(string name, string path, string folder, Findings findings, List<EditionFile> files)
    {
        var file = new FileInfo(Path.Combine(folder, name));
        if (!TreeReader.IsInside(name) || !file.Exists) { findings.Report(path, "edition.file_missing", ("file", name)); return null; }
        if (file.Length > LargestFile) { findings.Report(path, "edition.file_too_large", ("file", name), ("max", LargestFile >> 20)); return null; }
        var content = File.ReadAllBytes(file.FullName);
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(content));
        if (files.All(f => f.Name != name)) files.Add(new(name, sha256, content));
        return sha256;
    }
}
