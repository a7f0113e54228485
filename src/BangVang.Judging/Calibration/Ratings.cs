namespace BangVang.Judging.Calibration;

/// <summary>One mark. An abstention is no rating: it is absent, never a zero.</summary>
/// <param name="Score">Any finite number, more is better.</param>
/// <param name="Criterion">What was marked; null where the score is a total. All ratings have one, or none has.</param>
/// <param name="Weight">Multiplies the observation's information: 2 counts like two such marks, 0 like none. Not negative.</param>
/// <param name="Facets">The levels of further conditions, in the order of <see cref="Ratings.Facets"/>.</param>
public sealed record Rating(
    string Entry, string Juror, double Score, string? Criterion = null, double Weight = 1, IReadOnlyList<string>? Facets = null);

/// <summary>The marks of a round.</summary>
/// <param name="Facets">The names of further conditions under which marks were given ("language", "day"); empty for none.</param>
public sealed record Ratings(IReadOnlyList<Rating> Rows, IReadOnlyList<string> Facets)
{
    public Ratings(IReadOnlyList<Rating> rows) : this(rows, []) { }
}
