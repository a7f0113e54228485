using System.Globalization;
using BangVang.Domain.Ceremony;
using BangVang.Domain.Editions;
using BangVang.Web.Kernel;
using NodaTime;

namespace BangVang.Web.Pages.Ceremony;

/// <summary>What screens of the ceremony say of times, categories and tiers.</summary>
public static class CeremonyText
{
    /// <summary>"+02:15" when the show is late, "−00:30" when it is ahead.</summary>
    public static string Delay(Duration delay)
    {
        var seconds = (long)Math.Round(delay.TotalSeconds);
        return $"{(seconds < 0 ? "−" : "+")}{Length(Duration.FromSeconds(Math.Abs(seconds)))}";
    }

    /// <summary>Minutes and seconds: "01:30"; an hour and more has its hours before them.</summary>
    public static string Length(Duration length) => length >= Duration.FromHours(1)
        ? $"{(int)length.TotalHours}:{length.Minutes:00}:{length.Seconds:00}" : $"{length.Minutes:00}:{length.Seconds:00}";

    /// <summary>To the second, at the place of the ceremony.</summary>
    public static string Clock(Instant at, DateTimeZone zone) => at.InZone(zone).ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    /// <param name="category">Null for the roll.</param>
    public static string Category(this Texts texts, Edition edition, string? category) =>
        category is null ? texts["ceremony.roll"] : edition.Category(category) is { } found ? texts.In(found.Name) : category;

    public static string Tier(this Texts texts, Edition edition, string tier) =>
        edition.SettledTiers.FirstOrDefault(t => t.Code == tier) is { } found ? texts.In(found.Name) : tier;

    public static string Cue(this Texts texts, Cue cue) => texts.Name("ceremony", cue.Kind);
}
