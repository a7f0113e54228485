using BangVang.Domain.Editions;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.Domain.Tests.Editions;

public sealed class MissingValuesTests
{
    [Fact]
    public void Nothing_is_missing_in_a_complete_edition() =>
        Sample.Edition.Phases.SelectMany(p => Sample.Edition.MissingFor(p.Code)).ShouldBeEmpty();

    [Fact]
    public void A_round_without_quorum_does_not_open_though_its_days_have_come()
    {
        var edition = Sample.Edition with { Rounds = Published.Of<IReadOnlyList<Round>>([Sample.Round with { Quorum = Published<int>.Unpublished }]) };
        edition.MissingFor("final").ShouldBe([new("rounds.final.quorum", Disputed: false)]);
        edition.IsOpen("final", Instant.FromUtc(2026, 10, 15, 0, 0)).ShouldBeFalse();
        edition.IsOpen("intake", Instant.FromUtc(2026, 8, 1, 0, 0)).ShouldBeTrue();
    }

    [Fact]
    public void Tiers_on_which_sources_disagree_keep_the_council_from_deciding()
    {
        var edition = Sample.Edition with
        {
            Tiers = new()
            {
                Variants =
                [
                    new([new() { Code = "nhat", Name = Sample.T("Nhất"), Quota = Published<Quota>.Unpublished }], ["s1"]),
                    new([new() { Code = "vang", Name = Sample.T("Vàng"), Quota = Published<Quota>.Unpublished }], ["tcn21"]),
                ],
            },
        };
        edition.MissingFor("council").ShouldBe([new("tiers", Disputed: true)]);
        edition.SettledTiers.ShouldBeEmpty();
    }

    [Fact]
    public void A_category_without_a_form_keeps_the_intake_closed() =>
        (Sample.Edition with { Forms = [Sample.Edition.Forms[0] with { Categories = ["product"] }] })
            .MissingFor("intake").ShouldBe([new("forms.intake.potential", Disputed: false)]);
}
