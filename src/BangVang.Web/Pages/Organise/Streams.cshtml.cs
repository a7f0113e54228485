using BangVang.App.Forum;
using BangVang.App.Forum.Streams;
using BangVang.App.Kernel;
using BangVang.App.Storage;
using BangVang.Domain.Forum.Streams;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;

namespace BangVang.Web.Pages.Organise;

/// <summary>A key that was just made.</summary>
/// <param name="Address">Into which the encoder sends; holds the key.</param>
public sealed record MadeKey(string Stream, string Address);

/// <summary>The streams of a forum for those who send them: how each does, its key, its end.</summary>
[For(Role.EncoderOperator, Role.Organiser)]
public sealed class StreamsModel(BangVangDb db, ForumBook book, PublicUrl site, TimeProvider time) : ForumPage(book)
{
    public IReadOnlyList<(StreamRules Stream, StreamState State)> Streams { get; private set; } = [];
    public MadeKey? Made { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await OpenAsync(ct, Role.EncoderOperator, Role.Organiser) is { } refusal) return refusal;
        Streams = [.. Forum.Streams.Zip(await db.StreamStatesAsync(Slug, Forum.Streams, time.Now(), ct))];
        return Page();
    }

    /// <summary>The key is on this page and nowhere else.</summary>
    public async Task<IActionResult> OnPostKeyAsync(string stream, [FromServices] MakeStreamKey make, CancellationToken ct)
    {
        if (!(await make.RunAsync(this.Actor(), Slug, stream, ct)).TryGet(out var key, out var problem)) return await this.RejectAsync(problem, () => OnGetAsync(ct));
        Made = new(stream, $"{site.To($"/ingest/{Slug}/{stream}")}/{key}");
        return await OnGetAsync(ct);
    }

    public async Task<IActionResult> OnPostEndAsync(string stream, bool ended, [FromServices] EndStream end, CancellationToken ct) =>
        await end.RunAsync(this.Actor(), Slug, stream, ended, ct) is { } problem ? await this.RejectAsync(problem, () => OnGetAsync(ct)) : Redirect($"/organise/{Slug}/streams");

    /// <summary>A command for ffmpeg that sends one picture and one language; further ones stand in the guide.</summary>
    public string Example(MadeKey made)
    {
        var stream = Forum.Stream(made.Stream)!;
        var (video, audio) = (stream.Renditions.First(r => r.Kind == RenditionKind.Video).Code, stream.Renditions.FirstOrDefault(r => r.Kind == RenditionKind.Audio)?.Code);
        var map = audio is null ? $"v:0,name:{video}" : $"v:0,agroup:a,name:{video} a:0,agroup:a,name:{audio}";
        return $"ffmpeg -i … -c:v libx264 -g 50 -c:a aac -f hls -hls_time 4 -hls_flags program_date_time+independent_segments -strftime 1 -var_stream_map \"{map}\" -master_pl_name master.m3u8 -hls_segment_filename \"{made.Address}/%v/%s-%%05d.ts\" -method PUT -http_persistent 1 \"{made.Address}/%v/index.m3u8\"";
    }

    public static string BadgeOf(LinkState link) => link switch { LinkState.Good => "badge--ok", LinkState.Slow => "badge--warn", LinkState.Broken => "badge--err", _ => "" };
}
