using BangVang.Domain.Decisions;
using Microsoft.EntityFrameworkCore;

namespace BangVang.App.Storage;

public sealed partial class BangVangDb
{
    public DbSet<SignedPaper> SignedPapers => Set<SignedPaper>();
    public DbSet<Shortlist> Shortlists => Set<Shortlist>();
    public DbSet<CouncilMeeting> CouncilMeetings => Set<CouncilMeeting>();
    public DbSet<MeetingMember> MeetingMembers => Set<MeetingMember>();
    public DbSet<Motion> Motions => Set<Motion>();
    public DbSet<Vote> Votes => Set<Vote>();
    public DbSet<ExtraMarksRequest> ExtraMarksRequests => Set<ExtraMarksRequest>();
    public DbSet<AwardDecision> AwardDecisions => Set<AwardDecision>();
}
