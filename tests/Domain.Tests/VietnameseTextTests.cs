using BangVang.Domain.Kernel;
using Shouldly;
using Xunit;

namespace BangVang.Domain.Tests;

public sealed class VietnameseTextTests
{
    [Fact]
    public void Names_sort_as_in_a_Vietnamese_dictionary()
    {
        string[] sorted = ["a", "à", "ả", "ã", "á", "ạ", "an", "anh", "ảnh", "ánh", "Ă", "ăn", "â", "ân", "da", "Dung", "đa", "Đà Nẵng", "em", "êm", "oa", "ôi", "ơi", "u", "ư"];
        sorted.Reverse().OrderBy(VietnameseText.SortKey, StringComparer.Ordinal).ShouldBe(sorted);
    }

    [Fact]
    public void People_sort_by_given_name() =>
        new[] { "Trần Văn Bình", "Lê Thị Ánh", "Nguyễn An" }.OrderBy(VietnameseText.PersonSortKey, StringComparer.Ordinal)
            .ShouldBe(["Nguyễn An", "Lê Thị Ánh", "Trần Văn Bình"]);

    [Theory]
    [InlineData("Đà Nẵng – 2", "da nang 2")]
    [InlineData("Hệ thống robot Delta trong sản xuất bánh kẹo", "he thong robot delta trong san xuat banh keo")]
    public void A_search_without_accents_finds_accented_text(string text, string key) => VietnameseText.SearchKey(text).ShouldBe(key);
}
