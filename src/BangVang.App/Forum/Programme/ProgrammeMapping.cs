using BangVang.App.Storage;
using BangVang.App.Forum.Programme;
using BangVang.Domain.Forum.Programme;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BangVang.App.Forum.Programme
{
    internal sealed class ForumSessionMapping : IEntityTypeConfiguration<ForumSession>
    {
        public void Configure(EntityTypeBuilder<ForumSession> s)
        {
            s.Property(x => x.Id).ValueGeneratedNever();
            s.Property(x => x.Version).IsConcurrencyToken();
            s.Property(x => x.Languages).HasJson();
            s.Property(x => x.Parts).HasJson();
            s.Ignore(x => x.EndsAt);
        }
    }

    internal sealed class ForumSpeakerMapping : IEntityTypeConfiguration<ForumSpeaker>
    {
        public void Configure(EntityTypeBuilder<ForumSpeaker> s)
        {
            s.Property(x => x.Id).ValueGeneratedNever();
            s.Property(x => x.Version).IsConcurrencyToken();
            s.Property(x => x.Available).HasJson();
        }
    }

    internal sealed class ProgrammeReleaseMapping : IEntityTypeConfiguration<ProgrammeRelease>
    {
        public void Configure(EntityTypeBuilder<ProgrammeRelease> e) => e.Property(x => x.Id).ValueGeneratedNever();
    }
}

namespace BangVang.App.Storage
{
    public sealed partial class BangVangDb
    {
        public DbSet<ForumSession> ForumSessions => Set<ForumSession>();
        public DbSet<ForumSpeaker> ForumSpeakers => Set<ForumSpeaker>();
        public DbSet<ProgrammeRelease> ProgrammeReleases => Set<ProgrammeRelease>();
    }
}
