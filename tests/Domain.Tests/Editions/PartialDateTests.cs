using BangVang.Domain.Editions;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.Domain.Tests.Editions;

public sealed class PartialDateTests
{
    [Theory]
    [InlineData("2020")]
    [InlineData("2020-11")]
    [InlineData("2024-02-29")]
    public void A_date_is_kept_as_exact_as_its_source(string text) => PartialDate.TryParse(text)!.ToString().ShouldBe(text);

    [Theory]
    [InlineData("2023-02-29")]
    [InlineData("2020-13")]
    [InlineData("20-11-2020")]
    [InlineData("2020-1")]
    [InlineData("2020-11-23-1")]
    [InlineData("")]
    public void What_is_no_date_is_not_read(string text) => PartialDate.TryParse(text).ShouldBeNull();

    [Fact]
    public void Only_a_day_is_a_day()
    {
        PartialDate.TryParse("2020-11")!.Date.ShouldBeNull();
        PartialDate.TryParse("2020-11-23")!.Date.ShouldBe(new LocalDate(2020, 11, 23));
        new[] { "2020-11-23", "2020", "2020-11", "2019-12-31" }.Select(t => PartialDate.TryParse(t)!).Order().Select(d => d.ToString())
            .ShouldBe(["2019-12-31", "2020", "2020-11", "2020-11-23"]);
    }
}
