using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using BangVang.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BangVang.Web.Tests.Visibility;

/// <summary>
/// One award on a running server, taken from the call to the board by its own actions, in which everything that somebody must
/// not know is a word or a number that stands nowhere else. Three dossiers compete; the secrets are those of the first.
/// </summary>
internal sealed partial class PlantedAward
{
    private const string Key = AwardWorld.Key;
    private const string Category = AwardWorld.Category;
    private const string ForumSlug = "demo-2026";
    private static readonly PlantedMarks Marks = new();

    /// <summary>What everybody writes with their words: in a page that forgot to encode one of them it would be an element.</summary>
    public const string Markup = "\"'><zq-element onfocus=alert(1)>";

    private PlantedAward(WebHost host, AwardWorld world) => (Host, World) = (host, world);

    public WebHost Host { get; }
    public AwardWorld World { get; }
    public AwardDossier Dossier { get; private set; } = null!;
    public AwardDossier Rival { get; private set; } = null!;
    /// <summary>Scored too, so that severity can be told.</summary>
    public AwardDossier Outsider { get; private set; } = null!;
    /// <summary>The products of another category, which are put into order before the jurors' eyes; the first is the rival's.</summary>
    public IReadOnlyList<AwardDossier> Live { get; private set; } = [];

    public Actor Owner { get; private set; } = null!;
    public Actor OtherApplicant { get; private set; } = null!;
    public Actor AnotherApplicant { get; private set; } = null!;
    public Actor Officer { get; private set; } = null!;
    public Actor ConflictedOfficer { get; private set; } = null!;
    public Actor Chair { get; private set; } = null!;
    public Actor Auditor { get; private set; } = null!;
    public Actor Administrator { get; private set; } = null!;
    public Actor OfficerElsewhere { get; private set; } = null!;
    /// <summary>Runs the show of the forum and knows nothing of the award.</summary>
    public Actor Organiser { get; private set; } = null!;
    public Actor Signed { get; private set; } = null!;
    public Actor Unsigned { get; private set; } = null!;
    public Actor NotAssigned { get; private set; } = null!;
    public Actor ConflictedJuror { get; private set; } = null!;
    /// <summary>The juror whose name, marks and words are the secrets; and a third one.</summary>
    public Actor Secret { get; private set; } = null!;
    public Actor Third { get; private set; } = null!;

    /// <summary>Who looks, in the order of the table's columns.</summary>
    public IReadOnlyList<(string Name, Actor? Actor)> Viewers =>
    [
        ("public", null), ("owner", Owner), ("rival", OtherApplicant), ("juror signed", Signed), ("juror unsigned", Unsigned), ("juror elsewhere", NotAssigned),
        ("juror conflict", ConflictedJuror), ("chair", Chair), ("officer", Officer), ("officer conflict", ConflictedOfficer), ("auditor", Auditor),
        ("administrator", Administrator), ("officer 2025", OfficerElsewhere), ("organiser", Organiser),
    ];

    /// <summary>The steps of the award, in order; each leaves the server as its phase is read.</summary>
    public IReadOnlyList<(string Phase, Func<Task> StepAsync)> Steps =>
    [
        ("Call open", CallAsync), ("Screening", ScreenAsync), ("Preliminary scoring", ScorePreliminaryAsync), ("Final scoring", ScoreFinalAsync),
        ("Council", MeetAsync), ("Approved, under embargo", ApproveAsync), ("Envelopes closed, show running", SealAsync), ("Envelope opened on stage", RevealAsync), ("Published", PublishAsync),
    ];

