using BangVang.App.Forum;
using BangVang.App.Forum.Commitments;
using BangVang.App.Storage;
using BangVang.Domain.Forum.Commitments;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using NodaTime;

namespace BangVang.Web.Pages.Organise;

/// <summary>The registry of recommendations and commitments, to work on.</summary>
[For(Role.Organiser)]
public sealed class CommitmentsModel(BangVangDb db, ForumBook book, IClock clock) : ForumPage(book)
{
    private readonly ForumBook book = book;

    public CommitmentRegistry Registry { get; private set; } = null!;
    public LocalDate Today { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await OpenAsync(ct, Role.Organiser) is { } refusal) return refusal;
        Registry = await db.CommitmentsAsync(book, Forum, ct);
        Today = clock.GetCurrentInstant().InZone(Forum.TimeZone).Date;
        return Page();
    }

    public string WorkOn(CommitmentRecord record) => $"/organise/{Slug}/commitments/edit?id={record.Commitment.Id}";
}
