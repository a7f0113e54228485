using BangVang.App.Storage;
using BangVang.Domain.Forum;
using BangVang.Domain.Forum.Programme;
using BangVang.Domain.Kernel;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Forum.Programme;

/// <summary>A person of the programme as the form has it.</summary>
public sealed record SpeakerInput(
    string Name, string? PostVi, string? PostEn, string? Organisation, int Rank, string? BioVi, string? BioEn, string? Email, IReadOnlyList<Availability> Available);

/// <summary>Writes a person of the programme, new or changed. For the organisers of that forum.</summary>
public sealed class SaveSpeaker(BangVangDb db, ForumBook book, IClock clock)
{
    private const int LongestText = 300, LongestBio = 5000;

    /// <returns>The id, or: forum.unknown, programme.speaker_unknown, programme.changed_meanwhile, programme.name_length, programme.text_length, programme.rank_range, programme.email_invalid, programme.available_reversed.</returns>
    public async Task<Result<Guid>> RunAsync(Actor actor, string slug, Guid? id, int version, SpeakerInput input, CancellationToken ct)
    {
        var key = ForumEdition.KeyOf(slug);
        if (!actor.Is(Role.Organiser, key) || await book.CurrentAsync(slug, ct) is null) return Problem.NotFound("forum.unknown");
        if (Check(input) is { } problem) return problem;
        var now = clock.GetCurrentInstant();
        var speaker = id is null ? await NewAsync(key, now, ct) : await db.SpeakersVisibleTo(actor).SingleOrDefaultAsync(s => s.Id == id && s.ForumKey == key, ct);
        if (speaker is null) return Problem.NotFound("programme.speaker_unknown");
        if (id is not null && speaker.Version != version) return Problem.Conflict("programme.changed_meanwhile");

        speaker.Take(input);
        if (id is null) db.ForumSpeakers.Add(speaker);
        db.Audit(actor, now, "programme.speaker_saved", speaker.Code, key);
        if (!await db.TrySaveAsync(ct)) return Problem.Conflict("programme.changed_meanwhile");
        return speaker.Id;
    }

    internal static Problem? Check(SpeakerInput input)
    {
        if (input.Name.Trim().Length is < 2 or > 200) return Problem.Invalid("programme.name_length", "Name");
        foreach (var (field, text, most) in new[]
        {
            ("PostVi", input.PostVi, LongestText), ("PostEn", input.PostEn, LongestText), ("Organisation", input.Organisation, LongestText),
            ("BioVi", input.BioVi, LongestBio), ("BioEn", input.BioEn, LongestBio), ("Email", input.Email, LongestText),
        })
            if (text?.Length > most) return Problem.Invalid("programme.text_length", field).With("max", most);
        if (input.Rank is < 1 or > ForumSpeaker.LastRank) return Problem.Invalid("programme.rank_range", "Rank").With("max", ForumSpeaker.LastRank);
        if (ProgrammeTaking.Blank(input.Email) is { } email && (!System.Net.Mail.MailAddress.TryCreate(email, out var address) || address.Address != email)) return Problem.Invalid("programme.email_invalid", "Email");
        return input.Available.Any(a => a.To <= a.From) ? Problem.Invalid("programme.available_reversed", "AvailableTo") : null;
    }

    private async Task<ForumSpeaker> NewAsync(string key, Instant now, CancellationToken ct) =>
        new() { Id = Ids.New(now), ForumKey = key, Code = ProgrammeCodes.New(await db.ForumSpeakers.Where(s => s.ForumKey == key).Select(s => s.Code).ToListAsync(ct)), Name = "" };
}
