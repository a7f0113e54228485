using System.Text;
using System.Text.Json.Nodes;
using BangVang.App.Dossiers;
using BangVang.App.Editions;
using BangVang.App.Kernel;
using BangVang.App.People;
using BangVang.App.Storage;
using BangVang.Domain.Dossiers;
using BangVang.Domain.Editions;
using BangVang.Domain.Enterprises;
using BangVang.Domain.Kernel;
using BangVang.Domain.Panels;
using BangVang.Domain.People;
using BangVang.Domain.Scoring;
using BangVang.Domain.Screening;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.Testing;

/// <summary>
/// A judged round with any number of made-up dossiers, the same each time: accepted, spread over the categories, each scored
/// and signed by three jurors. For measuring lists, never for showing them.
/// </summary>
public sealed class MadeUpRound(Func<BangVangDb> open, Edition edition, string roundCode)
{
    private const int Jurors = 12, SheetsEach = 3, AtOnce = 100;

    private readonly Instant now = edition.WindowOf(roundCode)!.Value.Start!.Value;
    private readonly Person applicant = Person.New(edition.WindowOf(roundCode)!.Value.Start!.Value, "ho-so@demo.invalid", "Người phụ trách hồ sơ", "vi");

    /// <summary>Publishes the edition and lays the round.</summary>
    /// <exception cref="InvalidOperationException">The round has no phase of its own name.</exception>
    public async Task LayAsync(int dossiers, CancellationToken ct)
    {
        var (content, sha256) = EditionSnapshot.Freeze(edition);
        var snapshot = new EditionSnapshot { Id = Ids.New(now), EditionKey = edition.Key, Number = 1, Sha256 = sha256, Content = Encoding.UTF8.GetString(content), PublishedAt = now };
        var jurors = Enumerable.Range(1, Jurors).Select(n => Person.New(now, $"giam-khao-{n}@demo.invalid", $"Giám khảo {n}", "vi")).ToList();
        await using (var db = open())
        {
            db.Add(snapshot);
            db.AddRange(jurors.Prepend(applicant));
            db.AddRange(jurors.Select(j => new RoleGrant { PersonId = j.Id, EditionKey = edition.Key, Role = Role.Juror, GrantedAt = now }));
            await db.SaveChangesAsync(ct);
            db.AddRange(from j in jurors from c in edition.Categories select new PanelSeat
            {
                Id = Ids.New(now), EditionKey = edition.Key, RoundCode = roundCode, CategoryCode = c.Code, PersonId = j.Id, AppointedAt = now, AppointedBy = applicant.Id, DeclaredAt = now,
            });
            await db.SaveChangesAsync(ct);
        }
        foreach (var some in Enumerable.Range(0, dossiers).Chunk(AtOnce))
        {
            await using var db = open();
            db.ChangeTracker.AutoDetectChangesEnabled = false;
            // What others refer to is saved before them.
            var enterprises = some.Select(NewEnterprise).ToList();
            db.AddRange(enterprises);
            db.AddRange(enterprises.Select(e => new EnterpriseMember { EnterpriseId = e.Id, PersonId = applicant.Id, IsOwner = true, AddedAt = now }));
            await db.SaveChangesAsync(ct);
            var entries = some.Zip(enterprises, (n, enterprise) => (n, Dossier: AddDossier(db, n, enterprise, snapshot))).ToList();
            await db.SaveChangesAsync(ct);
            foreach (var (n, dossier) in entries)
                for (var s = 0; s < SheetsEach; s++) AddSheet(db, dossier, jurors[(n + s) % Jurors], n + s);
            await db.SaveChangesAsync(ct);
        }
        await using var last = open();
        await last.Database.ExecuteSqlAsync($"INSERT INTO dossier_counter (edition_key, last) VALUES ({edition.Key}, {dossiers})", ct);
        await last.Database.ExecuteSqlRawAsync("ANALYZE", ct);
    }

    /// <summary>Somebody with a role in the edition and an open session.</summary>
    /// <param name="at">Now, as the server's time provider sees it.</param>
    /// <returns>The session's token: the value of the cookie.</returns>
    public async Task<string> SignInAsync(Role role, Instant at, CancellationToken ct)
    {
        var person = Person.New(at, $"{role}@demo.invalid".ToLowerInvariant(), $"Người thử {role}", "vi");
        var token = Secrets.NewToken();
        await using var db = open();
        db.AddRange(person, new RoleGrant { PersonId = person.Id, EditionKey = edition.Key, Role = role, GrantedAt = at });
        db.Sessions.Add(new() { TokenHash = Secrets.HashOf(token), PersonId = person.Id, CreatedAt = at, LastSeenAt = at, ExpiresAt = at + SessionLives.Absolute, Device = "wrk" });
        await db.SaveChangesAsync(ct);
        return token;
    }

