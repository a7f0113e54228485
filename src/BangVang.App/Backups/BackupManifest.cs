using NodaTime;

namespace BangVang.App.Backups;

/// <summary>The last entry of an archive: what else is in it.</summary>
/// <param name="Format">1; a program refuses formats it does not know.</param>
/// <param name="TakenAt">When the database was copied.</param>
/// <param name="Schema">Number of the newest schema file the database had seen.</param>
/// <param name="LogSize">Entries of the log in it.</param>
public sealed record BackupManifest(int Format, Instant TakenAt, long Schema, long LogSize, IReadOnlyList<BackupFile> Files);

/// <param name="Path">Place in the archive and under the data directory, with forward slashes.</param>
/// <param name="Sha256">Lower-case hexadecimal.</param>
public sealed record BackupFile(string Path, long Bytes, string Sha256);
