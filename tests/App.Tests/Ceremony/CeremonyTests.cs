using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using BangVang.App.Ceremony;
using BangVang.App.Editions;
using BangVang.App.Laureates;
using BangVang.App.Storage;
using BangVang.App.Tests.Dossiers;
using BangVang.Domain.Ceremony;
using BangVang.Domain.Certificates;
using BangVang.Domain.Decisions;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Kernel;
using BangVang.Testing;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.App.Tests.Ceremony;

/// <summary>From the approved decision over closed envelopes to names on stage: nothing before its cue, everything with it.</summary>
public sealed class CeremonyTests
{
    [Theory, Engines]
    public async Task Envelopes_are_closed_by_one_and_confirmed_by_another(Engine engine)
    {
        await using var world = await CeremonyWorld.CreateAsync(engine);
        (await world.CloseAsync(world.Chair)).ShouldBe("decisions.only_secretariat");
        (await world.CloseAsync(world.Organiser)).ShouldBe("decisions.only_secretariat");
        (await world.CloseAsync(session: "KHAI01")).ShouldBe("ceremony.unknown_session");
        (await world.CloseAsync(forum: "khong-co")).ShouldBe("ceremony.unknown_forum");
        (await world.CloseAsync(number: " ")).ShouldBe("decisions.document_number_missing");
        (await world.CloseAsync(tiers: "khong-co")).ShouldBe("ceremony.no_tiers");
        (await world.ConfirmAsync(world.Second)).ShouldBe("ceremony.none");
        (await world.CloseAsync()).ShouldBeNull();
        var first = await world.RowAsync();
        (await world.ConfirmAsync(world.Officer)).ShouldBe("ceremony.another_confirms");
        (await world.ConfirmAsync(world.Organiser)).ShouldBe("ceremony.only_secretariat");
        (await world.GoAsync()).ShouldBe("ceremony.not_confirmed");
        // What nobody has confirmed may be closed anew.
        (await world.CloseAsync()).ShouldBeNull();
        (await world.RowAsync()).Id.ShouldNotBe(first.Id);
        (await world.ConfirmAsync(world.Chair)).ShouldBeNull();
        (await world.ConfirmAsync(world.Second)).ShouldBe("ceremony.confirmed_already");
        (await world.CloseAsync()).ShouldBe("ceremony.confirmed_already");

        // From here on it is published by its cues alone, until it is called off.
        world.Award.Clock.Now = AwardWorld.Opens("announcement");
        (await world.Award.PublishAsync(world.Officer)).CodeOf().ShouldBe("decisions.announced_on_stage");
        (await world.CancelAsync(world.Chair)).ShouldBe("decisions.only_secretariat");
        (await world.CancelAsync(world.Officer)).ShouldBeNull();
        (await world.Award.PublishAsync(world.Officer)).Value().ShouldBe(2);
        (await world.WithAsync(db => db.LogEvents.Where(e => e.Kind.StartsWith("ceremony.")).OrderBy(e => e.Seq).Select(e => e.Kind).ToListAsync())).ShouldBe(["ceremony.closed", "ceremony.cancelled"]);
        (await world.WithAsync(db => db.CeremonyEnvelopes.CountAsync())).ShouldBe(0);
        await HealthyAsync(world);
    }