    private Enterprise NewEnterprise(int n)
    {
        var enterprise = new Enterprise { Id = Ids.New(now), TaxCode = $"01{n + 1:00000000}", Name = "", SortKey = "", SearchKey = "", Kind = ApplicantKind.Enterprise, CreatedAt = now };
        enterprise.Rename($"Công ty cổ phần Minh họa {n + 1:0000}");
        return enterprise;
    }

    private Dossier AddDossier(BangVangDb db, int n, Enterprise enterprise, EditionSnapshot snapshot)
    {
        var category = edition.Categories[n % edition.Categories.Count].Code;
        var (reference, product) = (Dossier.ReferenceOf(n + 1), $"Sản phẩm Minh họa {n + 1:0000}");
        var content = new DossierContent(1, reference, edition.Key, snapshot.Sha256, category, product, new(enterprise.Id, enterprise.TaxCode, enterprise.ToProfile()),
            new Dictionary<string, JsonNode?> { ["summary"] = $"{product} giúp cơ quan nhà nước xử lý hồ sơ nhanh hơn." }, new(), []).Freeze();
        var dossier = new Dossier
        {
            Id = Ids.New(now), Reference = reference, EditionKey = edition.Key, SnapshotId = snapshot.Id, EnterpriseId = enterprise.Id, CategoryCode = category, ProductName = product,
            SortKey = VietnameseText.SortKey(product), SearchKey = VietnameseText.SearchKey(product), CreatedAt = now, CreatedBy = applicant.Id,
        };
        var version = new DossierVersion
        {
            Id = Ids.New(now), DossierId = dossier.Id, Number = 1, SubmittedAt = now, SubmittedBy = applicant.Id, SnapshotId = snapshot.Id,
            CategoryCode = category, Content = content, Sha256 = DossierContent.HashOf(content),
        };
        (dossier.State, dossier.SubmittedAt, dossier.CurrentVersionId) = (DossierState.Accepted, now, version.Id);
        db.AddRange(dossier, version, new DossierMember { DossierId = dossier.Id, PersonId = applicant.Id, AddedAt = now },
            new ScreeningCase { DossierId = dossier.Id, EditionKey = edition.Key, State = ScreeningState.Accepted, OpenedAt = now, DecidedAt = now, DecidedBy = applicant.Id, Reason = "Đủ tiêu chuẩn" });
        db.Log(now, "screening.verdict", edition.Key, dossier.Id, new JsonObject { ["dossier"] = reference });
        return dossier;
    }

    private void AddSheet(BangVangDb db, Dossier dossier, Person juror, int n)
    {
        var rubric = edition.RubricFor((ScoringRound)edition.Round(roundCode)!, dossier.CategoryCode)!;
        var marks = rubric.Lines.Select((l, i) => (l.Code, Mark: Mark(n, i))).ToDictionary(m => m.Code, m => m.Mark);
        var (assignment, sheet) = (Ids.New(now), Ids.New(now));
        db.Assignments.Add(new()
        {
            Id = assignment, EditionKey = edition.Key, RoundCode = roundCode, CategoryCode = dossier.CategoryCode, DossierId = dossier.Id, JurorId = juror.Id, AssignedAt = now, AssignedBy = applicant.Id,
        });
        db.Scoresheets.Add(new()
        {
            Id = sheet, EditionKey = edition.Key, RoundCode = roundCode, CategoryCode = dossier.CategoryCode, DossierId = dossier.Id, JurorId = juror.Id, State = ScoresheetState.Signed,
            Marks = marks, Comments = [], CreatedAt = now, SavedAt = now, Score = rubric.WeightedScore(marks), SignedAt = now, Signings = 1,
        });
        db.Log(now, "assignment.sealed", edition.Key, assignment, new JsonObject { ["dossier"] = dossier.Reference });
        db.Log(now, "scoresheet.signed", edition.Key, sheet, new JsonObject { ["dossier"] = dossier.Reference });
    }

    /// <summary>Whole points from 5 to 10, in hundredths, without a pattern that would give many the same score.</summary>
    private static int Mark(int n, int line) => 500 + (int)(n * 2_654_435L / ((line * line * 7) + 11) % 6 * 100);
}
