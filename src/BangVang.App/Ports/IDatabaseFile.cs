namespace BangVang.App.Ports;

/// <summary>A database that is one file on this machine.</summary>
public interface IDatabaseFile
{
    /// <summary>Copies one consistent state of the database at <paramref name="from"/> to the new file <paramref name="to"/>, without stopping its writers.</summary>
    Task CopyAsync(string from, string to, CancellationToken ct);

    /// <summary>False when a process has the database at <paramref name="path"/> open. Nothing may be open in this process either.</summary>
    bool IsFree(string path);
}
