using BangVang.App.Decisions;
using BangVang.App.Dossiers;
using BangVang.App.Editions;
using BangVang.App.Storage;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;

namespace BangVang.Web.Pages.Dossiers;

/// <summary>One line of the task list.</summary>
/// <param name="Badge">Style of a state that wants attention; null shows it as plain text.</param>
public sealed record DossierTask(string Group, string Title, string? Hint, string Href, string State, string? Badge, bool IsDone, EditorHint? Editor = null);

/// <summary>The hub of a dossier: what is done, what is missing, how long is left.</summary>
[SignedIn]
public sealed class DossierModel(BangVangDb db, EditionBook book, IClock clock, Texts texts) : HubPage(db, book, clock)
{
    public IReadOnlyList<DossierTask> Tasks { get; private set; } = [];
    /// <summary>Null while there is no result to read.</summary>
    public Instant? ResultPublishedAt { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        if (await OpenAsync(id, ct) is { } absent) return absent;
        ResultPublishedAt = await Db.ResultPublishedAtAsync(this.Actor(), id, ct);
        Tasks = [.. Preparation(Hub), .. Registering(Hub), .. Content(Hub)];
        return Page();
    }

    private IEnumerable<DossierTask> Preparation(DossierHub hub)
    {
        var (desk, group, home) = (hub.Desk, texts["dossiers.group_prepare"], $"/dossiers/{hub.Desk.Dossier.Id}");
        var draft = desk.Draft;
        var eligible = draft.Verdict.Verdict;
        yield return new(group, texts["dossiers.eligibility"], draft.Questions.Count == 0 ? null : texts["dossiers.questions_count", ("count", draft.Questions.Count)], $"{home}/eligibility",
            texts[$"dossiers.eligible_{eligible.ToString().ToLowerInvariant()}"], eligible switch { Verdict.Pass => null, Verdict.Fail => "badge--err", _ => "badge--warn" }, eligible is Verdict.Pass);
        var (confirmed, open) = (desk.Dossier.HasConfirmed(desk.Enterprise), draft.OpenInProfile.Count);
        yield return new(group, texts["dossiers.profile"], desk.Enterprise.Name, $"{home}/profile",
            open > 0 ? texts["dossiers.profile_open", ("count", open)] : texts[confirmed ? "dossiers.done" : "dossiers.profile_to_confirm"], open > 0 ? "badge--warn" : confirmed ? null : "badge--info", confirmed && open == 0);
        yield return new(group, texts["dossiers.describe"], draft.Category.Name.In(Languages.Current), $"{home}/describe", texts["dossiers.done"], null, true);
    }

    private IEnumerable<DossierTask> Registering(DossierHub hub)
    {
        if (hub.Desk.Registration is null) yield break;
        var dossier = hub.Desk.Dossier;
        var required = hub.Desk.Edition.PreliminaryRegistration!.Required;
        yield return new(texts["dossiers.group_registration"], texts["dossiers.registration"], texts[required ? "dossiers.registration_required" : "dossiers.registration_optional"], $"/dossiers/{dossier.Id}/registration",
            dossier.RegisteredAt is { } at ? texts["dossiers.registered_on", ("at", at)] : texts["dossiers.registration_not_sent"], dossier.RegisteredAt is null && required ? "badge--warn" : null, dossier.RegisteredAt is not null || !required,
            hub.EditorOf((hub.Desk.Registration.Form?.Fields ?? []).Select(f => f.Code)));
    }

    private IEnumerable<DossierTask> Content(DossierHub hub) => hub.Desk.Draft.Sections.Select(section =>
    {
        // A field that is empty is missing; a cell that is empty within a table is a fault of the table.
        var faults = section.Problems.Count(p => p.Code != "dossiers.field_missing" || section.Section.Fields.All(f => f.Code != p.Field));
        var (state, badge) = section.State switch
        {
            SectionState.Done => (texts["dossiers.done"], null),
            SectionState.Optional => (texts["dossiers.section_optional"], null),
            SectionState.Faulty => (texts["dossiers.section_faulty", ("count", faults)], "badge--err"),
            SectionState.Started => (texts["dossiers.section_started", ("count", section.Problems.Count)], "badge--warn"),
            _ => (texts["dossiers.section_not_started"], (string?)"badge--info"),
        };
        return new DossierTask(texts["dossiers.group_content"], section.Section.Title.In(Languages.Current), section.Section.Help?.In(Languages.Current),
            $"/dossiers/{hub.Desk.Dossier.Id}/section/{section.Section.Code}", state, badge, section.State is SectionState.Done or SectionState.Optional, hub.EditorOf(section.Section.Fields.Select(f => f.Code)));
    });
}
