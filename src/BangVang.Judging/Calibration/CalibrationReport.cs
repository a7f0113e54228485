using System.Text.Json;
using System.Text.Json.Serialization;

namespace BangVang.Judging.Calibration;

/// <summary>The figures of a calibration, as <c>--report</c> writes them.</summary>
/// <param name="Model">"mean", "additive", "mixed", "affine", "rasch" or "cumulative".</param>
/// <param name="LogLikelihood">Restricted for mixed; for affine, given the scales.</param>
/// <param name="Deviance">−2 times the log-likelihood.</param>
/// <param name="Intercept">The mean of the original scale, at the mean of criteria and facets.</param>
/// <param name="Steps">Of rasch and cumulative, in logits; empty for the others.</param>
/// <param name="Effects">Of criteria and facets, each against the mean of its levels.</param>
/// <param name="Connected">False: entries of different groups cannot be compared.</param>
/// <param name="Groups">Who is connected with whom, when not all are; empty otherwise.</param>
/// <param name="Seconds">CPU seconds of fitting and ranking, without reading and start-up.</param>
/// <param name="Seed">Of the draws that ranks were counted in.</param>
/// <param name="Draws">How many draws.</param>
public sealed record CalibrationReport(
    [property: JsonPropertyName("model")] string Model,
    [property: JsonPropertyName("log_likelihood")] double LogLikelihood,
    [property: JsonPropertyName("deviance")] double Deviance,
    [property: JsonPropertyName("variance_components")] ComponentReport VarianceComponents,
    [property: JsonPropertyName("intercept")] double Intercept,
    [property: JsonPropertyName("steps")] IReadOnlyList<StepReport> Steps,
    [property: JsonPropertyName("effects")] IReadOnlyList<EffectReport> Effects,
    [property: JsonPropertyName("iterations")] int Iterations,
    [property: JsonPropertyName("converged")] bool Converged,
    [property: JsonPropertyName("connected")] bool Connected,
    [property: JsonPropertyName("groups")] IReadOnlyList<GroupReport> Groups,
    [property: JsonPropertyName("seconds")] double Seconds,
    [property: JsonPropertyName("seed")] string Seed,
    [property: JsonPropertyName("draws")] int Draws,
    [property: JsonPropertyName("version")] string Version)
{
    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>How far jurors agree, by criterion or on the total; empty where too few entries have two jurors.</summary>
    [JsonPropertyName("agreement")]
    public IReadOnlyList<AgreementReport> Agreement { get; init; } = [];

    /// <summary>Null where the model has no such components.</summary>
    [JsonPropertyName("intraclass_correlation")]
    public IntraclassReport? IntraclassCorrelation { get; init; }

    /// <summary>The report of a calibration and of the draws its ranks were counted in.</summary>
    public static CalibrationReport Of(CalibrationResult result, string seed, int draws, double seconds) => new(
        result.Model.ToString().ToLowerInvariant(), result.LogLikelihood, result.Deviance,
        new(result.Variances.Entry, result.Variances.Juror, result.Variances.Residual), result.Intercept,
        [.. result.Steps.Select(s => new StepReport(s.Criterion, s.Mark, s.Estimate, s.StandardError))],
        [.. result.Effects.Select(e => new EffectReport(e.Facet, e.Level, e.Estimate, e.StandardError))],
        result.Iterations, result.Converged, result.Connected,
        result.Connected ? [] : [.. result.Groups.Select(g => new GroupReport(g.Entries, g.Jurors))],
        seconds, seed, draws, typeof(CalibrationReport).Assembly.GetName().Version?.ToString(3) ?? "")
    {
        IntraclassCorrelation = Calibration.IntraclassCorrelation.Of(result.Variances) is { } icc ? new(icc.Agreement, icc.Consistency) : null,
    };

    /// <summary>The same with how far jurors agree.</summary>
    public CalibrationReport With(IEnumerable<JurorAgreement> agreement) =>
        this with { Agreement = [.. agreement.Select(a => new AgreementReport(a.Criterion, a.Alpha, a.Low, a.High, a.Entries, a.Jurors, a.Marks))] };

    /// <summary>The report as one JSON document, names in snake case.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Format);
}

/// <summary>Variances; null where the model has none.</summary>
public sealed record ComponentReport(
    [property: JsonPropertyName("entry")] double? Entry, [property: JsonPropertyName("juror")] double? Juror,
    [property: JsonPropertyName("residual")] double? Residual);

/// <param name="Criterion">Null where all criteria share the steps.</param>
/// <param name="Mark">The mark that is reached.</param>
public sealed record StepReport(
    [property: JsonPropertyName("criterion")] string? Criterion, [property: JsonPropertyName("mark")] double Mark,
    [property: JsonPropertyName("estimate")] double Estimate, [property: JsonPropertyName("se")] double StandardError);

/// <param name="Facet">"criterion" or the name of a facet.</param>
/// <param name="Estimate">Against the mean of the facet's levels; for rasch, how much harder.</param>
public sealed record EffectReport(
    [property: JsonPropertyName("facet")] string Facet, [property: JsonPropertyName("level")] string Level,
    [property: JsonPropertyName("estimate")] double Estimate, [property: JsonPropertyName("se")] double StandardError);

/// <summary>Entries and jurors that marks connect with each other, and with no others.</summary>
public sealed record GroupReport(
    [property: JsonPropertyName("entries")] IReadOnlyList<string> Entries, [property: JsonPropertyName("jurors")] IReadOnlyList<string> Jurors);

/// <param name="Criterion">Null for the total.</param>
/// <param name="Alpha">Krippendorff's alpha for interval data.</param>
/// <param name="Low">Of its 90 % interval, as <paramref name="High"/>.</param>
/// <param name="Entries">With two jurors or more.</param>
public sealed record AgreementReport(
    [property: JsonPropertyName("criterion")] string? Criterion, [property: JsonPropertyName("alpha")] double Alpha, [property: JsonPropertyName("low")] double Low, [property: JsonPropertyName("high")] double High,
    [property: JsonPropertyName("entries")] int Entries, [property: JsonPropertyName("jurors")] int Jurors, [property: JsonPropertyName("marks")] int Marks);

/// <param name="Agreement">Of one mark, severity counting as disagreement: (2,1) of Shrout and Fleiss.</param>
/// <param name="Consistency">Of one mark, severity set aside: (3,1).</param>
public sealed record IntraclassReport([property: JsonPropertyName("agreement")] double Agreement, [property: JsonPropertyName("consistency")] double Consistency);
