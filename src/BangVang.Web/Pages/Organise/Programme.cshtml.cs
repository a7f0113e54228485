using BangVang.App.Forum;
using BangVang.App.Forum.Programme;
using BangVang.App.Storage;
using BangVang.Domain.Forum.Programme;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using BangVang.Web.Pages.Forum;
using Microsoft.AspNetCore.Mvc;
using NodaTime;
using NodaTime.Text;

namespace BangVang.Web.Pages.Organise;

/// <summary>The programme as the organisers have it: one day by room and time, what does not go together, what a release would change.</summary>
[For(Role.Organiser)]
public sealed class ProgrammeModel(BangVangDb db, ForumBook book, ProgrammeBook releases, Texts texts, IClock clock) : ForumPage(book)
{
    /// <summary>Largest programme.yaml that is taken.</summary>
    public const int MostFileBytes = 1024 * 1024;

    /// <summary>Shown when no session is outside: 07:00 to 19:00.</summary>
    private const int EarliestHour = 7, LatestHour = 19;

    [BindProperty(SupportsGet = true)] public string? Day { get; set; }
    [BindProperty] public string Name { get; set; } = "";

    public ProgrammeDraft Draft { get; private set; } = null!;
    public PublishedProgramme? Released { get; private set; }
    /// <summary>What a release would say now.</summary>
    public IReadOnlyList<ProgrammeChange> Pending { get; private set; } = [];
    public bool MayRelease { get; private set; }
    public IReadOnlyList<LocalDate> Days { get; private set; } = [];
    public LocalDate Shown { get; private set; }
    public IReadOnlyList<ForumSession> OfDay { get; private set; } = [];
    /// <summary>Hours between which the grid reaches.</summary>
    public (int From, int To) Hours { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await OpenAsync(ct, Role.Organiser) is { } refusal) return refusal;
        Draft = await db.ProgrammeDraftAsync(this.Actor(), Forum, ct);
        Released = await releases.CurrentAsync(Slug, ct);
        var next = Releasing.Next(Released?.Programme, Draft.Sessions, Draft.Speakers, clock.GetCurrentInstant());
        (Pending, MayRelease) = (next.Changes, next.Sessions.Count > 0 && (Released is null || !Releasing.AreAlike(Released.Programme, next)));
        ChooseDay();
        return Page();
    }

    /// <summary>For the script of the grid: JSON with the new version and every warning, or problem details.</summary>
    public async Task<IActionResult> OnPostMoveAsync(Guid id, int version, string room, long start, int minutes, [FromServices] MoveSession move, CancellationToken ct)
    {
        if (await OpenAsync(ct, Role.Organiser) is { } refusal) return refusal;
        var place = new SessionPlace(room ?? "", Instant.FromUnixTimeMilliseconds(Math.Clamp(start, 0, 253_402_300_799_000)), minutes);
        if (!(await move.RunAsync(this.Actor(), Slug, id, version, place, ct)).TryGet(out var moved, out var problem))
            return new ObjectResult(new { title = texts.Sentence(problem), said = texts["programme.move_refused"] }) { StatusCode = problem.Status() };
        var s = moved.Session;
        var times = $"{s.StartsAt.InZone(Forum.TimeZone):HH:mm}–{s.EndsAt.InZone(Forum.TimeZone):HH:mm}";
        return new JsonResult(new
        {
            version = s.Version, times,
            said = texts["programme.moved_said", ("title", texts.Localized(s.TitleVi, s.TitleEn)), ("times", times), ("room", ProgrammeText.Room(texts, Forum, s.Room)), ("count", moved.Conflicts.Count)],
            warnings = moved.Conflicts.Select(c => new { text = texts.Of(c.Code, c.Args), sessions = new[] { c.Session, c.Other }.OfType<Guid>() }),
        });
    }

    public async Task<IActionResult> OnPostReleaseAsync([FromServices] ReleaseProgramme release, CancellationToken ct)
    {
        var result = await release.RunAsync(this.Actor(), Slug, Name, ct);
        return result.TryGet(out _, out var problem) ? Done("programme", "released") : await this.RejectAsync(problem, () => OnGetAsync(ct));
    }

    public async Task<IActionResult> OnPostImportAsync(IFormFile? file, [FromServices] ImportProgramme import, CancellationToken ct)
    {
        if (await OpenAsync(ct, Role.Organiser) is { } refusal) return refusal;
        if (file is null || file.Length is 0 or > MostFileBytes) return await this.RejectAsync(Problem.Invalid("programme.file_missing", "file"), () => OnGetAsync(ct));
        using var reader = new StreamReader(file.OpenReadStream());
        var reading = ProgrammeReader.Read(ProgrammeReader.FileName, await reader.ReadToEndAsync(ct), Forum);
        var result = await import.RunAsync(this.Actor(), Slug, reading, ct);
        return result.TryGet(out _, out var problem) ? Done("programme", "imported") : await this.RejectAsync(problem, () => OnGetAsync(ct));
    }

    public bool IsCited(ForumSession session) => Draft.Conflicts.Any(c => c.Cites(session.Id));

    /// <summary>Minutes of a session's start after midnight of the shown day, by the forum's clock.</summary>
    public int MinuteOf(ForumSession session) => (int)(session.StartsAt - Midnight).TotalMinutes;

    public Instant Midnight => Shown.AtStartOfDayInZone(Forum.TimeZone).ToInstant();

    private void ChooseDay()
    {
        LocalDate Date(ForumSession s) => s.StartsAt.InZone(Forum.TimeZone).Date;
        var of = new List<LocalDate>();
        if (Forum.Date.TryGet(out var first)) for (var day = first; day <= (Forum.Ends ?? first); day = day.PlusDays(1)) of.Add(day);
        Days = [.. of.Concat(Draft.Sessions.Select(Date)).Distinct().Order()];
        Shown = LocalDatePattern.Iso.Parse(Day ?? "") is { Success: true } asked && Days.Contains(asked.Value) ? asked.Value : Days.Count > 0 ? Days[0] : clock.GetCurrentInstant().InZone(Forum.TimeZone).Date;
        OfDay = [.. Draft.Sessions.Where(s => Date(s) == Shown)];
        Hours = (OfDay.Select(s => MinuteOf(s) / 60).Append(EarliestHour).Min(), Math.Min(24, OfDay.Select(s => (MinuteOf(s) + s.Minutes + 59) / 60).Append(LatestHour).Max()));
    }
}
