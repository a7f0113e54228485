using BangVang.App.Storage;
using BangVang.Domain.Decisions;
using BangVang.Domain.Panels;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BangVang.App.Decisions;

internal sealed class ShortlistMapping : IEntityTypeConfiguration<Shortlist>
{
    public void Configure(EntityTypeBuilder<Shortlist> e)
    {
        e.Property(x => x.Id).ValueGeneratedNever();
        e.Property(x => x.Lines).HasJson();
    }
}

internal sealed class CouncilMeetingMapping : IEntityTypeConfiguration<CouncilMeeting>
{
    public void Configure(EntityTypeBuilder<CouncilMeeting> e)
    {
        e.Property(x => x.Id).ValueGeneratedNever();
        e.Property(x => x.Version).IsConcurrencyToken();
        e.Property(x => x.Agenda).HasJson();
    }
}

internal sealed class MeetingMemberMapping : IEntityTypeConfiguration<MeetingMember>
{
    public void Configure(EntityTypeBuilder<MeetingMember> e) => e.HasKey(x => new { x.MeetingId, x.PersonId });
}

internal sealed class MotionMapping : IEntityTypeConfiguration<Motion>
{
    public void Configure(EntityTypeBuilder<Motion> e)
    {
        e.Property(x => x.Id).ValueGeneratedNever();
        e.Property(x => x.Version).IsConcurrencyToken();
    }
}

internal sealed class VoteMapping : IEntityTypeConfiguration<Vote>
{
    public void Configure(EntityTypeBuilder<Vote> e) => e.HasKey(x => new { x.MotionId, x.PersonId });
}

internal sealed class ExtraMarksRequestMapping : IEntityTypeConfiguration<ExtraMarksRequest>
{
    public void Configure(EntityTypeBuilder<ExtraMarksRequest> e)
    {
        e.Property(x => x.Id).ValueGeneratedNever();
        // Saved in one act with its assignments, for which it has to be there first.
        e.HasMany<Assignment>().WithOne().HasForeignKey(a => a.RequestId);
    }
}

internal sealed class AwardDecisionMapping : IEntityTypeConfiguration<AwardDecision>
{
    public void Configure(EntityTypeBuilder<AwardDecision> e)
    {
        e.Property(x => x.Id).ValueGeneratedNever();
        e.Property(x => x.Version).IsConcurrencyToken();
        e.Property(x => x.Lines).HasJson();
        e.Property(x => x.Amendments).HasJson();
    }
}

internal sealed class SignedPaperMapping : IEntityTypeConfiguration<SignedPaper>
{
    public void Configure(EntityTypeBuilder<SignedPaper> e)
    {
        e.HasKey(x => x.EditionKey);
        e.Property(x => x.Version).IsConcurrencyToken();
        e.Property(x => x.Signatures).HasJson();
    }
}
