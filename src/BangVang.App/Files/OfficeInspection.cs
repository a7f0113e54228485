using System.Xml;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;

namespace BangVang.App.Files;

/// <summary>
/// An Office Open XML file (ISO/IEC 29500): which kind it is by its main part, and whether everything in it is inert:
/// no macros, no embedded programs or old objects, nothing fetched from outside when it is opened.
/// </summary>
internal sealed class OfficeInspection(Stream file, InspectionLimits limits, int nesting, CancellationToken ct)
{
    private const string ContentTypes = "[Content_Types].xml", RootRelations = "_rels/.rels";
    private const int MaxNestedBytes = 16 << 20;
    private const ulong OleHead = 0xD0CF11E0A1B11AE1;

    private static readonly Dictionary<string, FileKind> MainTypes = new(StringComparer.OrdinalIgnoreCase)
    {
        ["application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"] = FileKind.Docx,
        ["application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"] = FileKind.Xlsx,
        ["application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"] = FileKind.Pptx,
    };

    private static readonly HashSet<string> ProgramEndings = new(StringComparer.OrdinalIgnoreCase)
    {
        "exe", "dll", "scr", "com", "bat", "cmd", "msi", "jar", "js", "jse", "vbs", "vbe", "wsf", "ps1", "hta", "htm", "html", "xhtml", "mht", "mhtml",
        "swf", "lnk", "url", "rtf", "pdf", "chm", "reg", "sh", "py", "xll", "docm", "xlsm", "pptm", "dotm", "xltm", "doc", "xls", "ppt", "xlsb",
    };

    private readonly Dictionary<string, string> defaults = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> overrides = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> mains = [];
    private IReadOnlyList<ZipPart> parts = [];

    /// <summary>Which kind the file is; a refusal when it is none of ours or cannot be read.</summary>
    /// <param name="accepted">Only for the sentence of a refusal.</param>
    public Result<FileKind> Kind(IEnumerable<FileKind> accepted)
    {
        if (!ZipDirectory.Read(file, limits).TryGet(out var found, out var problem)) return problem;
        parts = found;
        if (Find(ContentTypes) is not { } types || Find(RootRelations) is not { } relations) return FileProblems.RefusedKind(OtherKind(parts), accepted);
        try
        {
            ReadPart(types, ReadContentTypes);
            ReadPart(relations, xml => Relations(xml, (type, target, _) => { if (EndsOn(type, "officeDocument")) mains.Add(target.TrimStart('/')); }));
        }
        catch (RefusedException e) { return e.Problem; }

        if (mains.Count > 1) return FileProblems.Damaged();
        var mainType = mains.Count == 0 ? "" : TypeOf(mains[0]);
        if (MainTypes.TryGetValue(mainType, out var kind)) return kind;
        return mainType.Contains("macroEnabled", StringComparison.OrdinalIgnoreCase) ? FileProblems.Macro : FileProblems.RefusedKind("ZIP", accepted);
    }

    /// <summary>Reads every part to its end. Call <see cref="Kind"/> first.</summary>
    public Problem? Check()
    {
        try
        {
            foreach (var part in parts)
            {
                if (TypeProblem(part.Name) is { } problem) return problem;
                if (IsMarkup(part.Name)) ReadPart(part, part.Name.EndsWith(".rels", StringComparison.OrdinalIgnoreCase) ? CheckRelations : OfficeMarkup.Check);
                else CheckBinary(part);
            }
            return null;
        }
        catch (RefusedException e) { return e.Problem; }
    }

    private void ReadContentTypes(XmlReader xml)
    {
        while (xml.Read())
        {
            if (xml.NodeType is not XmlNodeType.Element || xml.GetAttribute("ContentType") is not { } type) continue;
            if (xml.LocalName == "Default" && xml.GetAttribute("Extension") is { } ending) defaults[ending.TrimStart('.')] = type;
            if (xml.LocalName == "Override" && xml.GetAttribute("PartName") is { } name) overrides[name.TrimStart('/')] = type;
            if (defaults.Count + overrides.Count > 2 * limits.MaxParts) throw new RefusedException(FileProblems.TooComplex);
        }
    }

    private string TypeOf(string name) => overrides.TryGetValue(name, out var type) ? type : defaults.GetValueOrDefault(FileNames.Extension(name), "");

    private Problem? TypeProblem(string name)
    {
        var type = TypeOf(name);
        if (Says("vbaProject") || Says("macroEnabled") || Says("macrosheet") || Says("vbaData") || name.EndsWith("vbaProject.bin", StringComparison.OrdinalIgnoreCase)) return FileProblems.Macro;
        if (Says("activeX")) return FileProblems.ActiveContent("ActiveX");
        if (Says("oleObject")) return FileProblems.Ole;
        if (ProgramEndings.Contains(FileNames.Extension(name))) return FileProblems.EmbeddedFile;
        return null;

        bool Says(string word) => type.Contains(word, StringComparison.OrdinalIgnoreCase);
    }

