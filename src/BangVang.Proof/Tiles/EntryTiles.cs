using System.Buffers.Binary;

namespace BangVang.Proof.Tiles;

/// <summary>Entries of a log in tiles: each with its length before it, two bytes, the high one first.</summary>
public static class EntryTiles
{
    /// <summary>Bytes an entry may have.</summary>
    public const int Longest = ushort.MaxValue;

    /// <summary>The bytes of a tile.</summary>
    /// <exception cref="ArgumentException">An entry is longer than <see cref="Longest"/>.</exception>
    public static byte[] Write(IReadOnlyCollection<byte[]> entries)
    {
        if (entries.FirstOrDefault(e => e.Length > Longest) is { } tooLong) throw new ArgumentException($"An entry has {tooLong.Length} bytes, at most {Longest} are possible.", nameof(entries));
        var bytes = new byte[entries.Sum(e => 2 + e.Length)];
        var at = 0;
        foreach (var entry in entries)
        {
            BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(at), (ushort)entry.Length);
            entry.CopyTo(bytes, at + 2);
            at += 2 + entry.Length;
        }
        return bytes;
    }

    /// <summary>The entries of a tile.</summary>
    /// <returns>Null when the bytes do not end with an entry, or there are not as many as <paramref name="count"/>.</returns>
    public static IReadOnlyList<byte[]>? Read(ReadOnlySpan<byte> bytes, int count)
    {
        var entries = new List<byte[]>();
        while (bytes.Length > 0)
        {
            if (bytes.Length < 2) return null;
            var length = BinaryPrimitives.ReadUInt16BigEndian(bytes);
            if (bytes.Length < 2 + length || entries.Count == count) return null;
            entries.Add(bytes.Slice(2, length).ToArray());
            bytes = bytes[(2 + length)..];
        }
        return entries.Count == count ? entries : null;
    }
}
