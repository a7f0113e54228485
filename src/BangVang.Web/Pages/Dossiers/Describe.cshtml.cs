using BangVang.App.Dossiers;
using BangVang.App.Editions;
using BangVang.App.Storage;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Web.Dossiers;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;
using Option = BangVang.Web.Kernel.Option;

namespace BangVang.Web.Pages.Dossiers;

/// <summary>Name of the product and category, with what the rules of each category say of it.</summary>
[SignedIn]
public sealed class DescribeModel(BangVangDb db, EditionBook book, IClock clock, Texts texts, EligibilityWords words) : HubPage(db, book, clock)
{
    [BindProperty] public string ProductName { get; set; } = "";
    [BindProperty] public string CategoryCode { get; set; } = "";

    /// <summary>All categories, those whose rules are met first, each with its verdict.</summary>
    public IEnumerable<Option> Categories => Hub.Desk.Draft.Advise().Select(v => new Option(v.Category.Code, v.Category.Name.In(Languages.Current), v.Verdict switch
    {
        Verdict.Pass => texts["eligibility.category_pass"],
        Verdict.Unknown => texts["eligibility.category_unknown", ("facts", string.Join(", ", v.Needs.Select(words.Fact)))],
        _ => string.Join(" ", v.Rules.Where(r => r.Verdict is Verdict.Fail).Select(r => texts["eligibility.category_fail", ("sentence", words.Sentence(Hub.Desk.Edition, r)), ("article", r.Article ?? "")])),
    }));

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        if (await OpenAsync(id, ct) is { } absent) return absent;
        if (HttpMethods.IsGet(Request.Method)) (ProductName, CategoryCode) = (Hub.Desk.Dossier.WrittenProductName, Hub.Desk.Dossier.WrittenCategoryCode);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, [FromServices] DescribeDossier describe, CancellationToken ct)
    {
        if (await describe.RunAsync(this.Actor(), id, ProductName, CategoryCode, ct) is not { } problem) return Redirect($"/dossiers/{id}");
        return await this.RejectAsync(await OpenAsync(id, ct) is null ? words.Explain(Hub.Desk.Edition, problem) : problem, () => OnGetAsync(id, ct));
    }
}
