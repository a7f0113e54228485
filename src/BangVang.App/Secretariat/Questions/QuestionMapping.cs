using BangVang.Domain.Secretariat;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BangVang.App.Secretariat.Questions
{
    internal sealed class QuestionMapping : IEntityTypeConfiguration<Question>
    {
        public void Configure(EntityTypeBuilder<Question> q)
        {
            q.Property(x => x.Id).ValueGeneratedNever();
            q.Property(x => x.Version).IsConcurrencyToken();
        }
    }
}

namespace BangVang.App.Storage
{
    public sealed partial class BangVangDb
    {
        public DbSet<Question> Questions => Set<Question>();
    }
}
