using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using BangVang.Domain.Forum.Programme;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.Web.Tests.Forum;

public sealed class FeedTests : IAsyncLifetime
{
    private static readonly string[] Feeds = ["schedule.xml", "schedule.json", "schedule.ics", "schedule.jsonld", "releases.atom"];

    private ForumHost forum = null!;
    public async Task InitializeAsync() => forum = await ForumHost.StartAsync();
    public async Task DisposeAsync() => await forum.DisposeAsync();

    private async Task<string> FeedAsync(string name, string language = "vi")
    {
        var answer = await forum.Host.As().GetAsync($"/forum/{ForumHost.Slug}/{name}", language);
        answer.Status.ShouldBe(HttpStatusCode.OK, name);
        answer.Header("ETag").ShouldNotBeNull(name);
        return answer.Body;
    }

    [Theory]
    [InlineData("vi")]
    [InlineData("en")]
    public async Task The_xml_is_valid_against_the_published_schema(string language)
    {
        var xml = await FeedAsync("schedule.xml", language);
        Validating.Xml(xml).ShouldBeEmpty();
        Validating.Xml(xml.Replace("<abstract>", "<feedback_url /><abstract>")).ShouldNotBeEmpty("the validator refuses what is known to be wrong");
        xml.ShouldContain("<room name=\"Hà Nội · ");
        xml.ShouldContain(">2026-12-08T08:30:00+07:00<");
    }

    [Theory]
    [InlineData("vi")]
    [InlineData("en")]
    public async Task The_json_is_valid_against_the_published_schema(string language)
    {
        var json = await FeedAsync("schedule.json", language);
        Validating.Json(json).ShouldBeEmpty();
        Validating.Json(json.Replace("demo_2026\"", "demo-2026\"")).ShouldNotBeEmpty("the validator refuses what is known to be wrong");
        var events = JsonNode.Parse(json)!["schedule"]!["conference"]!["days"]![0]!["rooms"]!.AsObject().SelectMany(r => r.Value!.AsArray()).ToList();
        events.Count.ShouldBe(20);
        events.ShouldAllBe(e => JsonNode.Parse(json, null, default)!["schedule"]!["bangvang"]!["events"]![e!["guid"]!.ToString()] != null);
    }

    [Fact]
    public async Task Two_calendar_programs_understand_the_same()
    {
        await forum.ChangeAsync("CDE002", s => s with { State = SessionState.Cancelled });
        await forum.ChangeAsync("KHAIM1", s => s with { StartsAt = s.StartsAt + Duration.FromMinutes(15), Title = "Khai mạc; lời chào, \\ và xuống dòng" });
        await forum.ReleaseAsync("1.1");
        var ics = await FeedAsync("schedule.ics");

        var (one, other) = (Validating.IcalJs(ics), Validating.IcalPython(ics));

        one.Count.ShouldBe(20);
        JsonNode.DeepEquals(one, other).ShouldBeTrue($"{one}\n{other}");
        JsonNode Event(string code) => one.Single(e => e!["uid"]!.ToString() == $"demo-2026-{code}@giaithuong.example.vn")!;
        (Event("KHAIM1")["start"]!.ToString(), Event("KHAIM1")["sequence"]!.GetValue<int>(), Event("KHAIM1")["summary"]!.ToString()).ShouldBe(("2026-12-08T01:45:00Z", 1, "Khai mạc; lời chào, \\ và xuống dòng"));
        (Event("CDE002")["status"]!.ToString(), Event("CDE002")["sequence"]!.GetValue<int>(), Event("CDE002")["conference"]!.ToString()).ShouldBe(("CANCELLED", 1, ""));
        (Event("CAUSE1")["start"]!.ToString(), Event("CAUSE1")["zone"]!.ToString()).ShouldBe(("2026-12-08T04:00:00Z", "Asia/Seoul"));
        Event("TRAO01")["conference"]!.ToString().ShouldBe("http://giaithuong.example.vn/forum/demo-2026/sessions/TRAO01");
    }

    [Fact]
    public async Task No_line_of_the_calendar_is_longer_than_75_octets_and_no_letter_is_cut()
    {
        var lines = (await FeedAsync("schedule.ics")).Split("\r\n");
        lines.ShouldAllBe(l => Encoding.UTF8.GetByteCount(l) <= 75);
        lines.ShouldContain(l => l.StartsWith(' '));
        lines.ShouldAllBe(l => !l.Contains('�') && !l.Contains('\n'));
        lines[^1].ShouldBe("");
    }

