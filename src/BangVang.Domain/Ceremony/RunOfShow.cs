using System.Security.Cryptography;
using System.Text;
using BangVang.Domain.Kernel;
using NodaTime;

namespace BangVang.Domain.Ceremony;

/// <summary>
/// The ceremony, cue by cue: a block per category, then the roll. Its shape comes from the categories alone, never from who won:
/// neither the number of cues nor a length tells a tie, an absent winner or a prize not given before the envelope.
/// What the result changes, it changes at the reveal (<see cref="Open"/>).
/// </summary>
/// <param name="Start">Of the ceremony's session in the programme.</param>
public sealed record RunOfShow(Instant Start, IReadOnlyList<Cue> Cues)
{
    private static readonly Duration LongestCue = Duration.FromHours(1);

    /// <summary>The blocks of the categories in their order, and the roll behind them.</summary>
    /// <param name="name">Of the ceremony: the same name gives the same ids of cues.</param>
    public static RunOfShow Generate(string name, Instant start, IEnumerable<string> categories, bool hasRoll)
    {
        var cues = categories.SelectMany(category => Enum.GetValues<CueKind>().Where(k => k is not CueKind.Roll)
            .Select(kind => new Cue { Id = IdOf(name, category, kind), Kind = kind, CategoryCode = category, Length = LengthOf(kind) }));
        return new(start, hasRoll ? [.. cues, new Cue { Id = IdOf(name, "", CueKind.Roll), Kind = CueKind.Roll, Length = LengthOf(CueKind.Roll) }] : [.. cues]);
    }

    /// <summary>The cue that GO starts next; null when the show is over.</summary>
    public Cue? Next => Cues.Skip(LastStarted + 1).FirstOrDefault(c => !c.IsDone);

    /// <summary>The cue that runs; null before the first.</summary>
    public Cue? Current => LastStarted < 0 ? null : Cues[LastStarted];

    /// <summary>Categories whose envelope is open.</summary>
    public IReadOnlySet<string> Revealed => Cues.Where(c => c is { Kind: CueKind.Envelope, StartedAt: not null }).Select(c => c.CategoryCode!).ToHashSet(StringComparer.Ordinal);

    public bool IsRollRevealed => Cues.Any(c => c is { Kind: CueKind.Roll, StartedAt: not null });

    /// <summary>Every cue with its planned and expected start. A cue that runs over pushes those behind it.</summary>
    public IReadOnlyList<CueTime> Times(Instant now)
    {
        var times = new List<CueTime>(Cues.Count);
        var (planned, expected) = (Start, Start);
        for (var i = 0; i < Cues.Count; i++)
        {
            var cue = Cues[i];
            if (cue.StartedAt is { } started) expected = started;
            // What was not started yet cannot start in the past.
            else if (i > LastStarted && !cue.IsSkipped) expected = Instant.Max(expected, now);
            times.Add(new(cue, planned, expected, expected - planned));
            planned += cue.Length;
            if (!cue.IsSkipped) expected += cue.Length;
        }
        return times;
    }

    /// <summary>How late the show is now; negative when it is ahead. Nothing before it begins in time.</summary>
    public Duration Delay(Instant now)
    {
        var times = Times(now);
        return times.FirstOrDefault(t => t.Cue.Id == Next?.Id)?.Delay ?? (times.Count > 0 ? times[^1].Delay : Duration.Zero);
    }

    /// <summary>Starts the next cue. Refused when <paramref name="cue"/> is not the next one, as the caller's page showed it.</summary>
    /// <param name="isConfirmed">Asked of a cue that reveals, because it cannot be taken back.</param>
    /// <returns>The run with it, or: ceremony.not_next, ceremony.over, ceremony.confirm_reveal.</returns>
    public Result<RunOfShow> Go(Guid cue, bool isConfirmed, Instant now)
    {
        if (Next is not { } next) return Problem.NotNow("ceremony.over");
        if (next.Id != cue) return Problem.Conflict("ceremony.not_next");
        if (next.Reveals && !isConfirmed) return Problem.NotNow("ceremony.confirm_reveal");
        return With(next with { StartedAt = now });
    }

    /// <summary>Takes back the last GO. A reveal stays: what the hall has seen is not unseen.</summary>
    /// <returns>The run without it, or: ceremony.not_last, ceremony.revealed_stays.</returns>
    public Result<RunOfShow> Undo(Guid cue)
    {
        if (Current is not { } current || current.Id != cue) return Problem.Conflict("ceremony.not_last");
        if (current.Reveals) return Problem.NotNow("ceremony.revealed_stays");
        return With(current with { StartedAt = null });
    }

