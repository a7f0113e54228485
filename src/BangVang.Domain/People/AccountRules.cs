using System.Net.Mail;
using BangVang.Domain.Kernel;

namespace BangVang.Domain.People;

/// <summary>What an address, a name and a password must be. Length matters, composition does not (NIST SP 800-63B, OWASP ASVS 5.0 6.2).</summary>
public static class AccountRules
{
    public const int ShortestPassword = 12;
    public const int LongestPassword = 128;

    private static readonly string[] Guessed = ["123456789012", "matkhau", "password", "qwertyuiop", "administrator", "bangvang", "makeinvietnam", "111111111111", "abcdefghijkl", "iloveyou", "vietnam"];

    /// <summary>Null when the three are acceptable, otherwise the first reason they are not.</summary>
    public static Problem? Check(string email, string fullName, string password)
    {
        if (!IsEmail(email)) return Problem.Invalid("people.email_invalid", "Email");
        if (fullName.Trim().Length is < 2 or > 120) return Problem.Invalid("people.name_length", "FullName");
        return CheckPassword(password, email);
    }

    public static Problem? CheckPassword(string password, string email)
    {
        if (password.Length < ShortestPassword) return Problem.Invalid("people.password_short", "Password").With("min", ShortestPassword);
        if (password.Length > LongestPassword) return Problem.Invalid("people.password_long", "Password").With("max", LongestPassword);
        return IsGuessable(password, email) ? Problem.Invalid("people.password_guessable", "Password") : null;
    }

    public static bool IsEmail(string email) =>
        email.Trim() is { Length: <= 254 } address && !address.Any(char.IsControl) && address.IndexOf('@') is > 0 and var at
        && address.LastIndexOf('.') > at + 1 && !address.EndsWith('.') && MailAddress.TryCreate(address, out var parsed) && parsed.Address == address;

    private static bool IsGuessable(string password, string email)
    {
        var key = VietnameseText.SearchKey(password).Replace(" ", "");
        var name = VietnameseText.SearchKey(email.Split('@')[0]).Replace(" ", "");
        if (password.Distinct().Count() < 5 || (name.Length > 3 && key.Trim("0123456789".ToCharArray()) == name)) return true;
        return Guessed.Any(g => key.Trim("0123456789".ToCharArray()) == g || key == g || key == g + g);
    }
}
