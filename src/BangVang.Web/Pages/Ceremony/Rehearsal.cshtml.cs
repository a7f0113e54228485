using BangVang.App.Ceremony;
using BangVang.App.Editions;
using BangVang.App.Forum;
using BangVang.App.Forum.Programme;
using BangVang.App.Storage;
using BangVang.Domain.Ceremony;
using BangVang.Domain.Editions;
using BangVang.Domain.Forum.Programme;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using BangVang.Web.Pages.Organise;
using Microsoft.AspNetCore.Mvc;
using NodaTime;

namespace BangVang.Web.Pages.Ceremony;

/// <summary>A ceremony that is to be rehearsed: of the prepared show without what ran, or, before it is prepared, of the categories alone.</summary>
public abstract class RehearsingPage(BangVangDb db, ForumBook book, EditionBook editions, ProgrammeBook programmes) : ForumPage(book)
{
    private const int Fastest = 200;

    /// <summary>"category:failure", one per category at most.</summary>
    [BindProperty(SupportsGet = true, Name = "failure")] public string[] Chosen { get; set; } = [];
    /// <summary>How many times as fast as the wall's clock, 1 to 200.</summary>
    [BindProperty(SupportsGet = true)] public int Speed { get; set; } = 20;

    /// <summary>Null where no award is given.</summary>
    public Edition? Edition { get; private set; }
    public IReadOnlyDictionary<string, RehearsedFailure> Failures { get; private set; } = new Dictionary<string, RehearsedFailure>();
    public IReadOnlyList<(RehearsalEvent Event, Cue Cue)> Events { get; private set; } = [];
    /// <summary>As planned, before anything goes wrong.</summary>
    public RunOfShow Show { get; private set; } = new(default, []);
    /// <summary>The show as it ended.</summary>
    public RunOfShow Ended { get; private set; } = new(default, []);

    protected async Task<IActionResult?> RehearseAsync(CancellationToken ct)
    {
        if (await OpenAsync(ct, Role.Organiser) is { } refusal) return refusal;
        Speed = Math.Clamp(Speed, 1, Fastest);
        if (Forum.Award is not { } award || await editions.CurrentAsync(award, ct) is not { Edition: { } edition }) return null;
        Edition = edition;
        var categories = edition.Categories.Select(c => c.Code).ToHashSet(StringComparer.Ordinal);
        Failures = Chosen.Select(c => c.Split(':', 2)).Where(c => c is [var category, var failure] && categories.Contains(category) && Enum.TryParse<RehearsedFailure>(failure, out var f) && Enum.IsDefined(f))
            .DistinctBy(c => c[0]).ToDictionary(c => c[0], c => Enum.Parse<RehearsedFailure>(c[1]));
        var session = (await programmes.CurrentAsync(Slug, ct))?.Programme.Sessions.FirstOrDefault(s => s is { Kind: SessionKind.Ceremony, IsCancelled: false });
        var start = session?.StartsAt ?? default;
        Show = await db.ShowAsync(this.Actor(), Slug, ct) is { } prepared
            ? new(prepared.StartsAt, [.. prepared.Cues.Select(c => c with { StartedAt = null, IsSkipped = false })])
            : RunOfShow.Generate($"{award} rehearsal", start, edition.Categories.Select(c => c.Code), hasRoll: edition.SettledTiers.Count > 1);
        var (ended, events) = Rehearsal.Play(Show, Failures);
        var cues = ended.Cues.ToDictionary(c => c.Id);
        (Ended, Events) = (ended, [.. events.Select(e => (e, cues[e.Cue]))]);
        return null;
    }
}

/// <summary>The ceremony played with made-up names and, where chosen, with something going wrong.</summary>
[For(Role.Organiser)]
public sealed class RehearsalModel(BangVangDb db, ForumBook book, EditionBook editions, ProgrammeBook programmes, IClock clock) : RehearsingPage(db, book, editions, programmes)
{
    public Instant Ends => Events.Count == 0 ? Show.Start : Events[^1].Event.At + (Events[^1].Event.Failure is RehearsedFailure.CueSkipped ? Duration.Zero : Events[^1].Cue.Length);
    public Duration Delay => Events.Count == 0 ? Duration.Zero : Events[^1].Event.Delay;
    public string StagePath => $"/organise/{Slug}/ceremony/rehearsal/stage?began={clock.GetCurrentInstant().ToUnixTimeMilliseconds()}&speed={Speed}{string.Concat(Failures.Select(f => $"&failure={f.Key}:{f.Value}"))}";

    public async Task<IActionResult> OnGetAsync(CancellationToken ct) => await RehearseAsync(ct) ?? Page();
}

/// <summary>The stage as the rehearsal shows it, on a clock that runs faster.</summary>
[For(Role.Organiser)]
public sealed class RehearsalStageModel(BangVangDb db, ForumBook book, EditionBook editions, ProgrammeBook programmes, IClock clock) : RehearsingPage(db, book, editions, programmes)
{
    /// <summary>When the rehearsal began, milliseconds of Unix time.</summary>
    [BindProperty(SupportsGet = true)] public long Began { get; set; }

    /// <summary>The picture that stands now.</summary>
    public StagePicture Picture { get; private set; } = null!;
    public Instant ShowTime { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await RehearseAsync(ct) is { } refusal) return refusal;
        var now = clock.GetCurrentInstant();
        if (Edition is not { } edition || Began < 0 || Began > now.ToUnixTimeMilliseconds()) return Redirect($"/organise/{Slug}/ceremony/rehearsal");
        ShowTime = Rehearsal.ClockOf(Show.Start, Instant.FromUnixTimeMilliseconds(Began), now, Speed);
        var reached = Ended with { Cues = [.. Ended.Cues.Select(c => c.StartedAt > ShowTime ? c with { StartedAt = null } : c)] };
        Picture = StagePicture.Of(reached, category => Rehearsal.ResultOf(category, edition.SettledTiers[category is null ? ^1 : 0].Code, winners: category is null ? 12 : 1));
        return Page();
    }
}
