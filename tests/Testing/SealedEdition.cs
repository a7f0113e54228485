using BangVang.Domain.Editions;
using BangVang.Proof.Age;
using NodaTime;

namespace BangVang.Testing;

/// <summary>The open edition, sealed to three trustees, two of whom open with the council's phase.</summary>
public static class SealedEdition
{
    private static readonly (AgeRecipient Recipient, IReadOnlyList<TrusteeShare> Shares) Key = SealingKey.Make(2, 3);

    /// <summary>First instant of the council's phase.</summary>
    public static readonly Instant Opening = Instant.FromUtc(2026, 11, 30, 17, 0);

    /// <summary>What a trustee hands in, from 1.</summary>
    public static string Share(int number) => Key.Shares[number - 1].ToSecretText();

    public static Edition Edition { get; } = ApplyEdition.Edition with
    {
        Sealing = new()
        {
            OpensWith = "council", Recipient = Key.Recipient.ToString(), Needed = 2,
            Trustees = [.. Key.Shares.Select(s => new Trustee { Name = $"Người giữ khóa {s.Number}", Recipient = AgeIdentity.New().Recipient.ToString(), Share = s.Fingerprint })],
        },
    };
}
