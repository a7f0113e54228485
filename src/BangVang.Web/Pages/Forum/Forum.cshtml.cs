using BangVang.App.Ceremony;
using BangVang.App.Editions;
using BangVang.App.Forum;
using BangVang.App.Forum.Commitments;
using BangVang.App.Forum.Exhibitors;
using BangVang.App.Forum.Programme;
using BangVang.App.Forum.Programme.Feeds;
using BangVang.App.Kernel;
using BangVang.App.Storage;
using BangVang.Domain.Editions;
using BangVang.Domain.Forum;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;

namespace BangVang.Web.Pages.Forum;

/// <summary>One edition of the forum: what the sources state of it, each with its source.</summary>
[Public, PublicRead(FollowsTime = true)]
public sealed class ForumModel(BangVangDb db, ForumBook book, ProgrammeBook programmes, EditionBook editions, PublicUrl site, IClock clock) : PageModel
{
    public ForumEdition Forum { get; private set; } = null!;
    /// <summary>All forums, this one too, the newest first.</summary>
    public IReadOnlyList<ForumEdition> Others { get; private set; } = [];
    /// <summary>The award that is given inside it; null without one on this system.</summary>
    public Edition? Award { get; private set; }
    public bool IsToday { get; private set; }
    /// <summary>The released programme as it is asked for; null before the first release.</summary>
    public ProgrammeView? Programme { get; private set; }
    /// <summary>For search engines; safe inside a script element.</summary>
    public string Metadata { get; private set; } = "";
    /// <summary>One can register now, or will.</summary>
    public bool TakesRegistrations { get; private set; }

    /// <summary>It is over, and people registered for it here.</summary>
    public bool HasFigures { get; private set; }
    /// <summary>The result of its award is closed in envelopes, or was announced from them.</summary>
    public bool HasCeremony { get; private set; }
    /// <summary>Something was asked or promised here, or was left open by earlier forums.</summary>
    public bool HasCommitments { get; private set; }

    public bool HasExhibition { get; private set; }

    public async Task<IActionResult> OnGetAsync(string slug, string? day, string? place, string? track, string? language, string? view, CancellationToken ct)
    {
        Others = [.. (await book.AllAsync(ct)).Select(f => f.Forum)];
        if (Others.FirstOrDefault(f => f.Slug == slug) is not { } forum) return this.Refuse(Problem.NotFound("forum.unknown"));
        Forum = forum;
        Award = forum.Award is { } award ? (await editions.CurrentAsync(award, ct))?.Edition : null;
        var now = clock.GetCurrentInstant();
        IsToday = forum.IsOn(now);
        if (await programmes.CurrentAsync(slug, ct) is { } release)
            (Programme, Metadata) = (ProgrammeView.Of(forum, release, new(day, place, track, language, view), now), ScheduleLd.Write(new(forum, release, site, Writing.Current.Language)));
        TakesRegistrations = forum.Registration?.Window(forum.TimeZone).HasEnded(now) is false;
        HasCeremony = await db.HasCeremonyAsync(forum, ct);
        HasFigures = forum.Registration is not null && forum.IsOver(now);
        HasExhibition = forum.Partners.Count > 0 || await db.HasExhibitionAsync(forum, ct);
        HasCommitments = !(await db.CommitmentsAsync(book, forum, ct)).IsEmpty;
        return Page();
    }

    /// <summary>"UTC+7": of a venue on the day of the forum.</summary>
    public static string Offset(ForumEdition forum, Venue venue)
    {
        var at = (forum.Date.IsPublished ? forum.Date.Variants[0].Value : new LocalDate(forum.Year, 1, 1)).AtMidnight().InZoneLeniently(forum.ZoneOf(venue));
        var minutes = at.Offset.Seconds / 60;
        return $"UTC{(minutes < 0 ? "−" : "+")}{Math.Abs(minutes) / 60}{(minutes % 60 == 0 ? "" : $":{Math.Abs(minutes) % 60:00}")}";
    }

    /// <summary>"VII, 30/12/2025, Hà Nội".</summary>
    public static string Line(Texts texts, ForumEdition forum) => string.Join(", ", ((string?[])
        [ForumText.Roman(forum.Number), forum.Date.TryGet(out var date) ? Writing.Current.Date(date) : null, forum.Venues.FirstOrDefault(v => v.Kind == VenueKind.Main) is { } main ? texts.In(main.Name) : null]).OfType<string>())
        + (forum.Sample ? $" ({texts["forum.sample"]})" : "");
}
