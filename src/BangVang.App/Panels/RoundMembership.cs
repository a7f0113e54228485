using BangVang.App.Storage;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Editions;

namespace BangVang.App.Panels;

/// <summary>Which dossiers a round judges. Says nothing about who may see them: callers add their own filter.</summary>
public static class RoundMembership
{
    /// <summary>The accepted dossiers of the categories that have this round; after the first scoring round only those that the round before let through.</summary>
    public static IQueryable<Dossier> DossiersInRound(this BangVangDb db, Edition edition, JudgedRound round)
    {
        var categories = edition.Categories.Where(c => round.IsFor(c.Code)).Select(c => c.Code).ToArray();
        var key = edition.Key;
        var accepted = db.Dossiers.Where(d => d.EditionKey == key && d.State == DossierState.Accepted);
        var first = categories.Where(c => edition.JudgedRounds.First(r => r.IsFor(c)).Code == round.Code).ToArray();
        return accepted.Where(d => first.Contains(d.CategoryCode)
            || (categories.Contains(d.CategoryCode) && db.RoundEntries.Any(e => e.RoundCode == round.Code && e.DossierId == d.Id)));
    }
}
