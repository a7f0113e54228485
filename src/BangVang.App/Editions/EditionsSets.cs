using BangVang.App.Editions;
using Microsoft.EntityFrameworkCore;

namespace BangVang.App.Storage;

public sealed partial class BangVangDb
{
    public DbSet<EditionSnapshot> EditionSnapshots => Set<EditionSnapshot>();
    public DbSet<EditionAttachment> EditionAttachments => Set<EditionAttachment>();
}
