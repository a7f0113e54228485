using System.Text;
using System.Xml.Linq;
using BangVang.App.Kernel;
using BangVang.App.Secretariat.Notices;
using BangVang.App.Storage;
using BangVang.Web.Kernel;
using NodaTime;
using NodaTime.Text;

namespace BangVang.Web.Api;

/// <summary>The notices as Atom, for readers of news: what everybody may read, whoever asks.</summary>
public static class NoticesFeed
{
    private static readonly XNamespace Atom = "http://www.w3.org/2005/Atom";

    public static void MapNoticesFeed(this IEndpointRouteBuilder app) =>
        app.MapMethods("/notices.atom", [HttpMethods.Get, HttpMethods.Head], FeedAsync).PublicRead(followsTime: true);

    private static async Task<IResult> FeedAsync(BangVangDb db, PublicUrl site, Texts texts, IClock clock, CancellationToken ct)
    {
        var notices = await db.PublicNoticesAsync(clock.GetCurrentInstant(), null, 1, ct);
        var newest = notices.Count == 0 ? Instant.FromUnixTimeSeconds(0) : notices.Max(n => n.VisibleFrom);
        var feed = new XElement(Atom + "feed",
            new XElement(Atom + "id", site.To("/notices")),
            new XElement(Atom + "title", texts["notices.public_title"]),
            new XElement(Atom + "updated", InstantPattern.General.Format(newest)),
            new XElement(Atom + "author", new XElement(Atom + "name", texts["kernel.name"])),
            new XElement(Atom + "link", new XAttribute("rel", "self"), new XAttribute("href", site.To("/notices.atom"))),
            new XElement(Atom + "link", new XAttribute("rel", "alternate"), new XAttribute("href", site.To("/notices"))),
            notices.Select(n => EntryOf(n, site, texts)));
        return Results.Text($"""<?xml version="1.0" encoding="utf-8"?>{"\n"}{feed}{"\n"}""", "application/atom+xml; charset=utf-8", Encoding.UTF8);
    }

    private static XElement EntryOf(NoticeRow notice, PublicUrl site, Texts texts)
    {
        var url = site.To($"/notices/{notice.Id}");
        return new(Atom + "entry",
            new XElement(Atom + "id", url), new XElement(Atom + "title", texts.Localized(notice.TitleVi, notice.TitleEn)),
            new XElement(Atom + "link", new XAttribute("href", url)),
            new XElement(Atom + "published", InstantPattern.General.Format(notice.VisibleFrom)), new XElement(Atom + "updated", InstantPattern.General.Format(notice.VisibleFrom)),
            new XElement(Atom + "summary", texts.Name("notices", notice.Kind)));
    }
}
