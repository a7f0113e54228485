namespace BangVang.App.Files;

/// <summary>What the inspection of a file bears before it refuses.</summary>
public sealed record InspectionLimits
{
    public static readonly InspectionLimits Default = new();

    /// <summary>Parts inside an Office file. Default 10,000.</summary>
    public int MaxParts { get; init; } = 10_000;

    /// <summary>Bytes of all parts of an Office file, or of all object streams of a PDF, once unpacked. Default 1 GiB.</summary>
    public long MaxUnpackedBytes { get; init; } = 1L << 30;

    /// <summary>How many times larger a part may become, where it becomes larger than <see cref="RatioFloorBytes"/>. Default 200.</summary>
    public int MaxRatio { get; init; } = 200;

    /// <summary>Parts up to this size may be packed as tightly as they like. Default 4 MiB.</summary>
    public long RatioFloorBytes { get; init; } = 4L << 20;

    /// <summary>Bytes of an XML part between one tag and the next. Default 2 MiB.</summary>
    public int MaxTagBytes { get; init; } = 2 << 20;

    /// <summary>Office files within Office files (the data of a chart). Default 2.</summary>
    public int MaxNesting { get; init; } = 2;

    /// <summary>Pixels of a picture. Default 100 million.</summary>
    public long MaxPixels { get; init; } = 100_000_000;

    /// <summary>Objects of a PDF that are remembered while it is read. Default 1 million.</summary>
    public int MaxPdfObjects { get; init; } = 1_000_000;
}
