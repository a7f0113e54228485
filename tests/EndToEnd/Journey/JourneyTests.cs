using BangVang.Testing;
using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace BangVang.EndToEnd.Journey;

/// <summary>
/// The main job in a real browser, on both engines: a new edition is published, one product goes from the open call to the
/// golden board, and on the way everything that must be refused is refused with its sentence. Every person has a browser of
/// their own and works by keyboard; nothing is reached but through screens. The parts stand in the files beside this one.
/// </summary>
[Collection(Browser.Collection)]
public sealed partial class JourneyTests(Browser browser)
{
    private const string Edition = NextYear.Key;
    private const string EditionName = "Giải thưởng trình diễn “Sản phẩm công nghệ số Make in Viet Nam” năm 2027";
    private const string Category = "Sản phẩm công nghệ số xuất sắc cho chính phủ số";
    private const string CategoryCode = "digital-government";
    private const string Product = "Trợ lý Hồ sơ Xã";
    private const string Enterprise = "Công ty Minh họa Hành trình";

    private Engine engine;
    private DemoServer server = null!;
    private IPage administrator = null!, officer = null!, applicant = null!, chair = null!, visitor = null!;
    private readonly List<IPage> jurors = [];

    [Theory, Engines]
    public Task A_product_goes_from_the_open_call_to_the_golden_board(Engine engine) => browser.RunAsync(async visit =>
    {
        this.engine = engine;
        using var editions = new NextYear();
        await using var database = await TestDb.CreateAsync(engine);
        await using var demo = server = await DemoServer.StartAsync(editions.Root, database);
        visitor = await visit.NewPageAsync();

        administrator = await EnterAsync(visit, "administrator");
        await PublishEditionAsync();
        officer = await EnterAsync(visit, "secretariat");
        await InvitePeopleAsync(visit);

        await LearnThatAnIneligibleProductIsNotAdmittedAsync();
        applicant = await SignUpAsync(visit);
        await StartDossierAsync();
        await FillDossierAsync();
        await LearnThatAnIneligibleDossierIsNotSubmittedAsync();
        await SubmitDossierAsync();
        await LearnThatOneSecondLateIsLateAsync(visit);

        await ScreenDossierAsync();
        await MoveClockToAsync("preliminary");
        await SeatPanelAsync("preliminary", jurors);
        await DeclareConflictsAsync();
        await AssignPanelAsync("preliminary");
        await LearnThatAConflictedJurorSeesNothingAsync();
        await ScoreAsync(jurors[0], "preliminary", "8");
        await ScoreAsync(jurors[1], "preliminary", "9");
        await LearnThatUnsignedSheetsHoldTheRoundAsync();
        await ScoreAsync(jurors[2], "preliminary", "9");
        await LetThroughAsync();

        await SeatPanelAsync("final", jurors[..3]);
        await DeclareNoConflictAsync("final");
        await AssignPanelAsync("final");
        foreach (var juror in jurors[..3]) await ScoreAsync(juror, "final", "9");
        await ProposeDecisionAsync();
        await MeetAndVoteAsync();
        await ApproveDecisionAsync();
        await LearnThatNothingIsPublicYetAsync();
        await PublishDecisionAsync();

        await FindTheLaureateAsync();
        await ReadOwnResultAsync();
        blemishes.ShouldBeEmpty();
    }, $"{nameof(A_product_goes_from_the_open_call_to_the_golden_board)}-{engine}");
}
