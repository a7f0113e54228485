using BangVang.Domain.Dossiers;
using Microsoft.EntityFrameworkCore;

namespace BangVang.App.Storage;

public sealed partial class BangVangDb
{
    public DbSet<Dossier> Dossiers => Set<Dossier>();
    public DbSet<DossierMember> DossierMembers => Set<DossierMember>();
    public DbSet<DossierInvitation> DossierInvitations => Set<DossierInvitation>();
    public DbSet<DossierAnswer> DossierAnswers => Set<DossierAnswer>();
    public DbSet<DossierFile> DossierFiles => Set<DossierFile>();
    public DbSet<AwaitedFile> AwaitedFiles => Set<AwaitedFile>();
    public DbSet<DossierVersion> DossierVersions => Set<DossierVersion>();
    public DbSet<Supplement> Supplements => Set<Supplement>();
    public DbSet<Conflict> Conflicts => Set<Conflict>();
}
