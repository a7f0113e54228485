using System.Text.RegularExpressions;
using BangVang.Domain.Kernel;
using NodaTime;

namespace BangVang.Domain.Forum.Programme;

/// <summary>What a session must have to be kept at all. What is merely unwise is a <see cref="ProgrammeConflict"/>.</summary>
public static partial class ProgrammeRules
{
    public const int LongestMinutes = 1440, ShortestMinutes = 5, LongestTitle = 300, LongestAbstract = 5000, MostParts = 60;

    /// <summary>The signs of a code; those that look alike are left out when one is drawn.</summary>
    private const string Drawn = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

    /// <summary>Null when the session may be kept as it is, otherwise the first reason.</summary>
    public static Problem? Check(ForumEdition forum, ForumSession session)
    {
        if (session.TitleVi.Length is < 1 or > LongestTitle) return Problem.Invalid("programme.title_length", "TitleVi").With("max", LongestTitle);
        if (session.TitleEn.Length is < 1 or > LongestTitle) return Problem.Invalid("programme.title_length", "TitleEn").With("max", LongestTitle);
        if ((session.AbstractVi?.Length ?? 0) > LongestAbstract) return Problem.Invalid("programme.abstract_length", "AbstractVi").With("max", LongestAbstract);
        if ((session.AbstractEn?.Length ?? 0) > LongestAbstract) return Problem.Invalid("programme.abstract_length", "AbstractEn").With("max", LongestAbstract);
        if (session.Track is { } track && forum.Tracks.All(t => t.Code != track)) return Problem.Invalid("programme.track_unknown", "Track");
        if (session.Languages.Count == 0 || session.Languages.Any(l => !forum.Languages.Contains(l))) return Problem.Invalid("programme.language_unknown", "Languages");
        if (session.Expected is < 0 or > 1_000_000) return Problem.Invalid("programme.expected_range", "Expected");
        if (session.Parts.Count > MostParts) return Problem.Invalid("programme.parts_too_many", "Parts").With("max", MostParts);
        return CheckPlace(forum, session.Room, session.Minutes);
    }

    /// <summary>Null when a session may be laid into that room for so long.</summary>
    public static Problem? CheckPlace(ForumEdition forum, string room, int minutes)
    {
        if (forum.Room(room) is null) return Problem.Invalid("programme.room_unknown", "Room");
        return minutes is < ShortestMinutes or > LongestMinutes
            ? Problem.Invalid("programme.minutes_range", "Minutes").With("min", ShortestMinutes).With("max", LongestMinutes) : null;
    }

    public static bool IsCode(string text) => CodePattern().IsMatch(text);

    /// <summary>A code as it is drawn for something new; whoever draws it sees that it is not taken.</summary>
    /// <param name="bytes">Six random ones.</param>
    public static string CodeOf(ReadOnlySpan<byte> bytes)
    {
        var code = new char[6];
        for (var i = 0; i < code.Length; i++) code[i] = Drawn[bytes[i] % Drawn.Length];
        return new(code);
    }

    /// <summary>First and last instant of the forum's days, by its own clock; null while no one day is known.</summary>
    public static Interval? DaysOf(ForumEdition forum) => forum.Date.TryGet(out var first)
        ? new(first.AtStartOfDayInZone(forum.TimeZone).ToInstant(), (forum.Ends ?? first).PlusDays(1).AtStartOfDayInZone(forum.TimeZone).ToInstant()) : null;

    [GeneratedRegex("^[0-9A-Z]{6}$")] private static partial Regex CodePattern();
}
