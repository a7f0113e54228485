using BangVang.Domain.Forum.Programme;

namespace BangVang.App.Forum.Programme;

/// <summary>What a form or a file says, written into what is kept; empty texts become none. Whether it may be kept is checked elsewhere.</summary>
internal static class ProgrammeTaking
{
    public static void Take(this ForumSession session, SessionInput input)
    {
        (session.Kind, session.Track, session.Languages, session.State, session.Expected) = (input.Kind, Blank(input.Track), [.. input.Languages.Distinct()], input.State, input.Expected);
        (session.TitleVi, session.TitleEn) = (input.TitleVi.Trim(), Blank(input.TitleEn) ?? input.TitleVi.Trim());
        (session.AbstractVi, session.AbstractEn) = (Blank(input.AbstractVi), Blank(input.AbstractEn));
        (session.Room, session.StartsAt, session.Minutes) = (input.Room, input.StartsAt, input.Minutes);
        (session.Parts, session.Version) = ([.. input.Parts.Distinct()], session.Version + 1);
    }

    public static void Take(this ForumSpeaker speaker, SpeakerInput input)
    {
        (speaker.Name, speaker.PostVi, speaker.PostEn) = (input.Name.Trim(), Blank(input.PostVi), Blank(input.PostEn));
        (speaker.Organisation, speaker.Rank, speaker.Email) = (Blank(input.Organisation), input.Rank, Blank(input.Email));
        (speaker.BioVi, speaker.BioEn, speaker.Available) = (Blank(input.BioVi), Blank(input.BioEn), [.. input.Available]);
        speaker.Version++;
    }

    public static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
