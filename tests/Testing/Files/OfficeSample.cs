using System.IO.Compression;
using System.Text;
using BangVang.App.Files;
using BangVang.Domain.Editions;

namespace BangVang.Testing.Files;

/// <summary>An Office file put together part by part, so that a test can add what should not be in one.</summary>
public sealed class OfficeSample
{
    private const string Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private readonly SortedDictionary<string, byte[]> parts = new(StringComparer.Ordinal);
    private readonly List<string> types = [];
    private readonly List<string> rootRelations = [], mainRelations = [];
    private readonly FileKind kind;
    private string mainType, body;

    private OfficeSample(FileKind kind)
    {
        this.kind = kind;
        mainType = kind switch
        {
            FileKind.Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
            FileKind.Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
            FileKind.Pptx => "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml",
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };
        body = kind switch
        {
            FileKind.Docx => Word("<w:p><w:r><w:t>Hồ sơ minh họa</w:t></w:r></w:p>"),
            FileKind.Xlsx => """<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheets/></workbook>""",
            _ => """<p:presentation xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"/>""",
        };
    }

    public static OfficeSample Of(FileKind kind) => new(kind);

    /// <summary>The folder of the main part.</summary>
    public string Folder => kind switch { FileKind.Docx => "word", FileKind.Xlsx => "xl", _ => "ppt" };

    private string Main => kind switch { FileKind.Docx => "word/document.xml", FileKind.Xlsx => "xl/workbook.xml", _ => "ppt/presentation.xml" };

    public static string Word(string content) =>
        $"""<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{content}</w:body></w:document>""";

    public OfficeSample MainType(string type) { mainType = type; return this; }
    public OfficeSample Body(string xml) { body = xml; return this; }
    public OfficeSample Part(string name, string text) => Part(name, Encoding.UTF8.GetBytes(text));
    public OfficeSample Part(string name, byte[] bytes) { parts[name] = bytes; return this; }
    public OfficeSample Type(string part, string type) { types.Add($"""<Override PartName="/{part}" ContentType="{type}"/>"""); return this; }
    public OfficeSample Default(string ending, string type) { types.Add($"""<Default Extension="{ending}" ContentType="{type}"/>"""); return this; }

    /// <summary>A relationship of the main part.</summary>
    public OfficeSample Relation(string type, string target, bool isExternal = false)
    {
        mainRelations.Add(RelationXml($"rId{mainRelations.Count + 10}", type, target, isExternal));
        return this;
    }

    public OfficeSample RootRelation(string type, string target, bool isExternal = false)
    {
        rootRelations.Add(RelationXml($"rId{rootRelations.Count + 10}", type, target, isExternal));
        return this;
    }

    public byte[] ToBytes()
    {
        var all = new SortedDictionary<string, byte[]>(parts, StringComparer.Ordinal);
        all.TryAdd("[Content_Types].xml", Utf8($"""<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/{Main}" ContentType="{mainType}"/>{string.Concat(types)}</Types>"""));
        all.TryAdd("_rels/.rels", Rels([RelationXml("rId1", "officeDocument", Main, false), .. rootRelations]));
        all.TryAdd(Main, Utf8($"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>{body}"""));
        if (mainRelations.Count > 0) all.TryAdd($"{Folder}/_rels/{Path.GetFileName(Main)}.rels", Rels(mainRelations));
        return Zip(all.Select(p => (p.Key, p.Value)));
    }

    public static byte[] Zip(IEnumerable<(string Name, byte[] Bytes)> parts, CompressionLevel level = CompressionLevel.Optimal)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, content) in parts)
            {
                var entry = zip.CreateEntry(name, level);
                entry.LastWriteTime = new(2026, 10, 1, 0, 0, 0, TimeSpan.Zero);
                using var stream = entry.Open();
                stream.Write(content);
            }
        return bytes.ToArray();
    }

    private static string RelationXml(string id, string type, string target, bool isExternal) =>
        $"""<Relationship Id="{id}" Type="{(type.Contains(':') ? type : $"{Relations}/{type}")}" Target="{target}"{(isExternal ? " TargetMode=\"External\"" : "")}/>""";

    private static byte[] Rels(IEnumerable<string> relations) =>
        Utf8($"""<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{string.Concat(relations)}</Relationships>""");

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
