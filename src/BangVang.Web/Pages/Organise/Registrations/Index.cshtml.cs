using BangVang.App.Forum;
using BangVang.App.Forum.Registration;
using BangVang.App.Storage;
using BangVang.Domain.Forum.Registration;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;

namespace BangVang.Web.Pages.Organise.Registrations;

/// <summary>Who has registered: found, counted, approved. Organisers see all, hosts of bridge points the people of theirs.</summary>
[For(Role.Organiser, Role.BridgeHost)]
public sealed class IndexModel(BangVangDb db, ForumBook book) : ForumPage(book)
{
    [BindProperty(SupportsGet = true)] public PartyState? State { get; set; }
    [BindProperty(SupportsGet = true)] public string? Kind { get; set; }
    [BindProperty(SupportsGet = true)] public string? Place { get; set; }
    [BindProperty(SupportsGet = true)] public string? Q { get; set; }
    [BindProperty(SupportsGet = true, Name = "p")] public int PageNumber { get; set; } = 1;
    [BindProperty] public List<Guid> Ids { get; set; } = [];
    [BindProperty] public string Reason { get; set; } = "";

    public RegistrationRules Rules { get; private set; } = null!;
    public IReadOnlyList<PartyRow> Rows { get; private set; } = [];
    public int Count { get; private set; }
    public int Pages => Math.Max(1, (Count + RegistrationQueries.PageSize - 1) / RegistrationQueries.PageSize);
    public IReadOnlyList<PartyCount> Counts { get; private set; } = [];
    public IReadOnlyList<SeatPool> Pools { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await OpenAsync(ct, Role.Organiser, Role.BridgeHost) is { } refusal) return refusal;
        if (Forum.Registration is not { } rules) return this.Refuse(Problem.NotFound("registration.none_here"));
        Rules = rules;
        PageNumber = Math.Max(1, PageNumber);
        (Rows, Count) = await db.PartiesAsync(this.Actor(), Forum, new(State, Kind, Place, Q), PageNumber, ct);
        Counts = await db.PartyCountsAsync(this.Actor(), Forum, ct);
        Pools = await db.SeatPoolsAsync(this.Actor(), Forum, ct);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync([FromServices] DecideParties decide, string? act, CancellationToken ct)
    {
        var result = await decide.RunAsync(this.Actor(), Slug, Ids, approve: act == "approve", Reason ?? "", ct);
        return result.TryGet(out _, out var problem) ? Done("registrations", act == "approve" ? "approved" : "declined") : await this.RejectAsync(problem, () => OnGetAsync(ct));
    }

    public async Task<IActionResult> OnPostExportAsync([FromServices] ExportParties export, CancellationToken ct)
    {
        var result = await export.RunAsync(this.Actor(), Slug, ct);
        return result.TryGet(out var csv, out var problem) ? File(System.Text.Encoding.UTF8.GetBytes("\uFEFF" + csv), "text/csv; charset=utf-8", $"registrations-{Slug}.csv") : this.Refuse(problem);
    }

    public string PoolName(Texts texts, string pool) => pool.Split(':', 2) is ["place", var place]
        ? Rules.Place(place) is { } at ? texts.In(at.Name) : place
        : Rules.Kind(pool.Split(':', 2)[^1]) is { } kind ? texts.In(kind.Name) : pool;

    public string KindName(Texts texts, string code) => Rules.Kind(code) is { } kind ? texts.In(kind.Name) : code;

    public string PlaceName(Texts texts, string code) => Rules.Place(code) is { } place ? texts.In(place.Name) : code;

    public string PageLink(int page) => $"/organise/{Slug}/registrations" + QueryString.Create(
        [KeyValuePair.Create("State", State?.ToString()), KeyValuePair.Create("Kind", Kind), KeyValuePair.Create("Place", Place), KeyValuePair.Create("Q", Q), KeyValuePair.Create("p", (string?)$"{page}")]);
}
