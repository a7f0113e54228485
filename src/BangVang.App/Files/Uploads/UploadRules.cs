using BangVang.App.Files.Sealing;
using BangVang.App.Ports;
using BangVang.App.Storage;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;

namespace BangVang.App.Files.Uploads;

/// <summary>What may be sent for a purpose.</summary>
/// <param name="MaxBytes">The largest file, in bytes.</param>
public sealed record UploadRule(IReadOnlySet<FileKind> Accepted, long MaxBytes)
{
    /// <summary>What stands against a file of this name (<see cref="FileNames.Clean"/>) where these kinds are wanted; null when nothing does. The bytes are judged when they are all here.</summary>
    public static Problem? Against(string name, IReadOnlySet<FileKind> accepted)
    {
        var extension = FileNames.Extension(name);
        if (accepted.Any(k => k.Extensions().Contains(extension))) return null;
        return FileKinds.All.FirstOrDefault(k => k.Extensions().Contains(extension)) is var kind && kind.Extensions().Contains(extension)
            ? FileProblems.KindNotAccepted(kind, accepted)
            : FileProblems.UnknownKind(accepted);
    }
}

/// <summary>Answers what this actor may send for this purpose now; a refusal when nothing, NotFound when the subject is not theirs to know of.</summary>
public delegate Task<Result<UploadRule>> UploadRuleSource(BangVangDb db, Actor actor, FilePurpose purpose, CancellationToken ct);

/// <summary>Answers to whom the bytes for this purpose are encrypted before they are kept; null when they are kept as they are.</summary>
public delegate Task<SealTo?> SealSource(BangVangDb db, FilePurpose purpose, CancellationToken ct);

/// <summary>One word's answer. Each word that takes files registers one as a singleton: <c>new UploadPurpose("dossier", DossierUploads.RuleAsync)</c>.</summary>
/// <param name="Kind"><see cref="FilePurpose.Kind"/>, lower case.</param>
public sealed record UploadPurpose(string Kind, UploadRuleSource Rule)
{
    /// <summary>Asked about bytes that are all here; null where nobody names files beforehand.</summary>
    public FilePromiseSource? Promise { get; init; }

    /// <summary>Null where files of this kind are never sealed.</summary>
    public SealSource? Seal { get; init; }
}

/// <summary>A file that somebody named by its hash before its bytes were here. Whoever calls these saves.</summary>
/// <param name="FileId">The id that the file gets.</param>
/// <param name="Keep">The bytes are kept.</param>
/// <param name="BreakAsync">The bytes came and may not be kept.</param>
public sealed record FilePromise(Guid FileId, Action Keep, Func<Problem, CancellationToken, Task> BreakAsync);

/// <summary>The promise that these bytes, sent for this purpose, are about to keep; null when they are an ordinary file.</summary>
public delegate Task<FilePromise?> FilePromiseSource(BangVangDb db, FilePurpose purpose, FileContent content, CancellationToken ct);

/// <summary>All words that take files.</summary>
public sealed class UploadRules(IEnumerable<UploadPurpose> purposes)
{
    private readonly Dictionary<string, UploadPurpose> purposes = purposes.ToDictionary(p => p.Kind, StringComparer.Ordinal);

    public async Task<Result<UploadRule>> OfAsync(BangVangDb db, Actor actor, FilePurpose purpose, CancellationToken ct) =>
        purposes.TryGetValue(purpose.Kind, out var word) ? await word.Rule(db, actor, purpose, ct) : UploadProblems.NothingWanted;

    public async Task<FilePromise?> PromiseAsync(BangVangDb db, FilePurpose purpose, FileContent content, CancellationToken ct) =>
        purposes.GetValueOrDefault(purpose.Kind)?.Promise is { } source ? await source(db, purpose, content, ct) : null;

    public async Task<SealTo?> SealOfAsync(BangVangDb db, FilePurpose purpose, CancellationToken ct) =>
        purposes.GetValueOrDefault(purpose.Kind)?.Seal is { } source ? await source(db, purpose, ct) : null;
}
