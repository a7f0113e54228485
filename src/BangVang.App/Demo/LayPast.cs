using BangVang.App.Certificates;
using BangVang.App.Editions;
using BangVang.App.Laureates;
using BangVang.App.Screening;
using BangVang.App.Storage;
using BangVang.Domain.Decisions;
using BangVang.Domain.Editions;
using BangVang.Domain.Kernel;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using static BangVang.App.Demo.DemoStage;

namespace BangVang.App.Demo;

/// <summary>Plays the past edition of the demonstration from its call to its laureates, phase by phase, by the actions of a real award.</summary>
public sealed class LayPast(
    BangVangDb db, PublishEdition publish, DemoStage stage, DemoPeople people, DemoJurors jurors, DemoDossiers dossiers, TakeCase take, DecideCase decide,
    DemoPanel panel, DemoCouncil council, PublishDecision announce, PrepareCertificates prepare, ReleaseOrder release)
{
    /// <summary>Whether a laying was cut off: the edition is there, its result is not.</summary>
    public async Task<bool> IsCutOffAsync(CancellationToken ct) =>
        await db.EditionSnapshots.AnyAsync(s => s.EditionKey == DemoPast.EditionKey, ct)
        && !await db.AwardDecisions.AnyAsync(d => d.EditionKey == DemoPast.EditionKey && d.State == DecisionState.Published, ct);

    /// <summary>Lays it; the clock stands where it ended. Only into a database whose log is empty: what happened first is written first.</summary>
    /// <param name="reading">With its calendar around today.</param>
    /// <exception cref="InvalidOperationException">The edition refuses what was made for it.</exception>
    public async Task RunAsync(EditionReading reading, CancellationToken ct)
    {
        var edition = reading.Edition ?? throw new InvalidOperationException(string.Join("; ", reading.Problems.Select(p => p.ToString())));
        stage.At(edition.After("intake", -10, 9));
        Value(await publish.RunAsync(Actor.Console, reading, notice: null, ct));
        var cast = await people.RunAsync(edition.Key, DemoPast.Keys, ct);
        await jurors.RunAsync(cast, edition, ct);

        foreach (var (entry, n) in DemoPast.Entries.Select((e, n) => (e.Entry, n)))
        {
            stage.At(edition.After("intake", 1 + 2 * n, 8 + n % 9, 17 * n % 60));
            await dossiers.RunAsync(cast, edition, entry, ct);
        }
        await ScreenAsync(cast, edition, ct);
        await panel.PreliminaryAsync(cast, edition, ct);
        await panel.FinalAsync(cast, edition, ct);
        await council.RunAsync(cast, edition, ct);

        stage.At(edition.After("announcement", 0, 9));
        Value(await announce.RunAsync(cast.Of("secretariat"), edition.Key, "02/QĐ-MH", edition.After("announcement", 0, 9).InZone(edition.TimeZone).Date, ct));
        stage.At(edition.After("announcement", 0, 14));
        var order = Value(await prepare.RunAsync(cast.Of("secretariat"), edition.Key, ct));
        stage.At(edition.After("announcement", 0, 15));
        Demand(await release.RunAsync(cast.Of("chair"), edition.Key, order, ct));
    }

    private async Task ScreenAsync(DemoCast cast, Edition edition, CancellationToken ct)
    {
        var submitted = await db.Dossiers.Where(d => d.EditionKey == edition.Key).OrderBy(d => d.Reference).Select(d => d.Id).ToListAsync(ct);
        foreach (var (dossier, n) in submitted.Select((d, n) => (d, n)))
        {
            var officer = cast.Of(n % 2 == 0 ? "secretariat" : "secretariat-2");
            stage.At(edition.After("screening", 1 + n / 2, 9 + 4 * (n % 2)));
            Demand(await take.RunAsync(officer, dossier, ct));
            stage.At(edition.After("screening", 1 + n / 2, 12 + 4 * (n % 2)));
            Demand(await decide.RunAsync(officer, dossier, accept: true, "Đủ điều kiện theo Điều 5 và Điều 6. (Nội dung minh họa.)", ct));
        }
    }
}
