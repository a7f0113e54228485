using BangVang.App.Editions;
using BangVang.App.Kernel;
using BangVang.App.People;
using BangVang.App.Storage;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using BangVang.Storage.Sqlite;
using BangVang.Testing;
using BangVang.Testing.Running;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.EndToEnd;

/// <summary>A final that sixty dossiers and twelve jurors went through: results with their doubt, and the severity of jurors, as pictures and for axe.</summary>
[Collection(Browser.Collection)]
public sealed class JudgedRoundTests(Browser browser) : IAsyncLifetime
{
    private const string Round = "final";
    private readonly string directory = Directory.CreateTempSubdirectory("bv-judged-").FullName;
    private readonly Edition edition = Judged();
    private ServerProcess server = null!;
    private string secretary = "", juror = "";

    public async Task InitializeAsync()
    {
        var place = Path.Combine(directory, "bangvang.db");
        BangVangDb Open()
        {
            var options = new DbContextOptionsBuilder<BangVangDb>();
            options.UseBangVangSqlite(place);
            return new(options.Options);
        }
        await using (var db = Open()) await new Migrator(db, SqliteStorage.Engine, SystemClock.Instance).MigrateAsync(default);
        var round = new MadeUpRound(Open, edition, Round);
        await round.LayAsync(60, default);
        secretary = await round.SignInAsync(Role.Secretariat, SystemClock.Instance.GetCurrentInstant(), default);
        await using (var db = Open())
        {
            foreach (var dossier in await db.Dossiers.ToListAsync())
                db.RoundEntries.Add(new() { EditionKey = edition.Key, RoundCode = Round, CategoryCode = dossier.CategoryCode, DossierId = dossier.Id, EnteredAt = dossier.CreatedAt });
            var now = SystemClock.Instance.GetCurrentInstant();
            juror = Secrets.NewToken();
            db.Sessions.Add(new() { TokenHash = Secrets.HashOf(juror), PersonId = await db.Scoresheets.Select(s => s.JurorId).FirstAsync(), CreatedAt = now, LastSeenAt = now, ExpiresAt = now + SessionLives.Absolute, Device = "Chromium" });
            await db.SaveChangesAsync();
        }
        server = ServerProcess.Start(directory);
        await server.Ready;
    }

    public async Task DisposeAsync()
    {
        await server.DisposeAsync();
        Directory.Delete(directory, recursive: true);
    }

    [Fact]
    public Task Results_with_their_doubt_and_the_severity_of_jurors_read_well() => browser.RunAsync(async visit =>
    {
        var office = await PageOfAsync(visit, secretary);
        await LookAsync(office, $"/manage/{edition.Key}/results?round={Round}", "results", "Độ chắc của thứ hạng");
        await LookAsync(office, $"/manage/{edition.Key}/extra-marks", "extra-marks", "Phía trên vạch");
        await LookAsync(office, $"/manage/{edition.Key}/severity?round={Round}", "severity", "Giám khảo 1");
        await LookAsync(await PageOfAsync(visit, juror), $"/judging/severity/{edition.Key}/{Round}", "own-severity", "Độ nghiêm");
        await AskAsync(office);
    });

    /// <summary>On paper nobody can open what is folded: the picture of the ranks is printed all the same, and the forms are not.</summary>
    [Fact]
    public Task The_picture_of_the_ranks_is_printed_though_it_is_folded_on_the_screen() => browser.RunAsync(async visit =>
    {
        var page = await PageOfAsync(visit, secretary);
        var site = (await server.Ready).ToString().TrimEnd('/');
        await page.GotoAsync($"{site}/manage/{edition.Key}/results?round={Round}&lang=vi");
        const string seen = "[...document.querySelectorAll('main details:not([open]) figure svg')].filter(s => s.checkVisibility()).length";
        var pictures = await page.Locator("main details:not([open]) figure svg").CountAsync();
        pictures.ShouldBeGreaterThan(0);
        (await page.EvaluateAsync<int>(seen)).ShouldBe(0, "folded on the screen");
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        (await page.EvaluateAsync<int>(seen)).ShouldBe(pictures, "open on paper");
        (await page.EvaluateAsync<int>("[...document.querySelectorAll('main details:not([open]) textarea')].filter(t => t.checkVisibility()).length")).ShouldBe(0);
        if (Environment.GetEnvironmentVariable("BANGVANG_PICTURES") is { Length: > 0 } folder) await page.PdfAsync(new() { Path = Path.Combine(folder, "judged-results.pdf"), Format = "A4" });
    });

    /// <summary>The secretary asks for all marks that are named at the first line, until the end of tomorrow, and reads what was asked.</summary>
    private async Task AskAsync(IPage page)
    {
        await page.GotoAsync($"{(await server.Ready).ToString().TrimEnd('/')}/manage/{edition.Key}/extra-marks?lang=vi");
        var until = SystemClock.Instance.GetCurrentInstant().InZone(edition.TimeZone).LocalDateTime.PlusDays(1);
        await page.FillAsync("input[name=ClosesAt]", until.ToString("uuuu-MM-dd'T'HH:mm", System.Globalization.CultureInfo.InvariantCulture));
        await page.FillAsync("textarea[name=Reason]", "Các phiếu chưa phân định được hồ sơ ở hai phía của vạch giải.");
        await page.ClickAsync("main form button[type=submit]");
        await page.WaitForURLAsync("**/extra-marks?done=*");
        await LookAsync(page, $"/manage/{edition.Key}/extra-marks", "extra-marks-asked", "Đã xin chấm bổ sung");
    }

    /// <summary>Wide and on a telephone, in both languages; everything that can be opened is open. <c>BANGVANG_PICTURES</c> names a folder for pictures.</summary>
    private async Task LookAsync(IPage page, string path, string name, string sentence)
    {
        var site = (await server.Ready).ToString().TrimEnd('/');
        foreach (var language in (string[])["en", "vi"])
        {
            (await page.GotoAsync($"{site}{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}lang={language}"))!.Status.ShouldBe(200, path);
            await page.EvaluateAsync("document.querySelectorAll('main details').forEach(d => d.open = true)");
            foreach (var width in (int[])[360, 1280])
            {
                await page.SetViewportSizeAsync(width, 900);
                (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(width, $"{path} {language}");
                (await Axe.CheckAsync(page)).ShouldBeEmpty($"{path} {language} {width}");
                if (Environment.GetEnvironmentVariable("BANGVANG_PICTURES") is { Length: > 0 } folder)
                    await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"judged-{name}-{language}-{width}.png"), FullPage = true });
            }
        }
        (await page.InnerTextAsync("main")).ShouldContain(sentence, Case.Insensitive, path);
    }

    private async Task<IPage> PageOfAsync(Visit visit, string token)
    {
        var page = await visit.NewPageAsync();
        var address = await server.Ready;
        await page.Context.AddCookiesAsync([new() { Name = "bv", Value = token, Url = address.ToString() }]);
        return page;
    }

    /// <summary>The demonstration's edition, laid so that its final ended yesterday.</summary>
    private static Edition Judged()
    {
        var today = SystemClock.Instance.GetCurrentInstant().InUtc().Date;
        var from = Path.Combine(Repository.Root, "editions", "demo", "2026");
        var ends = Read(from, today).WindowOf(Round)!.Value.End!.Value.InUtc().Date;
        return Read(from, today - Period.FromDays(Period.DaysBetween(today, ends) + 1));
    }

    private static Edition Read(string folder, LocalDate dayZero) =>
        EditionReader.Read(folder, dayZero).Edition ?? throw new InvalidOperationException("The demonstration edition has problems.");
}
