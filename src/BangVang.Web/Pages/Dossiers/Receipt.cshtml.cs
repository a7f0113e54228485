using System.Security.Cryptography.Pkcs;
using BangVang.App.Dossiers;
using BangVang.App.Editions;
using BangVang.App.Files;
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
[SignedIn, RequestSizeLimit(DossierFieldsModel.LargestForm), RequestFormLimits(MultipartBodyLengthLimit = DossierFieldsModel.LargestForm)]
public sealed class ReceiptModel(BangVangDb db, EditionBook book, IClock clock, WitnessPolicy policy) : PageModel
{
    private Dictionary<Guid, AwaitedFile> named = [];

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
    /// <summary>When a time-stamp authority saw the entry; null while none has.</summary>
    public Instant? StampedAt { get; private set; }
    public Instant Now { get; private set; }
    /// <summary>Files of this version whose bytes may still come.</summary>
    public IReadOnlyList<AwaitedFile> Awaited => [.. Submitted.Files.Select(f => named.GetValueOrDefault(f.Id)).OfType<AwaitedFile>().Where(f => f.StandingAt(Now) is FileStanding.Awaited)];

    public FileStanding StandingOf(SubmittedFile file) => named.GetValueOrDefault(file.Id)?.StandingAt(Now) ?? FileStanding.Received;
    public Instant? UntilOf(SubmittedFile file) => named.GetValueOrDefault(file.Id)?.UntilAt;
    /// <summary>Why the bytes that came could not be kept; null for every other file.</summary>
    public Problem? WhyUnfit(SubmittedFile file) => named.GetValueOrDefault(file.Id)?.Refusal;

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
        if (LogSeq is { } place && await db.TimeStampAsync(place, ct) is { } token && Rfc3161TimestampToken.TryDecode(token, out var stamp, out _)) StampedAt = Instant.FromDateTimeOffset(stamp.TokenInfo.Timestamp);
        named = await db.NamedFilesAsync(id, ct);
        var now = Now = clock.GetCurrentInstant();
        var window = SubmissionWindow.Of((await book.CurrentAsync(Submitted.Edition, ct))!.Edition, null, now);
        End = window.Check(now) is null ? window.End(now) : null;
        return Page();
    }

    /// <summary>The bytes of a file that was named, with scripts off.</summary>
    /// <param name="file">Which of them.</param>
    public async Task<IActionResult> OnPostSendAsync(Guid id, int number, Guid file, IFormFile? sent, [FromServices] ReceiveForm receive, CancellationToken ct)
    {
        if (await OnGetAsync(id, number, ct) is var shown && shown is not PageResult) return shown;
        if (Submitted.Files.FirstOrDefault(f => f.Id == file) is not { } wanted || sent is null) return await this.RejectAsync(Problem.Invalid("dossiers.file_not_the_one"), () => Task.CompletedTask);
        await using var content = sent.OpenReadStream();
        var result = await receive.RunAsync(this.Actor(), new(AttachFile.Purpose, id, wanted.Field), sent.FileName, content, ct);
        if (result.TryGet(out var kept, out var problem) && kept.Id == file) return Redirect($"/dossiers/{id}/receipt/{number}");
        return await this.RejectAsync(problem ?? Problem.Invalid("dossiers.file_not_the_one"), () => OnGetAsync(id, number, ct));
    }
}
