using BangVang.App.Editions;
using BangVang.Domain.Kernel;
using BangVang.Web.Pages.Manage;
using Microsoft.AspNetCore.Mvc;

namespace BangVang.Web.Pages.Screening;

/// <summary>A screen about the screening of an edition, for those who have a part in it.</summary>
public abstract class ScreeningPage(EditionBook editions) : EditionPage(editions)
{
    /// <summary>Null when the actor reads the screening of this edition; otherwise the answer.</summary>
    protected Task<IActionResult?> OpenAsync(CancellationToken ct) => OpenAsync(ct, Role.Secretariat, Role.Chair, Role.Auditor);
}
