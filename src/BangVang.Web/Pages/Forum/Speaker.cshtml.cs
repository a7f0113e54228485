using BangVang.App.Forum;
using BangVang.App.Forum.Programme;
using BangVang.Domain.Forum.Programme;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;

namespace BangVang.Web.Pages.Forum;

/// <summary>A person of the released programme with their sessions.</summary>
[Public, PublicRead]
public sealed class SpeakerModel(ForumBook book, ProgrammeBook programmes) : ReleasedPage(book, programmes)
{
    public ReleasedSpeaker Speaker { get; private set; } = null!;
    public IReadOnlyList<(ReleasedSession Session, SessionRole Role)> Sessions { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(string slug, string code, CancellationToken ct)
    {
        if (await OpenAsync(slug, ct) is { } refusal) return refusal;
        if (Release.Programme.Speaker(code) is not { } speaker) return this.Refuse(Problem.NotFound("programme.speaker_unknown"));
        Speaker = speaker;
        Sessions = [.. Release.Programme.Sessions.SelectMany(s => s.Parts.Where(p => p.Speaker == code).Select(p => (s, p.Role)))];
        return Page();
    }
}
