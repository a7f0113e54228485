using BangVang.Domain.Forum.Registration;
using Shouldly;
using Xunit;

namespace BangVang.Domain.Tests.Forum;

public sealed class TicketCodeTests
{
    [Fact]
    public void A_code_is_found_however_it_is_typed()
    {
        for (var n = 0; n < 200; n++)
        {
            var code = TicketCode.New();
            code.Length.ShouldBe(21);
            TicketCode.Find(code).ShouldBe(code);
            TicketCode.Find(TicketCode.Shown(code).ToLowerInvariant()).ShouldBe(code);
        }
    }

    [Fact]
    public void One_letter_misread_or_two_neighbours_swapped_are_noticed()
    {
        const string letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
        var code = TicketCode.New();
        for (var at = 3; at < code.Length; at++)
        {
            foreach (var wrong in letters.Where(l => l != code[at]))
                TicketCode.Find(code[..at] + wrong + code[(at + 1)..]).ShouldBeNull();
            if (at + 1 < code.Length && code[at] != code[at + 1])
                TicketCode.Find(code[..at] + code[at + 1] + code[at] + code[(at + 2)..]).ShouldBeNull();
        }
    }

    [Fact]
    public void Another_layout_and_other_texts_are_no_codes()
    {
        foreach (var other in (string?[])[null, "", "BV2" + TicketCode.New()[3..], "https://example.vn", new string('A', 21), TicketCode.New() + "0"]) TicketCode.Find(other).ShouldBeNull();
    }
}
