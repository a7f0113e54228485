using BangVang.App.Laureates;
using BangVang.Domain.Laureates;

namespace BangVang.Web.Pages.Laureates.Admin;

/// <summary>What the form of a line carries. Empty texts say that the source states nothing.</summary>
public sealed class LaureateForm
{
    public string ProductName { get; set; } = "";
    public string ProductNameEn { get; set; } = "";
    public string Summary { get; set; } = "";
    public string SummaryEn { get; set; } = "";
    public string Organisation { get; set; } = "";
    /// <summary>Code; empty when the source states none.</summary>
    public string Category { get; set; } = "";
    public string Tier { get; set; } = "";
    public List<SourceForm> Sources { get; set; } = [];

    /// <summary>Always <see cref="LaureateFacts.MaxSources"/> of them, so that a form without scripts has room.</summary>
    public LaureateForm WithRoom()
    {
        while (Sources.Count < LaureateFacts.MaxSources) Sources.Add(new());
        return this;
    }

    public LaureateInput ToInput() => new(
        ProductName, ProductNameEn, Summary, SummaryEn, Organisation, Category, Tier, [.. Sources.Select(s => s.ToSource())]);

    public static LaureateForm Of(LaureateFacts facts) => new LaureateForm
    {
        ProductName = facts.ProductName, ProductNameEn = facts.ProductNameEn ?? "", Summary = facts.Summary ?? "", SummaryEn = facts.SummaryEn ?? "",
        Organisation = facts.Organisation ?? "", Category = facts.Category?.Code ?? "", Tier = facts.Tier?.Code ?? "",
        Sources = [.. facts.Sources.Select(s => new SourceForm { Title = s.Title, Url = s.Url ?? "", Quote = s.Quote ?? "" })],
    }.WithRoom();
}

public sealed class SourceForm
{
    public string Title { get; set; } = "";
    public string Url { get; set; } = "";
    public string Quote { get; set; } = "";

    public LaureateSource ToSource() => new(Title, Url, Quote);
}

/// <summary>Why a line changes, and what the change rests on.</summary>
public sealed class SupportForm
{
    public string Reason { get; set; } = "";
    public SourceForm Source { get; set; } = new();
}
