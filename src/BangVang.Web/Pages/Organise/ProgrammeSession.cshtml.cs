using BangVang.App.Forum;
using BangVang.App.Forum.Programme;
using BangVang.App.Storage;
using BangVang.Domain.Forum.Programme;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using NodaTime;
using NodaTime.Text;

namespace BangVang.Web.Pages.Organise;

/// <summary>A session of the draft as a form: new, changed or cancelled, without a script.</summary>
[For(Role.Organiser)]
public sealed class ProgrammeSessionModel(BangVangDb db, ForumBook book) : ForumPage(book)
{
    [BindProperty(SupportsGet = true)] public Guid? Id { get; set; }
    [BindProperty(SupportsGet = true)] public string? Day { get; set; }
    [BindProperty] public int Version { get; set; }
    [BindProperty] public SessionKind Kind { get; set; } = SessionKind.Thematic;
    [BindProperty] public SessionState State { get; set; }
    [BindProperty] public string TitleVi { get; set; } = "";
    [BindProperty] public string TitleEn { get; set; } = "";
    [BindProperty] public string? AbstractVi { get; set; }
    [BindProperty] public string? AbstractEn { get; set; }
    [BindProperty] public string? Track { get; set; }
    [BindProperty] public List<string> Languages { get; set; } = [];
    [BindProperty] public string Room { get; set; } = "";
    /// <summary>By the forum's own clock.</summary>
    [BindProperty] public LocalDate? Date { get; set; }
    [BindProperty] public string Time { get; set; } = "08:30";
    [BindProperty] public int Minutes { get; set; } = 45;
    [BindProperty] public int? Expected { get; set; }
    /// <summary>By person; an empty value is no part.</summary>
    [BindProperty] public Dictionary<Guid, string> Parts { get; set; } = [];

    public IReadOnlyList<ForumSpeaker> Speakers { get; private set; } = [];
    public bool IsNew => Id is null;

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await ShowAsync(ct) is { } refusal) return refusal;
        if (Id is { } id)
        {
            if (await db.ForumSessionAsync(this.Actor(), Key, id, ct) is not { } session) return this.Refuse(Problem.NotFound("programme.session_unknown"));
            Fill(session);
        }
        else
        {
            Languages = [.. Forum.Languages.Take(1)];
            Date = LocalDatePattern.Iso.Parse(Day ?? "") is { Success: true } day ? day.Value : Forum.Date.TryGet(out var first) ? first : null;
        }
        return Page();
    }

    public async Task<IActionResult> OnPostAsync([FromServices] SaveSession save, CancellationToken ct)
    {
        if (await ShowAsync(ct) is { } refusal) return refusal;
        if (!ModelState.IsValid) return await this.RejectAsync(() => AgainAsync(ct));
        if (Date is not { } date || LocalTimePattern.CreateWithInvariantCulture("HH':'mm").Parse(Time) is not { Success: true } time)
            return await this.RejectAsync(Problem.Invalid("programme.start_missing", nameof(Time)), () => AgainAsync(ct));
        var parts = Parts.Where(p => Enum.TryParse<SessionRole>(p.Value, out _)).Select(p => new SessionPart(p.Key, Enum.Parse<SessionRole>(p.Value))).ToList();
        var input = new SessionInput(Kind, Track, Languages, TitleVi, TitleEn, AbstractVi, AbstractEn, Room,
            date.At(time.Value).InZoneLeniently(Forum.TimeZone).ToInstant(), Minutes, Expected, State, parts);
        var result = await save.RunAsync(this.Actor(), Slug, Id, Version, input, ct);
        return result.TryGet(out _, out var problem) ? Redirect($"/organise/{Slug}/programme?day={LocalDatePattern.Iso.Format(date)}&done=saved") : await this.RejectAsync(problem, () => AgainAsync(ct));
    }

    public static IEnumerable<Option> Kinds(Texts texts) => Enum.GetValues<SessionKind>().Select(k => new Option(k.ToString(), texts.Name("programme", k)));

    public static IEnumerable<Option> States(Texts texts) => Enum.GetValues<SessionState>().Select(k => new Option(k.ToString(), texts.Name("programme", k)));

    private Task AgainAsync(CancellationToken ct) => ShowAsync(ct);

    private async Task<IActionResult?> ShowAsync(CancellationToken ct)
    {
        if (await OpenAsync(ct, Role.Organiser) is { } refusal) return refusal;
        Speakers = await db.SpeakersOfForumAsync(this.Actor(), Key, ct);
        return null;
    }

    private void Fill(ForumSession s)
    {
        (Version, Kind, State, TitleVi, TitleEn, AbstractVi, AbstractEn) = (s.Version, s.Kind, s.State, s.TitleVi, s.TitleEn, s.AbstractVi, s.AbstractEn);
        (Track, Languages, Room, Minutes, Expected) = (s.Track, [.. s.Languages], s.Room, s.Minutes, s.Expected);
        var at = s.StartsAt.InZone(Forum.TimeZone);
        (Date, Time) = (at.Date, at.ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture));
        Parts = s.Parts.DistinctBy(p => p.SpeakerId).ToDictionary(p => p.SpeakerId, p => p.Role.ToString());
    }
}
