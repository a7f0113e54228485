using BangVang.Domain.Kernel;
using NodaTime;

namespace BangVang.Domain.Forum.Exhibitors;

/// <summary>A room of the forum laid out for stands.</summary>
public sealed class ExhibitionHall
{
    public const int Longest = 10_000;

    public Guid Id { get; init; }
    public required string ForumKey { get; init; }
    /// <summary>Code of a room of the forum.</summary>
    public required string Room { get; init; }
    /// <summary>Decimetres, along the lower edge of the plan.</summary>
    public int Width { get; set; }
    /// <summary>Decimetres, from the upper edge of the plan to the lower one.</summary>
    public int Depth { get; set; }
    /// <summary>Moves with every stand laid in it, so that two people never lay one over the other.</summary>
    public int Version { get; set; }
}

/// <summary>An organisation that shows something at the forum, with its stand.</summary>
public sealed class Exhibitor
{
    public const int LongestName = 200, LongestText = 1_000, LongestCode = 10;

    public Guid Id { get; init; }
    public required string ForumKey { get; init; }
    public required string Organisation { get; set; }
    public required string TextVi { get; set; }
    /// <summary>Null where nobody has translated it.</summary>
    public string? TextEn { get; set; }
    public string? Website { get; set; }
    /// <summary>On the sign and in the address: capital letters, digits and hyphens; one per forum.</summary>
    public required string StandCode { get; set; }
    /// <summary>Of the hall.</summary>
    public required string Room { get; set; }
    /// <summary>Decimetres from the left edge of the hall, as are the three below from their edges.</summary>
    public int X { get; set; }
    public int Y { get; set; }
    public int Width { get; set; }
    public int Depth { get; set; }
    public Instant RecordedAt { get; init; }
    public Guid? RecordedBy { get; init; }
    public int Version { get; set; }

    public StandArea Area => new(X, Y, Width, Depth);

    /// <summary>A stand code as it is kept: capitals without blanks around it; null when it is none.</summary>
    public static string? CodeOf(string typed)
    {
        var code = typed.Trim().ToUpperInvariant();
        return code.Length is >= 1 and <= LongestCode && code.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c == '-') && code[0] != '-' && code[^1] != '-' ? code : null;
    }
}

/// <summary>A rectangle of the floor in decimetres, from the upper left corner of the hall.</summary>
public readonly record struct StandArea(int X, int Y, int Width, int Depth)
{
    /// <summary>A stand has at least half a metre each way.</summary>
    public const int Least = 5;

    /// <summary>They share floor; stands back to back do not.</summary>
    public bool Overlaps(StandArea other) => X < other.X + other.Width && other.X < X + Width && Y < other.Y + other.Depth && other.Y < Y + Depth;

    public bool LiesIn(int width, int depth) => X >= 0 && Y >= 0 && X <= width - Width && Y <= depth - Depth;
}

/// <summary>Decides where stands may be.</summary>
public static class FloorPlan
{
    /// <summary>Why a stand cannot be laid there; null when it can.</summary>
    /// <param name="code">Of the stand.</param>
    /// <param name="others">All other exhibitors of the forum, in any hall.</param>
    /// <returns>exhibition.stand_taken {code, organisation}, exhibition.stand_size, exhibition.stand_outside {width, depth}, exhibition.stand_overlaps {code}; sizes in metres.</returns>
    public static Problem? Check(ExhibitionHall hall, string code, StandArea area, IEnumerable<Exhibitor> others)
    {
        var rest = others.OrderBy(o => o.StandCode, StringComparer.Ordinal).ToList();
        if (rest.FirstOrDefault(o => o.StandCode == code) is { } holder) return Problem.Invalid("exhibition.stand_taken", "StandCode").With("code", code).With("organisation", holder.Organisation);
        if (area.Width is < StandArea.Least or > ExhibitionHall.Longest || area.Depth is < StandArea.Least or > ExhibitionHall.Longest) return Problem.Invalid("exhibition.stand_size", "Width");
        if (!area.LiesIn(hall.Width, hall.Depth)) return Problem.Invalid("exhibition.stand_outside", "X").With("width", hall.Width / 10m).With("depth", hall.Depth / 10m);
        return rest.FirstOrDefault(o => o.Room == hall.Room && o.Area.Overlaps(area)) is { } under ? Problem.Invalid("exhibition.stand_overlaps", "X").With("code", under.StandCode) : null;
    }

    /// <summary>Why a hall cannot have that size; null when it can.</summary>
    /// <param name="stands">Those laid in it.</param>
    /// <returns>exhibition.hall_size, exhibition.hall_too_small {code}.</returns>
    public static Problem? CheckHall(int width, int depth, IEnumerable<Exhibitor> stands)
    {
        if (width is < StandArea.Least or > ExhibitionHall.Longest || depth is < StandArea.Least or > ExhibitionHall.Longest) return Problem.Invalid("exhibition.hall_size", "HallWidth");
        return stands.OrderBy(s => s.StandCode, StringComparer.Ordinal).FirstOrDefault(s => !s.Area.LiesIn(width, depth)) is { } outside ? Problem.Invalid("exhibition.hall_too_small", "HallWidth").With("code", outside.StandCode) : null;
    }
}
