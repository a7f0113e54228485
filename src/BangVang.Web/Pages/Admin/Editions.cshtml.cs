using BangVang.App.Editions;
using BangVang.App.Kernel;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;

namespace BangVang.Web.Pages.Admin;

/// <summary>Publishing an edition: check a folder on the server, see every problem and every change, then freeze it.</summary>
[ForAdministrator]
public sealed class EditionsModel(EditionBook book, IClock clock) : PageModel
{
    /// <summary>As <c>programme/year</c>, one of <see cref="Folders"/>.</summary>
    [BindProperty(SupportsGet = true)] public string? Folder { get; set; }
    [BindProperty] public string? NoticeVi { get; set; }
    [BindProperty] public string? NoticeEn { get; set; }
    /// <summary>Hash of what the check showed: a folder that has changed since is shown again first.</summary>
    [BindProperty] public string? Sha256 { get; set; }

    public IReadOnlyList<string> Folders { get; private set; } = [];
    public IReadOnlyList<PublishedEdition> Published { get; private set; } = [];
    /// <summary>The folder as it was read; null when none was asked for.</summary>
    public EditionReading? Reading { get; private set; }
    public IReadOnlyList<PublishedEdition> History { get; private set; } = [];
    public string? ReadSha256 { get; private set; }
    public IReadOnlyList<EditionChange> Changes { get; private set; } = [];
    public IReadOnlyList<(string Phase, MissingValue Missing)> Missing { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        Published = await book.AllAsync(ct);
        Folders = EditionFolders.Names;
        if (string.IsNullOrEmpty(Folder)) return Page();
        if (Read() is not { } reading) return this.Refuse(Problem.NotFound("secretariat.folder_unknown"));
        Reading = reading;
        if (reading.Edition is not { } edition) return Page();

        ReadSha256 = EditionSnapshot.Freeze(edition).Sha256;
        History = await book.HistoryAsync(edition.Key, ct);
        if (History.Count > 0) Changes = EditionDiff.Between(History[0].Edition, edition);
        Missing = [.. edition.Phases.SelectMany(p => edition.MissingFor(p.Code).Select(m => (p.Code, m)))];
        return Page();
    }

    public async Task<IActionResult> OnPostAsync([FromServices] PublishEdition publish, CancellationToken ct)
    {
        if (Read() is not { } reading) return this.Refuse(Problem.NotFound("secretariat.folder_unknown"));
        if (reading.Edition is { } edition && EditionSnapshot.Freeze(edition).Sha256 != Sha256)
            return await this.RejectAsync(Problem.Conflict("secretariat.folder_changed"), () => OnGetAsync(ct));
        var notice = string.IsNullOrWhiteSpace(NoticeVi) ? null : new LocalizedText(NoticeVi.Trim(), string.IsNullOrWhiteSpace(NoticeEn) ? NoticeVi.Trim() : NoticeEn.Trim());
        var result = await publish.RunAsync(this.Actor(), reading, notice, ct);
        return result.TryGet(out _, out var problem)
            ? Redirect($"/admin/editions?folder={Uri.EscapeDataString(Folder!)}&done=published")
            : await this.RejectAsync(problem.Field == "Notice" ? problem with { Field = nameof(NoticeVi) } : problem, () => OnGetAsync(ct));
    }

    /// <summary>Only folders of the list are read, whatever the address says.</summary>
    private EditionReading? Read() => Folder is { } name && EditionFolders.Names.Contains(name)
        ? EditionReader.Read(Path.Combine(EditionFolders.Root, name), clock.GetCurrentInstant().InZone(Writing.Zone).Date) : null;
}

/// <summary>The folders of editions that lie beside the program.</summary>
internal static class EditionFolders
{
    public static string Root => Path.Combine(InstallationConfiguration.Root, "editions");

    public static IReadOnlyList<string> Names => !Directory.Exists(Root) ? [] : [.. Directory.GetDirectories(Root)
        .SelectMany(Directory.GetDirectories).Where(f => File.Exists(Path.Combine(f, EditionReader.FileName)))
        .Select(f => $"{Path.GetFileName(Path.GetDirectoryName(f))}/{Path.GetFileName(f)}").Order(StringComparer.Ordinal)];
}
