using BangVang.Domain.Laureates;
using Microsoft.EntityFrameworkCore;

namespace BangVang.App.Storage;

public sealed partial class BangVangDb
{
    public DbSet<Laureate> Laureates => Set<Laureate>();
}
