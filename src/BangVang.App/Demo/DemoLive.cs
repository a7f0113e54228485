using BangVang.App.Editions;
using BangVang.App.Panels;
using BangVang.App.Scoring;
using BangVang.App.Screening;
using BangVang.App.Storage;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using Microsoft.EntityFrameworkCore;
using static BangVang.App.Demo.DemoStage;

namespace BangVang.App.Demo;

/// <summary>
/// A small edition whose only round is open: its jurors put three products at a time into order. Laid by the actions of a real award; what the
/// jurors choose is left to whoever tries it.
/// </summary>
public sealed class DemoLive(
    BangVangDb db, PublishEdition publish, DemoStage stage, DemoPeople people, DemoDossiers dossiers, TakeCase take, DecideCase decide, AppointJuror appoint, DeclareConflicts declare, AssignWholePanel assign)
{
    public const string EditionKey = "demo-live/2026";

    private const string Round = "live", Category = "live", Officer = "secretariat";

    /// <summary>The jurors one may enter as.</summary>
    private static readonly string[] Jurors = ["juror-1", "juror-2", "juror-3"];

    private static readonly IReadOnlyList<DemoEntry> Entries = [.. Enumerable.Range(0, 5).Select(n => new DemoEntry(15 + n, 31 + n, Category, DemoProgress.Submitted))];

    /// <summary>Lays it while the clock stands in the past; the caller lets it run again.</summary>
    /// <param name="reading">With its calendar around today.</param>
    /// <exception cref="InvalidOperationException">The edition refuses what was made for it.</exception>
    public async Task RunAsync(EditionReading reading, CancellationToken ct)
    {
        var edition = reading.Edition ?? throw new InvalidOperationException(string.Join("; ", reading.Problems.Select(p => p.ToString())));
        stage.At(edition.After("intake", -1, 9));
        Value(await publish.RunAsync(Actor.Console, reading, notice: null, ct));
        // Nobody of the secretariat has a role in it: their screens stay with the edition that is being worked on.
        var cast = await people.RunAsync(edition.Key, [.. Entries.Select(e => e.ApplicantKey), .. Jurors], ct);
        foreach (var (n, entry) in Entries.Index())
        {
            stage.At(edition.After("intake", 1 + n, 10));
            await dossiers.RunAsync(cast, edition, entry, ct);
        }
        await ScreenAsync(cast, edition, ct);
        stage.At(edition.After(Round, 0, 9));
        foreach (var juror in Jurors) Demand(await appoint.RunAsync(cast.Of(Officer), edition.Key, Round, Category, cast.Ids[juror], ct));
        foreach (var juror in Jurors) Demand(await declare.RunAsync(cast.Of(juror), edition.Key, new Dictionary<Guid, string>(), ct));
        Value(await assign.RunAsync(cast.Of(Officer), edition.Key, Round, Category, ct));
    }

    private async Task ScreenAsync(DemoCast cast, Edition edition, CancellationToken ct)
    {
        stage.At(edition.After("screening", 1, 9));
        foreach (var dossier in await db.Dossiers.Where(d => d.EditionKey == edition.Key).OrderBy(d => d.Reference).Select(d => d.Id).ToListAsync(ct))
        {
            Demand(await take.RunAsync(cast.Of(Officer), dossier, ct));
            Demand(await decide.RunAsync(cast.Of(Officer), dossier, accept: true, "Đủ điều kiện trình diễn. (Nội dung minh họa.)", ct));
        }
    }
}
