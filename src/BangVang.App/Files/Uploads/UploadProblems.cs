using BangVang.Domain.Kernel;

namespace BangVang.App.Files.Uploads;

/// <summary>Why an upload does not go on.</summary>
public static class UploadProblems
{
    public static readonly Problem NotFound = Problem.NotFound("files.upload_not_found");
    public static readonly Problem SignInNeeded = Problem.Forbidden("files.upload_sign_in");

    /// <summary>No word takes files of this kind of purpose.</summary>
    public static readonly Problem NothingWanted = Problem.NotFound("files.upload_not_wanted");
    public static Problem TooMany(int max) => Problem.Conflict("files.upload_too_many").With("max", max);

    /// <param name="received">Bytes that are safe: where to go on from.</param>
    public static Problem WrongOffset(long received) => Problem.Conflict("files.upload_wrong_offset").With("received", received);
    public static readonly Problem BeyondLength = Problem.Invalid("files.upload_beyond_length");
    public static readonly Problem WrongChecksum = Problem.Invalid("files.upload_wrong_checksum");

    /// <summary>Another request goes on with this upload.</summary>
    public static readonly Problem Overtaken = Problem.Conflict("files.upload_overtaken");
    public static Problem Unfinished(long received, long length) =>
        Problem.Conflict("files.upload_unfinished").With("received", received).With("length", length);
}
