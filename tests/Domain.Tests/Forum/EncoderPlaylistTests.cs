using BangVang.Domain.Forum.Streams;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.Domain.Tests.Forum;

public sealed class EncoderPlaylistTests
{
    /// <summary>As ffmpeg 5.1 writes it: the offset without a colon.</summary>
    private const string OfFfmpeg = "#EXTM3U\n#EXT-X-VERSION:6\n#EXT-X-TARGETDURATION:2\n#EXT-X-MEDIA-SEQUENCE:7\n#EXT-X-INDEPENDENT-SEGMENTS\n#EXTINF:2.000000,\n#EXT-X-PROGRAM-DATE-TIME:2026-11-23T03:00:00.120+0000\nhttp://127.0.0.1/ingest/x/hall/KEY/720p/s00007.ts\n#EXTINF:1.960000,\ns00008.ts?a=b\n";

    [Fact]
    public void Names_lengths_and_times_are_read_and_times_go_on_where_none_is_written()
    {
        var read = EncoderPlaylist.TryRead(OfFfmpeg)!;
        read.Segments.Select(s => s.Name).ShouldBe(["s00007.ts", "s00008.ts"]);
        read.Segments[0].StartsAt.ShouldBe(Instant.FromUtc(2026, 11, 23, 3, 0) + Duration.FromMilliseconds(120));
        read.Segments[1].StartsAt.ShouldBe(Instant.FromUtc(2026, 11, 23, 3, 0) + Duration.FromMilliseconds(2120));
        read.Segments[1].Length.ShouldBe(Duration.FromMilliseconds(1960));
        (read.HasEnded, read.IsFragmented, read.Segments.Any(s => s.Discontinuity)).ShouldBe((false, false, false));
    }

    [Theory]
    [InlineData("2026-11-23T03:00:00Z")]
    [InlineData("2026-11-23T10:00:00+07:00")]
    [InlineData("2026-11-23T10:00:00.000+0700")]
    public void Times_are_read_however_encoders_write_their_offset(string time) =>
        EncoderPlaylist.TryRead($"#EXTM3U\r\n#EXT-X-PROGRAM-DATE-TIME:{time}\r\n#EXTINF:4,\r\na.ts\r\n")!.Segments[0].StartsAt.ShouldBe(Instant.FromUtc(2026, 11, 23, 3, 0));

    [Fact]
    public void Breaks_ends_and_fragmented_files_are_seen()
    {
        var read = EncoderPlaylist.TryRead("#EXTM3U\n#EXT-X-MAP:URI=\"init.mp4\"\n#EXTINF:4,\na.ts\n#EXT-X-DISCONTINUITY\n#EXTINF:4,\nb.ts\n#EXTINF:4,\nc.ts\n#EXT-X-ENDLIST\n")!;
        read.Segments.Select(s => s.Discontinuity).ShouldBe([false, true, false]);
        (read.HasEnded, read.IsFragmented).ShouldBe((true, true));
    }

    [Theory]
    [InlineData("")]
    [InlineData("#EXTINF:4,\na.ts\n")]
    [InlineData("#EXTM3U\na.ts\n")]
    [InlineData("#EXTM3U\n#EXTINF:-4,\na.ts\n")]
    [InlineData("#EXTM3U\n#EXTINF:NaN,\na.ts\n")]
    [InlineData("#EXTM3U\n#EXTINF:4,\n../../secret\n#EXTINF:4,\n..\n")]
    [InlineData("#EXTM3U\n#EXTINF:4,\na b.ts\n")]
    [InlineData("#EXTM3U\n#EXT-X-PROGRAM-DATE-TIME:yesterday\n#EXTINF:4,\na.ts\n")]
    [InlineData("#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nx/live.m3u8\n")]
    public void What_is_no_media_playlist_is_none(string text) => EncoderPlaylist.TryRead(text).ShouldBeNull();

