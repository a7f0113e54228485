using BangVang.App.Forum;
using BangVang.App.Forum.Programme;
using BangVang.Domain.Forum.Programme;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using NodaTime;

namespace BangVang.Web.Pages.Forum;

/// <summary>One session as the latest release states it.</summary>
[Public, PublicRead(FollowsTime = true)]
public sealed class SessionModel(ForumBook book, ProgrammeBook programmes, IClock clock) : ReleasedPage(book, programmes)
{
    public ReleasedSession Session { get; private set; } = null!;
    public bool IsOn { get; private set; }

    public async Task<IActionResult> OnGetAsync(string slug, string code, CancellationToken ct)
    {
        if (await OpenAsync(slug, ct) is { } refusal) return refusal;
        if (Release.Programme.Session(code) is not { } session) return this.Refuse(Problem.NotFound("programme.session_unknown"));
        Session = session;
        var now = clock.GetCurrentInstant();
        IsOn = !session.IsCancelled && session.StartsAt <= now && now < session.EndsAt;
        return Page();
    }
}
