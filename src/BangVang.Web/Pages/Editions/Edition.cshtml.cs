using BangVang.App.Bundles;
using BangVang.App.Decisions;
using BangVang.App.Editions;
using BangVang.App.Laureates;
using BangVang.App.Log;
using BangVang.App.Screening;
using BangVang.App.Secretariat.Notices;
using BangVang.App.Storage;
using BangVang.Domain.Decisions;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Web.Kernel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;

namespace BangVang.Web.Pages.Editions;

/// <summary>One edition: its rules, dates, categories, criteria, figures and files, each with its article or source.</summary>
[Public, PublicRead(FollowsTime = true)]
public sealed class EditionModel(BangVangDb db, EditionBook book, ResultNews news, IClock clock) : PageModel
{
    /// <summary>Snapshots, the one in force first.</summary>
    public IReadOnlyList<PublishedEdition> History { get; private set; } = [];
    public PublishedEdition Published => History[0];
    public Edition Edition => Published.Edition;
    public Instant Now { get; } = clock.GetCurrentInstant();
    /// <summary>Notices of the edition that everyone may read now, the newest first.</summary>
    public IReadOnlyList<NoticeRow> Notices { get; private set; } = [];
    /// <summary>What the dossiers on this system say, as far as the visibility matrix lets the public know.</summary>
    public IReadOnlyDictionary<FigureKind, int> Counted { get; private set; } = new Dictionary<FigureKind, int>();
    public IReadOnlyList<PublicAmendment> Amendments { get; private set; } = [];
    /// <summary>Who judged and how it went, as far as the visibility matrix lets the public know.</summary>
    public PublicAward Award { get; private set; } = new([], [], [], [], []);
    public int OnBoard { get; private set; }
    /// <summary>The result was published here: everyone may check it.</summary>
    public bool HasBundle { get; private set; }
    /// <summary>What auditors signed about it, the latest first.</summary>
    public IReadOnlyList<PublicAuditAnswer> Answers { get; private set; } = [];
    /// <summary>The decision as the authority signed it elsewhere; null without it.</summary>
    public SignedPaper? Paper { get; private set; }
    /// <summary>The edition of the year before, to compare with; null when it is not published.</summary>
    public string? Before { get; private set; }

    /// <summary>What the public log had signed at each deadline.</summary>
    public IReadOnlyList<DeadlineCheckpoint> Deadlines { get; private set; } = [];

    /// <summary>The phase in which dossiers are taken now; null when none is open.</summary>
    public Phase? OpenIntake => Edition.OpenPhases(Now).FirstOrDefault(p => p.Kind is PhaseKind.Intake or PhaseKind.Registration);

    public async Task<IActionResult> OnGetAsync(string programme, int year, CancellationToken ct)
    {
        var key = $"{programme}/{year}";
        History = await book.HistoryAsync(key, ct);
        if (History.Count == 0) return this.Refuse(Problem.NotFound("editions.not_found"));
        Notices = await db.PublicNoticesAsync(Now, key, page: 1, ct);
        // What an archived edition received stands in its figures; nothing was received here.
        if (Edition.FiguresOf(FigureKind.Received).Count == 0) Counted = await db.CountedHereAsync(news, Edition, Now, ct);
        Amendments = await db.PublicAmendmentsAsync(key, ct);
        Award = await db.PublicAwardAsync(Edition, Now, ct);
        Paper = await db.SignedPaperAsync(key, ct);
        HasBundle = await db.IsResultPublishedAsync(key, ct);
        if (HasBundle) Answers = await db.AuditAnswersAsync(key, ct);
        Deadlines = await db.DeadlineCheckpointsAsync(key, 100, ct);
        OnBoard = await db.LaureatesOfEditionAsync(key, ct);
        Before = (await book.AllAsync(ct)).Where(e => e.Edition.Programme == programme && e.Edition.Year < year).OrderByDescending(e => e.Edition.Year).FirstOrDefault()?.Key;
        return Page();
    }
}
