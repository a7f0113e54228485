using System.Text;
using System.Xml.Linq;
using BangVang.App.Forum;
using BangVang.App.Forum.Programme;
using BangVang.App.Forum.Programme.Feeds;
using BangVang.App.Kernel;
using BangVang.Domain.Forum.Programme;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using BangVang.Web.Pages.Forum;
using NodaTime.Text;

namespace BangVang.Web.Api;

/// <summary>
/// The latest release of a programme in the formats of others. A forum without a release has none of these: 404, because two
/// of the formats have no valid way to say "nothing yet".
/// </summary>
public static class ProgrammeFeeds
{
    private static readonly XNamespace Atom = "http://www.w3.org/2005/Atom";

    public static void MapProgrammeFeeds(this IEndpointRouteBuilder app)
    {
        string[] read = [HttpMethods.Get, HttpMethods.Head];
        app.MapMethods("/forum/{slug}/schedule.xml", read, (string slug, Sources from, CancellationToken ct) => from.AnswerAsync(slug, ScheduleXml.MediaType, ScheduleXml.Write, ct)).PublicRead();
        app.MapMethods("/forum/{slug}/schedule.json", read, (string slug, Sources from, CancellationToken ct) => from.AnswerAsync(slug, ScheduleJson.MediaType, ScheduleJson.Write, ct)).PublicRead();
        app.MapMethods("/forum/{slug}/schedule.jsonld", read, (string slug, Sources from, CancellationToken ct) => from.AnswerAsync(slug, ScheduleLd.MediaType, ScheduleLd.Write, ct)).PublicRead();
        app.MapMethods("/forum/{slug}/schedule.ics", read, CalendarAsync).PublicRead();
        app.MapMethods("/forum/{slug}/speakers/{code}.vcf", read, CardAsync).PublicRead();
        app.MapMethods("/forum/{slug}/releases.atom", read, ReleasesAsync).PublicRead();
    }

    /// <summary>What every feed asks for first.</summary>
    internal sealed class Sources(ForumBook book, ProgrammeBook programmes, PublicUrl site, Texts texts, IHttpContextAccessor context)
    {
        public PublicUrl Site => site;
        public Texts Texts => texts;
        public ProgrammeBook Programmes => programmes;

        public async Task<ProgrammeFeed?> FeedAsync(string slug, CancellationToken ct) =>
            await book.CurrentAsync(slug, ct) is { } forum && await programmes.CurrentAsync(slug, ct) is { } release ? new(forum.Forum, release, site, Writing.Current.Language) : null;

        public async Task<IResult> AnswerAsync(string slug, string type, Func<ProgrammeFeed, string> write, CancellationToken ct) =>
            await FeedAsync(slug, ct) is { } feed ? Results.Text(write(feed), type, Encoding.UTF8) : Unknown();

        public IResult Unknown() => context.HttpContext!.Refuse(Problem.NotFound("programme.none_released"));
    }

    /// <param name="only">Codes with commas between them: the own choice of a visitor. All when not given.</param>
    /// <param name="speaker">Code of a person: only their sessions.</param>
    private static Task<IResult> CalendarAsync(string slug, string? only, string? speaker, Sources from, CancellationToken ct)
    {
        var codes = only?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToHashSet(StringComparer.OrdinalIgnoreCase);
        bool Chosen(ReleasedSession s) => (codes is null || codes.Contains(s.Code)) && (speaker is null || s.Parts.Any(p => p.Speaker == speaker));
        return from.AnswerAsync(slug, ScheduleIcs.MediaType, feed => ScheduleIcs.Write(feed, from.Texts["programme.follow"], Chosen), ct);
    }

    private static async Task<IResult> CardAsync(string slug, string code, Sources from, CancellationToken ct) =>
        await from.FeedAsync(slug, ct) is { } feed && feed.Programme.Speaker(code) is { } speaker
            ? Results.Text(SpeakerCard.Write(feed, speaker), SpeakerCard.MediaType, Encoding.UTF8) : from.Unknown();

    private static async Task<IResult> ReleasesAsync(string slug, Sources from, CancellationToken ct)
    {
        if (await from.FeedAsync(slug, ct) is not { } feed) return from.Unknown();
        var releases = await from.Programmes.AllAsync(slug, ct);
        var document = new XElement(Atom + "feed",
            new XElement(Atom + "id", $"{feed.Url}/releases"), new XElement(Atom + "title", $"{from.Texts["programme.releases"]}: {feed.Title}"),
            new XElement(Atom + "updated", InstantPattern.General.Format(releases[0].ReleasedAt)),
            new XElement(Atom + "author", new XElement(Atom + "name", from.Texts["kernel.name"])),
            new XElement(Atom + "link", new XAttribute("rel", "self"), new XAttribute("href", $"{feed.Url}/releases.atom")),
            new XElement(Atom + "link", new XAttribute("rel", "alternate"), new XAttribute("href", $"{feed.Url}/releases")),
            releases.Select(r => new XElement(Atom + "entry",
                new XElement(Atom + "id", $"{feed.Url}/releases#{r.Number}"), new XElement(Atom + "title", from.Texts["programme.release_named", ("name", r.Name)]),
                new XElement(Atom + "link", new XAttribute("href", $"{feed.Url}/releases#{r.Number}")), new XElement(Atom + "updated", InstantPattern.General.Format(r.ReleasedAt)),
                new XElement(Atom + "summary", r.Programme.Changes.Count == 0 ? from.Texts["programme.first_release", ("count", r.Programme.Sessions.Count)]
                    : string.Join("\n", r.Programme.Changes.Select(c => ProgrammeText.Change(from.Texts, feed.Forum, c)))))));
        return Results.Text($"""<?xml version="1.0" encoding="utf-8"?>{"\n"}{document}{"\n"}""", "application/atom+xml; charset=utf-8", Encoding.UTF8);
    }

    public static IServiceCollection AddProgrammeFeeds(this IServiceCollection services) => services.AddHttpContextAccessor().AddScoped<Sources>();
}
