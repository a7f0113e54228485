using System.Text.Json;
using BangVang.App.Certificates;
using BangVang.App.Editions;
using BangVang.App.Laureates;
using BangVang.App.Storage;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BangVang.Web.Pages.Laureates;

/// <summary>The page of one product: what the sources state of it, in their own words, and every correction.</summary>
[Public, PublicRead]
public sealed class ProductModel(BangVangDb db, EditionBook editions) : PageModel
{
    public LaureateView Laureate { get; private set; } = null!;
    /// <summary>Issued last; null when there is none.</summary>
    public CertificateView? Certificate { get; private set; }
    /// <summary>Null when the edition itself is not published here.</summary>
    public Edition? Edition { get; private set; }

    public async Task<IActionResult> OnGetAsync(string programme, int year, string slug, CancellationToken ct)
    {
        if (await db.LaureateAsync($"{programme}/{year}", slug, ct) is not { } found) return this.Refuse(Problem.NotFound("laureates.not_found"));
        Laureate = found;
        Edition = (await editions.CurrentAsync(found.EditionKey, ct))?.Edition;
        Certificate = await db.CertificateOfLaureateAsync(found.Id, ct);
        return Page();
    }

    /// <summary>How many of the four facts a source states: product, organisation, category, tier.</summary>
    public int Stated => 1 + new object?[] { Laureate.Facts.Organisation, Laureate.Facts.Category, Laureate.Facts.Tier }.Count(f => f is not null);

    /// <summary>Key of the name of a field that a correction changed.</summary>
    public static string FieldKey(string field) => $"laureates.field_{JsonNamingPolicy.SnakeCaseLower.ConvertName(field)}";

    public Milestone? Ceremony => Edition?.Milestones.FirstOrDefault(m => m.Code == "ceremony");

    public IEnumerable<Organiser> GivenBy => Edition?.Organisers.Where(o => o.Part is OrganiserPart.Host or OrganiserPart.Coordinator) ?? [];
}
