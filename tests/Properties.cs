using FsCheck;
using FsCheck.Fluent;

namespace BangVang.Testing;

/// <summary>Properties over made-up cases that are the same in every run.</summary>
internal static class Properties
{
    /// <summary>Set to any whole number to look at other cases than those of every run.</summary>
    private const string OtherCases = "BANGVANG_TEST_SEED";

    private static readonly ulong Seed = ulong.TryParse(Environment.GetEnvironmentVariable(OtherCases), out var seed) ? seed : 20_261_122;

    /// <summary>Fails with the first case that contradicts the property, and with how to meet it again.</summary>
    /// <param name="cases">How many are tried.</param>
    // The second number of a seed must be odd.
    public static void Holds(this Property property, int cases = 100) =>
        property.Check(Config.QuickThrowOnFailure.WithMaxTest(cases).WithReplay(Seed, 2 * Seed + 1));
}