    [Theory, Engines]
    public async Task No_name_stands_anywhere_before_its_cue_and_each_stands_everywhere_after_it(Engine engine)
    {
        await using var world = await CeremonyWorld.CreateAsync(engine);
        await world.ReadyAsync();
        // One envelope per category, whether anybody wins there or not, and the roll; all of one length.
        var envelopes = await world.WithAsync(db => db.CeremonyEnvelopes.AsNoTracking().ToListAsync());
        envelopes.Count.ShouldBe(AwardWorld.Edition.Categories.Count + 1);
        envelopes.Select(e => e.Closed.Length).Distinct().ShouldHaveSingleItem();
        (await NamesInAsync(world)).ShouldBeEmpty();
        await HealthyAsync(world);

        await world.UpToAsync(CueKind.Envelope, AwardWorld.Category);
        (await NamesInAsync(world)).ShouldBeEmpty();
        (await world.WithAsync(db => db.LaureatesOnBoard().CountAsync())).ShouldBe(0);
        (await world.GoAsync(confirmed: false)).ShouldBe("ceremony.confirm_reveal");
        (await world.GoAsync()).ShouldBeNull();

        // Gold is out: on the board, in the picture, in the envelope. Silver is in the roll and still closed.
        (await NamesInAsync(world)).ShouldBe([world.Gold.Product]);
        var board = await world.WithAsync(db => db.LaureatesOnBoard().ToListAsync());
        board.ShouldHaveSingleItem().ProductName.ShouldBe(world.Gold.Product);
        (await world.WithAsync(db => db.AwardDecisions.AsNoTracking().SingleAsync())).State.ShouldBe(DecisionState.Approved);
        (await world.CancelAsync(world.Officer)).ShouldBe("ceremony.revealed_stays");
        await HealthyAsync(world);

        await world.UpToAsync(CueKind.Roll, null);
        (await world.WithAsync(db => db.CertificateOrders.CountAsync())).ShouldBe(0);
        (await world.GoAsync()).ShouldBeNull();
        (await NamesInAsync(world)).ShouldBe([world.Silver.Product, world.Gold.Product], ignoreOrder: true);
        await using var db = world.Award.Test.Open();
        (await db.LaureatesOnBoard().OrderBy(l => l.TierOrdinal).Select(l => l.ProductName).ToListAsync()).ShouldBe([world.Gold.Product, world.Silver.Product]);
        var decision = await db.AwardDecisions.SingleAsync();
        (decision.State, decision.DocumentNumber, decision.PublishedBy).ShouldBe((DecisionState.Published, "12/QĐ-MH", world.Officer.PersonId));
        (await db.Notices.CountAsync(n => n.PrintedNumber == "12/QĐ-MH")).ShouldBe(1);
        var dossiers = new[] { world.Gold, world.Silver, world.Without }.Select(d => d.Id.ToString()).ToList();
        (await db.Outbox.CountAsync(m => dossiers.Contains(m.About!))).ShouldBe(3);
        var order = await db.CertificateOrders.SingleAsync();
        (order.Kind, order.PreparedBy, order.ApprovedBy, order.IsRunning).ShouldBe((CertificateOrderKind.Issue, world.Officer.PersonId!.Value, world.Second.PersonId, true));
        (await world.RowAsync()).FinishedAt.ShouldNotBeNull();
        (await world.GoAsync()).ShouldBe("ceremony.over");
        await HealthyAsync(world);
    }

