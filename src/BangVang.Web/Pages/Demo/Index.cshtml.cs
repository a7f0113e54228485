using BangVang.App.Kernel;
using BangVang.Web.Api;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;

namespace BangVang.Web.Pages.Demo;

/// <summary>One click to enter the demonstration as each of its roles. Absent outside demo mode and for every other machine.</summary>
[Public, ResponseCache(NoStore = true)]
public sealed class IndexModel(IOptions<InstallationOptions> installation) : PageModel
{
    public IReadOnlyList<DemoDoor> Doors { get; private set; } = [];

    /// <summary>Where one wanted to go; an address of another site counts as none.</summary>
    [BindProperty(SupportsGet = true)] public string? ReturnUrl { get; set; }

    public string AddressOf(DemoDoor door) => Kernel.ReturnUrl.Local(ReturnUrl) is "/" ? door.Path : $"{door.Path}?returnUrl={Uri.EscapeDataString(ReturnUrl!)}";

    public IActionResult OnGet()
    {
        if (!installation.Value.Demo || !DemoDoors.IsFor(HttpContext)) return NotFound();
        Doors = HttpContext.RequestServices.GetRequiredService<DemoDoors>().All;
        return Page();
    }
}
