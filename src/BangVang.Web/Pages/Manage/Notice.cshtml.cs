using BangVang.App.Editions;
using BangVang.App.Files;
using BangVang.App.Secretariat.Notices;
using BangVang.App.Storage;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using NodaTime;

namespace BangVang.Web.Pages.Manage;

/// <summary>Writing a notice, changing it, taking it back.</summary>
[For(Role.Secretariat)]
public sealed class NoticeModel(BangVangDb db, EditionBook book, IClock clock) : EditionPage(book)
{
    [BindProperty] public NoticeInput Input { get; set; } = new();
    [BindProperty] public string? Reason { get; set; }

    public Guid Id { get; private set; }
    /// <summary>Null while the notice is new.</summary>
    public NoticeView? Kept { get; private set; }
    public Instant Now { get; } = clock.GetCurrentInstant();

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        if (await OpenAsync(ct, Role.Secretariat) is { } refusal) return refusal;
        Id = id;
        Kept = await db.NoticeAsync(this.Actor(), id, Now, ct);
        if (Kept is not null && Kept.Row.EditionKey != EditionKey) return this.Refuse(Problem.NotFound("notices.unknown"));
        if (HttpMethods.IsGet(Request.Method)) Input = Kept is null ? new() { Date = Now.InZone(Edition.TimeZone).Date, VisibleFrom = Now } : NoticeInput.Of(Kept);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, IFormFile? file, [FromServices] WriteNotice write, [FromServices] ReceiveForm receive, CancellationToken ct)
    {
        if (!ModelState.IsValid) return await this.RejectAsync(() => OnGetAsync(id, ct));
        var fileId = Input.KeepsFile ? Input.FileId : null;
        if (file is { Length: > 0 })
        {
            await using var content = file.OpenReadStream();
            var received = await receive.RunAsync(this.Actor(), new(WriteNotice.FileKindName, id, ""), file.FileName, content, ct);
            if (!received.TryGet(out var stored, out var refused)) return await this.RejectAsync(refused with { Field = "file" }, () => OnGetAsync(id, ct));
            fileId = stored.Id;
        }
        var text = new NoticeText(Input.Kind, Input.Date, Input.PrintedNumber, Input.TitleVi ?? "", Input.TitleEn, Input.TextVi ?? "", Input.TextEn, Input.VisibleFrom);
        return await write.RunAsync(this.Actor(), EditionKey, id, text, fileId, Input.Version, ct) is { } problem
            ? await this.RejectAsync(problem, () => OnGetAsync(id, ct))
            : Done("notices", "written");
    }

    public async Task<IActionResult> OnPostWithdrawAsync(Guid id, [FromServices] WithdrawNotice withdraw, CancellationToken ct)
    {
        ModelState.Clear();
        if (await withdraw.RunAsync(this.Actor(), id, Reason ?? "", ct) is not { } problem) return Done("notices", "withdrawn");
        return await this.RejectAsync(problem, async () =>
        {
            var page = await OnGetAsync(id, ct);
            if (Kept is not null) Input = NoticeInput.Of(Kept);
            return page;
        });
    }

    public sealed record NoticeInput
    {
        public NoticeKind Kind { get; set; } = NoticeKind.Other;
        public LocalDate Date { get; set; }
        public string? PrintedNumber { get; set; }
        public string? TitleVi { get; set; }
        public string? TitleEn { get; set; }
        public string? TextVi { get; set; }
        public string? TextEn { get; set; }
        public Instant VisibleFrom { get; set; }
        public Guid? FileId { get; set; }
        public bool KeepsFile { get; set; } = true;
        public int Version { get; set; }

        public static NoticeInput Of(NoticeView view) => new()
        {
            Kind = view.Row.Kind, Date = view.Row.Date, PrintedNumber = view.Row.PrintedNumber, TitleVi = view.Row.TitleVi, TitleEn = view.Row.TitleEn,
            TextVi = view.TextVi, TextEn = view.TextEn, VisibleFrom = view.Row.VisibleFrom, FileId = view.FileId, Version = view.Version,
        };
    }
}
