namespace BangVang.App.Files;

/// <summary>Where this node keeps the bytes of files.</summary>
public sealed record FileStoreOptions
{
    /// <summary>Absolute path; one file system, so that a finished upload becomes a stored file by a rename.</summary>
    public required string Directory { get; init; }

    /// <summary>Complete files, <c>ab/abcd…</c> by hash.</summary>
    public string Objects => Path.Combine(Directory, "objects");

    /// <summary>Files still being written; without meaning once the process that wrote them has ended.</summary>
    public string Incoming => Path.Combine(Directory, "incoming");

    /// <summary>Unfinished uploads, one file each, named by the upload.</summary>
    public string Parts => Path.Combine(Directory, "parts");
}
