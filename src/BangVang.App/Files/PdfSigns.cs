using System.Collections.Frozen;
using BangVang.Domain.Kernel;

namespace BangVang.App.Files;

/// <summary>What in the tokens of a PDF makes it more than paper: scripts, programs, attached files, forms that send, pages that open by themselves.</summary>
internal sealed class PdfSigns(InspectionLimits limits)
{
    private static readonly FrozenDictionary<string, Problem> Forbidden = new Dictionary<string, Problem>
    {
        ["JavaScript"] = FileProblems.ActiveContent("JavaScript"),
        ["Launch"] = FileProblems.ActiveContent("Launch"),
        ["XFA"] = FileProblems.ActiveContent("XFA"),
        ["RichMedia"] = FileProblems.ActiveContent("RichMedia"),
        ["Rendition"] = FileProblems.ActiveContent("Rendition"),
        ["SubmitForm"] = FileProblems.ActiveContent("SubmitForm"),
        ["ImportData"] = FileProblems.ActiveContent("ImportData"),
        ["GoToE"] = FileProblems.ActiveContent("GoToE"),
        ["GoToR"] = FileProblems.ActiveContent("GoToR"),
        ["EmbeddedFile"] = FileProblems.EmbeddedFile,
        ["EmbeddedFiles"] = FileProblems.EmbeddedFile,
        ["FileAttachment"] = FileProblems.EmbeddedFile,
        ["Encrypt"] = FileProblems.Encrypted,
    }.ToFrozenDictionary();

    /// <summary>What may happen by itself when a document opens: it shows one of its own pages.</summary>
    private static readonly FrozenSet<string> HarmlessActions = new[] { "GoTo", "Named", "Thread", "SetOCGState", "Trans", "GoTo3DView" }.ToFrozenSet();

    private readonly HashSet<int> webActions = [];
    private readonly HashSet<int> opened = [];
    private readonly Dictionary<int, List<int>> followers = [];
    private PdfToken previous, beforePrevious;
    private string key = "";
    private int current, openingDepth, nextDepth;
    private bool isOpening, isNext;

    /// <summary>The first reason found to refuse the file.</summary>
    public Problem? Problem { get; private set; }

    /// <summary>The tokens that follow belong to this object.</summary>
    public void Begin(int number)
    {
        (current, previous, beforePrevious, isOpening, isNext, openingDepth, nextDepth) = (number, default, default, false, false, 0, 0);
    }

    public void See(PdfToken token)
    {
        if (Problem is not null) return;
        if (token.Kind is PdfTokenKind.Name) Problem = Forbidden.GetValueOrDefault(token.Text);
        Problem ??= AfterKey(token);
        if (isOpening) SeeOpening(token);
        if (isNext) SeeNext(token);
        if (token.IsName("OpenAction")) (isOpening, openingDepth) = (true, 0);
        else if (token.IsName("Next")) (isNext, nextDepth) = (true, 0);
        if (token.Kind is PdfTokenKind.Name) key = token.Text;
        (beforePrevious, previous) = (previous, token);
    }

    /// <summary>Resolves what only the whole file tells. Call after the last token.</summary>
    public Problem? End()
    {
        if (Problem is not null) return Problem;
        var seen = new HashSet<int>();
        var open = new Stack<int>(opened);
        while (open.TryPop(out var number))
        {
            if (!seen.Add(number)) continue;
            if (webActions.Contains(number)) return FileProblems.ActiveContent("OpenAction");
            foreach (var next in followers.GetValueOrDefault(number, [])) open.Push(next);
        }
        return null;
    }

    private Problem? AfterKey(PdfToken token)
    {
        if (previous.Kind is not PdfTokenKind.Name) return EmptyDictionary(token);
        var isReference = token.Kind is PdfTokenKind.Number;
        switch (previous.Text)
        {
            case "JS" when isReference || token.Kind is PdfTokenKind.Text: return FileProblems.ActiveContent("JavaScript");
            case "EF" when isReference || token.Kind is PdfTokenKind.DictOpen: return FileProblems.EmbeddedFile;
            case "AA" when isReference: return FileProblems.ActiveContent("AA");
            case "URI" when token.Kind is PdfTokenKind.Text && IsScript(token.Text): return FileProblems.ActiveContent("JavaScript");
            case "S" when token.IsName("URI") && Remember(webActions): return FileProblems.TooComplex;
            default: return null;
        }
    }

    /// <summary>Actions on events (<c>AA</c>) are refused unless there are none in it.</summary>
    private Problem? EmptyDictionary(PdfToken token) =>
        previous.Kind is PdfTokenKind.DictOpen && beforePrevious.IsName("AA") && token.Kind is not PdfTokenKind.DictClose ? FileProblems.ActiveContent("AA") : null;

    private void SeeOpening(PdfToken token)
    {
        if (token.Kind is PdfTokenKind.DictOpen or PdfTokenKind.ArrayOpen) openingDepth++;
        else if (token.Kind is PdfTokenKind.DictClose or PdfTokenKind.ArrayClose) openingDepth--;
        else if (previous.IsName("S") && token.Kind is PdfTokenKind.Name && openingDepth > 0 && !HarmlessActions.Contains(token.Text)) Problem ??= FileProblems.ActiveContent("OpenAction");
        else if (token.IsWord("R") && (key == "Next" || (key == "OpenAction" && openingDepth == 0)) && beforePrevious.Number is >= 0 and var number) opened.Add(number);
        isOpening = openingDepth > 0 || (openingDepth == 0 && token.Kind is PdfTokenKind.Number);
    }

    private void SeeNext(PdfToken token)
    {
        if (token.Kind is PdfTokenKind.ArrayOpen) nextDepth++;
        else if (token.Kind is PdfTokenKind.ArrayClose) nextDepth--;
        else if (token.IsWord("R") && beforePrevious.Number is >= 0 and var number)
        {
            if (!followers.TryGetValue(current, out var list)) followers[current] = list = [];
            list.Add(number);
            if (followers.Count > limits.MaxPdfObjects || list.Count > limits.MaxPdfObjects) Problem ??= FileProblems.TooComplex;
        }
        isNext = nextDepth > 0 || token.Kind is PdfTokenKind.Number;
    }

    private bool Remember(HashSet<int> numbers)
    {
        numbers.Add(current);
        return numbers.Count > limits.MaxPdfObjects;
    }

    private static bool IsScript(string uri)
    {
        var text = new string([.. uri.Where(c => c > ' ')]);
        return text.StartsWith("javascript:", StringComparison.OrdinalIgnoreCase) || text.StartsWith("vbscript:", StringComparison.OrdinalIgnoreCase);
    }
}
