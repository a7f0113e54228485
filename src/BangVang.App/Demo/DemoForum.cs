using BangVang.App.Forum;
using BangVang.App.Forum.Commitments;
using BangVang.App.Forum.Exhibitors;
using BangVang.App.Forum.Programme;
using BangVang.App.Storage;
using BangVang.Domain.Forum;
using BangVang.Domain.Forum.Commitments;
using BangVang.Domain.Kernel;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace BangVang.App.Demo;

/// <summary>The forum of the demonstration: published, with the people who run it and a programme in its first release. What is there already stays.</summary>
public sealed class DemoForum(BangVangDb db, ForumBook book, PublishForum publish, ImportProgramme import, ReleaseProgramme release, ProgrammeBook programmes, DemoPeople people, DemoGuests guests, SaveCommitment commit, ReportCommitment report, SaveHall saveHall, ImportExhibitors importExhibitors, IClock clock)
{
    public const string Slug = "demo-2026";

    /// <summary>Who looks after which bridge point.</summary>
    private static readonly (string Person, string Venue)[] Hosts = [("bridge-singapore", "singapore"), ("bridge-seoul", "seoul")];

    /// <param name="root">Folder that holds <c>forums</c>. A forum that is not in it is not laid.</param>
    /// <param name="today">Its days count from here.</param>
    /// <exception cref="InvalidOperationException">The shipped forum cannot be read.</exception>
    public async Task RunAsync(string root, LocalDate today, CancellationToken ct)
    {
        var folder = Path.Combine(root, "forums", Slug);
        if (!Directory.Exists(folder)) return;
        if (await book.CurrentAsync(Slug, ct) is null)
        {
            var reading = ForumReader.Read(folder, today);
            if (reading.Forum is null) throw new InvalidOperationException(string.Join("; ", reading.Problems.Select(p => p.ToString())));
            DemoStage.Value(await publish.RunAsync(Actor.Console, reading, ct));
        }
        var cast = await people.RunAsync(ForumEdition.KeyOf(Slug), keys: null, ct);
        foreach (var (person, venue) in Hosts)
        {
            var (id, key) = (cast.Ids[person], ForumEdition.VenueKeyOf(Slug, venue));
            if (!await db.RoleGrants.AnyAsync(g => g.PersonId == id && g.EditionKey == key, ct))
                db.RoleGrants.Add(new() { PersonId = id, EditionKey = key, Role = Role.BridgeHost, GrantedAt = clock.GetCurrentInstant() });
        }
        await db.SaveChangesAsync(ct);
        if (await programmes.CurrentAsync(Slug, ct) is null) await LayProgrammeAsync(folder, cast.Of("organiser"), ct);
        if (!await db.Commitments.AnyAsync(c => c.ForumKey == ForumEdition.KeyOf(Slug), ct)) await LayCommitmentsAsync(cast.Of("organiser"), ct);
        if (!await db.Exhibitors.AnyAsync(e => e.ForumKey == ForumEdition.KeyOf(Slug), ct)) await LayExhibitionAsync(cast.Of("organiser"), ct);
        await guests.RunAsync(cast.Of("organiser"), ct);
    }

    private async Task LayCommitmentsAsync(Actor organiser, CancellationToken ct)
    {
        var held = (await book.CurrentAsync(Slug, ct))!.Forum.Date.TryGet(out var day) ? day : (LocalDate?)null;
        var asked = DemoStage.Value(await commit.RunAsync(organiser, Slug, null, 0, new(CommitmentKind.Recommendation, "Kiến nghị minh họa: ban hành hướng dẫn thuê dịch vụ công nghệ số dùng chung cho địa phương.", "Sample recommendation: issue guidance on shared digital services for provinces.",
            "Hiệp hội Minh họa", "Bộ Minh họa A", held?.PlusMonths(6), null, null, null, null), ct));
        DemoStage.Value(await commit.RunAsync(organiser, Slug, null, 0, new(CommitmentKind.Commitment, "Cam kết minh họa: đào tạo 500 kỹ sư thiết kế vi mạch.", "Sample commitment: train 500 chip design engineers.",
            "Công ty Minh họa 07", "Công ty Minh họa 07", held?.PlusYears(1), null, null, null, null), ct));
        DemoStage.Demand(await report.RunAsync(organiser, Slug, asked, CommitmentState.Accepted, "Bộ Minh họa A đã tiếp nhận và giao đơn vị soạn thảo (dữ liệu trình diễn).", null, null, ct));
    }

    private async Task LayExhibitionAsync(Actor organiser, CancellationToken ct)
    {
        DemoStage.Demand(await saveHall.RunAsync(organiser, Slug, "foyer", 300, 180, ct));
        DemoStage.Value(await importExhibitors.RunAsync(organiser, Slug, """
            organisation,stand,room,x,y,width,depth,text_vi,text_en
            Công ty Minh họa 01,A1,foyer,2,2,6,4,Dữ liệu trình diễn: nền tảng quản lý kho thông minh.,Made up for demonstration: a smart warehouse platform.
            Công ty Minh họa 02,A2,foyer,8,2,6,4,Dữ liệu trình diễn: hồ sơ sức khỏe điện tử cho trạm y tế.,Made up for demonstration: electronic health records for clinics.
            Công ty Minh họa 03,A3,foyer,16,2,6,4,"Dữ liệu trình diễn: cảm biến nông nghiệp, pin mặt trời.","Made up for demonstration: solar-powered farm sensors."
            Công ty Minh họa 04,A4,foyer,22,2,6,4,Dữ liệu trình diễn: học liệu số cho vùng xa.,Made up for demonstration: digital lessons for remote areas.
            Công ty Minh họa 05,B1,foyer,2,12,9,4,Dữ liệu trình diễn: thiết kế vi mạch.,Made up for demonstration: chip design.
            Hiệp hội Minh họa,B2,foyer,11,12,6,4,Dữ liệu trình diễn: quầy tư vấn xuất khẩu phần mềm.,Made up for demonstration: advice on exporting software.
            Công ty Minh họa 07,B3,foyer,19,12,9,4,Dữ liệu trình diễn: an toàn thông tin cho đô thị thông minh.,Made up for demonstration: security for smart cities.
            """, ct));
    }

    private async Task LayProgrammeAsync(string folder, Actor organiser, CancellationToken ct)
    {
        var forum = (await book.CurrentAsync(Slug, ct))!.Forum;
        var reading = ProgrammeReader.Read(folder, forum);
        if (reading.Plan is null) throw new InvalidOperationException(string.Join("; ", reading.Problems.Select(p => p.ToString())));
        DemoStage.Value(await import.RunAsync(organiser, Slug, reading, ct));
        DemoStage.Value(await release.RunAsync(organiser, Slug, "1.0", ct));
    }
}