    [Theory, Engines]
    public async Task The_show_is_run_by_its_organisers_and_one_press_counts_once(Engine engine)
    {
        await using var world = await CeremonyWorld.CreateAsync(engine);
        await world.ReadyAsync();
        var row = await world.RowAsync();
        var next = row.Show.Next!;
        (await world.ActAsync(new(ShowAct.Go, next.Id, row.Version), world.Officer)).ShouldBe("ceremony.none");
        (await world.ActAsync(new(ShowAct.Go, next.Id, row.Version), world.Second)).ShouldBe("ceremony.none");
        // Two who press at once: one cue runs, the other is told.
        var pressed = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => world.ActAsync(new(ShowAct.Go, next.Id, row.Version))));
        pressed.Count(p => p is null).ShouldBe(1);
        pressed.ShouldContain("ceremony.changed_meanwhile");
        row = await world.RowAsync();
        row.Show.Current!.Id.ShouldBe(next.Id);

        (await world.ActAsync(new(ShowAct.Undo, next.Id, row.Version))).ShouldBeNull();
        (await world.ActAsync(new(ShowAct.Change, next.Id, row.Version + 1, Text: new(Duration.FromSeconds(45), " Bà Trần Minh Họa ", null, null, null, "Chào đại biểu")))).ShouldBeNull();
        (await world.ActAsync(new(ShowAct.Change, next.Id, row.Version + 2, Text: new(Duration.FromHours(2), null, null, null, null, null)))).ShouldBe("ceremony.length_range");
        (await world.ActAsync(new(ShowAct.Skip, next.Id, row.Version + 2))).ShouldBeNull();
        row = await world.RowAsync();
        row.Cues[0].ShouldSatisfyAllConditions(c => c.Presenter.ShouldBe("Bà Trần Minh Họa"), c => c.Length.ShouldBe(Duration.FromSeconds(45)), c => c.IsSkipped.ShouldBeTrue());
        (await world.ActAsync(new(ShowAct.Move, row.Cues[2].Id, row.Version, To: 1))).ShouldBeNull();
        (await world.RowAsync()).Cues[1].Id.ShouldBe(row.Cues[2].Id);
        (await world.WithAsync(db => db.AuditEntries.CountAsync(e => e.Action == "ceremony.cue"))).ShouldBe(5);
    }

    [Theory, Engines]
    public async Task Who_comes_changes_the_block_behind_the_envelope_and_never_the_commitment(Engine engine)
    {
        await using var world = await CeremonyWorld.CreateAsync(engine);
        await world.ReadyAsync();
        var before = await world.WithAsync(db => db.CeremonyEnvelopes.AsNoTracking().OrderBy(e => e.CategoryCode).Select(e => e.Commitment).ToListAsync());
        (await world.NoteAsync(world.Organiser, world.Gold.Reference, Attendance.Absent)).ShouldBe("decisions.only_secretariat");
        (await world.NoteAsync(world.Officer, world.Without.Reference, Attendance.Absent)).ShouldBe("ceremony.unknown_winner");
        (await world.NoteAsync(world.Officer, world.Gold.Reference, Attendance.Absent)).ShouldBeNull();
        (await world.WithAsync(db => db.CeremonyEnvelopes.AsNoTracking().OrderBy(e => e.CategoryCode).Select(e => e.Commitment).ToListAsync())).ShouldBe(before);
        (await world.RowAsync()).Cues.ShouldNotContain(c => c.IsSkipped, "the run of show tells nothing before the envelope");

        await world.UpToAsync(CueKind.Envelope, AwardWorld.Category);
        (await world.GoAsync()).ShouldBeNull();
        (await world.RowAsync()).Cues.Where(c => c.CategoryCode == AwardWorld.Category && c.IsSkipped).Select(c => c.Kind).ShouldBe([CueKind.WinnerWalksOn, CueKind.Photo, CueKind.Remarks, CueKind.Exit]);
    }

    [Theory, Engines]
    public async Task What_is_in_an_envelope_is_for_the_secretariat_without_its_conflicts(Engine engine)
    {
        await using var world = await CeremonyWorld.CreateAsync(engine);
        await world.ReadyAsync();
        var row = await world.RowAsync();
        foreach (var other in new[] { world.Chair, world.Organiser, world.Gold.Applicant, Actor.Anonymous })
            (await world.WithAsync(db => db.SecretEnvelopesAsync(CeremonyWorld.Key, other, row, AwardWorld.Edition, default))).ShouldBeEmpty();
        (await InsideAsync(world.Officer)).ShouldBe([world.Gold.Product, world.Silver.Product], ignoreOrder: true);
        await world.WithAsync(db =>
        {
            db.Conflicts.Add(new() { Id = Ids.New(world.Award.Clock.Now), EditionKey = AwardWorld.Key, PersonId = world.Second.PersonId!.Value, DossierId = world.Gold.Id, Source = ConflictSource.Declared, State = ConflictState.Confirmed, Reason = "Người thân làm việc tại đơn vị", NotedAt = world.Award.Clock.Now, NotedBy = world.Second.PersonId });
            return db.SaveChangesAsync();
        });
        (await InsideAsync(world.Second)).ShouldBe([world.Silver.Product]);
        (await world.WithAsync(db => db.ShowAsync(world.Officer, CeremonyWorld.Slug, default))).ShouldBeNull();
        (await world.WithAsync(db => db.CeremonyOfAsync(world.Organiser, AwardWorld.Key, default))).ShouldBeNull();

        async Task<IReadOnlyList<string>> InsideAsync(Actor officer) =>
            [.. (await world.WithAsync(db => db.SecretEnvelopesAsync(CeremonyWorld.Key, officer, row, AwardWorld.Edition, default))).SelectMany(e => e.Winners).Select(w => w.Product)];
    }

    [Theory, Engines]
    public async Task An_exchanged_envelope_stops_the_cue_and_nothing_becomes_public(Engine engine)
    {
        await using var world = await CeremonyWorld.CreateAsync(engine);
        await world.ReadyAsync();
        await world.UpToAsync(CueKind.Envelope, AwardWorld.Category);
        var row = await world.RowAsync();
        // Somebody with database and key puts another winner inside: the commitment gives it away.
        var salt = RandomNumberGenerator.GetBytes(CategoryResult.SaltBytes);
        var other = new CategoryResult(AwardWorld.Category, [new(world.Without.Reference, "gold", world.Without.Product, "Công ty Minh họa 03")]);
        var closed = Envelope.Close(other, AwardWorld.Key, salt, CeremonyWorld.Key.Of(row.Id), RandomNumberGenerator.GetBytes(Envelope.NonceBytes));
        await world.WithAsync(db => db.CeremonyEnvelopes.Where(e => e.CategoryCode == AwardWorld.Category).ExecuteUpdateAsync(e => e.SetProperty(x => x.Closed, closed)));
        await Should.ThrowAsync<InvalidDataException>(() => world.GoAsync());
        (await NamesInAsync(world)).ShouldBeEmpty();
        (await world.RowAsync()).Version.ShouldBe(row.Version);
        // Another key does not open it at all.
        Should.Throw<CryptographicException>(() => Envelope.Open(closed, AwardWorld.Key, AwardWorld.Category, CeremonyWorld.Key.Of(Guid.NewGuid())));
    }

    [Theory, Engines]
    public async Task The_doctor_sees_a_name_before_its_cue_an_exchanged_content_and_a_lost_commitment(Engine engine)
    {
        await using var world = await CeremonyWorld.CreateAsync(engine);
        await world.ReadyAsync();
        await world.UpToAsync(CueKind.Envelope, AwardWorld.Category);
        await world.GoAsync();
        (await FoundAsync(world.Award.Test)).ShouldBeEmpty();
        foreach (var (sql, invariant) in new[]
        {
            ("UPDATE award_ceremony SET cues = replace(cues, '\"startedAt\":\"', '\"startedAt\":null,\"note\":\"')", "ceremony.names_follow_cues"),
            ("UPDATE award_ceremony SET session_code = 'KHAC01'", "ceremony.envelopes_hold_what_was_committed"),
            ("UPDATE award_decision SET stage = NULL", "ceremony.decisions_know_their_stage"),
            ($"UPDATE laureate SET dossier_id = (SELECT id FROM dossier WHERE reference = '{world.Without.Reference}')", "ceremony.names_follow_cues"),
        })
            (await FoundAsync(world.Award.Test, sql)).ShouldContain(invariant, sql);
    }

    /// <summary>Products named by anything that is public of the ceremony, with what everybody may read of it.</summary>
    private static async Task<IReadOnlyList<string>> NamesInAsync(CeremonyWorld world)
    {
        var seen = await world.WithAsync(async db => JsonSerializer.Serialize((await db.PublicCeremonyAsync(new EditionBook(db), CeremonyWorld.Slug, default))! with { Edition = null! }, Kernel.Json.Options)
            + JsonSerializer.Serialize(await db.ShowAsync(world.Organiser, CeremonyWorld.Slug, default), Kernel.Json.Options)
            + (await db.CommitmentEntryAsync(CeremonyWorld.Slug, default))!.Payload);
        // What is on disk of the closed envelopes is no plain text either.
        var bytes = await world.WithAsync(db => db.CeremonyEnvelopes.Where(e => e.OpenedAt == null).Select(e => e.Closed).ToListAsync());
        seen += string.Concat(bytes.Select(Encoding.UTF8.GetString));
        return [.. new[] { world.Gold, world.Silver, world.Without }.Where(d => seen.Contains(d.Product) || seen.Contains(d.Reference)).Select(d => d.Product)];
    }

    /// <summary>What the doctor finds while <paramref name="sql"/> is done; afterwards it is undone.</summary>
    private static async Task<IReadOnlyList<string>> FoundAsync(TestDb test, string sql = "SELECT 1")
    {
        await using var db = test.Open();
        await db.Database.OpenConnectionAsync();
        foreach (var each in (string[])["BEGIN", sql.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal)]) await db.Database.ExecuteSqlRawAsync(each);
        return [.. (await new Doctor(db, test.DatabaseEngine with { BeginSnapshotSql = "SELECT 1" }).RunAsync(default)).Where(f => !f.Holds).Select(f => f.Name)];
    }

    private static async Task HealthyAsync(CeremonyWorld world) => (await FoundAsync(world.Award.Test)).ShouldBeEmpty();
}