    /// <summary>The rows of the table.</summary>
    public IReadOnlyList<Marker> Markers { get; } =
    [
        Marker.Word("product name", "zqsanpham"), Marker.Word("product of a draft", "zqbannhap"), Marker.Word("organisation", "zqdonvi"),
        Marker.Word("public answer", "zqtomtat"), Marker.Word("answer", "zqtraloi"), Marker.Word("answer hidden from jurors", "zqnhomphattrien"),
        Marker.Word("file name", "zqtentep"), Marker.Word("file bytes", "zqnoidungtep"),
        Marker.Word("contact: name", "zqnguoinop"), Marker.Word("contact: mail", "zqlienhe"), Marker.Pattern("contact: phone", "987[ .]?654[ .]?321"), Marker.Word("contact: address", "zqdiachi"),
        Marker.Word("officer's finding", "zqdoichieu"), Marker.Word("verdict's reason", "zqlydoketluan"),
        Marker.Word("juror's name", "zqgiamkhao"), Marker.Points("own score", Marks.Own), Marker.Points("others' scores", Marks.Others),
        Marker.Word("unsigned comment", "zqnhapphieu"), Marker.Word("private note", "zqriengtu"), Marker.Word("reason of an abstention", "zqkhongcham"),
        Marker.Word("comment, released", "zqnhanxetmo"), Marker.Word("comment, not released", "zqnhanxetkin"),
        Marker.Points("score per criterion", Marks.Criteria), Marker.Points("score, preliminary", [Marks.Preliminary]), Marker.Points("score, final", [Marks.Final]),
        Marker.Points("calibrated score, preliminary", [Marks.CalibratedPreliminary]), Marker.Points("calibrated score, final", [Marks.CalibratedFinal]),
        Marker.Pattern("own severity", Marks.SeverityOf(0)), Marker.Pattern("a juror's severity", Marks.SeverityOf(1)), Marker.Together("doubt of the rank", "zqsanpham", "đứng đầu: [^<]{0,12}[0-9]"),
        Marker.Pattern("agreement of the jurors", "id=\"agreement-1\""),
        Marker.Either("a juror's marks per criterion", Marker.Points("", Marks.CriteriaOf(1)), Marker.Pattern("", Marks.BeginningOf(1))),
        Marker.Together("rank", "zqsanpham", "[123] trên 3 hồ sơ có điểm|data-l=\"Hạng\">\\s*[123]\\b"),
        Marker.Pattern("count of dossiers", "Hồ sơ (?:đăng ký|đã nhận)</dt>\\s*<dd>\\s*(?:<strong>)?[0-9]"), Marker.Pattern("count meeting the criteria", "(?:Hồ sơ đạt tiêu chí|Đủ tiêu chuẩn)</dt>\\s*<dd>\\s*(?:<strong>)?[0-9]"),
        Marker.Together("shortlist", "zqsanpham", "id=\"shortlists\""), Marker.Together("council's votes", "zqkiennghi", "[Tt]án thành:? [0-9]"), Marker.Word("reason of a withheld prize", "zqvisaokhongtrao"),
        Marker.Together("tier", "zqsanpham", "tier--bac|>\\s*Bạc\\s*<(?!/th)"), Marker.Word("motion", "zqkiennghi"), Marker.Word("motion's reason", "zqvisaokiennghi"), Marker.Word("meeting", "zqphienhop"),
        Marker.Together("winner on stage", "zqsanpham", "class=\"(?:scene|strip|prompter)|data-ceremony|\"picture\"|\"envelopes\"|announced_at"), Marker.Word("number of the decision", "zqquyetdinh"), Marker.Together("board page", "zqsanpham", "schema\\.org"),
        Marker.Word("conflict declared", "zqxungdot"), Marker.Word("applicant's question", "zqhoirieng"), Marker.Word("answer to it", "zqdaprieng"),
        Marker.Word("juror's question as asked", "zqcauhoigoc"), Marker.Word("juror's question as released", "zqcauhoichuyen"), Marker.Word("answer to the juror", "zqphucdap"),
        Marker.Word("public question, unpublished", "zqhoichung"), Marker.Word("presentation slot", "zqphongtrinhbay"), Marker.Word("mail to a selection", "zqthugui"),
        Marker.Word("invited mail address", "zqduocmoi"), Marker.Word("notice under embargo", "zqthongbao"), Marker.Word("appeal's grounds", "zqkhieunai"), Marker.Word("audit entry", "zqnhatky"),
        Marker.Word("product put into order", "zqtrinhdien"), OrderOf("own order", 0, 1, 2), OrderOf("another juror's order", 2, 0, 1), Marker.Word("reason of what was skipped", "zqboqualuot"),
        Marker.Together("strength from orders", "zqtrinhdien", "[0-9] ± [0-9]"), Marker.Together("how often put first", "zqtrinhdien", "đứng đầu [0-9] trên|data-l=\"Đứng đầu\""),
    ];

