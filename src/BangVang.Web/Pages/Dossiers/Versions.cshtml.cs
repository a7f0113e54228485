using System.Text.Json.Nodes;
using BangVang.App.Dossiers;
using BangVang.App.Editions;
using BangVang.App.Storage;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Web.Dossiers;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Option = BangVang.Web.Kernel.Option;

namespace BangVang.Web.Pages.Dossiers;

/// <summary>What differs between two versions, in words.</summary>
public sealed record ShownChange(string Label, string Before, string After);

/// <summary>Every submitted version, and what changed from one to another.</summary>
[SignedIn]
public sealed class VersionsModel(BangVangDb db, EditionBook book, FieldWords words, Texts texts) : PageModel
{
    [BindProperty(SupportsGet = true)] public int Before { get; set; }
    [BindProperty(SupportsGet = true)] public int After { get; set; }

    public Guid Id { get; private set; }
    public string Reference { get; private set; } = "";
    public string Product { get; private set; } = "";
    public string EditionKey { get; private set; } = "";
    public IReadOnlyList<DossierVersion> Versions { get; private set; } = [];
    public IReadOnlyList<ShownChange> Changes { get; private set; } = [];
    public IEnumerable<Option> Numbers => Versions.Select(v => new Option($"{v.Number}", texts["dossiers.version_n", ("version", v.Number)]));

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        Versions = await db.OwnVersionsAsync(this.Actor(), id, ct);
        if (Versions.Count == 0) return this.Refuse(Problem.NotFound("dossiers.receipt_not_found"));
        if (Versions.All(v => v.Number != After)) After = Versions[0].Number;
        if (Versions.All(v => v.Number != Before)) Before = Math.Max(1, After - 1);
        var contents = Versions.Where(v => v.Number == Before || v.Number == After).ToDictionary(v => v.Number, v => DossierContent.Read(v.Content));
        (Id, Reference, Product, EditionKey) = (id, contents[After].Reference, contents[After].Product, contents[After].Edition);
        var edition = (await book.CurrentAsync(EditionKey, ct))!.Edition;
        Changes = [.. VersionComparison.Of(contents[Before], contents[After]).Select(c => Told(edition, c, contents[Before], contents[After]))];
        return Page();
    }

    private ShownChange Told(Edition edition, VersionChange change, DossierContent before, DossierContent after)
    {
        if (change.What is VersionComparison.Category) return new(texts["dossiers.category"], CategoryName(edition, change.Before), CategoryName(edition, change.After));
        if (change.What is VersionComparison.Product) return new(texts["dossiers.product_name"], (string?)change.Before ?? "", (string?)change.After ?? "");
        if (change.What is VersionComparison.Enterprise) return new(texts["dossiers.profile"], (string?)change.Before ?? "", texts["dossiers.profile_changed", ("name", (string?)change.After)]);
        var field = edition.Forms.SelectMany(f => f.Fields).FirstOrDefault(f => f.Code == change.What)
            ?? edition.Categories.SelectMany(c => FactQuestions.ForDossier(edition, c, null)).FirstOrDefault(q => q.FieldCode == change.What)?.Field;
        return field is null ? new(change.What, "…", "…") : new(words.Label(field), Value(field, change.Before, before), Value(field, change.After, after));
    }

    private string Value(FormField field, JsonNode? value, DossierContent content) => field switch
    {
        _ when FieldCheck.IsEmpty(value) => texts["dossiers.unanswered"],
        FileField => string.Join("\n", FieldCheck.Codes(value).Select(id => content.Files.FirstOrDefault(f => f.Id.ToString() == id)?.Name ?? id)),
        TableField table => string.Join("\n", (value as JsonArray ?? []).OfType<JsonObject>().Select(row => string.Join("; ", table.Columns.Select(c => words.Shown(c, row[c.Code])).Where(t => t.Length > 0)))),
        DeclarationField => value is JsonObject signed && Signature.Of(signed) is { } signature ? texts["dossiers.signed_by", ("name", signature.Name), ("at", signature.At)] : "",
        _ => words.Shown(field, value),
    };

    private static string CategoryName(Edition edition, JsonNode? code) => edition.Category((string?)code ?? "")?.Name.In(Languages.Current) ?? (string?)code ?? "";
}
