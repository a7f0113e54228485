using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BangVang.App.Storage;

/// <summary>32 random bytes of an edition that never leave the database; without them nobody finds out whose pseudonym is whose.</summary>
public sealed class EditionSecret
{
    public required string EditionKey { get; init; }
    public required byte[] Secret { get; init; }
}

internal sealed class EditionSecretMapping : IEntityTypeConfiguration<EditionSecret>
{
    public void Configure(EntityTypeBuilder<EditionSecret> secret) => secret.HasKey(x => x.EditionKey);
}

/// <summary>What people are called in whatever of an edition is published: the same within it, another in the next one.</summary>
public sealed class Pseudonyms(byte[] secret)
{
    /// <summary>"J-" and 16 hexadecimal digits.</summary>
    public string Of(Guid person) => $"J-{Convert.ToHexStringLower(HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(person.ToString("D"))))[..16]}";
}

public static class PseudonymQueries
{
    /// <summary>The pseudonyms of an edition; its secret is drawn when it is first asked for, by whichever of several is first.</summary>
    public static async Task<Pseudonyms> PseudonymsAsync(this BangVangDb db, string editionKey, CancellationToken ct)
    {
        if (await SecretAsync() is { } known) return new(known);
        var drawn = RandomNumberGenerator.GetBytes(32);
        await db.Database.ExecuteSqlAsync($"INSERT INTO edition_secret (edition_key, secret) VALUES ({editionKey}, {drawn}) ON CONFLICT (edition_key) DO NOTHING", ct);
        return new((await SecretAsync())!);

        Task<byte[]?> SecretAsync() => db.Set<EditionSecret>().AsNoTracking().Where(s => s.EditionKey == editionKey).Select(s => s.Secret).SingleOrDefaultAsync(ct);
    }
}
