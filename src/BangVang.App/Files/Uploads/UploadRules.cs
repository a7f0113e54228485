using BangVang.App.Storage;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;

namespace BangVang.App.Files.Uploads;

/// <summary>What may be sent for a purpose.</summary>
/// <param name="MaxBytes">The largest file, in bytes.</param>
public sealed record UploadRule(IReadOnlySet<FileKind> Accepted, long MaxBytes);

/// <summary>Answers what this actor may send for this purpose now; a refusal when nothing, NotFound when the subject is not theirs to know of.</summary>
public delegate Task<Result<UploadRule>> UploadRuleSource(BangVangDb db, Actor actor, FilePurpose purpose, CancellationToken ct);

/// <summary>One word's answer. Each word that takes files registers one as a singleton: <c>new UploadPurpose("dossier", DossierUploads.RuleAsync)</c>.</summary>
/// <param name="Kind"><see cref="FilePurpose.Kind"/>, lower case.</param>
public sealed record UploadPurpose(string Kind, UploadRuleSource Rule);

/// <summary>All words that take files.</summary>
public sealed class UploadRules(IEnumerable<UploadPurpose> purposes)
{
    private readonly Dictionary<string, UploadRuleSource> sources = purposes.ToDictionary(p => p.Kind, p => p.Rule, StringComparer.Ordinal);

    public async Task<Result<UploadRule>> OfAsync(BangVangDb db, Actor actor, FilePurpose purpose, CancellationToken ct) =>
        sources.TryGetValue(purpose.Kind, out var source) ? await source(db, actor, purpose, ct) : UploadProblems.NothingWanted;
}
