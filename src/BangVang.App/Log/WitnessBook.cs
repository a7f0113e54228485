using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using BangVang.App.Kernel;
using BangVang.Proof;
using BangVang.Proof.Notes;

namespace BangVang.App.Log;

/// <summary>What a witness answers, and the body of the answer: a cosignature, a size, or nothing.</summary>
public sealed record WitnessReply(WitnessAnswer Answer, string Body);

/// <summary>
/// A witness of logs (c2sp.org/tlog-witness, version 1.0.0): it signs a checkpoint only if it continues the one it signed before. What it
/// signed is on the disk before it answers, and one request is looked at after the other, so that no two that contradict each
/// other are ever signed. A checkpoint of the log's own key that contradicts is kept as evidence.
/// </summary>
public sealed class WitnessBook : IDisposable
{
    private readonly string directory;
    private readonly KeyFile key;
    private readonly Dictionary<string, NoteKey> logs;
    private readonly TimeProvider time;
    private readonly FileStream held;
    private readonly Lock gate = new();

    /// <param name="directory">Its memory. One process at a time.</param>
    /// <param name="logs">Keys of the logs it looks after; the name of a key is the origin of its log.</param>
    /// <exception cref="IOException">Another process has the directory.</exception>
    public WitnessBook(string directory, KeyFile key, IEnumerable<NoteKey> logs, TimeProvider time)
    {
        (this.directory, this.key, this.logs, this.time) = (directory, key, logs.ToDictionary(l => l.Name, StringComparer.Ordinal), time);
        DurableFiles.EnsureDirectory(directory);
        held = new(Path.Combine(directory, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
    }

    public NoteKey Key => key.Public;

    /// <summary>Looks at a request and, if the log has only grown, signs.</summary>
    /// <returns>Null when the body is malformed.</returns>
    public WitnessReply? Add(ReadOnlySpan<byte> body)
    {
        if (!WitnessRequest.TryParse(body, out var request)) return null;
        var origin = request.Checkpoint.Text.Split('\n')[0];
        lock (gate)
        {
            var last = Last(origin);
            var answer = WitnessRule.Of(request, logs.GetValueOrDefault(origin), origin, last is null ? (0, MerkleHash.EmptyRoot) : (last.Size, last.Root), out var seen);
            switch (answer)
            {
                case WitnessAnswer.Signs:
                    var signature = Cosignature.Sign(request.Checkpoint.Text, key.Name, key.Seed, time.GetUtcNow().ToUnixTimeSeconds());
                    DurableFiles.Write(FileOf(origin), request.Checkpoint.With(signature).Bytes());
                    return new(answer, $"{signature}\n");
                case WitnessAnswer.OtherSize:
                    return new(answer, string.Create(CultureInfo.InvariantCulture, $"{last?.Size ?? 0}\n"));
                case WitnessAnswer.Inconsistent:
                    DurableFiles.Write($"{FileOf(origin)}.contradicts-{seen!.Size}", request.Checkpoint.Bytes());
                    return new(answer, "");
                default:
                    return new(answer, "");
            }
        }
    }

    /// <summary>What it signed last of a log, with its cosignature; null when it has not.</summary>
    /// <param name="number">SHA-256 of the log's origin, 64 lower-case hexadecimal digits.</param>
    public byte[]? Signed(string number)
    {
        if (logs.Keys.FirstOrDefault(o => NumberOf(o) == number) is not { } origin) return null;
        lock (gate) return File.Exists(FileOf(origin)) ? File.ReadAllBytes(FileOf(origin)) : null;
    }

    public void Dispose() => held.Dispose();

    private Checkpoint? Last(string origin)
    {
        if (!logs.ContainsKey(origin) || !File.Exists(FileOf(origin))) return null;
        return SignedNote.TryParse(File.ReadAllBytes(FileOf(origin)), out var note) && note.TryOpen([key.Public], out _) && Checkpoint.TryParse(note.Text, out var checkpoint)
            ? checkpoint
            : throw new InvalidDataException($"{FileOf(origin)} is not what this witness signed.");
    }

    private string FileOf(string origin) => Path.Combine(directory, NumberOf(origin));

    private static string NumberOf(string origin) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(origin)));
}
