using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BangVang.Web.Pages;

/// <summary>The start page.</summary>
[Public]
public sealed class IndexModel : PageModel;
