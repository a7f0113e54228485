using BangVang.App.Kernel;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;

namespace BangVang.Web.Pages.Design;

/// <summary>The frame of the work screens, with the links of whoever looks. In development and in the demonstration only.</summary>
[Public]
public sealed class WorkModel(IHostEnvironment environment, IOptions<InstallationOptions> options) : PageModel
{
    public IActionResult OnGet() => environment.IsProduction() && !options.Value.Demo ? NotFound() : Page();
}
