using BangVang.Domain.Editions;
using Shouldly;
using Xunit;

namespace BangVang.Domain.Tests.Editions;

public sealed class CouncilTests
{
    private static Council With(Majority majority) => new() { Quorum = new Share(3, 4), Majority = majority };

    [Theory]
    [InlineData(6, 9, false)]
    [InlineData(7, 9, true)]
    [InlineData(6, 8, true)]
    [InlineData(5, 8, false)]
    public void Three_quarters_of_the_members_make_a_quorum(int present, int members, bool enough) =>
        With(new() { Share = new(1, 2), Of = MajorityOf.Present }).HasQuorum(present, members).ShouldBe(enough);

    [Theory]
    [InlineData(MajorityOf.Members, true, 5, 1, 1, true)]
    [InlineData(MajorityOf.Members, true, 4, 1, 1, false)]
    [InlineData(MajorityOf.Present, true, 4, 2, 1, true)]
    [InlineData(MajorityOf.Present, true, 3, 2, 1, false)]
    [InlineData(MajorityOf.Present, false, 3, 2, 1, true)]
    [InlineData(MajorityOf.VotesCast, true, 2, 1, 4, true)]
    [InlineData(MajorityOf.VotesCast, true, 2, 2, 3, false)]
    [InlineData(MajorityOf.VotesCast, false, 0, 0, 7, false)]
    public void A_motion_is_carried_by_the_majority_the_edition_asks(MajorityOf of, bool moreThan, int votesFor, int against, int abstain, bool carried) =>
        With(new() { Share = new(1, 2), Of = of, MoreThan = moreThan }).Carries(votesFor, against, abstain, members: 9).ShouldBe(carried);

    [Fact]
    public void Four_fifths_of_all_members_means_eight_of_ten() =>
        (With(new() { Share = new(80, 100), Of = MajorityOf.Members }).Carries(8, 2, 0, 10), With(new() { Share = new(80, 100), Of = MajorityOf.Members }).Carries(7, 0, 3, 10))
            .ShouldBe((true, false));

    [Fact]
    public void The_chair_decides_equal_votes_only_where_the_edition_says_so()
    {
        var rule = new Majority { Share = new(1, 2), Of = MajorityOf.VotesCast, MoreThan = true };
        With(rule).Carries(3, 3, 0, 7, chairFor: true).ShouldBeFalse();
        With(rule with { ChairDecidesTies = true }).Carries(3, 3, 0, 7, chairFor: true).ShouldBeTrue();
        With(rule with { ChairDecidesTies = true }).Carries(3, 3, 0, 7, chairFor: false).ShouldBeFalse();
        With(rule with { ChairDecidesTies = true }).Carries(3, 3, 0, 7, chairFor: null).ShouldBeFalse();
    }

    [Theory]
    [InlineData("2/3", 2, 3)]
    [InlineData("75%", 75, 100)]
    [InlineData(" 1 / 2", 1, 2)]
    public void A_share_is_read_as_regulations_write_it(string text, int part, int whole) => Share.TryParse(text).ShouldBe(new(part, whole));

    [Theory]
    [InlineData("3/2")]
    [InlineData("1/0")]
    [InlineData("0.75")]
    [InlineData("-1/2")]
    [InlineData("120%")]
    [InlineData("")]
    public void What_is_no_share_is_not_read(string text) => Share.TryParse(text).ShouldBeNull();

    [Fact]
    public void The_needed_count_is_the_smallest_that_reaches_the_share() =>
        Enumerable.Range(1, 30).ShouldAllBe(all => new Share(2, 3).IsReachedBy(new Share(2, 3).Needed(all), all) && !new Share(2, 3).IsReachedBy(new Share(2, 3).Needed(all) - 1, all));
}
