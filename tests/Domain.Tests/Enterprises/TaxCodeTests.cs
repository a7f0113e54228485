using BangVang.Domain.Enterprises;
using BangVang.Testing;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace BangVang.Domain.Tests.Enterprises;

public sealed class TaxCodeTests
{
    [Theory]
    [InlineData("0100109106")]
    [InlineData("0100233488")]
    [InlineData("0101248141")]
    [InlineData("0100684378")]
    [InlineData("0101243150")]
    [InlineData("0312687878")]
    [InlineData("0314409058")]
    public void A_code_that_was_issued_is_taken(string digits)
    {
        TaxCode.Parse(digits).TryGet(out var code, out _).ShouldBeTrue();
        code!.Digits.ShouldBe(digits);
        code.IsDependentUnit.ShouldBeFalse();
    }

    [Theory]
    [InlineData("0100109106-001")]
    [InlineData(" 0100 109 106.001 ")]
    [InlineData("0100109106001")]
    public void A_dependent_unit_is_written_with_a_hyphen_whatever_was_typed(string typed)
    {
        TaxCode.Parse(typed).TryGet(out var code, out _).ShouldBeTrue();
        code!.ToString().ShouldBe("0100109106-001");
        code.Digits.ShouldBe("0100109106001");
        code.Enterprise.ShouldBe("0100109106");
        code.IsDependentUnit.ShouldBeTrue();
    }

    [Theory]
    [InlineData(null, "enterprise.tax_code_missing")]
    [InlineData(" - ", "enterprise.tax_code_missing")]
    [InlineData("01001O9106", "enterprise.tax_code_not_digits")]
    [InlineData("٠١٠٠١٠٩١٠٦", "enterprise.tax_code_not_digits")]
    [InlineData("001099012345", "enterprise.tax_code_is_personal")]
    [InlineData("010010910", "enterprise.tax_code_length")]
    [InlineData("01001091060", "enterprise.tax_code_length")]
    [InlineData("0100000000", "enterprise.tax_code_serial")]
    [InlineData("0100109107", "enterprise.tax_code_check_digit")]
    [InlineData("0100109106-000", "enterprise.tax_code_unit")]
    public void A_wrong_code_is_refused_with_its_own_reason(string? typed, string reason)
    {
        TaxCode.Parse(typed).TryGet(out _, out var problem).ShouldBeFalse();
        problem!.Code.ShouldBe(reason);
        problem.Field.ShouldBe("tax_code");
    }

    [Fact]
    public void Nine_digits_whose_check_would_be_ten_were_never_issued()
    {
        var nine = Enumerable.Range(1, 999).Select(i => $"01{i:0000000}").First(n => TaxCode.CheckDigit(n) is null);
        for (var last = 0; last <= 9; last++)
        {
            TaxCode.Parse($"{nine}{last}").TryGet(out _, out var problem).ShouldBeFalse();
            problem!.Code.ShouldBe("enterprise.tax_code_never_issued");
        }
    }

    [Fact]
    public void One_wrong_digit_is_always_noticed() => Prop.ForAll(
        Gen.Choose(1, 9_999_999).Zip(Gen.Choose(0, 9)).Zip(Gen.Choose(1, 9)).ToArbitrary(), given =>
        {
            var ((serial, place), shift) = given;
            var nine = $"01{serial:0000000}";
            if (TaxCode.CheckDigit(nine) is not { } check) return;
            var digits = $"{nine}{check}".ToCharArray();
            digits[place] = (char)('0' + ((digits[place] - '0' + shift) % 10));
            TaxCode.Parse(new(digits)).TryGet(out _, out _).ShouldBeFalse();
        }).Holds();
}
