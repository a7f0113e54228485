using System.Globalization;
using BangVang.Domain.Editions;
using NodaTime;
using NodaTime.Text;

namespace BangVang.Web.Kernel;

/// <summary>
/// How a language writes numbers, dates and times. Vietnamese: 1.234,5 and 01/10/2026 and 14:05; English: 1,234.5 and
/// 1 Oct 2026 and 14:05. Times are those of Hà Nội and say UTC+7 wherever a date and an hour stand together.
/// </summary>
public sealed class Writing
{
    public static readonly Writing Vietnamese = new("vi", decimalSign: ",", groupSign: ".", date: "dd'/'MM'/'yyyy");
    public static readonly Writing English = new("en", decimalSign: ".", groupSign: ",", date: "d MMM yyyy");

    /// <summary>That of this request's language.</summary>
    public static Writing Current => Languages.Current == "en" ? English : Vietnamese;

    /// <summary>The zone of every deadline of the award.</summary>
    public static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb["Asia/Ho_Chi_Minh"];

    private readonly LocalDatePattern date;

    private Writing(string language, string decimalSign, string groupSign, string date)
    {
        Language = language;
        Numbers = new() { NumberDecimalSeparator = decimalSign, NumberGroupSeparator = groupSign, NegativeSign = "−" };
        this.date = LocalDatePattern.Create(date, CultureInfo.InvariantCulture);
    }

    /// <summary><c>vi</c> or <c>en</c>.</summary>
    public string Language { get; }

    public NumberFormatInfo Numbers { get; }

    /// <summary>12500 gives 12.500.</summary>
    public string Number(long value) => value.ToString("#,0", Numbers);

    /// <summary>At most <paramref name="places"/> decimals, without trailing zeros.</summary>
    public string Number(decimal value, int places = 4) => value.ToString("#,0." + new string('#', places), Numbers);

    /// <summary>Points as people read them: 825 hundredths give 8,25.</summary>
    public string Points(int hundredths) => (hundredths / 100m).ToString("#,0.00", Numbers);

    /// <summary>Whole đồng, as 12.500.000 đồng.</summary>
    public string Money(long dong) => Language == "en" ? $"VND {Number(dong)}" : $"{Number(dong)} đồng";

    /// <summary>Bytes in the unit people know: 12,3 MB.</summary>
    public string Size(long bytes) => bytes switch
    {
        < 1_000 => $"{Number(bytes)} B",
        < 1_000_000 => $"{Number(bytes / 1_000m, 1)} kB",
        < 1_000_000_000 => $"{Number(bytes / 1_000_000m, 1)} MB",
        _ => $"{Number(bytes / 1_000_000_000m, 1)} GB",
    };

    public string Date(LocalDate value) => date.Format(value);

    /// <summary>The day in Hà Nội.</summary>
    public string Date(Instant value) => Date(value.InZone(Zone).Date);

    /// <summary>The hour in Hà Nội, 14:05.</summary>
    public string Time(Instant value) => value.InZone(Zone).ToString("HH:mm", CultureInfo.InvariantCulture);

    /// <summary>Day, hour and zone: 01/10/2026, 14:05 (UTC+7).</summary>
    public string Moment(Instant value) => $"{Date(value)}, {Time(value)} (UTC+7)";

    /// <summary>The end of a window, its first instant outside: midnight is written as the end of the day before it (hết ngày 22/10/2025).</summary>
    public string End(Instant value)
    {
        var local = value.InZone(Zone).LocalDateTime;
        if (local.TimeOfDay != LocalTime.Midnight) return Moment(value);
        var day = Date(local.Date.PlusDays(-1));
        return Language == "en" ? $"the end of {day} (UTC+7)" : $"hết ngày {day} (UTC+7)";
    }

    /// <summary>
    /// Any value as a sentence quotes it. Whole numbers are grouped, except under a placeholder named <c>year</c> or ending
    /// in <c>_year</c>; a time under a placeholder named <c>end</c> is written as <see cref="End"/>.
    /// </summary>
    public string Value(string name, object? value) => value switch
    {
        null => "",
        string text => text,
        LocalizedText text => text.In(Language),
        int or long or short or byte when name == "year" || name.EndsWith("_year", StringComparison.Ordinal) => Convert.ToInt64(value, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture),
        int or long or short or byte => Number(Convert.ToInt64(value, CultureInfo.InvariantCulture)),
        decimal number => Number(number),
        double number => Number((decimal)number),
        Instant end when name == "end" => End(end),
        Instant moment => Moment(moment),
        LocalDate day => Date(day),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
