using System.Globalization;
using System.Text;
using BangVang.App.Kernel;
using BangVang.App.Ports;
using BangVang.App.Storage;
using BangVang.Proof.Notes;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Log;

/// <summary>
/// Asks one witness to sign a checkpoint (c2sp.org/tlog-witness, version 1.0.0) and keeps its signature, once it is checked. Nothing waits
/// for it: the log goes on whether the witness signs or not.
/// </summary>
public sealed class AskWitness(BangVangDb db, IWitnessLine line, TimeProvider time)
{
    /// <param name="size">Of a checkpoint that the log has signed.</param>
    /// <returns>Null when it has signed or need not be asked, otherwise why not (<see cref="WitnessFailures"/>).</returns>
    public async Task<string?> RunAsync(Witness witness, long size, CancellationToken ct)
    {
        if (await db.LogCosignatures.AnyAsync(c => c.Size == size && c.Witness == witness.Id, ct)) return null;
        var checkpoint = await db.LogCheckpoints.AsNoTracking().SingleAsync(c => c.Size == size, ct);
        SignedNote.TryParse(Encoding.UTF8.GetBytes(checkpoint.Note), out var note);
        var before = await db.LogWitnesses.AsNoTracking().SingleOrDefaultAsync(w => w.Witness == witness.Id, ct);
        var told = await AskAsync(witness, note!, before?.Size ?? 0, size, ct);
        var signed = told.Signature is { } signature ? Instant.FromUnixTimeSeconds(Cosignature.TimeOf(signature)!.Value) : (Instant?)null;
        await KeepAsync(witness, size, told, signed, ct);
        return told.Failure;
    }

    /// <summary>What a witness told.</summary>
    /// <param name="Size">Of the log that it has signed last, as far as that is known now.</param>
    /// <param name="Signature">Its own, under the checkpoint; checked.</param>
    private sealed record Told(long Size, NoteSignature? Signature, string? Failure);

    /// <summary>Asks from what the witness is thought to have signed; if that was something else, once more from there.</summary>
    private async Task<Told> AskAsync(Witness witness, SignedNote note, long known, long size, CancellationToken ct)
    {
        var old = Math.Min(known, size);
        for (var attempt = 0; ; attempt++)
        {
            WitnessHttpAnswer answer;
            try { answer = await line.AddCheckpointAsync(witness, new WitnessRequest(old, await db.ConsistencyAsync(old, size, ct), note).Bytes(), ct); }
            catch (IOException) { return new(known, null, WitnessFailures.Unreachable); }
            switch ((WitnessAnswer)answer.Status)
            {
                case WitnessAnswer.Signs:
                    return SignatureIn(answer.Body, witness, note) is { } signature ? new(size, signature, null) : new(known, null, WitnessFailures.Answer);
                case WitnessAnswer.OtherSize when long.TryParse(answer.Body.TrimEnd('\n'), NumberStyles.None, CultureInfo.InvariantCulture, out var has) && has != old:
                    // Another node may have been faster with a later checkpoint; more than the whole log there cannot be.
                    if (has > size) return new(has, null, has > await db.LogTreeSizeAsync(ct) ? WitnessFailures.Ahead : null);
                    if (attempt > 0) return new(has, null, WitnessFailures.Answer);
                    (old, known) = (has, has);
                    continue;
                case WitnessAnswer.NotSigned or WitnessAnswer.UnknownLog:
                    return new(known, null, WitnessFailures.Unknown);
                case WitnessAnswer.Inconsistent:
                    return new(known, null, WitnessFailures.Contradicts);
                default:
                    return new(known, null, WitnessFailures.Answer);
            }
        }
    }

    /// <summary>The witness's own signature among the lines of its answer; null when there is none that holds.</summary>
    private static NoteSignature? SignatureIn(string body, Witness witness, SignedNote note)
    {
        foreach (var text in body.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            if (SignedNote.TryParseLine(text, out var signature) && new SignedNote(note.Text, [signature]).TryOpen([witness.Key], out _)) return signature;
        return null;
    }

    private async Task KeepAsync(Witness witness, long size, Told told, Instant? signed, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (told.Signature is { } signature)
        {
            await db.Database.ExecuteSqlAsync(
                $"INSERT INTO log_cosignature (size, witness, at, line) VALUES ({size}, {witness.Id}, {signed!.Value.ToUnixTimeMilliseconds()}, {signature.ToString()}) ON CONFLICT (size, witness) DO NOTHING", ct);
        }
        var (at, now) = (signed?.ToUnixTimeMilliseconds(), time.Now().ToUnixTimeMilliseconds());
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO log_witness (witness, size, signed_at, asked_at, failure) VALUES ({witness.Id}, {told.Size}, {at}, {now}, {told.Failure})
            ON CONFLICT (witness) DO UPDATE SET size = excluded.size, signed_at = coalesce(excluded.signed_at, log_witness.signed_at), asked_at = excluded.asked_at, failure = excluded.failure
            """, ct);
        await transaction.CommitAsync(ct);
    }
}
