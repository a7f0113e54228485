using BangVang.Domain.Editions;
using BangVang.Testing;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.App.Tests.Dossiers.Sealing;

/// <summary>Sealing stays as it is once dossiers come in, and needs a day.</summary>
public sealed class SealingRulesTests
{
    private static readonly SealingRules Rules = SealedEdition.Edition.Sealing!;

    [Fact]
    public void The_keys_are_frozen_once_dossiers_come_in_and_not_before()
    {
        var (current, next) = (SealedEdition.Edition, SealedEdition.Edition with { Sealing = Rules with { Needed = 3 } });
        Amendment.Check(current, next, ApplyEdition.Opens - Duration.FromMilliseconds(1)).ShouldBeNull();
        Amendment.Check(current, next, ApplyEdition.Opens)!.Code.ShouldBe("edition.amendment_changes_sealing");
        Amendment.Check(current, current with { Sealing = null }, ApplyEdition.Opens)!.Code.ShouldBe("edition.amendment_changes_sealing");
        Amendment.Check(ApplyEdition.Edition, current, ApplyEdition.Opens)!.Code.ShouldBe("edition.amendment_changes_sealing");
        Amendment.Check(current, current with { Sealing = Rules with { Article = "Điều 9a" } }, ApplyEdition.Opens).ShouldBeNull();
    }

    [Fact]
    public void Dossiers_are_not_taken_while_the_day_of_the_opening_is_not_settled()
    {
        var undated = SealedEdition.Edition with { Phases = [ApplyEdition.Intake, ApplyEdition.Council with { Opens = Published<LocalDate>.Unpublished, Closes = Published<LocalDate>.Unpublished }] };
        undated.MissingFor("intake").ShouldContain(m => m.Path == "phases.council.opens");
        (undated.SealedUntil, SealedEdition.Edition.SealedUntil, ApplyEdition.Edition.SealedUntil).ShouldBe((null, SealedEdition.Opening, null));
    }
}
