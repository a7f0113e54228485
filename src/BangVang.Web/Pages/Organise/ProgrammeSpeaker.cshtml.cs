using BangVang.App.Forum;
using BangVang.App.Forum.Programme;
using BangVang.App.Storage;
using BangVang.Domain.Forum.Programme;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using NodaTime;

namespace BangVang.Web.Pages.Organise;

/// <summary>A person of the programme as a form. One stretch of time is asked for; more come by programme.yaml and stay.</summary>
[For(Role.Organiser)]
public sealed class ProgrammeSpeakerModel(BangVangDb db, ForumBook book) : ForumPage(book)
{
    [BindProperty(SupportsGet = true)] public Guid? Id { get; set; }
    [BindProperty] public int Version { get; set; }
    [BindProperty] public string Name { get; set; } = "";
    [BindProperty] public string? PostVi { get; set; }
    [BindProperty] public string? PostEn { get; set; }
    [BindProperty] public string? Organisation { get; set; }
    [BindProperty] public int Rank { get; set; } = ForumSpeaker.LastRank;
    [BindProperty] public string? BioVi { get; set; }
    [BindProperty] public string? BioEn { get; set; }
    [BindProperty] public string? Email { get; set; }
    [BindProperty] public Instant? AvailableFrom { get; set; }
    [BindProperty] public Instant? AvailableTo { get; set; }

    public bool IsNew => Id is null;
    private IReadOnlyList<Availability> more = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await ShowAsync(ct) is { } refusal) return refusal;
        if (Id is not { } id) return Page();
        if (await db.ForumSpeakerAsync(this.Actor(), Key, id, ct) is not { } s) return this.Refuse(Problem.NotFound("programme.speaker_unknown"));
        (Version, Name, PostVi, PostEn, Organisation, Rank, BioVi, BioEn, Email) = (s.Version, s.Name, s.PostVi, s.PostEn, s.Organisation, s.Rank, s.BioVi, s.BioEn, s.Email);
        if (s.Available.Count > 0) (AvailableFrom, AvailableTo) = (s.Available[0].From, s.Available[0].To);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync([FromServices] SaveSpeaker save, CancellationToken ct)
    {
        if (await ShowAsync(ct) is { } refusal) return refusal;
        if (!ModelState.IsValid) return await this.RejectAsync(() => AgainAsync(ct));
        IReadOnlyList<Availability> available = AvailableFrom is { } from && AvailableTo is { } to ? [new(from, to), .. more] : more;
        var result = await save.RunAsync(this.Actor(), Slug, Id, Version, new(Name, PostVi, PostEn, Organisation, Rank, BioVi, BioEn, Email, available), ct);
        return result.TryGet(out _, out var problem) ? Done("speakers", "saved") : await this.RejectAsync(problem, () => AgainAsync(ct));
    }

    private Task AgainAsync(CancellationToken ct) => ShowAsync(ct);

    private async Task<IActionResult?> ShowAsync(CancellationToken ct)
    {
        if (await OpenAsync(ct, Role.Organiser) is { } refusal) return refusal;
        if (Id is { } id && await db.ForumSpeakerAsync(this.Actor(), Key, id, ct) is { } speaker) more = [.. speaker.Available.Skip(1)];
        return null;
    }
}