    [Fact]
    public async Task A_visitors_own_choice_and_a_speakers_day_are_calendars_too()
    {
        (await FeedAsync("schedule.ics?only=khaim1,TRAO01,KHONGCO")).Split("BEGIN:VEVENT").Length.ShouldBe(3);
        var own = await FeedAsync("schedule.ics?speaker=DG0007");
        own.Split("BEGIN:VEVENT").Length.ShouldBe(2);
        Regex.Matches(own, "TZID:Asia").Count.ShouldBe(1);
        var nothing = await FeedAsync("schedule.ics?only=");
        nothing.ShouldNotContain("BEGIN:VEVENT");
        nothing.ShouldEndWith("END:VCALENDAR\r\n");
    }

    [Fact]
    public async Task Search_engines_are_told_of_one_place_for_each_point_and_of_the_line()
    {
        var told = JsonNode.Parse(await FeedAsync("schedule.jsonld"))!;
        told["eventAttendanceMode"]!.ToString().ShouldBe("https://schema.org/MixedEventAttendanceMode");
        told["location"]!.AsArray().Select(l => l!["@type"]!.ToString()).ShouldBe(["Place", "Place", "Place", "VirtualLocation"]);
        told["subEvent"]!.AsArray().Count.ShouldBe(20);
        told["subEvent"]!.AsArray().Single(s => s!["url"]!.ToString().EndsWith("CAUSE1"))!["startDate"]!.ToString().ShouldBe("2026-12-08T13:00:00+09:00");
    }

    [Fact]
    public async Task A_speakers_card_says_what_is_public_and_no_address()
    {
        var card = await FeedAsync("speakers/DG0001.vcf");
        card.ShouldContain("FN:Diễn giả 01\r\n");
        card.ShouldStartWith("BEGIN:VCARD\r\nVERSION:4.0\r\n");
        card.ShouldNotContain("@");
    }

    [Fact]
    public async Task The_feed_of_releases_says_what_changed()
    {
        await forum.ChangeAsync("CDE002", s => s with { State = SessionState.Cancelled });
        await forum.ReleaseAsync("1.1");
        var atom = await FeedAsync("releases.atom");
        atom.ShouldContain("Bản phát hành 1.1");
        atom.ShouldContain("Hủy: Trí tuệ nhân tạo tiếng Việt");
    }

    [Fact]
    public async Task Without_a_release_there_is_no_feed_and_nothing_of_the_draft_anywhere()
    {
        await using var unreleased = await ForumHost.StartAsync(released: false);
        foreach (var feed in Feeds.Append("speakers/DG0001.vcf").Append("sessions/KHAIM1").Append("speakers").Append("speakers/DG0001").Append("releases"))
            (await unreleased.Host.As().GetAsync($"/forum/{ForumHost.Slug}/{feed}")).Status.ShouldBe(HttpStatusCode.NotFound, feed);
        var page = await unreleased.Host.As().GetAsync($"/forum/{ForumHost.Slug}");
        page.Status.ShouldBe(HttpStatusCode.OK);
        page.Body.ShouldNotContain("Khai mạc");
    }

    /// <summary>A draft session, a changed title, an address, a rank: none of it is anywhere before a release, and the last two never.</summary>
    [Fact]
    public async Task What_is_not_released_is_on_no_page_and_in_no_feed()
    {
        await forum.ChangeAsync("KHAIM1", s => s with { Title = "Tên mới chưa công bố" });
        string[] places = [.. Feeds, "", "?view=grid", "sessions/KHAIM1", "sessions/DUTHAO", "speakers", "speakers/DG0013", "releases"];
        foreach (var visitor in new[] { forum.Host.As(), forum.Host.AsAdministrator(), forum.Host.As(Domain.Kernel.Role.BridgeHost, "forum/demo-2026"), forum.Organiser })
            foreach (var place in places)
            {
                var body = (await visitor.GetAsync($"/forum/{ForumHost.Slug}{(place.Length == 0 || place[0] == '?' ? place : $"/{place}")}")).Body;
                body.ShouldNotContain("chưa công bố", Case.Insensitive, place);
                body.ShouldNotContain("demo.invalid", Case.Insensitive, place);
                if (place != "sessions/DUTHAO") body.ShouldNotContain("DUTHAO", Case.Insensitive, place);
            }
        (await forum.Host.As().GetAsync($"/forum/{ForumHost.Slug}/sessions/DUTHAO")).Status.ShouldBe(HttpStatusCode.NotFound);
    }
}
