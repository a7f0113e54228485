using System.Text;
using System.Xml;
using BangVang.Domain.Kernel;

namespace BangVang.App.Files;

/// <summary>Looks through the XML of a part for what would fetch, run or ask when the document is opened.</summary>
internal static class OfficeMarkup
{
    private const int MaxFieldText = 400;
    private static readonly string[] CallingFunctions = ["CALL(", "EXEC(", "REGISTER(", "REGISTER.ID(", "RTD(", "WEBSERVICE("];

    /// <summary>No document type, nothing fetched, no more characters than <paramref name="limits"/> allow.</summary>
    public static XmlReader Open(Stream part, InspectionLimits limits) => XmlReader.Create(part, new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = limits.MaxUnpackedBytes,
        CloseInput = false,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
    });

    /// <exception cref="XmlException">The part is not well formed.</exception>
    /// <exception cref="RefusedException">Something forbidden stands in it.</exception>
    public static void Check(XmlReader xml)
    {
        var fields = new Stack<StringBuilder>();
        string? capturing = null;
        var captured = new StringBuilder();
        while (xml.Read())
        {
            switch (xml.NodeType)
            {
                case XmlNodeType.Element:
                    CheckElement(xml, fields);
                    if (!xml.IsEmptyElement && xml.LocalName is "instrText" or "delInstrText" or "f" or "definedName")
                        (capturing, captured) = (xml.LocalName, new());
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace when capturing is not null:
                    captured.Append(xml.Value);
                    break;
                case XmlNodeType.EndElement when xml.LocalName == capturing:
                    CheckText(capturing, captured.ToString(), fields);
                    capturing = null;
                    break;
            }
        }
    }

    private static void CheckElement(XmlReader xml, Stack<StringBuilder> fields)
    {
        switch (xml.LocalName)
        {
            case "ddeLink": throw new RefusedException(FileProblems.Dde);
            case "oleLink": throw new RefusedException(FileProblems.Ole);
            case "fldChar": TrackField(Attribute(xml, "fldCharType"), fields); break;
            case "fldSimple": Refuse(FieldProblem(Attribute(xml, "instr") ?? "", isNested: false)); break;
            case "hlinkClick" or "hlinkHover" or "hlinkMouseOver" when Attribute(xml, "action") is { } action: Refuse(ActionProblem(action)); break;
        }
    }

    private static void TrackField(string? kind, Stack<StringBuilder> fields)
    {
        if (kind == "begin") fields.Push(new());
        else if (kind == "end" && fields.Count > 0) fields.Pop();
        if (fields.Count > 1_000) throw new RefusedException(FileProblems.TooComplex);
    }

    private static void CheckText(string element, string text, Stack<StringBuilder> fields)
    {
        if (element is "f" or "definedName") { Refuse(FormulaProblem(text)); return; }
        // An instruction may be cut into many runs: what counts is their sum within one field.
        var field = fields.Count > 0 ? fields.Peek() : new();
        if (field.Length < MaxFieldText) field.Append(text.Length <= MaxFieldText ? text : text[..MaxFieldText]);
        Refuse(FieldProblem(field.ToString(), isNested: fields.Count > 1) ?? FieldProblem(text, isNested: false));
    }

    private static Problem? FieldProblem(string instruction, bool isNested)
    {
        var words = instruction.Split([' ', '\t', '\r', '\n', '"', '\u00A0'], StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0) return null;
        return words[0].ToUpperInvariant() switch
        {
            "DDE" or "DDEAUTO" => FileProblems.Dde,
            // Spelling an instruction by character numbers serves only to hide it.
            "QUOTE" when isNested && words.Length > 1 && words[1].All(char.IsAsciiDigit) => FileProblems.Dde,
            "LINK" or "INCLUDETEXT" or "INCLUDEPICTURE" or "INCLUDE" or "IMPORT" or "DATABASE" or "RD" when words.Length > 1 =>
                FileProblems.ExternalLink(words.FirstOrDefault(w => w.Contains('/') || w.Contains('\\')) ?? words[1]),
            _ => null,
        };
    }

    private static Problem? ActionProblem(string action) =>
        action.StartsWith("ppaction://program", StringComparison.OrdinalIgnoreCase) ? FileProblems.ActiveContent("ppaction://program")
        : action.StartsWith("ppaction://macro", StringComparison.OrdinalIgnoreCase) ? FileProblems.Macro
        : action.StartsWith("ppaction://ole", StringComparison.OrdinalIgnoreCase) ? FileProblems.Ole
        : null;

    /// <summary>A bar outside quotation marks is no operator: it parts a DDE server from its topic.</summary>
    private static Problem? FormulaProblem(string formula)
    {
        var bare = new StringBuilder(formula.Length);
        var quote = '\0';
        foreach (var c in formula)
        {
            if (quote != '\0') { if (c == quote) quote = '\0'; }
            else if (c is '"' or '\'') quote = c;
            else if (c == '|') return FileProblems.Dde;
            else if (!char.IsWhiteSpace(c)) bare.Append(char.ToUpperInvariant(c));
        }
        var text = bare.ToString();
        var call = CallingFunctions.FirstOrDefault(f => text.Contains(f, StringComparison.Ordinal) && IsWholeName(text, f));
        return call is null ? null : FileProblems.ActiveContent(call.TrimEnd('('));
    }

    private static bool IsWholeName(string text, string call)
    {
        for (var at = text.IndexOf(call, StringComparison.Ordinal); at >= 0; at = text.IndexOf(call, at + 1, StringComparison.Ordinal))
            if (at == 0 || !(char.IsLetterOrDigit(text[at - 1]) || text[at - 1] == '_') || text[..at].EndsWith("_XLFN.", StringComparison.Ordinal)) return true;
        return false;
    }

    private static string? Attribute(XmlReader xml, string localName)
    {
        string? value = null;
        for (var more = xml.MoveToFirstAttribute(); more; more = xml.MoveToNextAttribute())
            if (xml.LocalName == localName) value = xml.Value;
        xml.MoveToElement();
        return value;
    }

    private static void Refuse(Problem? problem)
    {
        if (problem is not null) throw new RefusedException(problem);
    }
}
