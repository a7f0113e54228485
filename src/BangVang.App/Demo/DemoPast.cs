using BangVang.Domain.Editions;
using NodaTime;

namespace BangVang.App.Demo;

/// <summary>A dossier of the past edition.</summary>
/// <param name="Worth">What the product is worth to a just juror, hundredths of a point.</param>
public sealed record PastEntry(DemoEntry Entry, int Worth);

/// <summary>
/// What is made up about the edition that is over: who took part, what the products are worth and how the jurors mark. The
/// panel, the scores, the ranks, their doubt and the decision follow from it through the same actions as in a real award.
/// </summary>
public static class DemoPast
{
    public const string EditionKey = "demo/2025";

    /// <summary>A juror who once advised the organisation of <see cref="Advised"/>, and one who was ill when the council met.</summary>
    public const string Adviser = "juror-5", Absent = "juror-6";
    public const int Advised = 23;

    public static readonly IReadOnlyList<PastEntry> Entries =
    [
        Of(1, 15, "digital-government", 800), Of(2, 16, "digital-economy", 760), Of(3, 18, "digital-economy", 850), Of(4, 20, "digital-government", 790), Of(5, 21, "digital-economy", 715),
        Of(6, 23, "digital-government", 735), Of(7, 24, "digital-government", 620), Of(8, 25, "digital-government", 690), Of(9, 26, "digital-economy", 790), Of(10, 28, "digital-economy", 610),
    ];

    /// <summary>One is strict, one is lenient, one is led by the impression of the whole.</summary>
    public static readonly IReadOnlyDictionary<string, DemoHabit> Habits = new Dictionary<string, DemoHabit>
    {
        ["juror-1"] = new(0), ["juror-2"] = new(90), ["juror-3"] = new(-80), ["juror-4"] = new(10, HasHalo: true), ["juror-5"] = new(-15), ["juror-6"] = new(25), ["juror-7"] = new(-30),
    };

    public static readonly IReadOnlyList<string> Jurors = [.. Habits.Keys];

    /// <summary>Who has a role in it.</summary>
    public static readonly IReadOnlyList<string> Keys = [.. Entries.Select(e => e.Entry.ApplicantKey), .. Jurors, "secretariat", "secretariat-2", "chair", "auditor"];

    private static PastEntry Of(int applicant, int product, string category, int worth) => new(new(applicant, product, category, DemoProgress.Submitted), worth);

    /// <summary>So long after the beginning of a phase.</summary>
    /// <exception cref="InvalidOperationException">The edition has no such phase with a date.</exception>
    public static Instant After(this Edition edition, string phase, int days, int hours, int minutes = 0) =>
        (edition.WindowOf(phase)?.Start ?? throw new InvalidOperationException($"{edition.Key} does not date {phase}.")) + Duration.FromDays(days) + Duration.FromHours(hours) + Duration.FromMinutes(minutes);
}
