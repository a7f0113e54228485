using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using BangVang.App.Kernel;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Editions;
using BangVang.Domain.Enterprises;
using BangVang.Proof;

namespace BangVang.App.Dossiers;

/// <summary>A file as it was submitted, with the field it stands in.</summary>
/// <param name="HashedBy"><see cref="ByBrowser"/> when it was named by its hash before its bytes were here; absent when the server hashed what it had received.</param>
public sealed record SubmittedFile(
    Guid Id, string Field, string Name, long Bytes, string Sha256, FileKind Kind,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? HashedBy = null)
{
    public const string ByBrowser = "browser";
}

/// <summary>The organisation as it stood when the dossier was submitted.</summary>
public sealed record SubmittedEnterprise(Guid Id, string TaxCode, EnterpriseProfile Profile);

/// <summary>
/// Everything a submitted version holds. Frozen as canonical JSON, so that its SHA-256 can be computed by anyone who has the
/// text; the time and the number of the version are not part of it, so that the same content has the same hash.
/// </summary>
/// <param name="V">Version of this format.</param>
/// <param name="Snapshot">SHA-256 of the published rules.</param>
/// <param name="Answers">Values by field code, without empty ones.</param>
/// <param name="Facts">What the rules were asked about.</param>
public sealed record DossierContent(
    int V, string Reference, string Edition, string Snapshot, string Category, string Product, SubmittedEnterprise Enterprise,
    IReadOnlyDictionary<string, JsonNode?> Answers, DossierFacts Facts, IReadOnlyList<SubmittedFile> Files)
{
    public static DossierContent Of(DossierDesk desk)
    {
        var fields = (desk.Registration?.Form?.Fields ?? []).Concat(desk.Draft.Form?.Fields ?? []).Concat(desk.Draft.Questions.Select(q => q.Field)).DistinctBy(f => f.Code).ToList();
        var answers = fields.Select(f => (f.Code, Value: FieldCheck.WithoutEmptyRows(desk.Draft.Answer(f.Code)))).Where(a => !FieldCheck.IsEmpty(a.Value)).ToDictionary(a => a.Code, a => a.Value);
        var files = fields.OfType<FileField>().SelectMany(f => FieldCheck.Codes(desk.Draft.Answer(f.Code)).Select(Guid.Parse).Where(desk.Draft.Files.ContainsKey)
            .Select(id => (f.Code, File: desk.Draft.Files[id])));
        return new(1, desk.Dossier.Reference, desk.Dossier.EditionKey, desk.Published.Sha256, desk.Draft.Category.Code, desk.Dossier.WrittenProductName,
            new(desk.Enterprise.Id, desk.Enterprise.TaxCode, desk.Enterprise.ToProfile()), answers, desk.Draft.Facts,
            [.. files.Select(f => new SubmittedFile(f.File.Id, f.Code, f.File.Name, f.File.Bytes, f.File.Sha256, f.File.Kind, f.File.IsNamed ? SubmittedFile.ByBrowser : null))]);
    }

    /// <summary>The canonical text.</summary>
    public string Freeze() => Encoding.UTF8.GetString(CanonicalJson.Bytes(JsonSerializer.SerializeToNode(this, Json.Options)));

    /// <summary>Reads what <see cref="Freeze"/> wrote.</summary>
    public static DossierContent Read(string content) => JsonSerializer.Deserialize<DossierContent>(content, Json.Options)!;

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public static string HashOf(string content) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)));
}
