using System.Text.Json;
using System.Text.RegularExpressions;
using BangVang.App.Editions;
using BangVang.App.Editions.Checks;
using BangVang.App.Forum.Door;
using BangVang.App.Forum.Registration;
using BangVang.Domain.Editions;
using BangVang.Domain.Forum;
using BangVang.Domain.Forum.Streams;
using NodaTime;

namespace BangVang.App.Forum;

/// <summary>The folder of a forum as it was read.</summary>
/// <param name="Forum">Null while there are problems.</param>
/// <param name="Problems">Everything wrong with it, in the order of its files; empty when it can be published.</param>
public sealed record ForumReading(ForumEdition? Forum, IReadOnlyList<EditionProblem> Problems);

/// <summary>Reads the folder of a forum: forum.yaml and what it includes, by the same rules as edition.yaml.</summary>
public static partial class ForumReader
{
    /// <summary>The file that every forum has.</summary>
    public const string FileName = "forum.yaml";

    private static readonly LocalizedText Room = new("phòng", "room");

    /// <param name="dayZero">The day from which <c>day0+N</c> is counted; null for a forum with plain dates.</param>
    public static ForumReading Read(string folder, LocalDate? dayZero = null)
    {
        var file = Path.Combine(folder, FileName);
        var findings = new Findings(file);
        var forum = Read(folder, file, dayZero, findings);
        return new(findings.Problems.Count == 0 ? forum : null, findings.Problems);
    }

    private static ForumEdition? Read(string folder, string file, LocalDate? dayZero, Findings findings)
    {
        if (!File.Exists(file)) { findings.Add(new(file, 0, 0), "", "edition.file_missing", ("file", FileName)); return null; }
        YamlValue root;
        try { root = YamlTree.Parse(file, File.ReadAllText(file)); }
        catch (YamlFault fault) { findings.Add(fault.At, "", fault.Code, ("detail", fault.Message)); return null; }

        var reader = new TreeReader(folder, dayZero, findings);
        if (reader.Read(root, Shape.Of(typeof(ForumEdition)), "") is not { } json) return null;
        var forum = json.Deserialize<ForumEdition>(EditionJson.Options)!;
        foreach (var (key, path) in reader.QuotedSources) findings.Refers(path, key, forum.Sources.Keys, Checking.Source);
        Check(forum, findings);
        return forum;
    }

    private static void Check(ForumEdition forum, Findings findings)
    {
        if (!SlugPattern().IsMatch(forum.Slug)) findings.Report("slug", "edition.slug_malformed", ("value", forum.Slug));
        CheckZone("zone", forum.Zone, findings);
        foreach (var (venue, path) in forum.Venues.At("venues"))
            foreach (var zone in venue.Zone.Variants) CheckZone($"{path}.zone", zone.Value, findings);
        if (forum.Venues.All(v => v.Kind != VenueKind.Main)) findings.Report("venues", "edition.main_venue_missing");
        if (forum.Date.TryGet(out var date) && forum.Ends < date) findings.Report("ends", "edition.range_reversed", [("min", date), ("max", forum.Ends!)], "date");
        foreach (var (link, path) in forum.Links.At("links")) findings.Url($"{path}.url", link.Url);
        foreach (var (level, path) in forum.Partners.At("partners"))
            foreach (var (partner, at) in level.Members.At($"{path}.members"))
                if (partner.Url is { } url) findings.Url($"{at}.url", url);
        foreach (var (key, source) in forum.Sources) findings.Url($"sources.{key}.url", source.Url);

        var rooms = forum.Venues.At("venues").SelectMany(v => v.Item.Rooms.At($"{v.Path}.rooms")).ToList();
        foreach (var twice in rooms.GroupBy(r => r.Item.Code).Where(g => g.Count() > 1))
            findings.Report($"{twice.Last().Path}.code", "edition.code_twice", ("code", twice.Key));
        CheckStreams(forum, rooms.Select(r => r.Item.Code), findings);
        foreach (var (walk, path) in forum.Walks.At("walks"))
        {
            findings.Refers($"{path}.from", walk.From, rooms.Select(r => r.Item.Code), Room);
            findings.Refers($"{path}.to", walk.To, rooms.Select(r => r.Item.Code), Room);
        }
        RegistrationCheck.Run(forum, findings);
        DoorCheck.Run(forum, findings);
    }

    private static void CheckStreams(ForumEdition forum, IEnumerable<string> rooms, Findings findings)
    {
        foreach (var (stream, path) in forum.Streams.At("streams"))
        {
            findings.Refers($"{path}.room", stream.Room, rooms, Room);
            if (stream.Renditions.All(r => r.Kind != RenditionKind.Video)) findings.Report($"{path}.renditions", "edition.video_missing", ("stream", stream.Code));
            foreach (var (rendition, at) in stream.Renditions.At($"{path}.renditions").Where(r => r.Item.Kind != RenditionKind.Video && r.Item.Language is null))
                findings.Report($"{at}.kind", "edition.language_missing", ("code", rendition.Code));
            foreach (var twice in stream.Renditions.At($"{path}.renditions").GroupBy(r => (r.Item.Kind, r.Item.Name)).Where(g => g.Key.Name is not null && g.Count() > 1))
                findings.Report($"{twice.Last().Path}.name", "edition.code_twice", ("code", twice.Key.Name!.Vi));
        }
    }

    private static void CheckZone(string path, string zone, Findings findings)
    {
        if (DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) is null) findings.Report(path, "edition.zone_unknown", ("value", zone));
    }

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$")] private static partial Regex SlugPattern();
}
