using BangVang.App.Bundles;
using BangVang.App.Editions;
using BangVang.App.Kernel;
using BangVang.App.Log;
using BangVang.App.Storage;
using BangVang.Domain.Editions;
using BangVang.Web.Kernel;
using BangVang.Web.Pages.Editions;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;
using NodaTime;

namespace BangVang.Web.Pages.Log;

/// <summary>The public log for people: what its published checkpoint says, who vouches for it, and how anybody checks it.</summary>
[Public]
public sealed class IndexModel(BangVangDb db, LogSigner signer, WitnessPolicy policy, EditionBook editions, IOptions<InstallationOptions> options, TimeProvider time) : PageModel
{
    public const int Newest = 20;

    private readonly Dictionary<string, Edition> names = [];

    public string Origin => signer.Origin;
    public string Key => signer.Key.ToString();
    public WitnessPolicy Policy => policy;
    /// <summary>Null before the first.</summary>
    public LogCheckpoint? Checkpoint { get; private set; }
    /// <summary>The checkpoint with every signature under it.</summary>
    public string Note { get; private set; } = "";
    /// <summary>Hash of the whole tree, base64.</summary>
    public string Root { get; private set; } = "";
    public IReadOnlyList<PublishedRetiredKey> Retired { get; private set; } = [];
    /// <summary>How many witnesses of the settings have signed it.</summary>
    public int Cosigned { get; private set; }
    /// <summary>Entries that wait for the witnesses for longer than they should; 0 when none does.</summary>
    public long Unpublished { get; private set; }
    public IReadOnlyList<WitnessStanding> Standings { get; private set; } = [];
    public IReadOnlyList<DeadlineCheckpoint> Deadlines { get; private set; } = [];
    /// <summary>Editions whose result anybody can compute again from this log.</summary>
    public IReadOnlyList<Edition> Results { get; private set; } = [];
    /// <summary>What the newest entries say of themselves: kind, edition and time, nothing of what they fix.</summary>
    public IReadOnlyList<LogEvent> Entries { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct)
    {
        var (now, silence) = (time.Now(), Duration.FromTimeSpan(options.Value.Log.WitnessSilence));
        Standings = await db.WitnessStandingsAsync(policy, silence, now, ct);
        if (await db.PublishedCheckpointAsync(policy, ct) is not { } published) return;
        Checkpoint = published;
        Retired = await db.RetiredLogKeysAsync(ct);
        var note = await db.SignedAsync(published, ct);
        (Note, Root) = (note.ToString(), note.Text.Split('\n')[2]);
        Cosigned = await db.CosignedByAsync(published.Size, policy, ct);
        Deadlines = await db.DeadlineCheckpointsAsync(null, Newest, ct);
        foreach (var key in Deadlines.Select(d => d.EditionKey).Distinct()) if (await editions.CurrentAsync(key, ct) is { } found) names[key] = found.Edition;
        var settled = new List<Edition>();
        foreach (var key in await db.PublishedResultsAsync(Newest, ct)) if (await editions.CurrentAsync(key, ct) is { } found) settled.Add(found.Edition);
        Results = settled;
        Entries = await db.NewestLogEntriesAsync(published.Size, Newest, ct);
        var witnessed = Cosigned < policy.Quorum ? 0 : published.Size;
        if (policy.Quorum > 0 && witnessed < await db.OverdueSizeAsync(silence, now, ct)) Unpublished = await db.LogTreeSizeAsync(ct) - witnessed;
    }

    /// <summary>The phase that closed, by its name.</summary>
    public string PhaseOf(Texts texts, DeadlineCheckpoint deadline) => names.GetValueOrDefault(deadline.EditionKey)?.Phase(deadline.Phase) is { } phase ? texts.In(phase.Name) : deadline.Phase;

    /// <summary>How it stands with a witness, in a word or two.</summary>
    public string Word(Texts texts, WitnessStanding standing) => standing switch
    {
        { Failure: WitnessFailures.Contradicts } => texts["log.witness_contradicts"],
        { Failure: WitnessFailures.Ahead } => texts["log.witness_ahead"],
        { IsSilent: true } => texts["log.witness_silent"],
        { Failure: not null } => texts["log.witness_fails"],
        { SignedAt: null } => texts["log.witness_new"],
        _ => texts["log.witness_signs"],
    };
}
