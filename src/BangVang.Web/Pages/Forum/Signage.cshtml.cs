using BangVang.App.Forum;
using BangVang.App.Forum.Programme;
using BangVang.Domain.Forum;
using BangVang.Domain.Forum.Programme;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;

namespace BangVang.Web.Pages.Forum;

/// <summary>What a screen in the house shows.</summary>
public enum SignageView
{
    /// <summary>Every room: what takes place and what comes next.</summary>
    Now,
    /// <summary>The same of one room, for the screen at its door.</summary>
    Room,
    Welcome,
    Partners,
}

/// <summary>A screen in the house that follows the released programme and the clock. Nobody touches it: it renews itself.</summary>
[Public, PublicRead(FollowsTime = true)]
public sealed class SignageModel(ForumBook book, ProgrammeBook programmes, IClock clock) : PageModel
{
    public ForumEdition Forum { get; private set; } = null!;
    public ReleasedProgramme Programme { get; private set; } = ReleasedProgramme.Empty;
    public SignageView View { get; private set; }
    /// <summary>Code of the room at whose door the screen stands; null for the others.</summary>
    public string? Room { get; private set; }
    public Instant Now { get; private set; }
    public IReadOnlyList<ReleasedSession> OnNow { get; private set; } = [];
    /// <summary>The next of each room on the same day, by its start.</summary>
    public IReadOnlyList<ReleasedSession> Next { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(string slug, string view, string? room, CancellationToken ct)
    {
        if (Codes.Parse<SignageView>(view) is not { } chosen || await book.CurrentAsync(slug, ct) is not { Forum: var forum }) return this.Refuse(Problem.NotFound("forum.unknown"));
        if (chosen is SignageView.Room && (room is null || forum.Room(room) is null) || chosen is SignageView.Partners && forum.Partners.Count == 0) return this.Refuse(Problem.NotFound("forum.unknown"));
        (Forum, View, Room, Now) = (forum, chosen, chosen is SignageView.Room ? room : null, clock.GetCurrentInstant());
        Programme = (await programmes.CurrentAsync(slug, ct))?.Programme ?? ReleasedProgramme.Empty;
        var today = Now.InZone(forum.TimeZone).Date;
        var sessions = Programme.Sessions.Where(s => !s.IsCancelled && (Room is null || s.Room == Room)).ToList();
        OnNow = [.. sessions.Where(s => s.StartsAt <= Now && Now < s.EndsAt)];
        Next = [.. sessions.Where(s => s.StartsAt > Now && s.StartsAt.InZone(forum.TimeZone).Date == today).GroupBy(s => s.Room).Select(r => r.MinBy(s => s.StartsAt)!).OrderBy(s => s.StartsAt)];
        return Page();
    }
}
