using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace BangVang.Judging;

/// <summary>
/// Random numbers that anyone can draw again from a published seed, on any machine and in any language.
/// Block i is SHA-256(seed ‖ i), with i = 0, 1, 2 … as eight bytes, big-endian; each block gives four 64-bit numbers,
/// big-endian, from its first byte to its last. Not for secrets: who knows the seed knows the draw.
/// </summary>
public sealed class SeededRandom : IRandom
{
    private readonly byte[] input;
    private readonly byte[] block = new byte[SHA256.HashSizeInBytes];
    private ulong blocks;
    private int used = SHA256.HashSizeInBytes;

    /// <summary>Starts from the UTF-8 bytes of <paramref name="seed"/>, exactly as written.</summary>
    public SeededRandom(string seed) : this(Encoding.UTF8.GetBytes(seed)) { }

    /// <summary>Starts from the bytes of <paramref name="seed"/>, of any length.</summary>
    public SeededRandom(ReadOnlySpan<byte> seed)
    {
        input = new byte[seed.Length + sizeof(ulong)];
        seed.CopyTo(input);
    }

    /// <summary>Starts from bytes written in hexadecimal, as a recorded public seed usually is.</summary>
    /// <exception cref="FormatException"><paramref name="hex"/> is not hexadecimal.</exception>
    public static SeededRandom FromHex(string hex) => new(Convert.FromHexString(hex));

    /// <summary>The next 64 bits.</summary>
    public ulong NextUInt64()
    {
        if (used == block.Length)
        {
            BinaryPrimitives.WriteUInt64BigEndian(input.AsSpan(input.Length - sizeof(ulong)), blocks++);
            SHA256.HashData(input, block);
            used = 0;
        }
        used += sizeof(ulong);
        return BinaryPrimitives.ReadUInt64BigEndian(block.AsSpan(used - sizeof(ulong)));
    }

    /// <summary>
    /// A number from 0 to <paramref name="count"/> − 1, each equally likely: 64-bit numbers from the last incomplete
    /// multiple of <paramref name="count"/> on are thrown away, the first other one is taken modulo <paramref name="count"/>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is below 1.</exception>
    public int Next(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var size = (ulong)count;
        var incomplete = (ulong.MaxValue % size + 1) % size;
        ulong drawn;
        do drawn = NextUInt64(); while (drawn > ulong.MaxValue - incomplete);
        return (int)(drawn % size);
    }

    /// <summary>A number from 0 up to but not including 1: the upper 53 of the next 64 bits, divided by 2^53.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Puts the items in random order (Fisher and Yates, from the last place down), each order equally likely.</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (var last = items.Length - 1; last > 0; last--)
        {
            var other = Next(last + 1);
            (items[last], items[other]) = (items[other], items[last]);
        }
    }
}