    /// <summary>One juror's order of the products shown live, as pages write it.</summary>
    private static Marker OrderOf(string name, params IReadOnlyList<int> products) => Marker.Pattern(name, string.Join("; ", products.Index().Select(p => $"{p.Index + 1}\\. {NameOf(p.Item)}")));

    /// <summary>A server that says only what goes wrong: thousands of pages are read.</summary>
    public static Task<WebHost> HostAsync(bool onSocket = false) => WebHost.StartAsync(more: new Dictionary<string, string?> { ["Logging:LogLevel:Default"] = "Error" }, onSocket: onSocket);

    public static async Task<PlantedAward> StartAsync(WebHost host)
    {
        // Before there is an edition: a job that found its deadlines passed would note them, and the award is played from before them.
        host.Clock.Now = AwardWorld.Opens("intake");
        var options = host.Services.CreateScope().ServiceProvider.GetRequiredService<DbContextOptions<BangVangDb>>();
        var world = await AwardWorld.OnAsync(() => new BangVangDb(options));
        host.Clock.Now = world.Clock.Now;
        var award = new PlantedAward(host, world);
        await award.ShowLiveAsync();
        await award.PeopleAsync();
        await award.ForumAsync();
        return award;
    }

    /// <summary>Whatever an address may hold at this moment.</summary>
    public Task<KnownValues> KnownAsync() => Host.WithDbAsync(async db =>
    {
        List<Guid> ids =
        [
            Dossier.Id, Secret.PersonId!.Value,
            .. await db.Assignments.Where(a => a.DossierId == Dossier.Id && (a.JurorId == Signed.PersonId || a.JurorId == Unsigned.PersonId || a.JurorId == Secret.PersonId)).OrderBy(a => a.Id).Select(a => a.Id).ToListAsync(),
            .. Live.Take(1).Select(d => d.Id), .. await db.Assignments.Where(a => a.RoundCode == LiveRound && a.JurorId == Secret.PersonId).OrderBy(a => a.Id).Select(a => a.Id).Take(1).ToListAsync(), .. await db.PairBallots.Where(b => b.JurorId == Secret.PersonId).Select(b => b.Id).ToListAsync(),
            .. await db.CouncilMeetings.Select(m => m.Id).ToListAsync(), .. await db.Appeals.Select(a => a.Id).ToListAsync(), .. await db.Notices.Select(n => n.Id).ToListAsync(),
            .. await db.Dossiers.Where(d => d.Id == Dossier.Id).Select(d => d.EnterpriseId).ToListAsync(), .. await db.Laureates.Where(l => l.DossierId == Dossier.Id).Select(l => l.Id).ToListAsync(),
        ];
        var files = await db.StoredFiles.Where(f => f.SubjectId == Dossier.Id).Select(f => f.Id.ToString()).ToListAsync();
        return new KnownValues(ids, new Dictionary<string, IReadOnlyList<string>>
        {
            ["programme"] = ["demo"], ["year"] = ["2026"], ["slug"] = [await db.Laureates.Where(l => l.DossierId == Dossier.Id).Select(l => l.Slug).SingleOrDefaultAsync() ?? "chua-co", ForumSlug], ["code"] = ["introduction", "made-in-viet-nam", "attachments", "regulation"], ["token"] = ["khong-co"], ["stand"] = ["A1"], ["number"] = ["1"], ["status"] = ["404"],
            ["stream"] = ["hall"], ["rendition"] = ["video-720"], ["extension"] = ["ts"], ["from"] = ["1"], ["until"] = ["2"], ["key"] = ["khong-co"],
            ["fileid"] = files, ["handler"] = ["File"], ["round"] = ["preliminary", "final", LiveRound], ["category"] = [Category, LiveCategory], ["edition"] = [Key], ["q"] = ["mot cua so", "Giám khảo"],
            ["cursor"] = ["khong-co"], ["page"] = ["1"], ["tier"] = ["bac"], ["sort"] = ["rank"], ["view"] = ["table", "now", "lower-third"], ["organisation"] = ["cong-ty-zqdonvi"], ["before"] = ["1"], ["after"] = ["1"], ["size"] = ["1"], ["path"] = ["0/000.p/1", "entries/000.p/1"],
        });
    });
}
