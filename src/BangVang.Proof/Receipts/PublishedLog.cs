using BangVang.Proof.Notes;
using BangVang.Proof.Tiles;

namespace BangVang.Proof.Receipts;

/// <summary>A log as it is published: its newest checkpoint and its tiles, from its addresses or from a folder that holds a copy.</summary>
/// <param name="read">The bytes behind <c>checkpoint</c> or <c>tile/…</c>; null when there are none.</param>
public sealed class PublishedLog(Func<string, byte[]?> read)
{
    /// <summary>The newest checkpoint; its signatures are not checked. Null when there is none.</summary>
    public SignedNote? Checkpoint() => read("checkpoint") is { } bytes && SignedNote.TryParse(bytes, out var note) ? note : null;

    /// <summary>The way from entry <paramref name="index"/> to a checkpoint whose signature the caller has checked: what it names is fetched.</summary>
    /// <returns>Null when the checkpoint does not reach so far.</returns>
    /// <exception cref="InvalidDataException">A tile that must be there is missing or has another length.</exception>
    public InclusionReceipt? Inclusion(long index, SignedNote checkpoint)
    {
        if (!Notes.Checkpoint.TryParse(checkpoint.Text, out var says) || index < 0 || index >= says.Size) return null;
        return new(null, index, MerkleProofs.Inclusion(index, says.Size, HashTiles.Nodes(says.Size, Tile)), checkpoint);
    }

    private byte[] Tile(TilePath tile) => read(tile.ToString()) ?? throw new InvalidDataException($"{tile} is missing.");
}
