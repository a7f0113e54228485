using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using BangVang.App.Kernel;
using BangVang.Testing;
using BangVang.Web.Pages.Conformance;
using Shouldly;
using Xunit;

namespace BangVang.Web.Tests.Forum;

/// <summary>What <c>/conformance</c> claims is what validators of others say of the demonstration's feeds now.</summary>
public sealed class ConformanceTests
{
    private static readonly string Committed = Path.Combine(Repository.Root, "docs/conformance/feeds.json");
    private static readonly JsonSerializerOptions Indented = new(Json.Options) { WriteIndented = true };

    [Fact]
    public async Task The_public_page_claims_what_the_validators_say()
    {
        await using var forum = await ForumHost.StartAsync();
        async Task<string> Feed(string name) => (await forum.Host.As().GetAsync($"/forum/{ForumHost.Slug}/{name}")).Body;
        var (xml, json, ics) = (await Feed("schedule.xml"), await Feed("schedule.json"), await Feed("schedule.ics"));
        var (one, other) = (Validating.IcalJs(ics), Validating.IcalPython(ics));
        var events = JsonNode.Parse(json)!["schedule"]!["conference"]!["days"]!.AsArray().Sum(d => d!["rooms"]!.AsObject().Sum(r => r.Value!.AsArray().Count));
        var found = new List<ConformanceResult>
        {
            Of("schedule.xml", "frab schedule.xml", "xmllint, voc/schedule schedule.xml.xsd", Validating.Xml(xml), $"{xml.Split("<event ").Length - 1} events"),
            Of("schedule.json", "c3voc schedule.json v1", "Ajv 8.17.1, voc/schedule schema.json (draft-06)", Validating.Json(json), $"{events} events"),
            Of("schedule.ics", "iCalendar, RFC 5545 and 7986", "ical.js 2.1.0 and python3-icalendar", JsonNode.DeepEquals(one, other) ? "" : "they differ", $"{one.Count} events read alike"),
        };

        var written = JsonSerializer.Serialize(found, Indented) + "\n";
        if (Environment.GetEnvironmentVariable("BANGVANG_WRITE_GOLDEN") == "1") await File.WriteAllTextAsync(Committed, written);
        (await File.ReadAllTextAsync(Committed)).ShouldBe(written, "look at what changed, then write the file anew: BANGVANG_WRITE_GOLDEN=1");
        found.ShouldAllBe(f => f.Valid);
    }

    [Fact]
    public async Task The_page_lists_every_feed_with_its_validator()
    {
        await using var host = await WebHost.StartAsync();
        var page = await host.As().GetAsync("/conformance");
        page.Status.ShouldBe(HttpStatusCode.OK);
        page.Html.QuerySelectorAll("tbody tr").Length.ShouldBe(IndexModel.All.Count);
        page.Html.QuerySelectorAll(".badge--ok").Length.ShouldBe(IndexModel.All.Count);
        page.Body.ShouldContain("python3-icalendar");
    }

    private static ConformanceResult Of(string feed, string format, string validator, string complaint, string detail) =>
        new($"/forum/SLUG/{feed}", format, validator, complaint.Length == 0, complaint.Length == 0 ? detail : complaint);
}
