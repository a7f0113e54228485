using BangVang.App.Dossiers;
using BangVang.App.Editions;
using BangVang.App.Enterprises;
using BangVang.App.Storage;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Web.Dossiers;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;
using Option = BangVang.Web.Kernel.Option;

namespace BangVang.Web.Pages.Apply;

/// <summary>Starts a dossier: for which organisation, which product, in which category. Brings along the answers of the self-check.</summary>
[SignedIn]
public sealed class StartModel(BangVangDb db, EditionBook book, IClock clock, EligibilityWords words) : PageModel
{
    public Edition Edition { get; private set; } = null!;
    public Problem? Closed { get; private set; }
    public IReadOnlyList<Option> Enterprises { get; private set; } = [];
    public IEnumerable<Option> Categories => Edition.Categories.Select(c => new Option(c.Code, c.Name.In(Languages.Current), c.Description?.In(Languages.Current)));

    /// <summary>See <see cref="CarriedAnswers"/>.</summary>
    [BindProperty] public string? Carry { get; set; }
    [BindProperty] public Guid? EnterpriseId { get; set; }
    [BindProperty] public string ProductName { get; set; } = "";
    [BindProperty] public string CategoryCode { get; set; } = "";

    public async Task<IActionResult> OnGetAsync(string programme, int year, CancellationToken ct)
    {
        if (await book.CurrentAsync($"{programme}/{year}", ct) is not { } published) return this.Refuse(Problem.NotFound("dossiers.edition_not_found"));
        Edition = published.Edition;
        Closed = StartDossier.CheckTime(Edition, clock.GetCurrentInstant());
        Enterprises = [.. (await db.OwnEnterprisesAsync(this.Actor(), ct)).Select(e => new Option(e.Enterprise.Id.ToString(), e.Enterprise.Name, e.Enterprise.TaxCode))];
        if (Enterprises.Count == 1) EnterpriseId ??= Guid.Parse(Enterprises[0].Value);
        if (CategoryCode.Length == 0) CategoryCode = CarriedAnswers.Read(Carry)?.Category ?? "";
        return Page();
    }

    /// <param name="step"><c>show</c> when it comes from the self-check, to be filled in first.</param>
    public async Task<IActionResult> OnPostAsync(string programme, int year, string? step, [FromServices] StartDossier start, CancellationToken ct)
    {
        if (step == "show")
        {
            ModelState.Clear();
            return await OnGetAsync(programme, year, ct);
        }
        if (!ModelState.IsValid) return await this.RejectAsync(() => OnGetAsync(programme, year, ct));
        var carried = CarriedAnswers.Read(Carry)?.Answers ?? new Dictionary<string, System.Text.Json.Nodes.JsonNode?>();
        var outcome = await start.RunAsync(this.Actor(), new($"{programme}/{year}", EnterpriseId ?? Guid.Empty, CategoryCode, ProductName, carried), ct);
        if (outcome.TryGet(out var id, out var problems)) return Redirect($"/dossiers/{id}");
        var edition = (await book.CurrentAsync($"{programme}/{year}", ct))?.Edition;
        return await this.RejectAsync([.. problems.Select(p => edition is null ? p : words.Explain(edition, p) with { Field = p.Field == "eligibility" ? nameof(CategoryCode) : p.Field })], () => OnGetAsync(programme, year, ct));
    }
}
