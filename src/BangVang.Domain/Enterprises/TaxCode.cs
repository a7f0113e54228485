using BangVang.Domain.Kernel;

namespace BangVang.Domain.Enterprises;

/// <summary>
/// Mã số thuế, which is also the enterprise registration code: ten digits with a check digit, or thirteen
/// ("0100109106-001") for a dependent unit. The leading two digits are the province of first registration and stay
/// when the enterprise moves: they say nothing of where it is.
/// </summary>
public sealed record TaxCode
{
    private static readonly int[] Weights = [31, 29, 23, 19, 17, 13, 7, 5, 3];

    private TaxCode(string digits) => Digits = digits;

    /// <summary>Ten or thirteen digits without separators: what is stored and compared.</summary>
    public string Digits { get; }

    /// <summary>True for a dependent unit (branch, representative office).</summary>
    public bool IsDependentUnit => Digits.Length == 13;

    /// <summary>The ten digits of the enterprise itself: equal for all its dependent units.</summary>
    public string Enterprise => Digits[..10];

    /// <summary>As officials write it, with a hyphen before the last three of thirteen digits.</summary>
    public override string ToString() => IsDependentUnit ? $"{Digits[..10]}-{Digits[10..]}" : Digits;

    /// <summary>
    /// Reads what a person typed; blanks, hyphens and dots do not matter. A code of twelve digits is a person's number,
    /// which replaced the tax codes of individuals and households on 1/7/2025: refused with that explanation.
    /// </summary>
    public static Result<TaxCode> Parse(string? typed)
    {
        var digits = string.Concat((typed ?? "").Where(c => !char.IsWhiteSpace(c) && c is not ('-' or '.' or '–')));
        if (digits.Length == 0) return Refusal("enterprise.tax_code_missing");
        if (!digits.All(char.IsAsciiDigit)) return Refusal("enterprise.tax_code_not_digits");
        if (digits.Length == 12) return Refusal("enterprise.tax_code_is_personal");
        if (digits.Length is not (10 or 13)) return Refusal("enterprise.tax_code_length").With("length", digits.Length);
        if (digits[2..9] is "0000000") return Refusal("enterprise.tax_code_serial");
        if (CheckDigit(digits[..9]) is not { } expected) return Refusal("enterprise.tax_code_never_issued");
        if (digits[9] - '0' != expected) return Refusal("enterprise.tax_code_check_digit");
        if (digits.Length == 13 && digits[10..] is "000") return Refusal("enterprise.tax_code_unit");
        return new TaxCode(digits);
    }

    /// <summary>The tenth digit that belongs to nine others; null when these nine are unusable (about one in eleven).</summary>
    public static int? CheckDigit(string nine)
    {
        var rest = 10 - (Weights.Select((weight, i) => weight * (nine[i] - '0')).Sum() % 11);
        return rest == 10 ? null : rest;
    }

    private static Problem Refusal(string code) => Problem.Invalid(code, "tax_code");
}
