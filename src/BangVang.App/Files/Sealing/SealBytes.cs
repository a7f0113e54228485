using BangVang.App.Ports;
using BangVang.Proof.Age;
using NodaTime;

namespace BangVang.App.Files.Sealing;

/// <summary>To whom files of an edition are encrypted while it is sealed.</summary>
public sealed record SealTo(string EditionKey, AgeRecipient Recipient)
{
    /// <summary>Encrypts what was received and inspected, and puts the age file into the store. The caller removes the plain bytes once the row is saved.</summary>
    /// <param name="content">From its start; read to its end.</param>
    public async Task<SealedFile> PutAsync(Guid fileId, Stream content, FileStoreOptions places, IFileStore store, Instant now, CancellationToken ct)
    {
        await using var incoming = IncomingFile.Create(places);
        var kept = await incoming.WriteAsync(to => Task.Run(() => AgeFile.Encrypt(content, to, [Recipient], ct), ct), ct);
        await store.TakeAsync(incoming.Path, kept.Sha256, ct);
        return new() { FileId = fileId, EditionKey = EditionKey, Sha256 = kept.Sha256, Bytes = kept.Bytes, SealedAt = now };
    }
}
