using BangVang.Domain.Editions;

namespace BangVang.App.Editions;

/// <summary>Where something is written.</summary>
/// <param name="Line">From 1; 0 when the file as a whole is meant.</param>
/// <param name="Column">From 1.</param>
public readonly record struct Place(string File, int Line, int Column);

/// <summary>One thing wrong with an edition, told so that its author can put it right.</summary>
/// <param name="Code"><c>edition.reason</c>.</param>
/// <param name="Path">Where in the edition: "rounds[1].quorum".</param>
/// <param name="Article">Article of the rule, round or tier concerned; null where none is written.</param>
public sealed record EditionProblem(Place At, string Code, string Path, LocalizedText Sentence, string? Article)
{
    /// <summary>The line of a report in one language: <c>FILE:LINE: edition.reason: sentence</c>.</summary>
    public string In(string language) =>
        $"{At.File}:{At.Line}: {Code}: {Sentence.In(language)}{(Article is null ? "" : $" ({Article})")}";

    public override string ToString() => In("en");
}
