using System.Globalization;
using NodaTime;

namespace BangVang.Domain.Editions;

/// <summary>A date as exact as its source: a year, a month ("11/2020") or a day.</summary>
public sealed record PartialDate(int Year, int? Month = null, int? Day = null) : IComparable<PartialDate>
{
    /// <summary>The day, when the source states one.</summary>
    public LocalDate? Date => Month is { } month && Day is { } day ? new LocalDate(Year, month, day) : null;

    /// <summary>ISO 8601: "2020", "2020-11" or "2020-11-23".</summary>
    public override string ToString() => (Month, Day) switch
    {
        (null, _) => $"{Year:0000}",
        (_, null) => $"{Year:0000}-{Month:00}",
        _ => $"{Year:0000}-{Month:00}-{Day:00}",
    };

    /// <summary>Reads the ISO form; null when it is none, or no such day exists.</summary>
    public static PartialDate? TryParse(string text)
    {
        var parts = text.Split('-');
        if (parts.Length > 3 || !parts.Select((p, i) => p.Length == (i == 0 ? 4 : 2) && p.All(char.IsAsciiDigit)).All(ok => ok)) return null;

        var numbers = parts.Select(p => int.Parse(p, CultureInfo.InvariantCulture)).ToArray();
        if (numbers[0] < 1 || (numbers.Length > 1 && numbers[1] is < 1 or > 12)) return null;
        if (numbers.Length > 2 && (numbers[2] < 1 || numbers[2] > CalendarSystem.Iso.GetDaysInMonth(numbers[0], numbers[1]))) return null;
        return new(numbers[0], numbers.Length > 1 ? numbers[1] : null, numbers.Length > 2 ? numbers[2] : null);
    }

    /// <summary>A less exact date comes before every exact one inside it.</summary>
    public int CompareTo(PartialDate? other) => other is null ? 1
        : (Year, Month ?? 0, Day ?? 0).CompareTo((other.Year, other.Month ?? 0, other.Day ?? 0));
}
