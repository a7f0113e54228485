using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BangVang.Web.Pages.Admin;

/// <summary>Where the administrator of the installation begins.</summary>
[ForAdministrator]
public sealed class IndexModel : PageModel;
