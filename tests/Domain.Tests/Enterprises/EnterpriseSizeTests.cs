using BangVang.Domain.Enterprises;
using Shouldly;
using Xunit;

namespace BangVang.Domain.Tests.Enterprises;

public sealed class EnterpriseSizeTests
{
    private const long Billion = 1_000_000_000;

    [Theory]
    // Agriculture and industry: 10/3/3, 100/50/20, 200/200/100.
    [InlineData(EnterpriseSector.Industry, 10, 3, 999, EnterpriseSize.Micro)]
    [InlineData(EnterpriseSector.Industry, 10, 999, 3, EnterpriseSize.Micro)]
    [InlineData(EnterpriseSector.Industry, 11, 1, 1, EnterpriseSize.Small)]
    [InlineData(EnterpriseSector.Agriculture, 100, 50, 999, EnterpriseSize.Small)]
    [InlineData(EnterpriseSector.Agriculture, 100, 51, 20, EnterpriseSize.Small)]
    [InlineData(EnterpriseSector.Agriculture, 100, 51, 21, EnterpriseSize.Medium)]
    [InlineData(EnterpriseSector.Industry, 200, 200, 999, EnterpriseSize.Medium)]
    [InlineData(EnterpriseSector.Industry, 200, 201, 100, EnterpriseSize.Medium)]
    [InlineData(EnterpriseSector.Industry, 200, 201, 101, EnterpriseSize.Large)]
    [InlineData(EnterpriseSector.Industry, 201, 1, 1, EnterpriseSize.Large)]
    // Trade and services: 10/10/3, 50/100/50, 100/300/100.
    [InlineData(EnterpriseSector.Services, 10, 10, 999, EnterpriseSize.Micro)]
    [InlineData(EnterpriseSector.Services, 10, 11, 4, EnterpriseSize.Small)]
    [InlineData(EnterpriseSector.Services, 50, 101, 50, EnterpriseSize.Small)]
    [InlineData(EnterpriseSector.Services, 51, 1, 1, EnterpriseSize.Medium)]
    [InlineData(EnterpriseSector.Services, 100, 300, 999, EnterpriseSize.Medium)]
    [InlineData(EnterpriseSector.Services, 100, 301, 101, EnterpriseSize.Large)]
    [InlineData(EnterpriseSector.Services, 101, 1, 1, EnterpriseSize.Large)]
    public void The_size_follows_the_table_of_decree_80(EnterpriseSector sector, int people, long revenue, long capital, EnterpriseSize size) =>
        EnterpriseSizes.Of(sector, people, revenue * Billion, capital * Billion).ShouldBe(size);

    [Fact]
    public void One_dong_above_the_limit_counts() =>
        EnterpriseSizes.Of(EnterpriseSector.Services, 10, (10 * Billion) + 1, (3 * Billion) + 1).ShouldBe(EnterpriseSize.Small);

    [Fact]
    public void Revenue_or_capital_alone_is_enough_when_it_decides()
    {
        EnterpriseSizes.Of(EnterpriseSector.Services, 10, 5 * Billion, null).ShouldBe(EnterpriseSize.Micro);
        EnterpriseSizes.Of(EnterpriseSector.Services, 10, null, 2 * Billion).ShouldBe(EnterpriseSize.Micro);
        EnterpriseSizes.Of(EnterpriseSector.Services, 101, 1, null).ShouldBe(EnterpriseSize.Large);
    }

    [Fact]
    public void A_missing_answer_that_could_change_the_size_leaves_it_open()
    {
        EnterpriseSizes.Of(null, 10, 1, 1).ShouldBeNull();
        EnterpriseSizes.Of(EnterpriseSector.Services, null, 1, 1).ShouldBeNull();
        EnterpriseSizes.Of(EnterpriseSector.Services, 10, null, null).ShouldBeNull();
        EnterpriseSizes.Of(EnterpriseSector.Services, 10, 11 * Billion, null).ShouldBeNull();
    }
}
