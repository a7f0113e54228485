namespace BangVang.EndToEnd.Durability;

/// <summary>A field whose values are numbered as they are sent.</summary>
public sealed class FieldEntry
{
    /// <summary>The last value the server said was saved; 0 before the first.</summary>
    public int Saved { get; set; }
    /// <summary>The last value that was sent, whether answered or not.</summary>
    public int Sent { get; set; }
}

/// <summary>An upload that has begun and is not stored yet.</summary>
public sealed class UploadEntry(string address, byte[] bytes)
{
    public string Address { get; } = address;
    public Guid Id { get; } = Guid.Parse(address[(address.LastIndexOf('/') + 1)..]);
    public byte[] Bytes { get; } = bytes;
    /// <summary>Bytes the server vouched for.</summary>
    public long Received { get; set; }
    /// <summary>True when the line broke before an answer came: the server may have more than it said.</summary>
    public bool IsUnsure { get; set; }
}

/// <summary>A file of which the server said that it was received.</summary>
/// <param name="Id">Null when it came with an ordinary form, whose answer does not name it.</param>
/// <param name="Sha256">Of the bytes that were sent.</param>
public sealed record FileEntry(Guid? Id, string Sha256);

/// <summary>Everything one applicant was told before the server was killed, written down the moment the answer came.</summary>
public sealed class Ledger
{
    public Dictionary<string, FieldEntry> Fields { get; } = new() { ["pitch"] = new(), ["page"] = new() };
    public UploadEntry? Upload { get; set; }
    public List<FileEntry> Files { get; } = [];
    public List<Guid> Attached { get; } = [];
    /// <summary>SHA-256 by version; null until the receipt itself was read.</summary>
    public Dictionary<int, string?> Receipts { get; } = [];
}
