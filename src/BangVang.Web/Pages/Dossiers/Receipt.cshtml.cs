using BangVang.App.Dossiers;
using BangVang.App.Editions;
using BangVang.App.Log;
using BangVang.App.Storage;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;

namespace BangVang.Web.Pages.Dossiers;

/// <summary>The proof of a submission: bookmarkable, printable, one per version. Without a number, that of the version that counts.</summary>
[SignedIn]
public sealed class ReceiptModel(BangVangDb db, EditionBook book, IClock clock, WitnessPolicy policy) : PageModel
{
    public Guid Id { get; private set; }
    public DossierVersion Version { get; private set; } = null!;
    public DossierContent Submitted { get; private set; } = null!;
    public Edition Edition { get; private set; } = null!;
    public bool IsCurrent { get; private set; }
    public int CurrentNumber { get; private set; }
    public long? LogSeq { get; private set; }
    /// <summary>Entries under the first checkpoint that covers this one and has its quorum; null while none does.</summary>
    public long? LogSize { get; private set; }
    /// <summary>How many of the installation's witnesses have signed that checkpoint.</summary>
    public int Witnesses { get; private set; }
    public WitnessPolicy Policy => policy;
    /// <summary>Until when it may be corrected; null when that is over or not known.</summary>
    public Instant? End { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid id, int? number, CancellationToken ct)
    {
        var versions = await db.OwnVersionsAsync(this.Actor(), id, ct);
        if (versions.FirstOrDefault(v => number is null || v.Number == number) is not { } version) return this.Refuse(Problem.NotFound("dossiers.receipt_not_found"));
        (Id, Version, Submitted) = (id, version, DossierContent.Read(version.Content));
        Edition = ((await book.AtAsync(version.SnapshotId, ct)) ?? await book.CurrentAsync(Submitted.Edition, ct))!.Edition;
        (IsCurrent, CurrentNumber) = (version == versions[0], versions[0].Number);
        LogSeq = (await db.SubmissionProofAsync(id, version, ct))?.Seq;
        LogSize = LogSeq is { } seq ? (await db.CheckpointOverAsync(seq, policy, ct))?.Size : null;
        if (LogSize is { } size) Witnesses = await db.CosignedByAsync(size, policy, ct);
        var now = clock.GetCurrentInstant();
        var window = SubmissionWindow.Of((await book.CurrentAsync(Submitted.Edition, ct))!.Edition, null, now);
        End = window.Check(now) is null ? window.End(now) : null;
        return Page();
    }
}