    [Fact]
    public void Of_a_master_playlist_codecs_and_size_are_taken_by_folder()
    {
        var read = EncodedVariant.Read("#EXTM3U\n#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"a\",NAME=\"audio_1\",URI=\"audio-vi/index.m3u8\"\n#EXT-X-STREAM-INF:BANDWIDTH=70400,RESOLUTION=640x360,CODECS=\"avc1.42c01e,mp4a.40.2\",AUDIO=\"group_a\"\n720p/index.m3u8\n");
        read.ShouldHaveSingleItem().ShouldBe(new EncodedVariant("720p", "avc1.42c01e,mp4a.40.2", "640x360", null));
    }

    [Fact]
    public void A_live_list_counts_what_has_left_it()
    {
        var at = Instant.FromUtc(2026, 11, 23, 3, 0);
        ShownSegment[] shown = [new(41, "ts", Duration.FromSeconds(4), at, true, 1000), new(42, "ts", Duration.FromMilliseconds(3960), at + Duration.FromSeconds(4), false, 1000), new(43, "ts", Duration.FromSeconds(4), at + Duration.FromSeconds(60), true, 1000)];
        HlsPlaylist.Media(shown, 40, 2, Duration.FromSeconds(6), whole: false, ended: false).ShouldBe(
            "#EXTM3U\n#EXT-X-VERSION:6\n#EXT-X-TARGETDURATION:6\n#EXT-X-MEDIA-SEQUENCE:40\n#EXT-X-DISCONTINUITY-SEQUENCE:2\n#EXT-X-INDEPENDENT-SEGMENTS\n"
            + "#EXT-X-PROGRAM-DATE-TIME:2026-11-23T03:00:00.000Z\n#EXTINF:4.000000,\n41.ts\n#EXTINF:3.960000,\n42.ts\n"
            + "#EXT-X-DISCONTINUITY\n#EXT-X-PROGRAM-DATE-TIME:2026-11-23T03:01:00.000Z\n#EXTINF:4.000000,\n43.ts\n");
        HlsPlaylist.Media(shown, 0, 0, Duration.FromSeconds(6), whole: true, ended: true).ShouldEndWith("43.ts\n#EXT-X-ENDLIST\n");
    }

    [Fact]
    public void The_list_of_choices_names_languages_and_states_what_picture_and_sound_take_together()
    {
        HlsPlaylist.Offered[] offered =
        [
            new(new() { Code = "720p", Kind = RenditionKind.Video }, "720p/live.m3u8", 900_000, 700_000, new("720p", "avc1.42c01e,mp4a.40.2", "640x360", "25.000")),
            new(new() { Code = "audio-vi", Kind = RenditionKind.Audio, Language = "vi", Name = new("Tiếng \"Việt\"", "Vietnamese") }, "audio-vi/live.m3u8", 70_000, 64_000, null),
            new(new() { Code = "audio-en", Kind = RenditionKind.Audio, Language = "en", Default = true }, "audio-en/live.m3u8", 80_000, 64_000, null),
        ];
        HlsPlaylist.Multivariant(offered, "vi").ShouldBe(
            "#EXTM3U\n#EXT-X-VERSION:6\n#EXT-X-INDEPENDENT-SEGMENTS\n"
            + "#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"audio\",NAME=\"Tiếng ”Việt”\",LANGUAGE=\"vi\",DEFAULT=NO,AUTOSELECT=YES,URI=\"audio-vi/live.m3u8\"\n"
            + "#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"audio\",NAME=\"audio-en\",LANGUAGE=\"en\",DEFAULT=YES,AUTOSELECT=YES,URI=\"audio-en/live.m3u8\"\n"
            + "#EXT-X-STREAM-INF:BANDWIDTH=980000,AVERAGE-BANDWIDTH=764000,CODECS=\"avc1.42c01e,mp4a.40.2\",RESOLUTION=640x360,FRAME-RATE=25.000,AUDIO=\"audio\"\n720p/live.m3u8\n");
    }
}