    private static void CheckRelations(XmlReader xml) => Relations(xml, (type, target, isExternal) =>
    {
        if (EndsOn(type, "vbaProject") || EndsOn(type, "xlMacrosheet") || EndsOn(type, "xlIntlMacrosheet") || EndsOn(type, "wordVbaData")) throw new RefusedException(FileProblems.Macro);
        if (EndsOn(type, "oleObject")) throw new RefusedException(FileProblems.Ole);
        if (EndsOn(type, "control") || EndsOn(type, "activeXControlBinary")) throw new RefusedException(FileProblems.ActiveContent("ActiveX"));
        if (EndsOn(type, "aFChunk")) throw new RefusedException(FileProblems.EmbeddedFile);
        if (EndsOn(type, "connections") || EndsOn(type, "queryTable")) throw new RefusedException(FileProblems.ExternalLink(target));
        if (isExternal || LeadsOutside(target))
            if (!EndsOn(type, "hyperlink") || !IsOrdinaryLink(target)) throw new RefusedException(FileProblems.ExternalLink(target));
    });

    private static void Relations(XmlReader xml, Action<string, string, bool> each)
    {
        while (xml.Read())
            if (xml.NodeType is XmlNodeType.Element && xml.LocalName == "Relationship")
                each(xml.GetAttribute("Type") ?? "", xml.GetAttribute("Target") ?? "", "External".Equals(xml.GetAttribute("TargetMode")?.Trim(), StringComparison.OrdinalIgnoreCase));
    }

    private static bool EndsOn(string type, string word) => type.AsSpan().Trim().EndsWith($"/{word}", StringComparison.OrdinalIgnoreCase);

    private static bool LeadsOutside(string target) => target.Contains("://", StringComparison.Ordinal) || target.StartsWith(@"\\", StringComparison.Ordinal) || target.StartsWith("//", StringComparison.Ordinal);

    /// <summary>What a reader follows by a click and sees before: a page or a mail address. No shares, files or scripts.</summary>
    private static bool IsOrdinaryLink(string target)
    {
        var text = target.Trim();
        if (text.StartsWith('\\') || text.StartsWith("//", StringComparison.Ordinal)) return false;
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0 || text.AsSpan(0, colon).IndexOfAny('/', '#', '?') >= 0) return true;
        return text[..colon].ToLowerInvariant() is "http" or "https" or "mailto" or "tel";
    }

    private static bool IsMarkup(string name) => FileNames.Extension(name) is "xml" or "rels" or "vml";

    private void ReadPart(ZipPart part, Action<XmlReader> read)
    {
        using var stream = new PartStream(file, part, limits, isXml: true, ct);
        try
        {
            using var xml = OfficeMarkup.Open(stream, limits);
            read(xml);
            while (xml.Read()) { }
        }
        catch (XmlException) when (FileNames.Extension(part.Name) is "vml" && stream.Head >> 56 is '<' or 0xEF)
        {
            // Excel itself writes drawings that are not well formed. No document type can stand in them: the stream has looked.
        }
        catch (XmlException) { throw new RefusedException(FileProblems.Damaged()); }
        stream.Drain();
    }

    private void CheckBinary(ZipPart part)
    {
        using var stream = new PartStream(file, part, limits, isXml: false, ct);
        using var nested = new MemoryStream();
        var block = new byte[1 << 16];
        for (var read = stream.ReadAtLeast(block, 8, throwOnEndOfStream: false); read > 0; read = stream.Read(block))
        {
            if (HeadProblem(stream.Head) is { } problem) throw new RefusedException(problem);
            if (!IsZip(stream.Head)) continue;
            if (nesting >= limits.MaxNesting || nested.Length + read > MaxNestedBytes) throw new RefusedException(FileProblems.EmbeddedFile);
            nested.Write(block, 0, read);
        }
        if (nested.Length > 0) CheckNested(nested);
    }

    /// <summary>The figures behind a chart are an Office file of their own, and must be as inert as the whole.</summary>
    private void CheckNested(MemoryStream nested)
    {
        var inner = new OfficeInspection(nested, limits, nesting + 1, ct);
        if (!inner.Kind([]).TryGet(out _, out var problem)) throw new RefusedException(problem.Code == "files.kind_refused" ? FileProblems.EmbeddedFile : problem);
        if (inner.Check() is { } found) throw new RefusedException(found);
    }

    private static Problem? HeadProblem(ulong head) =>
        head == OleHead ? FileProblems.Ole
        : (head >> 48) is 0x4D5A or 0x2321 || (head >> 32) is 0x7F454C46 or 0x25504446 ? FileProblems.EmbeddedFile
        : null;

    private static bool IsZip(ulong head) => head >> 32 == 0x504B0304;

    private ZipPart? Find(string name) => parts.FirstOrDefault(p => p.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static string OtherKind(IReadOnlyList<ZipPart> parts) =>
        parts[0].Name == "mimetype" ? "OpenDocument/EPUB"
        : parts.Any(p => p.Name == "AndroidManifest.xml") ? "APK"
        : parts.Any(p => p.Name.StartsWith("META-INF/", StringComparison.OrdinalIgnoreCase)) ? "JAR"
        : "ZIP";
}
