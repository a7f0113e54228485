namespace BangVang.App.Files;

/// <summary>The checksum of ZIP and PNG (ISO 3309, polynomial 0xEDB88320). Finds accidents, not attacks.</summary>
internal struct Crc32()
{
    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(i =>
    {
        var c = (uint)i;
        for (var k = 0; k < 8; k++) c = (c & 1) != 0 ? 0xEDB88320 ^ (c >> 1) : c >> 1;
        return c;
    })];

    private uint state = uint.MaxValue;

    public readonly uint Value => ~state;

    public void Add(ReadOnlySpan<byte> bytes)
    {
        var c = state;
        foreach (var b in bytes) c = Table[(byte)(c ^ b)] ^ (c >> 8);
        state = c;
    }
}
