using BangVang.App.Log;
using BangVang.App.Storage;
using BangVang.Proof.Notes;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BangVang.Web.Pages.Log;

/// <summary>The public log for people: what its newest checkpoint says, who vouches for it, and how anybody checks it.</summary>
[Public]
public sealed class IndexModel(BangVangDb db, LogSigner signer) : PageModel
{
    public const int Newest = 20;

    public string Origin => signer.Origin;
    public string Key => signer.Key.ToString();
    /// <summary>Null before the first.</summary>
    public LogCheckpoint? Checkpoint { get; private set; }
    /// <summary>Hash of the whole tree, base64.</summary>
    public string Root { get; private set; } = "";
    /// <summary>What the newest entries say of themselves: kind, edition and time, nothing of what they fix.</summary>
    public IReadOnlyList<LogEvent> Entries { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct)
    {
        if (await db.LatestCheckpointAsync(ct) is not { } newest) return;
        Checkpoint = newest;
        SignedNote.TryParse(System.Text.Encoding.UTF8.GetBytes(newest.Note), out var note);
        Root = note!.Text.Split('\n')[2];
        Entries = await db.NewestLogEntriesAsync(newest.Size, Newest, ct);
    }
}
