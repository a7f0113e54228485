using BangVang.App.Files;
using BangVang.App.Files.Uploads;
using Microsoft.EntityFrameworkCore;

namespace BangVang.App.Storage;

public sealed partial class BangVangDb
{
    public DbSet<StoredFile> StoredFiles => Set<StoredFile>();
    public DbSet<Upload> Uploads => Set<Upload>();
}
