using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using NodaTime;

namespace BangVang.Domain.Panels;

/// <summary>What a juror of an edition says to know, so that dossiers find who understands them.</summary>
public sealed class JurorProfile
{
    /// <summary>Characters of <see cref="Expertise"/>.</summary>
    public const int Longest = 4_000;

    public required string EditionKey { get; init; }
    public Guid PersonId { get; init; }
    /// <summary>In Vietnamese or English, as the juror likes.</summary>
    public string Expertise { get; private set; } = "";
    /// <summary>Codes of the categories whose field is the juror's own.</summary>
    public IReadOnlyList<string> Areas { get; private set; } = [];
    public Instant WrittenAt { get; private set; }
    /// <summary>The juror, or who wrote it for the juror.</summary>
    public Guid WrittenBy { get; private set; }
    public int Version { get; private set; }

    public Problem? Write(Edition edition, string expertise, IReadOnlyCollection<string> areas, Guid by, Instant now)
    {
        if (expertise.Trim().Length > Longest) return Problem.Invalid("panels.expertise_long", nameof(Expertise)).With("max", Longest);
        if (areas.Any(a => edition.Category(a) is null)) return Problem.Invalid("panels.area_unknown", nameof(Areas));

        (Expertise, Areas, WrittenAt, WrittenBy, Version) = (expertise.Trim(), [.. edition.Categories.Select(c => c.Code).Where(areas.Contains)], now, by, Version + 1);
        return null;
    }
}

/// <summary>How well a juror and a dossier fit, said by the secretariat where what was computed misses it.</summary>
public sealed class AffinityOverride
{
    public Guid DossierId { get; init; }
    public Guid PersonId { get; init; }
    public required string EditionKey { get; init; }
    /// <summary>0 to 100, in place of <see cref="PairAffinity.Points"/>.</summary>
    public int Points { get; set; }
    public required string Reason { get; set; }
    public Instant SetAt { get; set; }
    public Guid SetBy { get; set; }
}

public static class PairAffinity
{
    /// <summary>Of 100, for a category that the juror named as an own field; the rest is how near the texts are.</summary>
    private const int OfArea = 20;

    /// <summary>How well a juror and a dossier fit, 0 to 100, half points away from zero.</summary>
    /// <param name="near">Of their texts, 0 to 1.</param>
    public static int Points(double near, bool isOwnArea) =>
        (int)Math.Round((100 - OfArea) * near + (isOwnArea ? OfArea : 0), MidpointRounding.AwayFromZero);
}
