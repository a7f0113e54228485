using BangVang.App.Dossiers;
using Microsoft.EntityFrameworkCore;

namespace BangVang.App.Panels;

/// <summary>Jurors read the files of the dossiers assigned to them, as the form shows them to jurors.</summary>
public static class JurorReading
{
    public static readonly DossierReader Reader = new(async (db, actor, dossierId, ct) =>
        await db.AssignmentsOf(actor).AnyAsync(a => a.DossierId == dossierId, ct) ? DossierReading.AsJuror : DossierReading.None);
}
