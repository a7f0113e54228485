using BangVang.App.Laureates;
using BangVang.Domain.Laureates;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.Domain.Tests.Laureates;

public sealed class LaureateTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 10, 1, 3, 0);
    private static readonly LaureateSource Source = new("Báo A", "https://example.vn/a", "“akaBot đoạt giải”");
    private static readonly LaureateFacts Facts = new() { ProductName = "akaBot", Organisation = "FPT Software", Sources = [Source] };

    [Fact]
    public void A_correction_says_what_stood_there_before_and_why_it_changed()
    {
        var line = Laureate.New("make-in-viet-nam/2020", "akabot", Facts, Now, false);
        var change = line.Correct(Facts with { Organisation = null }, " nguồn không nêu ", Source, null, Now)!;

        (line.Organisation, line.OrganisationKey, line.Version).ShouldBe((null, "unstated", 1));
        (change.Number, change.Kind, change.Reason, change.Source).ShouldBe((1, LaureateChangeKind.Corrected, "nguồn không nêu", Source));
        change.Fields.ShouldBe([new("Organisation", "FPT Software", null)]);
        line.Correct(line.Facts, "không đổi gì", Source, null, Now).ShouldBeNull();
        line.Version.ShouldBe(1);
    }

    [Fact]
    public void What_no_source_states_has_the_key_of_the_unstated_and_stands_last()
    {
        var line = Laureate.New("make-in-viet-nam/2023", "ewim", new() { ProductName = "eWIM", Sources = [Source] }, Now, false);
        (line.CategoryKey, line.TierKey, line.OrganisationKey, line.TierOrdinal).ShouldBe(("unstated", "unstated", "unstated", 99));
        (line.Programme, line.Year).ShouldBe(("make-in-viet-nam", 2023));
        Laureate.New("a/2020", "x", Facts with { Organisation = "Unstated" }, Now, false).OrganisationKey.ShouldBe("unstated-");
    }

    [Fact]
    public void Facts_without_a_source_or_with_an_address_that_is_none_are_refused()
    {
        (Facts with { Sources = [] }).Tidied().Check().Select(p => p.Code).ShouldBe(["laureates.source_missing"]);
        (Facts with { Sources = [new("  ", " ", "")] }).Tidied().Check().Select(p => p.Code).ShouldBe(["laureates.source_missing"]);
        foreach (var url in new[] { "javascript:alert(1)", "//example.vn", "example.vn", "data:text/html,x" })
            (Facts with { Sources = [Source with { Url = url }] }).Tidied().Check().Select(p => (p.Code, p.Field)).ShouldBe([("laureates.source_url_invalid", "Sources[0].Url")]);
        (Facts with { ProductName = "!!" }).Tidied().Check().Select(p => p.Code).ShouldBe(["laureates.product_name_length"]);
    }

    [Fact]
    public void An_address_is_the_name_cut_at_a_word_and_numbered_when_it_is_taken()
    {
        BoardRules.SlugFor("Dịch vụ Chứng thực chữ ký số", new HashSet<string>()).ShouldBe("dich-vu-chung-thuc-chu-ky-so");
        BoardRules.SlugFor("Base.vn", new HashSet<string> { "base-vn", "base-vn-2" }).ShouldBe("base-vn-3");
        BoardRules.SlugFor(string.Join(' ', Enumerable.Repeat("nền tảng", 20)), new HashSet<string>()).ShouldBe(string.Join('-', Enumerable.Repeat("nen-tang", 9)));
    }

    [Theory]
    [InlineData("  ", "")]
    [InlineData("Nền TẢNG số", "nen,tang, so")]
    [InlineData("vietnam", "viet,nam")]
    [InlineData("100%_'", "100")]
    [InlineData("đ", " d")]
    public void What_is_typed_becomes_pieces_without_accents(string typed, string pieces) =>
        string.Join(',', BoardSearch.Pieces(typed)).ShouldBe(pieces);
}
