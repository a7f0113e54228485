using BangVang.Domain.Scoring;
using Microsoft.EntityFrameworkCore;

namespace BangVang.App.Storage;

public sealed partial class BangVangDb
{
    public DbSet<Scoresheet> Scoresheets => Set<Scoresheet>();
    public DbSet<ScoresheetUnlock> ScoresheetUnlocks => Set<ScoresheetUnlock>();
    public DbSet<CommentRelease> CommentReleases => Set<CommentRelease>();
    public DbSet<PairBallot> PairBallots => Set<PairBallot>();
    public DbSet<PairAct> PairActs => Set<PairAct>();
    public DbSet<ShownProduct> ShownProducts => Set<ShownProduct>();
    public DbSet<PairExclusion> PairExclusions => Set<PairExclusion>();
}
