using BangVang.App.Editions;
using BangVang.App.Panels;
using BangVang.App.Tests.People;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Kernel;
using BangVang.Testing;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace BangVang.App.Tests.Panels;

/// <summary>The panel of an earlier round is seated again: who is left out is shown first, and all are seated in one act.</summary>
public sealed class CopyPanelTests
{
    [Theory, Engines]
    public async Task Whoever_is_in_conflict_or_no_longer_a_juror_is_left_out_and_the_rest_is_seated_with_a_trail(Engine engine)
    {
        await using var world = await AwardWorld.CreateAsync(engine);
        var (officer, jurors, dossier) = (await world.PersonAsync("Chuyên viên", Role.Secretariat), await world.JurorsAsync(5), await world.DossierAsync("Một cửa số"));
        await ConflictAsync(world, jurors[1], dossier, ConflictState.Suggested);
        await ConflictAsync(world, jurors[2], dossier, ConflictState.Dismissed);
        await world.SeatAsync(jurors[3], "final");
        await world.WithAsync(db => db.RoleGrants.Where(g => g.PersonId == jurors[4].PersonId).ExecuteDeleteAsync());

        var lines = (await PreviewAsync(world, officer)).Value().Lines;
        lines.Select(l => (l.Name, l.Outcome, l.Conflicts)).ShouldBe(
        [
            ("Giám khảo 1", CopyOutcome.Taken, 0), ("Giám khảo 2", CopyOutcome.InConflict, 1), ("Giám khảo 3", CopyOutcome.Taken, 0),
            ("Giám khảo 4", CopyOutcome.AlreadySeated, 0), ("Giám khảo 5", CopyOutcome.NoJuror, 0),
        ]);
        (await CopyAsync(world, officer, [.. lines.Where(l => l.Outcome is CopyOutcome.Taken).Select(l => l.PersonId)])).Value().ShouldBe(2);

        var seats = await world.WithAsync(db => db.PanelSeats.Where(s => s.RoundCode == "final" && s.CategoryCode == AwardWorld.Category && s.EndedAt == null).ToListAsync());
        seats.Select(s => s.PersonId).ShouldBe([.. new[] { jurors[0], jurors[2], jurors[3] }.Select(j => j.PersonId!.Value)], ignoreOrder: true);
        // Whoever is seated anew declares anew.
        seats.Where(s => s.PersonId != jurors[3].PersonId).ShouldAllBe(s => s.DeclaredAt == null && s.AppointedBy == officer.PersonId);
        var trail = await world.WithAsync(db => db.AuditEntries.Where(e => e.Action == "panels.juror_appointed").ToListAsync());
        trail.Select(e => e.Detail).ShouldBe([$"final/{AwardWorld.Category} ← preliminary", $"final/{AwardWorld.Category} ← preliminary"]);
    }

    [Theory, Engines]
    public async Task Nobody_is_seated_when_one_of_those_chosen_cannot_be(Engine engine)
    {
        await using var world = await AwardWorld.CreateAsync(engine);
        var (officer, jurors, other) = (await world.PersonAsync("Chuyên viên", Role.Secretariat), await world.JurorsAsync(2), await world.PersonAsync("Giám khảo khác", Role.Juror));
        Guid[] both = [.. jurors.Select(j => j.PersonId!.Value)];
        (await CopyAsync(world, officer, [])).CodeOf().ShouldBe("panels.person_missing");
        (await CopyAsync(world, officer, [both[0], other.PersonId!.Value])).CodeOf().ShouldBe("panels.copy_changed");
        await world.SeatAsync(jurors[1], "final");
        (await CopyAsync(world, officer, both)).CodeOf().ShouldBe("panels.copy_changed");
        (await world.WithAsync(db => db.PanelSeats.CountAsync(s => s.RoundCode == "final"))).ShouldBe(1);
    }

    [Theory, Engines]
    public async Task Only_the_secretariat_copies_and_only_from_an_earlier_round(Engine engine)
    {
        await using var world = await AwardWorld.CreateAsync(engine);
        var (officer, chair, jurors) = (await world.PersonAsync("Chuyên viên", Role.Secretariat), await world.PersonAsync("Chủ tịch", Role.Chair), await world.JurorsAsync(1));
        (await PreviewAsync(world, chair)).CodeOf().ShouldBe("panels.only_secretariat");
        (await PreviewAsync(world, officer, "final", "preliminary")).CodeOf().ShouldBe("panels.round_unknown");
        (await PreviewAsync(world, officer, "final", "final")).CodeOf().ShouldBe("panels.round_unknown");
        (await PreviewAsync(world, officer, "screening", "final")).CodeOf().ShouldBe("panels.round_unknown");
        (await CopyAsync(world, chair, [jurors[0].PersonId!.Value])).CodeOf().ShouldBe("panels.only_secretariat");
    }

    [Theory, Engines]
    public async Task An_officer_learns_nothing_of_a_dossier_in_conflict_from_the_preview(Engine engine)
    {
        await using var world = await AwardWorld.CreateAsync(engine);
        var (officer, jurors, dossier) = (await world.PersonAsync("Chuyên viên", Role.Secretariat), await world.JurorsAsync(1), await world.DossierAsync("Một cửa số"));
        await ConflictAsync(world, jurors[0], dossier, ConflictState.Confirmed);
        await ConflictAsync(world, officer, dossier, ConflictState.Confirmed);
        (await PreviewAsync(world, officer)).Value().Lines.ShouldHaveSingleItem().ShouldBe(new(jurors[0].PersonId!.Value, "Giám khảo 1", CopyOutcome.Taken, 0));
    }

    private static Task<int> ConflictAsync(AwardWorld world, Actor person, AwardDossier dossier, ConflictState state) => world.WithAsync(db =>
    {
        db.Conflicts.Add(new()
        {
            Id = Guid.CreateVersion7(), EditionKey = AwardWorld.Key, PersonId = person.PersonId!.Value, DossierId = dossier.Id, Source = ConflictSource.Declared, State = state, Reason = "Người nhà",
            NotedAt = world.Clock.Now, SettledAt = state is ConflictState.Dismissed ? world.Clock.Now : null, SettledBy = state is ConflictState.Dismissed ? person.PersonId : null,
        });
        return db.SaveChangesAsync();
    });

    private static Task<Result<CopyPreview>> PreviewAsync(AwardWorld world, Actor actor, string from = "preliminary", string to = "final") => world.WithAsync(db =>
        new CopyPanel(db, new EditionBook(db), new(db, new EditionBook(db), world.Clock), world.Clock).PreviewAsync(actor, AwardWorld.Key, from, to, AwardWorld.Category, default));

    private static Task<Result<int>> CopyAsync(AwardWorld world, Actor actor, Guid[] people) => world.WithAsync(db =>
        new CopyPanel(db, new EditionBook(db), new(db, new EditionBook(db), world.Clock), world.Clock).RunAsync(actor, AwardWorld.Key, "preliminary", "final", AwardWorld.Category, people, default));
}
