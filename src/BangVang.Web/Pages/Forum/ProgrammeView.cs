using BangVang.App.Forum.Programme;
using BangVang.Domain.Forum;
using BangVang.Domain.Forum.Programme;
using NodaTime;
using NodaTime.Text;

namespace BangVang.Web.Pages.Forum;

/// <summary>What a visitor chose to see; everything can stand in an address. What the forum does not have is passed over.</summary>
/// <param name="View"><c>grid</c>, or the list.</param>
public sealed record ProgrammeChoice(string? Day, string? Place, string? Track, string? Language, string? View);

/// <summary>A day of the released programme as a visitor chose to see it.</summary>
public sealed class ProgrammeView
{
    public required ForumEdition Forum { get; init; }
    public required PublishedProgramme Release { get; init; }
    public required Instant Now { get; init; }
    public required ProgrammeChoice Choice { get; init; }
    public required IReadOnlyList<LocalDate> Days { get; init; }
    public required LocalDate Day { get; init; }
    /// <summary>Of that day, as chosen, in the order of the day.</summary>
    public required IReadOnlyList<ReleasedSession> Sessions { get; init; }

    public bool IsGrid => Choice.View == "grid";

    /// <summary>What takes place now, whatever was chosen.</summary>
    public IEnumerable<ReleasedSession> OnNow => Release.Programme.Sessions.Where(IsOn);

    /// <summary>What begins next on the same day, all that begin together.</summary>
    public IReadOnlyList<ReleasedSession> Next
    {
        get
        {
            var later = Release.Programme.Sessions.Where(s => !s.IsCancelled && s.StartsAt > Now && Date(s) == Now.InZone(Forum.TimeZone).Date).ToList();
            return [.. later.Where(s => s.StartsAt == later[0].StartsAt)];
        }
    }

    public bool IsOn(ReleasedSession session) => !session.IsCancelled && session.StartsAt <= Now && Now < session.EndsAt;

    /// <summary>Rooms with a session of the shown ones, in the order of the forum.</summary>
    public IReadOnlyList<string> Rooms => [.. Forum.Rooms.Select(r => r.Room.Code).Union(Sessions.Select(s => s.Room)).Where(c => Sessions.Any(s => s.Room == c))];

    public IEnumerable<string> Languages => Release.Programme.Sessions.SelectMany(s => s.Languages).Distinct();

    /// <summary>The same page with one choice changed.</summary>
    public string With(string name, string? value)
    {
        var choices = new Dictionary<string, string?>
        {
            ["day"] = Days.Count > 1 ? LocalDatePattern.Iso.Format(Day) : null, ["place"] = Choice.Place, ["track"] = Choice.Track, ["language"] = Choice.Language, ["view"] = Choice.View,
        };
        choices[name] = value;
        return $"/forum/{Forum.Slug}{QueryString.Create(choices.Where(c => !string.IsNullOrEmpty(c.Value)))}#programme";
    }

    public static ProgrammeView? Of(ForumEdition forum, PublishedProgramme release, ProgrammeChoice choice, Instant now)
    {
        var all = release.Programme.Sessions;
        LocalDate Date(ReleasedSession s) => s.StartsAt.InZone(forum.TimeZone).Date;
        var days = all.Select(Date).Distinct().Order().ToList();
        if (days.Count == 0) return null;
        var today = now.InZone(forum.TimeZone).Date;
        var day = LocalDatePattern.Iso.Parse(choice.Day ?? "") is { Success: true } asked && days.Contains(asked.Value) ? asked.Value : days.Contains(today) ? today : days[0];
        var place = forum.Venue(choice.Place ?? "");
        return new()
        {
            Forum = forum, Release = release, Now = now, Choice = choice, Days = days, Day = day,
            Sessions = [.. all.Where(s => Date(s) == day
                && (place is null || forum.Room(s.Room)?.Venue.Code == place.Code)
                && (string.IsNullOrEmpty(choice.Track) || s.Track == choice.Track)
                && (string.IsNullOrEmpty(choice.Language) || s.Languages.Contains(choice.Language)))],
        };
    }

    private LocalDate Date(ReleasedSession session) => session.StartsAt.InZone(Forum.TimeZone).Date;
}
