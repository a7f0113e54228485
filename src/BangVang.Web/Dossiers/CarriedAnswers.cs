using System.Text.Json;
using System.Text.Json.Nodes;
using BangVang.App.Kernel;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Editions;
using BangVang.Domain.Enterprises;
using BangVang.Domain.Kernel;
using BangVang.Web.Pages.Enterprises;

namespace BangVang.Web.Dossiers;

/// <summary>
/// The answers of a self-check on their way to a dossier. They travel in the forms themselves, not in a session, an address
/// or a cookie: nothing of them is kept before somebody starts a dossier. What comes back is input like any other.
/// </summary>
/// <param name="Edition"><c>programme/year</c>.</param>
/// <param name="Category">The category chosen; null when none was yet.</param>
public sealed record CarriedAnswers(string Edition, string? Category, IReadOnlyDictionary<string, JsonNode?> Answers)
{
    private const int Longest = 20_000;

    public string Write() => JsonSerializer.Serialize(this, Json.Options);

    /// <summary>Null when nothing, or nothing readable, was carried.</summary>
    public static CarriedAnswers? Read(string? carry)
    {
        if (string.IsNullOrEmpty(carry) || carry.Length > Longest) return null;
        try
        {
            return JsonSerializer.Deserialize<CarriedAnswers>(carry, Json.Options) is { Edition: not null, Answers: not null } read
                && read.Edition.Split('/') is [{ Length: > 0 } programme, { Length: > 0 } year] && programme.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') && year.All(char.IsAsciiDigit) ? read : null;
        }
        catch (JsonException) { return null; }
    }

    /// <summary>A profile with what was answered already.</summary>
    public ProfileInput Prefill() => new()
    {
        Kind = Codes.Parse<ApplicantKind>(Text(Codes.Of(Fact.ApplicantKind))),
        IsUnderVietnameseLaw = YesNo(Fact.EstablishedUnderVietnameseLaw), IsInnovativeStartup = YesNo(Fact.InnovativeStartup), HasForeignCapital = YesNo(Fact.ForeignInvested),
        EstablishedOn = FieldCheck.DateOf(Answer(Codes.Of(Fact.EstablishedOn))), VietnameseShare = Number(Codes.Of(Fact.VietnameseShare)) / 100m,
        Sector = Codes.Parse<EnterpriseSector>(Text("sector")), Employees = (int?)(Number("employees") / 100), Revenue = Number("enterprise_revenue"), Capital = Number("capital"),
    };

    private JsonNode? Answer(string code) => Answers.GetValueOrDefault(FactQuestion.Prefix + code);
    private string? Text(string code) => FieldCheck.TextOf(Answer(code));
    private long? Number(string code) => FieldCheck.NumberOf(Answer(code));
    private bool? YesNo(Fact fact) => Text(Codes.Of(fact)) switch { FactReading.Yes => true, FactReading.No => false, _ => null };
}
