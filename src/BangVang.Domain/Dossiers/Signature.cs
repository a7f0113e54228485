using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using BangVang.Domain.Editions;
using NodaTime;
using NodaTime.Text;

namespace BangVang.Domain.Dossiers;

/// <summary>A statement signed by name and time, within the account of a person.</summary>
/// <param name="Name">As the signer wrote it.</param>
/// <param name="StatementSha256">Of the statement in both languages as it stood: changed words have to be signed again.</param>
public sealed record Signature(string Name, Instant At, Guid By, string StatementSha256)
{
    public const int LongestName = 120;

    /// <summary>Null when the name is no name.</summary>
    public static Signature? On(DeclarationField field, string name, Guid by, Instant now) =>
        name.Trim() is { Length: >= 2 and <= LongestName } given && given.Any(char.IsLetter) ? new(given, now, by, HashOf(field.Statement)) : null;

    public JsonObject ToJson() => new()
    {
        ["name"] = Name, ["at"] = InstantPattern.ExtendedIso.Format(Instant.FromUnixTimeMilliseconds(At.ToUnixTimeMilliseconds())), ["by"] = By.ToString(), ["statement"] = StatementSha256,
    };

    /// <summary>Null when nothing was signed, such as a name that was only typed.</summary>
    public static Signature? Of(JsonObject value) =>
        FieldCheck.TextOf(value["name"]) is { } name && FieldCheck.TextOf(value["statement"]) is { } statement
        && Guid.TryParse(FieldCheck.TextOf(value["by"]), out var by)
        && InstantPattern.ExtendedIso.Parse(FieldCheck.TextOf(value["at"]) ?? "").TryGetValue(default, out var at) ? new(name, at, by, statement) : null;

    public static string HashOf(LocalizedText statement) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{statement.Vi}\n{statement.En}")));
}
