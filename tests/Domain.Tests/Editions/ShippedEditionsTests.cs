using BangVang.App.Editions;
using BangVang.Domain.Editions;
using NodaTime;
using Shouldly;
using Xunit;

namespace BangVang.Domain.Tests.Editions;

public sealed class ShippedEditionsTests
{
    public static TheoryData<string> All => [.. Shipped.Keys];

    [Theory, MemberData(nameof(All))]
    public void Every_shipped_edition_can_be_published(string key) =>
        EditionFolder.Check(Shipped.Folder(key)).Select(p => p.ToString()).ShouldBeEmpty();
}
