using BangVang.App.Forum;
using BangVang.App.Forum.Commitments;
using BangVang.App.Forum.Programme;
using BangVang.App.Storage;
using BangVang.Domain.Forum;
using BangVang.Domain.Forum.Commitments;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using NodaTime;

namespace BangVang.Web.Pages.Organise;

/// <summary>A recommendation or commitment as a form: its words, for the forum at which it was made, and reports, also for later ones.</summary>
[For(Role.Organiser)]
public sealed class CommitmentModel(BangVangDb db, ForumBook book, ProgrammeBook programmes, Texts texts, IClock clock) : ForumPage(book)
{
    private readonly ForumBook book = book;

    [BindProperty(SupportsGet = true)] public Guid? Id { get; set; }
    [BindProperty] public int Version { get; set; }
    [BindProperty] public CommitmentKind Kind { get; set; }
    [BindProperty] public string TextVi { get; set; } = "";
    [BindProperty] public string? TextEn { get; set; }
    [BindProperty] public string StatedBy { get; set; } = "";
    [BindProperty] public string Owner { get; set; } = "";
    [BindProperty] public LocalDate? DueOn { get; set; }
    [BindProperty] public string? SessionCode { get; set; }
    [BindProperty] public int? Moment { get; set; }
    [BindProperty] public string? SourceTitle { get; set; }
    [BindProperty] public string? SourceUrl { get; set; }

    [BindProperty] public CommitmentState State { get; set; }
    [BindProperty] public string Note { get; set; } = "";
    [BindProperty] public string? ReportSourceTitle { get; set; }
    [BindProperty] public string? ReportSourceUrl { get; set; }

    /// <summary>Null for a new one.</summary>
    public CommitmentRecord? Record { get; private set; }
    /// <summary>Where it was made.</summary>
    public ForumEdition Made { get; private set; } = null!;
    public IReadOnlyList<Option> Sessions { get; private set; } = [];
    public IEnumerable<Option> States => Enum.GetValues<CommitmentState>().Select(s => new Option(s.ToString(), texts.Name("commitments", s)));
    public IEnumerable<Option> Kinds => Enum.GetValues<CommitmentKind>().Select(k => new Option(k.ToString(), texts.Name("commitments", k)));
    public LocalDate Today { get; private set; }
    /// <summary>Made at this forum, so that its words are for its organisers to correct.</summary>
    public bool IsOwn => Record is null || Record.Commitment.ForumKey == Key;

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await ShowAsync(ct) is { } refusal) return refusal;
        if (Record is not { Commitment: var c }) return Page();
        (Version, Kind, TextVi, TextEn, StatedBy, Owner) = (c.Version, c.Kind, c.TextVi, c.TextEn, c.StatedBy, c.Owner);
        (DueOn, SessionCode, Moment, SourceTitle, SourceUrl, State) = (c.DueOn, c.SessionCode, c.Moment, c.SourceTitle, c.SourceUrl, Record.State);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync([FromServices] SaveCommitment save, CancellationToken ct)
    {
        if (await ShowAsync(ct) is { } refusal) return refusal;
        foreach (var other in (string[])[nameof(State), nameof(Note)]) ModelState.Remove(other);
        if (!ModelState.IsValid) return await this.RejectAsync(() => Task.CompletedTask);
        var result = await save.RunAsync(this.Actor(), Slug, Id, Version, new(Kind, TextVi ?? "", TextEn, StatedBy ?? "", Owner ?? "", DueOn, SessionCode, Moment, SourceTitle, SourceUrl), ct);
        return result.TryGet(out _, out var problem) ? Done("commitments", "saved") : await this.RejectAsync(problem, () => Task.CompletedTask);
    }

    public async Task<IActionResult> OnPostReportAsync([FromServices] ReportCommitment report, CancellationToken ct)
    {
        if (await ShowAsync(ct) is { } refusal) return refusal;
        if (Record is not { Commitment: var c }) return this.Refuse(Problem.NotFound("commitments.unknown"));
        var (state, note, title, url) = (State, Note ?? "", ReportSourceTitle, ReportSourceUrl);
        (Version, Kind, TextVi, TextEn, StatedBy, Owner) = (c.Version, c.Kind, c.TextVi, c.TextEn, c.StatedBy, c.Owner);
        (DueOn, SessionCode, Moment, SourceTitle, SourceUrl) = (c.DueOn, c.SessionCode, c.Moment, c.SourceTitle, c.SourceUrl);
        ModelState.Clear();
        if (await report.RunAsync(this.Actor(), Slug, c.Id, state, note, title, url, ct) is not { } problem) return Done("commitments", "reported");
        return await this.RejectAsync(problem with { Field = problem.Field is { } field && field.StartsWith("Source", StringComparison.Ordinal) ? "Report" + field : problem.Field }, () => Task.CompletedTask);
    }

    private async Task<IActionResult?> ShowAsync(CancellationToken ct)
    {
        if (await OpenAsync(ct, Role.Organiser) is { } refusal) return refusal;
        Made = Forum;
        Today = clock.GetCurrentInstant().InZone(Forum.TimeZone).Date;
        if (Id is { } id)
        {
            Record = await db.CommitmentAsync(book, this.Actor(), Forum, id, ct);
            if (Record is null) return this.Refuse(Problem.NotFound("commitments.unknown"));
            if (!IsOwn) Made = (await book.AllAsync(ct)).Single(f => f.Key == Record.Commitment.ForumKey).Forum;
        }
        if ((await programmes.CurrentAsync(Slug, ct))?.Programme is { } programme)
            Sessions = [.. programme.Sessions.Select(s => new Option(s.Code, texts.In(s.Title)))];
        return null;
    }
}