    /// <summary>Leaves out a cue that is still to come. A reveal is not left out: then its names would never become public here.</summary>
    /// <returns>The run without it, or: ceremony.unknown_cue, ceremony.already_done, ceremony.reveal_not_skipped.</returns>
    public Result<RunOfShow> Skip(Guid cue)
    {
        if (!Pending(cue).TryGet(out var open, out var problem)) return problem;
        return open.Reveals ? Problem.NotNow("ceremony.reveal_not_skipped") : With(open with { IsSkipped = true });
    }

    /// <summary>New length, presenter and notes of a cue that is still to come.</summary>
    /// <returns>The run with them, or: ceremony.unknown_cue, ceremony.already_done, ceremony.length_range, ceremony.note_length {max}.</returns>
    public Result<RunOfShow> Change(Guid cue, CueText text)
    {
        if (!Pending(cue).TryGet(out var open, out var problem)) return problem;
        if (text.Length < Duration.FromSeconds(1) || text.Length > LongestCue) return Problem.Invalid("ceremony.length_range", nameof(text.Length));
        string?[] notes = [text.Presenter, text.Music, text.Video, text.LowerThird, text.Note];
        if (notes.Any(n => n?.Trim().Length > Cue.LongestNote)) return Problem.Invalid("ceremony.note_length", nameof(text.Note)).With("max", Cue.LongestNote);
        return With(open with { Length = text.Length, Presenter = Tidy(text.Presenter), Music = Tidy(text.Music), Video = Tidy(text.Video), LowerThird = Tidy(text.LowerThird), Note = Tidy(text.Note) });
    }

    /// <summary>Puts a cue at another place among those still to come; what shows a winner stays behind that category's envelope.</summary>
    /// <param name="to">Its place afterwards, from 0.</param>
    /// <returns>The run in the new order, or: ceremony.unknown_cue, ceremony.already_done, ceremony.place_taken, ceremony.before_envelope.</returns>
    public Result<RunOfShow> Move(Guid cue, int to)
    {
        if (!Pending(cue).TryGet(out var open, out var problem)) return problem;
        if (to <= LastStarted || to >= Cues.Count) return Problem.NotNow("ceremony.place_taken");
        var cues = Cues.Where(c => c.Id != cue).ToList();
        cues.Insert(to, open);
        return HidesWinners(cues) ? this with { Cues = cues } : Problem.Invalid("ceremony.before_envelope");
    }

    /// <summary>
    /// What the opened result changes behind its envelope: for a prize that is shared each further winner takes the time of one;
    /// where no winner of the category comes on stage, walk-on, photo, remarks and exit are left out.
    /// </summary>
    public RunOfShow Open(CategoryResult result)
    {
        if (result.CategoryCode is null || !Revealed.Contains(result.CategoryCode)) return this;
        var onStage = result.Winners.Count(w => w.Comes is not Attendance.Absent);
        return this with { Cues = [.. Cues.Select(c => c.CategoryCode != result.CategoryCode || c.IsDone || !IsPerWinner(c.Kind) ? c : onStage == 0 ? c with { IsSkipped = true } : c with { Length = c.Length * onStage })] };
    }

    private static bool IsPerWinner(CueKind kind) => kind is CueKind.WinnerWalksOn or CueKind.Photo or CueKind.Remarks or CueKind.Exit;

    private int LastStarted => Cues.Select((c, i) => c.StartedAt is null ? -1 : i).DefaultIfEmpty(-1).Max();

    private Result<Cue> Pending(Guid cue) => Cues.FirstOrDefault(c => c.Id == cue) switch
    {
        null => Problem.NotFound("ceremony.unknown_cue"),
        { IsDone: true } => Problem.Conflict("ceremony.already_done"),
        var found => found,
    };

    private static bool HidesWinners(List<Cue> cues) => cues.Select((c, i) => (Cue: c, At: i)).Where(c => c.Cue.ShowsWinner)
        .All(c => cues.FindIndex(e => e.Kind is CueKind.Envelope && e.CategoryCode == c.Cue.CategoryCode) is var envelope && envelope >= 0 && envelope < c.At);

    private RunOfShow With(Cue changed) => this with { Cues = [.. Cues.Select(c => c.Id == changed.Id ? changed : c)] };

    private static string? Tidy(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static Guid IdOf(string name, string category, CueKind kind) => new(SHA256.HashData(Encoding.UTF8.GetBytes($"{name}\n{category}\n{kind}")).AsSpan(0, 16));

    private static Duration LengthOf(CueKind kind) => Duration.FromSeconds(kind switch
    {
        CueKind.NomineesFilm => 90,
        CueKind.Remarks => 60,
        CueKind.Photo => 30,
        CueKind.Roll => 600,
        CueKind.HostIn or CueKind.PresenterIntroduced => 20,
        CueKind.FilmEnds or CueKind.Sting => 5,
        _ => 15,
    });
}
