using BangVang.App.Ceremony;
using BangVang.App.Decisions;
using BangVang.App.Editions;
using BangVang.App.Forum;
using BangVang.App.Forum.Programme;
using BangVang.App.Storage;
using BangVang.Domain.Ceremony;
using BangVang.Domain.Decisions;
using BangVang.Domain.Editions;
using BangVang.Domain.Forum;
using BangVang.Domain.Forum.Programme;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using BangVang.Web.Pages.Manage;
using Microsoft.AspNetCore.Mvc;
using NodaTime;
using Option = BangVang.Web.Kernel.Option;

namespace BangVang.Web.Pages.Ceremony;

/// <summary>The secretariat closes the envelopes, a second person confirms them; who comes on stage is noted inside.</summary>
[For(Role.Secretariat, Role.Chair, Role.Auditor)]
public sealed class EnvelopesModel(BangVangDb db, EditionBook editions, ForumBook forums, ProgrammeBook programmes, CeremonyKey keys, Texts texts, IClock clock) : EditionPage(editions)
{
    /// <summary>"forum/session".</summary>
    [BindProperty] public string? Session { get; set; }
    [BindProperty] public string[] StageTiers { get; set; } = [];
    [BindProperty] public string? DocumentNumber { get; set; }
    [BindProperty] public LocalDate? DocumentDate { get; set; }

    public AwardCeremony? Ceremony { get; private set; }
    public LocalizedText? ForumName { get; private set; }
    public IReadOnlyList<SecretEnvelope> Inside { get; private set; } = [];
    public IReadOnlyList<Option> Sessions { get; private set; } = [];
    public IReadOnlyList<Option> Tiers => [.. Edition.SettledTiers.Select(t => new Option(t.Code, texts.In(t.Name)))];
    public bool IsOfficer => this.Actor().Is(Role.Secretariat, EditionKey);
    /// <summary>Approved, not published, and no envelopes that somebody has confirmed.</summary>
    public bool MayClose { get; private set; }
    public bool MayConfirm => Ceremony is { ConfirmedAt: null } waiting && waiting.ClosedBy != this.Actor().PersonId && (IsOfficer || this.Actor().Is(Role.Chair, EditionKey));

    private IReadOnlyDictionary<Guid, string> names = new Dictionary<Guid, string>();

    public string NameOf(Guid person) => names.GetValueOrDefault(person, "");

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await ShowAsync(ct) is { } refusal) return refusal;
        if (StageTiers.Length == 0 && Edition.SettledTiers is [var highest, ..]) StageTiers = [highest.Code];
        if (Sessions is [var only]) Session = only.Value;
        return Page();
    }

    public async Task<IActionResult> OnPostCloseAsync([FromServices] CloseEnvelopes close, CancellationToken ct)
    {
        if (!ModelState.IsValid) return await this.RejectAsync(async () => await ShowAsync(ct) ?? Page());
        var (forum, session) = Session?.Split('/') is [var f, var s] ? (f, s) : ("", "");
        var result = await close.RunAsync(this.Actor(), EditionKey, new(forum, session, StageTiers, DocumentNumber ?? "", DocumentDate), ct);
        if (result.TryGet(out _, out var problem)) return Done("ceremony", "envelopes_closed");
        return await this.RejectAsync(problem.Field is "Forum" ? problem with { Field = nameof(Session) } : problem, async () => await ShowAsync(ct) ?? Page());
    }

    public async Task<IActionResult> OnPostConfirmAsync([FromServices] ConfirmEnvelopes confirm, CancellationToken ct) =>
        await confirm.RunAsync(this.Actor(), EditionKey, ct) is { } problem ? await this.RejectAsync(problem, async () => await ShowAsync(ct) ?? Page()) : Done("ceremony", "envelopes_confirmed");

    public async Task<IActionResult> OnPostCancelAsync([FromServices] CancelCeremony cancel, CancellationToken ct) =>
        await cancel.RunAsync(this.Actor(), EditionKey, ct) is { } problem ? await this.RejectAsync(problem, async () => await ShowAsync(ct) ?? Page()) : Done("ceremony", "cancelled");

    public async Task<IActionResult> OnPostComesAsync(string reference, Attendance comes, [FromServices] NoteWhoComes note, CancellationToken ct) =>
        await note.RunAsync(this.Actor(), EditionKey, reference ?? "", comes, ct) is { } problem ? await this.RejectAsync(problem, async () => await ShowAsync(ct) ?? Page()) : Done("ceremony", "noted");

    private async Task<IActionResult?> ShowAsync(CancellationToken ct)
    {
        if (await OpenAsync(ct, Role.Secretariat, Role.Chair, Role.Auditor) is { } refusal) return refusal;
        Ceremony = await db.CeremonyOfAsync(this.Actor(), EditionKey, ct);
        var all = await forums.AllAsync(ct);
        if (Ceremony is { } ceremony)
        {
            ForumName = all.FirstOrDefault(f => f.Key == ceremony.ForumKey)?.Forum is { } forum ? forum.ShortName ?? forum.Name : null;
            Inside = await db.SecretEnvelopesAsync(keys, this.Actor(), ceremony, Edition, ct);
            names = await db.CloserNamesAsync(ceremony, ct);
        }
        MayClose = IsOfficer && Ceremony?.ConfirmedAt is null && await db.DecisionViewAsync(this.Actor(), EditionKey, clock.GetCurrentInstant(), ct) is { Decision.State: DecisionState.Approved };
        if (MayClose) Sessions = await SessionsAsync(all, ct);
        return null;
    }

    /// <summary>Released ceremonies of the forums that give this award.</summary>
    private async Task<IReadOnlyList<Option>> SessionsAsync(IReadOnlyList<PublishedForum> all, CancellationToken ct)
    {
        var found = new List<Option>();
        foreach (var forum in all.Where(f => f.Forum.Award == EditionKey))
            if (await programmes.CurrentAsync(forum.Slug, ct) is { Programme: { } programme })
                found.AddRange(programme.Sessions.Where(s => s is { Kind: SessionKind.Ceremony, IsCancelled: false })
                    .Select(s => new Option($"{forum.Slug}/{s.Code}", $"{texts.In(s.Title)} ({Writing.Current.Moment(s.StartsAt)})")));
        return found;
    }
}
