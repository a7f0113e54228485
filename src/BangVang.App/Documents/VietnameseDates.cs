using System.Globalization;
using NodaTime;

namespace BangVang.App.Documents;

/// <summary>Dates, times and numbers as Vietnamese administrative documents write them.</summary>
public static class VietnameseDates
{
    public static readonly CultureInfo Culture = CultureInfo.GetCultureInfo("vi-VN");

    /// <summary>Điểm follow the Vietnamese alphabet without its marked letters, as the decree's own samples do; f, j, w and z are not in it.</summary>
    private static readonly string[] Letters = ["a", "b", "c", "d", "đ", "e", "g", "h", "i", "k", "l", "m", "n", "o", "p", "q", "r", "s", "t", "u", "v", "x", "y"];

    /// <summary>"ngày 05 tháng 01 năm 2020", "ngày 29 tháng 6 năm 2019": days below 10 and the months 1 and 2 get a zero. Room to write where the date is null.</summary>
    public static string Long(LocalDate? date) => date is { } d
        ? $"ngày {d.Day:00} tháng {(d.Month < 3 ? $"{d.Month:00}" : $"{d.Month}")} năm {d.Year}"
        : "ngày      tháng      năm        ";

    /// <summary>"14 giờ 05 phút, ngày 05 tháng 01 năm 2026".</summary>
    public static string Long(LocalDateTime moment) => $"{moment.Hour:00} giờ {moment.Minute:00} phút, {Long(moment.Date)}";

    /// <summary>The letter of a điểm.</summary>
    /// <param name="number">From 1 to 23.</param>
    public static string Point(int number) => number >= 1 && number <= Letters.Length ? Letters[number - 1]
        : throw new ArgumentOutOfRangeException(nameof(number), "A khoản has at most 23 điểm.");

    /// <param name="number">From 1 to 3,999.</param>
    public static string Roman(int number)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, 3_999);
        var text = "";
        foreach (var (value, letters) in new[] { (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I") })
            for (; number >= value; number -= value) text += letters;
        return text;
    }
}
