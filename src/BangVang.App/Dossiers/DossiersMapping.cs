using BangVang.App.Kernel;
using BangVang.Domain.Dossiers;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BangVang.App.Dossiers;

internal sealed class DossierMapping : IEntityTypeConfiguration<Dossier>
{
    public void Configure(EntityTypeBuilder<Dossier> e)
    {
        e.Property(x => x.Id).ValueGeneratedNever();
        e.Property(x => x.Version).IsConcurrencyToken();
    }
}

internal sealed class DossierMemberMapping : IEntityTypeConfiguration<DossierMember>
{
    public void Configure(EntityTypeBuilder<DossierMember> e) => e.HasKey(x => new { x.DossierId, x.PersonId });
}

internal sealed class DossierInvitationMapping : IEntityTypeConfiguration<DossierInvitation>
{
    public void Configure(EntityTypeBuilder<DossierInvitation> e) => e.Property(x => x.Id).ValueGeneratedNever();
}

internal sealed class DossierAnswerMapping : IEntityTypeConfiguration<DossierAnswer>
{
    public void Configure(EntityTypeBuilder<DossierAnswer> e)
    {
        e.HasKey(x => new { x.DossierId, x.FieldCode });
        e.Property(x => x.Version).IsConcurrencyToken();
    }
}

internal sealed class DossierFileMapping : IEntityTypeConfiguration<DossierFile>
{
    public void Configure(EntityTypeBuilder<DossierFile> e) => e.HasKey(x => new { x.DossierId, x.FileId });
}

internal sealed class AwaitedFileMapping : IEntityTypeConfiguration<AwaitedFile>
{
    public void Configure(EntityTypeBuilder<AwaitedFile> e)
    {
        e.Property(x => x.Id).ValueGeneratedNever();
        e.Property(x => x.Refusal).HasConversion(p => ProblemText.Write(p!), text => ProblemText.Read(text));
    }
}

internal sealed class DossierVersionMapping : IEntityTypeConfiguration<DossierVersion>
{
    public void Configure(EntityTypeBuilder<DossierVersion> e) => e.Property(x => x.Id).ValueGeneratedNever();
}

internal sealed class SupplementMapping : IEntityTypeConfiguration<Supplement>
{
    public void Configure(EntityTypeBuilder<Supplement> e) => e.Property(x => x.Id).ValueGeneratedNever();
}

internal sealed class ConflictMapping : IEntityTypeConfiguration<Conflict>
{
    public void Configure(EntityTypeBuilder<Conflict> e) => e.Property(x => x.Id).ValueGeneratedNever();
}
