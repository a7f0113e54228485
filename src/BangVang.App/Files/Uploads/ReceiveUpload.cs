using System.Buffers;
using System.Diagnostics;
using System.Security.Cryptography;
using BangVang.App.Kernel;
using BangVang.App.Storage;
using BangVang.Domain.Kernel;
using Microsoft.EntityFrameworkCore;
using Microsoft.Win32.SafeHandles;
using NodaTime;

namespace BangVang.App.Files.Uploads;

/// <summary>What the sender says the piece hashes to.</summary>
public sealed record UploadChecksum(HashAlgorithmName Algorithm, byte[] Value);

/// <summary>
/// Takes the next piece of an upload. Bytes are written through before they are counted, in steps, so that a killed
/// process or a cut line costs at most one step; only counted bytes are ever acknowledged.
/// </summary>
public sealed class ReceiveUpload(BangVangDb db, TimeProvider time, UploadOptions options, UploadParts parts, UploadTurns turns)
{
    private const int BlockBytes = 1 << 17;

    /// <param name="offset">Where the sender goes on from; must be what was acknowledged last.</param>
    /// <param name="piece">Read until it ends or the line is cut; what arrived before a cut counts, unless it has a checksum.</param>
    /// <returns>Bytes received of the whole file.</returns>
    public async Task<Result<long>> RunAsync(Actor actor, Guid id, long offset, Stream piece, UploadChecksum? checksum, CancellationToken ct)
    {
        if (await db.UploadAsync(actor, id, time.Now(), ct) is null) return UploadProblems.NotFound;
        using var turn = await turns.TakeAsync(id, ct);
        // Read again: the request before may have got further.
        if (await db.UploadAsync(actor, id, time.Now(), ct) is not { } upload) return UploadProblems.NotFound;
        if (offset != upload.Received) return UploadProblems.WrongOffset(upload.Received);
        if (upload.IsWhole) return upload.Received;

        using var handle = parts.OpenAt(id, upload.Received);
        if (handle is null) return UploadProblems.Overtaken;
        using var cut = CancellationTokenSource.CreateLinkedTokenSource(ct, turn.Overtaken);
        using var hash = checksum is null ? null : IncrementalHash.CreateHash(checksum.Algorithm);
        var progress = new Progress(upload.Received, handle, hash);
        var end = await WriteAsync(piece, upload, progress, cut.Token);

        if (checksum is not null && (end is not PieceEnd.Whole || !hash!.GetHashAndReset().AsSpan().SequenceEqual(checksum.Value)))
        {
            RandomAccess.SetLength(handle, upload.Received);
            return end switch { PieceEnd.Whole => UploadProblems.WrongChecksum, PieceEnd.TooLong => UploadProblems.BeyondLength, _ => UploadProblems.Overtaken };
        }
        if (!await CountAsync(upload, progress)) return UploadProblems.Overtaken;
        return end switch { PieceEnd.Whole => upload.Received, PieceEnd.TooLong => UploadProblems.BeyondLength, _ => UploadProblems.Overtaken };
    }

    private enum PieceEnd { Whole, Cut, TooLong }

    private sealed class Progress(long position, SafeFileHandle handle, IncrementalHash? hash)
    {
        public SafeFileHandle Handle { get; } = handle;
        /// <summary>Where the next byte goes.</summary>
        public long Position { get; set; } = position;
        /// <summary>Null for a piece without a checksum.</summary>
        public IncrementalHash? Hash { get; } = hash;
    }

    private async Task<PieceEnd> WriteAsync(Stream piece, Upload upload, Progress progress, CancellationToken cut)
    {
        var block = ArrayPool<byte>.Shared.Rent(BlockBytes);
        try
        {
            for (var since = Stopwatch.GetTimestamp(); ;)
            {
                if (await ReadAsync(piece, block.AsMemory(0, BlockBytes), cut) is not { } read) return PieceEnd.Cut;
                if (read == 0) return PieceEnd.Whole;
                var room = (int)Math.Min(read, upload.Length - progress.Position);
                await RandomAccess.WriteAsync(progress.Handle, block.AsMemory(0, room), progress.Position, CancellationToken.None);
                progress.Hash?.AppendData(block, 0, room);
                progress.Position += room;
                if (room < read) return PieceEnd.TooLong;
                // A piece with a checksum counts whole or not at all.
                if (progress.Hash is not null || (progress.Position - upload.Received < options.SyncBytes && Stopwatch.GetElapsedTime(since) < options.SyncInterval)) continue;
                if (!await CountAsync(upload, progress)) return PieceEnd.Cut;
                since = Stopwatch.GetTimestamp();
            }
        }
        finally { ArrayPool<byte>.Shared.Return(block); }
    }

    /// <summary>Null when the line is cut or somebody else goes on; faults of our own disk pass through.</summary>
    private static async Task<int?> ReadAsync(Stream piece, Memory<byte> block, CancellationToken cut)
    {
        try { return await piece.ReadAsync(block, cut); }
        catch (Exception e) when (e is IOException or OperationCanceledException) { return null; }
    }

    /// <summary>Writes through, then counts. Not cancelled by a line that is cut: what has arrived shall not be sent twice.</summary>
    /// <returns>False when another node has counted in the meantime.</returns>
    private async Task<bool> CountAsync(Upload upload, Progress progress)
    {
        if (progress.Position == upload.Received) return true;
        RandomAccess.FlushToDisk(progress.Handle);
        var expires = time.Now() + Duration.FromTimeSpan(options.Lifetime);
        var counted = await db.Uploads.Where(u => u.Id == upload.Id && u.Received == upload.Received).ExecuteUpdateAsync(
            u => u.SetProperty(x => x.Received, progress.Position).SetProperty(x => x.ExpiresAt, expires), CancellationToken.None);
        if (counted == 0) return false;
        upload.Received = progress.Position;
        return true;
    }
}
