using System.Text;
using System.Xml.Linq;
using BangVang.App.Editions;
using BangVang.App.Kernel;
using BangVang.App.Laureates;
using BangVang.App.Secretariat.Notices;
using BangVang.App.Storage;
using BangVang.Web.Kernel;
using NodaTime;

namespace BangVang.Web.Api;

/// <summary>What search engines ask for first.</summary>
public static class SiteMap
{
    /// <summary>The protocol's limit is 50,000 addresses; the board's newest come first.</summary>
    private const int MostLaureates = 45_000;

    private static readonly string[] Pages = ["/", "/laureates", "/editions", "/forum", "/indicators", "/verify", "/notices", "/questions"];

    public static void MapSiteMap(this IEndpointRouteBuilder app)
    {
        string[] read = [HttpMethods.Get, HttpMethods.Head];
        app.MapMethods("/robots.txt", read, (PublicUrl site) => Results.Text(Robots(site), "text/plain; charset=utf-8")).PublicRead();
        app.MapMethods("/sitemap.xml", read, SiteMapAsync).PublicRead(followsTime: true);
    }

    private static string Robots(PublicUrl site) =>
        $"User-agent: *\nDisallow: /admin\nDisallow: /account\nDisallow: /sign-in\nDisallow: /api/\nAllow: /\nSitemap: {site.To("/sitemap.xml")}\n";

    private static async Task<IResult> SiteMapAsync(BangVangDb db, EditionBook book, Navigation navigation, PublicUrl site, IClock clock, CancellationToken ct)
    {
        XNamespace map = "http://www.sitemaps.org/schemas/sitemap/0.9";
        var editions = (await book.AllAsync(ct)).Select(e => $"/editions/{e.Key}");
        var notices = (await db.PublicNoticesAsync(clock.GetCurrentInstant(), null, 1, ct)).Select(n => $"/notices/{n.Id}");
        var laureates = await db.LaureatePathsAsync(MostLaureates, ct);
        var urls = Pages.Where(navigation.Exists).Concat(editions).Concat(notices).Concat(laureates);
        var document = new XElement(map + "urlset", urls.Select(u => new XElement(map + "url", new XElement(map + "loc", site.To(u)))));
        return Results.Text($"""<?xml version="1.0" encoding="utf-8"?>{"\n"}{document}{"\n"}""", "application/xml; charset=utf-8", Encoding.UTF8);
    }
}
