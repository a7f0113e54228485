using System.Text.Json;
using BangVang.App.Editions;
using BangVang.App.Editions.Checks;
using BangVang.Domain.Editions;
using BangVang.Domain.Forum;
using BangVang.Domain.Forum.Programme;
using NodaTime;
using NodaTime.Text;

namespace BangVang.App.Forum.Programme;

/// <summary>A programme.yaml as it was read.</summary>
/// <param name="Plan">Null while there are problems.</param>
/// <param name="Problems">Everything wrong with it, in the order of the file.</param>
public sealed record ProgrammeReading(ProgrammePlan? Plan, IReadOnlyList<EditionProblem> Problems);

/// <summary>Reads programme.yaml by the same rules as forum.yaml and checks that everything it names is in the forum.</summary>
public static class ProgrammeReader
{
    public const string FileName = "programme.yaml";

    internal static readonly LocalTimePattern Time = LocalTimePattern.CreateWithInvariantCulture("HH':'mm");
    private static readonly LocalizedText
        Room = new("phòng", "room"), Track = new("tuyến chủ đề", "track"), Language = new("ngôn ngữ", "language"), Person = new("người", "person");

    /// <param name="folder">That of the forum.</param>
    public static ProgrammeReading Read(string folder, ForumEdition forum)
    {
        var file = Path.Combine(folder, FileName);
        return Read(file, File.Exists(file) ? File.ReadAllText(file) : null, forum);
    }

    /// <param name="file">How problems call it.</param>
    /// <param name="text">Null when there is no such file.</param>
    public static ProgrammeReading Read(string file, string? text, ForumEdition forum)
    {
        var findings = new Findings(file);
        var plan = Read(file, text, forum, findings);
        return new(findings.Problems.Count == 0 ? plan : null, findings.Problems);
    }

    private static ProgrammePlan? Read(string file, string? text, ForumEdition forum, Findings findings)
    {
        if (text is null) { findings.Add(new(file, 0, 0), "", "edition.file_missing", ("file", FileName)); return null; }
        YamlValue root;
        try { root = YamlTree.Parse(file, text); }
        catch (YamlFault fault) { findings.Add(fault.At, "", fault.Code, ("detail", fault.Message)); return null; }

        var reader = new TreeReader(Path.GetDirectoryName(file) ?? "", dayZero: null, findings);
        if (reader.Read(root, Shape.Of(typeof(ProgrammePlan)), "") is not { } json) return null;
        var plan = json.Deserialize<ProgrammePlan>(EditionJson.Options)!;
        foreach (var (speaker, path) in plan.Speakers.At("speakers")) Check(speaker, path, findings);
        foreach (var (session, path) in plan.Sessions.At("sessions")) Check(session, path, forum, plan, findings);
        return plan;
    }

    private static void Check(PlannedSpeaker speaker, string path, Findings findings)
    {
        CheckCode(speaker.Code, path, findings);
        foreach (var (window, at) in speaker.Available.At($"{path}.available"))
        {
            CheckTime($"{at}.from", window.From, findings);
            CheckTime($"{at}.to", window.To, findings);
            if (Time.Parse(window.From) is { Success: true } from && Time.Parse(window.To) is { Success: true } to && to.Value <= from.Value)
                findings.Report($"{at}.to", "edition.range_reversed", ("min", window.From), ("max", window.To));
        }
    }

    private static void Check(PlannedSession session, string path, ForumEdition forum, ProgrammePlan plan, Findings findings)
    {
        CheckCode(session.Code, path, findings);
        CheckTime($"{path}.time", session.Time, findings);
        findings.Refers($"{path}.room", session.Room, forum.Rooms.Select(r => r.Room.Code), Room);
        if (session.Track is { } track) findings.Refers($"{path}.track", track, forum.Tracks.Select(t => t.Code), Track);
        foreach (var (language, at) in session.Languages.At($"{path}.languages")) findings.Refers(at, language, forum.Languages, Language);
        foreach (var (key, codes) in new[] { ("chairs", session.Chairs), ("moderators", session.Moderators), ("speakers", session.Speakers), ("guests", session.Guests) })
            foreach (var (code, at) in codes.At($"{path}.{key}")) findings.Refers(at, code, plan.Speakers.Select(s => s.Code), Person);
    }

    private static void CheckCode(string code, string path, Findings findings)
    {
        if (!ProgrammeRules.IsCode(code)) findings.Report($"{path}.code", "edition.six_signs", ("value", code));
    }

    private static void CheckTime(string path, string time, Findings findings)
    {
        if (!Time.Parse(time).Success) findings.Report(path, "edition.time_malformed", ("value", time));
    }
}
