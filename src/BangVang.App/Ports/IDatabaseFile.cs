namespace BangVang.App.Ports;

/// <summary>A database that is one file on this machine.</summary>
public interface IDatabaseFile
{
    /// <summary>Copies one consistent state of the database at <paramref name="from"/> to the new file <paramref name="to"/>, without stopping its writers.</summary>
    Task CopyAsync(string from, string to, CancellationToken ct);

    /// <summary>
    /// Folds the write-ahead log into the file at <paramref name="path"/>, so that the file alone is the database. Closes the
    /// idle connections of this process; false when another process has the database open.
    /// </summary>
    bool TryClose(string path);
}
